import type { Actor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { ActivitiesError } from "./errors.ts";
import { writeNotice } from "./notices.ts";
import { promoteWaiting } from "./promoting.ts";
import { moveRegistration } from "./registration-writes.ts";
import { type PoolEvent, poolStates } from "./state.ts";
import { momentWords } from "./times.ts";

/** What holds places: a session today; a series' term or a venue's slot can open one the same way. */
export type PoolInput = {
  title: string;
  place: string;
  startsAt: Date;
  endsAt: Date;
  closesAt: Date;
  capacity: number;
  groupLimit: number;
  minors: boolean;
};

/** Opens a pool of places that takes nobody yet. */
export const createPool = async (
  trx: Trx,
  context: Pick<ActContext, "clock">,
  input: PoolInput,
): Promise<string> => {
  const id = createId(context.clock);
  await trx
    .insertInto("seat_pools")
    .values({
      id,
      status: "closed",
      status_changed_at: context.clock.now(),
      title: input.title,
      place: input.place,
      starts_at: input.startsAt,
      ends_at: input.endsAt,
      closes_at: input.closesAt,
      capacity: input.capacity,
      group_limit: input.groupLimit,
      minors: input.minors,
      seats_taken: 0,
    })
    .execute();
  return id;
};

/** The pool as an act finds it, held until the act ends: all that changes its places goes through here, one after the other. */
export const lockPool = async (trx: Trx, poolId: string) => {
  const pool = await trx
    .selectFrom("seat_pools")
    .selectAll()
    .where("id", "=", poolId)
    .forUpdate()
    .executeTakeFirst();
  if (pool === undefined)
    throw new AppError<ActivitiesError>("activities.session_not_found", { status: 404 });
  return pool;
};
export type LockedPool = Awaited<ReturnType<typeof lockPool>>;

export const movePool = async (
  trx: Trx,
  context: Pick<ActContext, "clock">,
  change: { id: string; event: PoolEvent },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: poolStates,
    table: "seat_pools",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
  }); // the function is generic over all modules' tables
};

/** Registrations that still stand, in their order. */
const listStanding = async (trx: Trx, poolId: string) =>
  trx
    .selectFrom("registrations")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("status", "in", ["confirmed", "offered", "waiting"])
    .orderBy("queue_no")
    .execute();

/**
 * Changes what a pool offers. A new time or place is told to everybody who stands on its lists; more places go to the
 * waiting list at once.
 * @throws AppError `activities.capacity_taken`
 */
export const changePool = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: { poolId: string; input: PoolInput },
): Promise<void> => {
  const pool = await lockPool(trx, change.poolId);
  const { input } = change;
  if (input.capacity < pool.seats_taken)
    throw new AppError<ActivitiesError>("activities.capacity_taken", {
      status: 409,
      values: { taken: pool.seats_taken },
      fields: { capacity: "activities.capacity_taken" },
    });
  await trx
    .updateTable("seat_pools")
    .set({
      title: input.title,
      place: input.place,
      starts_at: input.startsAt,
      ends_at: input.endsAt,
      closes_at: input.closesAt,
      capacity: input.capacity,
      group_limit: input.groupLimit,
      minors: input.minors,
    })
    .where("id", "=", pool.id)
    .execute();
  const moved =
    pool.starts_at.getTime() !== input.startsAt.getTime() ||
    pool.ends_at.getTime() !== input.endsAt.getTime() ||
    pool.place !== input.place;
  if (moved)
    for (const registration of await listStanding(trx, pool.id))
      await writeNotice(trx, context, {
        registrationId: registration.id,
        event: `moved ${input.startsAt.toISOString()} ${input.place}`,
        body: `【湘江科普】“${input.title}”改为 ${momentWords(input.startsAt)}，地点 ${input.place}。来不了请凭报名码取消，把位子让给别人。`,
      });
  await promoteWaiting(trx, context, actor, pool.id);
};

/** Calls the whole thing off: everybody on its lists is told. */
export const callOffPool = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { poolId: string; reason: string },
): Promise<number> => {
  const pool = await lockPool(trx, input.poolId);
  await movePool(trx, context, { id: pool.id, event: "call_off" });
  const standing = await listStanding(trx, pool.id);
  for (const registration of standing) {
    await moveRegistration(trx, context, actor, { registration, event: "call_off" });
    await writeNotice(trx, context, {
      registrationId: registration.id,
      event: "call_off",
      body: `【湘江科普】很抱歉，${momentWords(pool.starts_at)}的“${pool.title}”取消了。原因：${input.reason}`,
    });
  }
  await trx.updateTable("seat_pools").set({ seats_taken: 0 }).where("id", "=", pool.id).execute();
  return standing.length;
};
