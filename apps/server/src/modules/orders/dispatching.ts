import type { Actor, PersonActor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { getTeam, type TeamView } from "#modules/teams/index.ts";
import type { OrdersError } from "./errors.ts";
import { findLecturer } from "./lectures/lecturers.ts";
import { type LockedOrder, lockOrder, moveOrder, requireReason } from "./order-writes.ts";
import type { Ranking } from "./rank.ts";
import { rankFor } from "./ranking.ts";
import { type DispatchEvent, dispatchStates } from "./state.ts";
import { toOrderNo } from "./vocabulary.ts";
import { clearVisit } from "./visit-slots.ts";

const hourMs = 3_600_000;
/** Hours to answer an offer; Q-08: accept or decline with a deadline. */
const answerHours = { direct: 24, open: 24, urgent: 2 } as const;

/** The team, if the person leads it and it may work. @throws AppError `orders.not_leader` | `orders.team_refused` */
export const requireWorkingLeader = async (
  trx: Trx,
  actor: PersonActor,
  teamId: string,
): Promise<TeamView> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<OrdersError>("orders.not_while_helping", { status: 403 });
  const team = await getTeam(trx, teamId);
  if (team.leaderPersonId !== actor.personId)
    throw new AppError<OrdersError>("orders.not_leader", { status: 403 });
  if (team.status !== "verified")
    throw new AppError<OrdersError>("orders.team_refused", {
      status: 409,
      values: { reason: "还没有核验或已暂停" },
    });
  return team;
};

export const moveDispatch = async (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: DispatchEvent; set?: Record<string, unknown> },
): Promise<void> => {
  await applyTransition(trx as never, {
    machine: dispatchStates,
    table: "order_dispatches",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }); // the function is generic over all modules' tables
};

/** The order's offer that waits for an answer. */
export const findOpenDispatch = async (trx: Trx, orderId: string) =>
  trx
    .selectFrom("order_dispatches")
    .selectAll()
    .where("order_id", "=", orderId)
    .where("status", "=", "offered")
    .executeTakeFirst();

/** Refuses a team that cannot take the order, with the first reason. @throws AppError `orders.team_refused` */
const requireCandidate = async (trx: Trx, context: ActContext, order: LockedOrder, teamId: string) => {
  const ranking = await rankFor(trx, context, { order, now: context.clock.now(), teamId });
  const [refused] = ranking.refused;
  if (ranking.candidates.length === 0)
    throw new AppError<OrdersError>("orders.team_refused", {
      status: 409,
      values: { reason: refused?.reasons.join("，") ?? "还没有核验或已暂停" },
      fields: { teamId: "orders.team_refused" },
    });
};

type DispatchInput =
  | { orderId: string; mode: "direct"; teamId: string }
  /** `substitutes`: who can come to a visit that should have begun, as ranked by the caller: two hours to answer. */
  | { orderId: string; mode: "open"; substitutes?: Ranking["candidates"] };

/**
 * Offers an order (派单): to one team, or to every team that can, of which the first to take it has it (抢单). A team that
 * could not take it is refused with the reasons.
 * @throws AppError `orders.team_refused` | `orders.not_now`
 */
export const dispatchOrder = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: DispatchInput,
): Promise<string> => {
  const order = await lockOrder(trx, input.orderId);
  if (input.mode === "direct") await requireCandidate(trx, context, order, input.teamId);
  const now = context.clock.now();
  const no = toOrderNo(order.order_no);
  const team = input.mode === "direct" ? await getTeam(trx, input.teamId) : undefined;
  const substitutes = input.mode === "open" ? input.substitutes : undefined;
  const urgent = substitutes !== undefined;
  const told =
    team === undefined
      ? (substitutes ?? (await rankFor(trx, context, { order, now })).candidates).map(
          (one) => one.team.leaderPersonId,
        )
      : [team.leaderPersonId];
  const lecturer = await findLecturer(trx, { itemCode: order.item_code, day: order.wanted_on });
  const words = urgent ? "没有人到，现在急找替补" : input.mode === "open" ? "可以抢" : "派给您的队";
  const waitHours = answerHours[urgent ? "urgent" : input.mode];
  const answerBy = new Date(now.getTime() + waitHours * hourMs);
  const dispatchId = createId(context.clock);
  await moveOrder(trx, context, actor, order, {
    event: "dispatch",
    teamId: team?.id ?? null,
    set: {
      team_id: null,
      first_response_at: order.first_response_at ?? now,
      ...(urgent ? { due_at: answerBy } : {}),
    },
    notices: [
      ...[...new Set(told)].map((personId) => ({
        to: { personId },
        body: `【湘江科普】${no}“${order.title}”${words}，${waitHours} 小时内到“接单”答复。`,
      })),
      ...(lecturer === undefined || told.includes(lecturer.personId)
        ? []
        : [
            {
              to: { personId: lecturer.personId },
              body: `【湘江科普】有人点了您的讲题，${no}“${order.title}”，已派给您所在的队，请和队长商量。`,
            },
          ]),
      {
        to: "requester" as const,
        body: `【湘江科普】您的单 ${no} 已经在找服务队，有队接了就告诉您。`,
      },
    ],
  });
  await trx
    .insertInto("order_dispatches")
    .values({
      id: dispatchId,
      order_id: order.id,
      round: order.round,
      mode: input.mode,
      team_id: team?.id ?? null,
      offered_by_person_id: actor.kind === "person" ? actor.personId : null,
      offered_at: now,
      answer_by: answerBy,
      status: "offered",
      status_changed_at: now,
      answered_team_id: null,
      answered_by_person_id: null,
      reason: null,
    })
    .execute();
  return dispatchId;
};

