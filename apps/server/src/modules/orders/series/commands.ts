import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { systemActor } from "#kernel/actor.ts";
import { screenOrder } from "../desk.ts";
import { dispatchOrder } from "../dispatching.ts";
import type { OrdersError } from "../errors.ts";
import { requireReason } from "../order-writes.ts";
import { stationInCharge, submitOrder } from "../submit.ts";
import { previewSeries, type SeriesInput } from "./preview.ts";
import { occurrenceStates, standingStates } from "./state.ts";

const dayMs = 86_400_000;
/** Occurrences become orders so many days ahead: a month and a bit, within what may be ordered. */
export const aheadDays = 35;

export type NewSeries = SeriesInput & {
  kind: "weekly" | "term";
  title: string;
  audience: Audience | undefined;
  peopleCount: number;
  contactName: string;
  contactPhone: string | undefined;
  /** Weeks that were kept, from 1; the others are left out with the clash as the reason. */
  keep: readonly number[];
};

const moveOccurrence = (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: "order" | "skip"; set: Record<string, unknown> },
) =>
  applyTransition(trx as never, {
    machine: occurrenceStates,
    table: "standing_occurrences",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    set: change.set,
  }); // the function is generic over all modules' tables

/**
 * Starts a series (常态化服务, E-07; 课后服务一学期, Y-11) as it was seen in the preview: weeks that were kept become orders
 * in their time. A room that somebody else took meanwhile refuses it (the database's word).
 * @throws AppError `orders.series_none` | `orders.series_clash` and those of the preview
 */
export const startSeries = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewSeries,
): Promise<string> => {
  const now = context.clock.now();
  const seen = await previewSeries(trx, context, { ...input, now });
  const kept = seen.filter((one) => input.keep.includes(one.no));
  if (kept.length === 0)
    throw new AppError<OrdersError>("orders.series_none", { fields: { keep: "orders.series_none" } });
  if (kept.some((one) => one.barred))
    throw new AppError<OrdersError>("orders.series_clash", {
      status: 409,
      fields: { keep: "orders.series_clash" },
    });
  const id = createId(context.clock);
  const owner = (await stationInCharge(trx, context, input.placeUnitId))?.id ?? input.placeUnitId;
  const seal = (text: string | undefined): Buffer | null =>
    text === undefined || text.trim() === "" ? null : context.cipher.encrypt(text.trim());
  await trx
    .insertInto("standing_orders")
    .values({
      id,
      kind: input.kind,
      title: input.title.trim(),
      owner_unit_id: owner,
      place_unit_id: input.placeUnitId,
      room: input.room.trim(),
      half: input.half,
      audience: input.audience ?? null,
      people_count: input.peopleCount,
      team_id: input.teamId ?? null,
      made_by_person_id: actor.personId,
      contact_name_sealed: seal(input.contactName),
      contact_phone_sealed: seal(input.contactPhone),
      status: "active",
      status_changed_at: now,
      end_reason: null,
      created_at: now,
    })
    .execute();
  try {
    await trx
      .insertInto("standing_occurrences")
      .values(
        seen.map((one) => ({
          standing_id: id,
          occurrence_no: one.no,
          id: createId(context.clock),
          place_unit_id: input.placeUnitId,
          room: input.room.trim(),
          on_day: one.day,
          half: input.half,
          item_code: one.itemCode,
          status: input.keep.includes(one.no) ? ("planned" as const) : ("skipped" as const),
          status_changed_at: now,
          order_id: null,
          skip_reason: input.keep.includes(one.no)
            ? null
            : one.clashes.map((clash) => clash.text).join("；") || "这一周不安排",
        })),
      )
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "standing_occurrences_one_room"))
      throw new AppError<OrdersError>("orders.series_clash", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "orders.start_series",
    unitId: owner,
    record: { table: "standing_orders", id },
    requestId: context.requestId,
  });
  return id;
};

const lockSeries = async (trx: Trx, id: string) => {
  const series = await trx
    .selectFrom("standing_orders")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (series === undefined) throw new AppError<OrdersError>("orders.series_not_found", { status: 404 });
  return series;
};

