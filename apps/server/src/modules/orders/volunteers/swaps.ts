import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition, defineStates, type TransitionError } from "#kernel/transitions.ts";
import { getMaskedNames, getPersonNames, listHoldersAt } from "#modules/identity/index.ts";
import { getTeam, listMembers, type MemberView } from "#modules/teams/index.ts";
import type { OrdersError } from "../errors.ts";
import { writeNotice } from "../notices.ts";
import { lockOrder, noteEvent } from "../order-writes.ts";
import { placeText, selectOrders } from "../queries.ts";
import { listNotAsked } from "./able.ts";
import { putMember } from "../visits.ts";
import { toOrderNo } from "../vocabulary.ts";

type SwapStatus = "offered" | "accepted" | "declined" | "withdrawn";
type SwapEvent = "accept" | "decline" | "withdraw";

const swapStates = defineStates<SwapStatus, SwapEvent>(
  {
    offered: { accept: "accepted", decline: "declined", withdraw: "withdrawn" },
    accepted: {},
    declined: {},
    withdrawn: {},
  },
  ["accept", "decline", "withdraw"],
);

const requireOneself = (actor: PersonActor): void => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<OrdersError>("orders.not_while_helping", { status: 403 });
};

/** The planned visit of an order in which a person goes and has not signed in. */
const plannedVisitOf = async (trx: Trx, input: { visitId: string; personId: string }) => {
  const visit = await trx
    .selectFrom("visits as visit")
    .innerJoin("visit_members as member", "member.visit_id", "visit.id")
    .select(["visit.id", "visit.order_id", "visit.team_id", "visit.starts_at", "visit.ends_at"])
    .where("visit.id", "=", input.visitId)
    .where("visit.status", "=", "planned")
    .where("member.person_id", "=", input.personId)
    .where("member.signed_in_at", "is", null)
    .executeTakeFirst();
  if (visit === undefined) throw new AppError<OrdersError>("orders.swap_gone", { status: 409 });
  return visit;
};

/** Of these persons those whom a visit is not to be offered, by what they said of themselves (E-03). */
const listNotAskedFor = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { visitId: string; personIds: readonly string[] },
): Promise<ReadonlySet<string>> => {
  const visit = await db
    .selectFrom("visits as visit")
    .innerJoin("orders as o", "o.id", "visit.order_id")
    .leftJoin("service_items as item", "item.code", "o.item_code")
    .select(["visit.starts_at as startsAt", "item.effort", "item.demands"])
    .where("visit.id", "=", input.visitId)
    .executeTakeFirstOrThrow();
  return listNotAsked(db, context, {
    personIds: input.personIds,
    effort: visit.effort ?? undefined,
    demands: visit.demands ?? [],
    startsAt: visit.startsAt,
  });
};

/** The members of the team whom a volunteer may ask to go in his place. */
export const listSwapPartners = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { visit: { visitId: string; teamId: string; startsAt: Date }; personId: string },
): Promise<readonly MemberView[]> => {
  const { visitId, teamId, startsAt } = input.visit;
  const members = await listMembers(db, context, { teamId, day: toDistrictDate(startsAt), names: "full" });
  const others = members.filter((one) => one.personId !== input.personId);
  const personIds = others.map((one) => one.personId);
  const notAsked = await listNotAskedFor(db, context, { visitId, personIds });
  return others.filter((one) => !notAsked.has(one.personId));
};

/**
 * A volunteer asks a member of the team to go in his place. Until the other says yes, he himself still goes.
 * @throws AppError `orders.swap_gone` | `orders.swap_waiting` | `orders.swap_self` | `orders.swap_not_asked`
 */
export const offerSwap = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { visitId: string; toPersonId: string },
): Promise<string> => {
  requireOneself(actor);
  if (input.toPersonId === actor.personId)
    throw new AppError<OrdersError>("orders.swap_self", { fields: { toPersonId: "orders.swap_self" } });
  const found = await plannedVisitOf(trx, { visitId: input.visitId, personId: actor.personId });
  const order = await lockOrder(trx, found.order_id);
  const personIds = [input.toPersonId];
  if ((await listNotAskedFor(trx, context, { visitId: found.id, personIds })).size > 0)
    throw new AppError<OrdersError>("orders.swap_not_asked", {
      status: 409,
      fields: { toPersonId: "orders.swap_not_asked" },
    });
  const id = createId(context.clock);
  const now = context.clock.now();
  try {
    await trx
      .insertInto("visit_swaps")
      .values({
        id,
        visit_id: found.id,
        from_person_id: actor.personId,
        to_person_id: input.toPersonId,
        status: "offered",
        status_changed_at: now,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "visit_swaps_one_open"))
      throw new AppError<OrdersError>("orders.swap_waiting", { status: 409, cause: error });
    throw error;
  }
  const eventId = await noteEvent(trx, context, actor, {
    orderId: order.id,
    event: "ask_swap",
    from: order.status,
    to: order.status,
    ownerUnitId: order.owner_unit_id,
    teamId: found.team_id,
  });
  await writeNotice(trx, context, {
    orderId: order.id,
    eventId,
    personId: input.toPersonId,
    body: `【湘江科普】队友想请您替他去 ${toOrderNo(order.order_no)}“${order.title}”。请到“我的服务安排”答复。`,
  });
  await recordAudit(trx, context, {
    actor,
    action: "orders.ask_swap",
    unitId: order.owner_unit_id,
    record: { table: "visit_swaps", id },
    requestId: context.requestId,
  });
  return id;
};

