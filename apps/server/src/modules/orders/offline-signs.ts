import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { creditedMinutes, creditHours } from "#modules/teams/index.ts";
import { closedAfterMs, signInBeforeMs } from "./deadlines.ts";
import { type LockedOrder, lockOrder, moveOrder } from "./order-writes.ts";
import { openSealed, getOrder, placeText } from "./queries.ts";
import { moveVisit } from "./visit-slots.ts";
import { isVisitCode } from "./visit-codes.ts";

/** A volunteer's visits of these days, with what a device needs to take his signing without a network. */
export const listVisitsToSign = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { personId: string; from: Date; to: Date },
) => {
  const rows = await db
    .selectFrom("visits as visit")
    .innerJoin("visit_members as member", "member.visit_id", "visit.id")
    .select([
      "visit.order_id",
      "visit.starts_at",
      "visit.ends_at",
      "member.signed_in_at",
      "member.signed_out_at",
    ])
    .where("member.person_id", "=", input.personId)
    .where("visit.status", "in", ["planned", "under_way"])
    .where("visit.ends_at", ">", input.from)
    .where("visit.starts_at", "<", input.to)
    .orderBy("visit.starts_at")
    .orderBy("visit.id")
    .limit(30)
    .execute();
  const found = [];
  for (const row of rows) {
    const order = await getOrder(db, row.order_id);
    found.push({
      orderId: row.order_id,
      title: order.title,
      place: placeText(order),
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      signedInAt: row.signed_in_at,
      signedOutAt: row.signed_out_at,
      code: openSealed(context, order).code,
    });
  }
  return found;
};

/** The volunteer's latest visit of an order that was not called off: his lines belong to it, also after it was ended. */
const findOwnVisit = async (trx: Trx, input: { orderId: string; personId: string }) =>
  trx
    .selectFrom("visits as visit")
    .innerJoin("visit_members as member", "member.visit_id", "visit.id")
    .select([
      "visit.id",
      "visit.status",
      "visit.team_id",
      "visit.starts_at",
      "visit.ends_at",
      "visit.closed_by_clock",
      "member.signed_in_at",
      "member.signed_out_at",
    ])
    .where("visit.order_id", "=", input.orderId)
    .where("member.person_id", "=", input.personId)
    .where("visit.status", "!=", "cancelled")
    .orderBy("visit.created_at", "desc")
    .orderBy("visit.id", "desc")
    .limit(1)
    .executeTakeFirst();
type OwnVisit = NonNullable<Awaited<ReturnType<typeof findOwnVisit>>>;

type LateSign = { orderId: string; kind: "in" | "out"; code: string; at: Date };
export type LateSignOutcome =
  | "taken"
  | "known_already"
  | "not_member"
  | "wrong_code"
  | "outside_time"
  | "visit_over"
  | "out_before_in";

const setSigned = async (
  trx: Trx,
  visit: OwnVisit,
  personId: string,
  set: { signed_in_at: Date } | { signed_out_at: Date },
): Promise<void> => {
  await trx
    .updateTable("visit_members")
    .set(set)
    .where("visit_id", "=", visit.id)
    .where("person_id", "=", personId)
    .execute();
};

const takeIn = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { order: LockedOrder; visit: OwnVisit; sign: LateSign },
): Promise<LateSignOutcome> => {
  const { order, visit, sign } = input;
  if (visit.signed_in_at !== null) return "known_already";
  if (!(await isVisitCode(trx, context, order, sign.code))) return "wrong_code";
  await setSigned(trx, visit, actor.personId, { signed_in_at: sign.at });
  if (visit.status === "planned") {
    await moveVisit(trx, context, { id: visit.id, event: "start" });
    await moveOrder(trx, context, actor, order, { event: "start", reason: "没有网络时签到，后来传到" });
  }
  return "taken";
};

const takeOut = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { order: LockedOrder; visit: OwnVisit; sign: LateSign },
): Promise<LateSignOutcome> => {
  const { order, visit, sign } = input;
  if (visit.signed_in_at === null) return "out_before_in";
  if (visit.signed_out_at !== null) return "known_already";
  if (sign.at.getTime() < visit.signed_in_at.getTime()) return "out_before_in";
  await setSigned(trx, visit, actor.personId, { signed_out_at: sign.at });
  // The others' hours were credited when the visit ended; this line was still on its way.
  if (visit.status === "finished")
    await creditHours(trx, context, actor, {
      personId: actor.personId,
      teamId: visit.team_id,
      visitId: visit.id,
      minutes: creditedMinutes(visit.signed_in_at, sign.at),
      day: toDistrictDate(visit.signed_in_at),
      unitId: order.place_unit_id,
    });
  return "taken";
};

/**
 * Takes a volunteer's signing in or out that was made without a network, at the moment that was judged. What cannot be taken is
 * an answer and no error: the caller keeps the line and says why. The resident's code is the proof, as with a network.
 */
export const takeLateSign = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  sign: LateSign,
): Promise<LateSignOutcome> => {
  const order = await lockOrder(trx, sign.orderId);
  const visit = await findOwnVisit(trx, { orderId: order.id, personId: actor.personId });
  if (visit === undefined) return "not_member";
  if (visit.status === "missed") return "visit_over";
  const at = sign.at.getTime();
  const until = visit.ends_at.getTime() + (sign.kind === "in" ? 0 : closedAfterMs);
  if (at < visit.starts_at.getTime() - signInBeforeMs || at > until) return "outside_time";
  const take = sign.kind === "in" ? takeIn : takeOut;
  const outcome = await take(trx, context, actor, { order, visit, sign });
  if (outcome === "taken")
    await recordAudit(trx, context, {
      actor,
      action: sign.kind === "in" ? "orders.sign_in" : "orders.sign_out",
      unitId: order.owner_unit_id,
      record: { table: "visits", id: visit.id },
      reason: "没有网络时签的，后来传到",
      requestId: context.requestId,
    });
  return outcome;
};