/**
 * Makes orders of the occurrences of the coming weeks (常态化: 生成下个月的单): each an order like any other, taken up at once,
 * and offered to the team of the series if that can come; else it waits on the board.
 * @returns how many orders were made
 */
export const generateOrders = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  standingId: string,
): Promise<number> => {
  const series = await lockSeries(trx, standingId);
  if (series.status !== "active") return 0;
  const now = context.clock.now();
  const due = await trx
    .selectFrom("standing_occurrences")
    .selectAll()
    .where("standing_id", "=", standingId)
    .where("status", "=", "planned")
    .where("on_day", "<=", toDistrictDate(new Date(now.getTime() + aheadDays * dayMs)))
    .orderBy("occurrence_no")
    .execute();
  const open = (sealed: Buffer | null): string | undefined =>
    sealed === null ? undefined : context.cipher.decrypt(sealed);
  let made = 0;
  for (const one of due) {
    if (one.on_day <= toDistrictDate(now)) {
      await moveOccurrence(trx, context, {
        id: one.id,
        event: "skip",
        set: { skip_reason: "到了日子还没有生成单" },
      });
      continue;
    }
    const { id: orderId } = await submitOrder(trx, context, actor, {
      itemCode: one.item_code,
      details: `${series.title}，第 ${one.occurrence_no} 次${series.room === "" ? "" : `，${series.room}`}`,
      audience: series.audience ?? undefined,
      placeUnitId: series.place_unit_id,
      address: series.room === "" ? undefined : series.room,
      peopleCount: series.people_count,
      wantedOn: one.on_day,
      wantedHalf: one.half,
      contactName: open(series.contact_name_sealed) ?? series.title.slice(0, 30),
      contactPhone: open(series.contact_phone_sealed),
      requesterPersonId: undefined,
      orderedByPersonId: series.made_by_person_id,
      channel: "standing",
    });
    await moveOccurrence(trx, context, { id: one.id, event: "order", set: { order_id: orderId } });
    await screenOrder(trx, context, actor, { orderId });
    await offerToTeam(trx, context, actor, { orderId, teamId: series.team_id });
    made += 1;
  }
  return made;
};

/** The series' own team is asked first; where it cannot come that week, the order waits on the board like any other. */
const offerToTeam = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { orderId: string; teamId: string | null },
): Promise<void> => {
  const { orderId, teamId } = input;
  if (teamId === null) return;
  try {
    // Refused before anything is written: nothing is to be undone.
    await dispatchOrder(trx, context, actor, { orderId, mode: "direct", teamId });
  } catch (error) {
    const code: OrdersError = "orders.team_refused";
    if (!(error instanceof AppError) || error.code !== code) throw error;
  }
};

/** Every night: orders of all series for the coming weeks, each series in a transaction of its own. */
export const generateAll = async (parts: { db: Db } & ActContext): Promise<number> => {
  const rows = await parts.db
    .selectFrom("standing_orders")
    .select("id")
    .where("status", "=", "active")
    .orderBy("id")
    .execute();
  let made = 0;
  for (const { id } of rows)
    made += await inTransaction(parts.db, (trx) =>
      generateOrders(trx, parts, systemActor("orders.generate_standing"), id),
    );
  return made;
};

/** Ends a series: what is an order already goes on, the rest is left out with the reason. */
export const endSeries = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { standingId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const series = await lockSeries(trx, input.standingId);
  await applyTransition(trx as never, {
    machine: standingStates,
    table: "standing_orders",
    id: series.id,
    event: "end",
    now: context.clock.now(),
    set: { end_reason: reason },
  }); // the function is generic over all modules' tables
  const left = await trx
    .selectFrom("standing_occurrences")
    .select("id")
    .where("standing_id", "=", series.id)
    .where("status", "=", "planned")
    .execute();
  for (const { id } of left)
    await moveOccurrence(trx, context, { id, event: "skip", set: { skip_reason: reason } });
  await recordAudit(trx, context, {
    actor,
    action: "orders.end_series",
    unitId: series.owner_unit_id,
    record: { table: "standing_orders", id: series.id },
    reason,
    requestId: context.requestId,
  });
};