const moveSwap = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: SwapEvent },
): Promise<void> => {
  try {
    await applyTransition(trx as never, {
      machine: swapStates,
      table: "visit_swaps",
      id: change.id,
      event: change.event,
      now: context.clock.now(),
    }); // the function is generic over all modules' tables
  } catch (error) {
    const code: TransitionError = "state.conflict";
    if (error instanceof AppError && error.code === code)
      throw new AppError<OrdersError>("orders.swap_gone", { status: 409, cause: error });
    throw error;
  }
};

const requireSwap = async (trx: Trx, swapId: string) => {
  const swap = await trx
    .selectFrom("visit_swaps as swap")
    .innerJoin("visits as visit", "visit.id", "swap.visit_id")
    .select(["swap.id", "swap.visit_id", "swap.from_person_id", "swap.to_person_id", "visit.order_id"])
    .where("swap.id", "=", swapId)
    .executeTakeFirst();
  if (swap === undefined) throw new AppError<OrdersError>("orders.swap_gone", { status: 404 });
  return swap;
};

/**
 * The other says yes: he goes and the first one does not, in one act, under the order's lock. He has to be a member with the
 * badges that the service asks for, free at that time and within his own limits; else nothing changes and the first one
 * still goes. The leader and the dispatching station are told.
 * @throws AppError `orders.swap_gone` | `orders.member` | `orders.badge_missing` | `orders.volunteer_busy` | `orders.too_heavy`
 */
export const acceptSwap = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  swapId: string,
): Promise<void> => {
  requireOneself(actor);
  const swap = await requireSwap(trx, swapId);
  if (swap.to_person_id !== actor.personId)
    throw new AppError<OrdersError>("orders.swap_gone", { status: 404 });
  const order = await lockOrder(trx, swap.order_id);
  const visit = await plannedVisitOf(trx, { visitId: swap.visit_id, personId: swap.from_person_id });
  await moveSwap(trx, context, { id: swap.id, event: "accept" });
  for (const table of ["visit_member_slots", "visit_members"] as const)
    await trx
      .deleteFrom(table)
      .where("visit_id", "=", visit.id)
      .where("person_id", "=", swap.from_person_id)
      .execute();
  await putMember(trx, context, actor, {
    order,
    visitId: visit.id,
    personId: actor.personId,
    startsAt: visit.starts_at,
    endsAt: visit.ends_at,
  });
  const names = await getPersonNames(trx, context.cipher, [swap.from_person_id, actor.personId]);
  const eventId = await noteEvent(trx, context, actor, {
    orderId: order.id,
    event: "swap",
    from: order.status,
    to: order.status,
    ownerUnitId: order.owner_unit_id,
    teamId: visit.team_id,
  });
  const team = await getTeam(trx, visit.team_id);
  const said = `${names.get(actor.personId) ?? ""}替${names.get(swap.from_person_id) ?? ""}去 ${toOrderNo(order.order_no)}“${order.title}”。`;
  const unitId = order.owner_unit_id;
  const dispatchers = await listHoldersAt(trx, context, { role: "dispatcher", unitId });
  for (const personId of new Set([team.leaderPersonId, swap.from_person_id, ...dispatchers]))
    await writeNotice(trx, context, {
      orderId: order.id,
      eventId,
      personId,
      body: `【湘江科普】${said}两个人都同意了。`,
    });
  await recordAudit(trx, context, {
    actor,
    action: "orders.swap",
    unitId: order.owner_unit_id,
    record: { table: "visit_swaps", id: swap.id },
    requestId: context.requestId,
  });
};

/** The one who was asked says no, or the one who asked takes his question back: he still goes himself. */
export const endSwap = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { swapId: string; event: "decline" | "withdraw" },
): Promise<void> => {
  requireOneself(actor);
  const swap = await requireSwap(trx, input.swapId);
  const asked = input.event === "decline" ? swap.to_person_id : swap.from_person_id;
  if (asked !== actor.personId) throw new AppError<OrdersError>("orders.swap_gone", { status: 404 });
  const order = await lockOrder(trx, swap.order_id);
  await moveSwap(trx, context, { id: swap.id, event: input.event });
  await recordAudit(trx, context, {
    actor,
    action: "orders.end_swap",
    unitId: order.owner_unit_id,
    record: { table: "visit_swaps", id: swap.id },
    requestId: context.requestId,
  });
};

export type SwapView = {
  id: string;
  visitId: string;
  title: string;
  startsAt: Date;
  place: string;
  /** `asked`: somebody asks me; `asking`: I ask somebody. */
  side: "asked" | "asking";
  otherName: string;
};

/** Open questions of a volunteer, asked of him and by him. */
export const listOpenSwaps = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<readonly SwapView[]> => {
  const rows = await selectOrders(db)
    .innerJoin("visits as visit", "visit.order_id", "o.id")
    .innerJoin("visit_swaps as swap", "swap.visit_id", "visit.id")
    .select([
      "swap.id as swap_id",
      "swap.visit_id",
      "swap.from_person_id",
      "swap.to_person_id",
      "visit.starts_at",
    ])
    .where("swap.status", "=", "offered")
    .where("visit.status", "=", "planned")
    .where((eb) => eb.or([eb("swap.to_person_id", "=", personId), eb("swap.from_person_id", "=", personId)]))
    .orderBy("visit.starts_at")
    .orderBy("swap.id")
    .execute();
  const otherOf = (row: { from_person_id: string; to_person_id: string }): string =>
    row.to_person_id === personId ? row.from_person_id : row.to_person_id;
  const names = await getMaskedNames(db, context.cipher, rows.map(otherOf));
  return rows.map((row) => ({
    id: row.swap_id,
    visitId: row.visit_id,
    title: row.title,
    startsAt: row.starts_at,
    place: placeText(row),
    side: row.to_person_id === personId ? "asked" : "asking",
    otherName: names.get(otherOf(row)) ?? "",
  }));
};