/** The dispatcher takes an offer back before anybody answered. */
export const recallDispatch = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { orderId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const order = await lockOrder(trx, input.orderId);
  const open = await findOpenDispatch(trx, order.id);
  if (open !== undefined) await moveDispatch(trx, context, { id: open.id, event: "recall", set: { reason } });
  await moveOrder(trx, context, actor, order, {
    event: "recall",
    reason,
    teamId: open?.team_id ?? null,
    notices: await leaderNotice(
      trx,
      open?.team_id ?? null,
      `【湘江科普】${toOrderNo(order.order_no)} 已收回，不用再答复。`,
    ),
  });
};

/** A message for a team's leader, if there is a team. */
export const leaderNotice = async (trx: Trx, teamId: string | null, body: string) =>
  teamId === null ? [] : [{ to: { personId: (await getTeam(trx, teamId)).leaderPersonId }, body }];

/** Gives the order to the team: the database admits one standing assignment for each order. */
export const assignTeam = async (
  trx: Trx,
  context: ActContext,
  input: { order: LockedOrder; teamId: string; dispatchId: string },
): Promise<string> => {
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("order_assignments")
      .values({
        id,
        order_id: input.order.id,
        round: input.order.round,
        team_id: input.teamId,
        dispatch_id: input.dispatchId,
        accepted_at: context.clock.now(),
        ended_at: null,
        end_kind: null,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "order_assignments_one_standing"))
      throw new AppError<OrdersError>("orders.already_taken", { status: 409, cause: error });
    throw error;
  }
  return id;
};

export const endAssignment = async (
  trx: Trx,
  context: ActContext,
  input: { orderId: string; kind: "given_back" | "timed_out" | "no_show" | "finished" | "withdrawn" },
): Promise<void> => {
  await trx
    .updateTable("order_assignments")
    .set({ ended_at: context.clock.now(), end_kind: input.kind })
    .where("order_id", "=", input.orderId)
    .where("ended_at", "is", null)
    .execute();
};

/**
 * A team's leader takes an order (接单). Of many at once exactly one has it: the offer is turned by compare-and-set under the
 * order's lock, and a unique index holds the one assignment; the others read who was faster.
 * @throws AppError `orders.already_taken` | `orders.offer_gone` | `orders.not_leader` | `orders.team_refused`
 */
export const acceptOffer = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; teamId: string },
): Promise<void> => {
  // Asked first without a lock: who comes late hears so without waiting for the row.
  const before = await trx
    .selectFrom("orders")
    .select("status")
    .where("id", "=", input.orderId)
    .executeTakeFirst();
  if (before === undefined) throw new AppError<OrdersError>("orders.not_found", { status: 404 });
  if (before.status === "accepted") throw new AppError<OrdersError>("orders.already_taken", { status: 409 });
  const team = await requireWorkingLeader(trx, actor, input.teamId);
  const order = await lockOrder(trx, input.orderId);
  if (order.status === "accepted") throw new AppError<OrdersError>("orders.already_taken", { status: 409 });
  const offer = await findOpenDispatch(trx, order.id);
  if (offer === undefined || (offer.team_id !== null && offer.team_id !== team.id))
    throw new AppError<OrdersError>("orders.offer_gone", { status: 409 });
  await requireCandidate(trx, context, order, team.id);
  await moveDispatch(trx, context, {
    id: offer.id,
    event: "accept",
    set: { answered_team_id: team.id, answered_by_person_id: actor.personId },
  });
  await assignTeam(trx, context, { order, teamId: team.id, dispatchId: offer.id });
  await moveOrder(trx, context, actor, order, {
    event: "accept",
    set: { team_id: team.id },
    notices: [
      {
        to: "requester",
        body: `【湘江科普】您的单 ${toOrderNo(order.order_no)} 由“${team.name}”接了，队长会在 24 小时内和您约时间。`,
      },
    ],
  });
};

/** A team says no to an offer that was made to it alone; the order returns to the board (婉拒). */
export const declineOffer = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; teamId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const team = await requireWorkingLeader(trx, actor, input.teamId);
  const order = await lockOrder(trx, input.orderId);
  const offer = await findOpenDispatch(trx, order.id);
  if (offer === undefined || offer.team_id !== team.id)
    throw new AppError<OrdersError>("orders.offer_gone", { status: 409 });
  await moveDispatch(trx, context, {
    id: offer.id,
    event: "decline",
    set: { answered_team_id: team.id, answered_by_person_id: actor.personId, reason },
  });
  await moveOrder(trx, context, actor, order, { event: "decline", reason, teamId: team.id });
};

/** The team that has the order gives it back before anybody came (Q-08: it may change its mind, with a reason). */
export const giveBackOrder = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const order = await lockOrder(trx, input.orderId);
  if (order.team_id === null) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  const team = await requireWorkingLeader(trx, actor, order.team_id);
  await clearVisit(trx, context, { orderId: order.id, event: "cancel" });
  await endAssignment(trx, context, { orderId: order.id, kind: "given_back" });
  await moveOrder(trx, context, actor, order, {
    event: "give_back",
    reason,
    teamId: team.id,
    set: { team_id: null, visit_starts_at: null, visit_ends_at: null },
    notices: [
      {
        to: "requester",
        body: `【湘江科普】${toOrderNo(order.order_no)} 的队临时来不了，站点正在找别的队。`,
      },
    ],
  });
};
