import { sql } from "kysely";
import type { PersonActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { getMaskedNames } from "#modules/identity/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { listTeamsById } from "#modules/teams/index.ts";
import { dispatchOrder } from "../dispatching.ts";
import type { OrdersError } from "../errors.ts";
import { lockOrder } from "../order-writes.ts";
import { placeText, selectOrders } from "../queries.ts";
import { rankFor } from "../ranking.ts";
import { type OrderStatus, statusNames, type VisitStatus } from "../state.ts";
import { toOrderNo } from "../vocabulary.ts";
import { missVisit } from "../visits.ts";

/** `expected`: not yet time; `late`: it has begun without him; `here`: signed in; `left`: signed out; `missed`: nobody came. */
type ArrivalState = "expected" | "late" | "here" | "left" | "missed";

export type ArrivalRow = {
  orderId: string;
  visitId: string;
  no: string;
  title: string;
  place: string;
  ownerUnitId: string;
  teamId: string;
  teamName: string;
  startsAt: Date;
  endsAt: Date;
  state: ArrivalState;
  orderStatus: OrderStatus;
  orderStatusName: string;
  /** Minutes since the beginning without anybody; 0 where somebody is there or it is not time yet. */
  lateMinutes: number;
  /** One press calls a substitute. */
  canCall: boolean;
  members: readonly { name: string; state: ArrivalState; signedInAt: Date | null }[];
};

const stateOf = (
  visit: { status: VisitStatus; starts_at: Date },
  member: { signed_in_at: Date | null; signed_out_at: Date | null } | undefined,
  now: Date,
): ArrivalState => {
  if (visit.status === "missed") return "missed";
  const signedOut = member === undefined ? visit.status === "finished" : member.signed_out_at !== null;
  const signedIn = member === undefined ? visit.status === "under_way" : member.signed_in_at !== null;
  if (signedOut) return "left";
  if (signedIn) return "here";
  return visit.starts_at <= now ? "late" : "expected";
};

/** Whether nobody came to an order's visit that has begun, or its no-show waits for a substitute. */
const callable = (order: { status: OrderStatus; visit_starts_at: Date | null }, now: Date): boolean =>
  order.status === "no_show" ||
  ((order.status === "scheduled" || order.status === "substituted") &&
    order.visit_starts_at !== null &&
    order.visit_starts_at <= now);

/** Who is expected where on a day, who has signed in, who is late; volunteers by masked names, residents not at all. */
export const listArrivals = async (
  db: Db,
  context: Pick<ActContext, "cipher">,
  input: { scope: Scope; day: string; now: Date },
): Promise<readonly ArrivalRow[]> => {
  const rows = await selectOrders(db)
    .innerJoin("visits as v", "v.order_id", "o.id")
    .select([
      "v.id as visit_id",
      "v.team_id as visit_team_id",
      "v.status as visit_status",
      "v.starts_at",
      "v.ends_at",
    ])
    .where(withinScope("owner.path", input.scope))
    .where("v.status", "<>", "cancelled")
    .where(sql<boolean>`(v.starts_at at time zone 'Asia/Shanghai')::date = ${input.day}::date`)
    .orderBy("v.starts_at")
    .orderBy("v.id")
    .limit(500)
    .execute();
  if (rows.length === 0) return [];
  const members = await db
    .selectFrom("visit_members")
    .selectAll()
    .where(
      "visit_id",
      "in",
      rows.map((row) => row.visit_id),
    )
    .orderBy("assigned_at")
    .execute();
  const byVisit = Map.groupBy(members, (member) => member.visit_id);
  const names = await getMaskedNames(
    db,
    context.cipher,
    members.map((member) => member.person_id),
  );
  const teams = new Map(
    (
      await listTeamsById(
        db,
        rows.map((row) => row.visit_team_id),
      )
    ).map((team) => [team.id, team.name]),
  );
  const { now } = input;
  return rows.map((row): ArrivalRow => {
    const going = byVisit.get(row.visit_id) ?? [];
    const visit = { status: row.visit_status, starts_at: row.starts_at };
    const late = row.visit_status === "planned" && row.starts_at <= now;
    return {
      orderId: row.id,
      visitId: row.visit_id,
      no: toOrderNo(row.order_no),
      title: row.title,
      place: placeText(row),
      ownerUnitId: row.owner_unit_id,
      teamId: row.visit_team_id,
      teamName: teams.get(row.visit_team_id) ?? "",
      startsAt: row.starts_at,
      endsAt: row.ends_at,
      state: stateOf(visit, undefined, now),
      orderStatus: row.status,
      orderStatusName: statusNames[row.status],
      lateMinutes: late ? Math.floor((now.getTime() - row.starts_at.getTime()) / 60_000) : 0,
      // A missed visit of an earlier round is history: the order's own time says which visit is meant.
      canCall: callable(row, now) && row.visit_starts_at?.getTime() === row.starts_at.getTime(),
      members: going.map((member) => ({
        name: names.get(member.person_id) ?? "",
        state: stateOf(visit, member, now),
        signedInAt: member.signed_in_at,
      })),
    };
  });
};

/**
 * Nobody came: with one press the visit is missed, and every team that can come in its half day is asked at once, the first to
 * take it has it (替补). Where no team can, the order says so and waits for the station with its two hours.
 * @returns how many teams were asked
 * @throws AppError `orders.not_now` before the beginning, or where somebody has signed in
 */
export const callSubstitute = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  orderId: string,
): Promise<{ told: number }> => {
  const now = context.clock.now();
  const order = await lockOrder(trx, orderId);
  if (!callable(order, now)) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  if (order.status !== "no_show")
    await missVisit(trx, context, actor, { order, reason: "到时间没有人签到，派单员叫替补" });
  const missed = await lockOrder(trx, orderId);
  const { candidates } = await rankFor(trx, context, { order: missed, now });
  if (candidates.length === 0) return { told: 0 };
  await dispatchOrder(trx, context, actor, { orderId, mode: "open", substitutes: candidates });
  return { told: candidates.length };
};
