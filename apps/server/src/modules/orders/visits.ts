import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import {
  badgeKinds,
  creditedMinutes,
  creditHours,
  getTeam,
  listMembers,
  listValidBadges,
} from "#modules/teams/index.ts";
import { signInBeforeMs } from "./deadlines.ts";
import { assignTeam, endAssignment, moveDispatch, requireWorkingLeader } from "./dispatching.ts";
import type { OrdersError } from "./errors.ts";
import { requireLecturer } from "./lectures/lecturers.ts";
import { playFilmBeside } from "./films.ts";
import { findItem } from "./menu.ts";
import { type LockedOrder, lockOrder, moveOrder, requireReason } from "./order-writes.ts";
import { requireSchoolConsent } from "./schools/consents.ts";
import { requireWithinLimits } from "./volunteers/limits.ts";
import {
  clearVisit,
  findStandingVisit,
  freeSlots,
  moveVisit,
  takeMemberSlots,
  takeTeamSlot,
} from "./visit-slots.ts";
import { clockWords } from "./together/follow.ts";
import { isVisitCode } from "./visit-codes.ts";
import { toOrderNo } from "./vocabulary.ts";

const dayMs = 86_400_000;
const minuteMs = 60_000;

const checkTimes = (startsAt: Date, endsAt: Date, now: Date): void => {
  const length = endsAt.getTime() - startsAt.getTime();
  const ahead = startsAt.getTime() - now.getTime();
  if (length < 15 * minuteMs || length > 8 * 60 * minuteMs || ahead <= 0 || ahead > 90 * dayMs)
    throw new AppError<OrdersError>("orders.time", { fields: { startsAt: "orders.time" } });
};

const standingAssignment = async (trx: Trx, orderId: string) => {
  const found = await trx
    .selectFrom("order_assignments")
    .select(["id", "team_id"])
    .where("order_id", "=", orderId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (found === undefined) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  return found;
};

const planVisit = async (
  trx: Trx,
  context: ActContext,
  input: { order: LockedOrder; teamId: string; startsAt: Date; endsAt: Date },
): Promise<string> => {
  const { order, teamId, startsAt, endsAt } = input;
  const now = context.clock.now();
  await requireSchoolConsent(trx, order);
  const assignment = await standingAssignment(trx, order.id);
  const id = createId(context.clock);
  await trx
    .insertInto("visits")
    .values({
      id,
      order_id: order.id,
      assignment_id: assignment.id,
      team_id: teamId,
      round: order.round,
      starts_at: startsAt,
      ends_at: endsAt,
      status: "planned",
      status_changed_at: now,
      people_served: null,
      created_at: now,
    })
    .execute();
  const { capacity } = await getTeam(trx, teamId);
  await takeTeamSlot(trx, { visitId: id, teamId, capacity, startsAt });
  return id;
};

/**
 * The leader names the time (and names another later): the team's seat in that half day is taken; volunteers who were to go
 * come along if they are free then.
 * @throws AppError `orders.time` | `orders.team_full` | `orders.volunteer_busy` | `orders.not_leader` | `orders.not_now` |
 * `orders.consent_needed` | `orders.consent_guardians`
 */
export const scheduleVisit = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; startsAt: Date; endsAt: Date },
): Promise<string> => {
  const order = await lockOrder(trx, input.orderId);
  if (order.team_id === null) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  const team = await requireWorkingLeader(trx, actor, order.team_id);
  checkTimes(input.startsAt, input.endsAt, context.clock.now());
  const earlier = await findStandingVisit(trx, order.id);
  const members =
    earlier === undefined
      ? []
      : await trx
          .selectFrom("visit_members")
          .select("person_id")
          .where("visit_id", "=", earlier.id)
          .orderBy("person_id")
          .execute();
  await clearVisit(trx, context, { orderId: order.id, event: "cancel" });
  const visitId = await planVisit(trx, context, { order, teamId: team.id, ...input });
  await moveOrder(trx, context, actor, order, {
    event: "schedule",
    set: { visit_starts_at: input.startsAt, visit_ends_at: input.endsAt },
    notices: [
      {
        to: "requester",
        body: `【湘江科普】${toOrderNo(order.order_no)} 约在 ${clockWords(input.startsAt)}，“${team.name}”来。到了请告诉他到访码 ${context.cipher.decrypt(order.code_sealed)}。`,
      },
    ],
  });
  for (const member of members)
    await putMember(trx, context, actor, { order, visitId, personId: member.person_id, ...input });
  await playFilmBeside(trx, context, { order, startsAt: input.startsAt });
  return visitId;
};

/** One volunteer of one visit: a member, with the badges that the service asks for, and free at that time. */
export const putMember = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { order: LockedOrder; visitId: string; personId: string; startsAt: Date; endsAt: Date },
): Promise<void> => {
  const { order, personId } = input;
  const day = toDistrictDate(input.startsAt);
  const members =
    order.team_id === null
      ? []
      : await listMembers(trx, context, { teamId: order.team_id, day, names: "full" });
  const member = members.find((one) => one.personId === personId);
  if (member === undefined)
    throw new AppError<OrdersError>("orders.member", { fields: { personId: "orders.member" } });
  const item = order.item_code === null ? undefined : await findItem(trx, order.item_code);
  await requireLecturer(trx, { ...input, day });
  const held = (await listValidBadges(trx, [personId], day)).get(personId) ?? new Set();
  const missing = (item?.badges ?? []).find((badge) => !held.has(badge));
  if (missing !== undefined)
    throw new AppError<OrdersError>("orders.badge_missing", {
      status: 409,
      values: { name: member.name, badge: badgeKinds[missing] },
      fields: { personId: "orders.badge_missing" },
    });
  const added = await trx
    .insertInto("visit_members")
    .values({
      visit_id: input.visitId,
      person_id: personId,
      assigned_at: context.clock.now(),
      signed_in_at: null,
      signed_out_at: null,
    })
    .onConflict((conflict) => conflict.constraint("visit_members_pkey").doNothing())
    .executeTakeFirst();
  if (added.numInsertedOrUpdatedRows === 0n) return;
  await requireWithinLimits(trx, context, {
    ...input,
    name: member.name,
    effort: item?.effort,
    demands: item?.demands ?? [],
  });
  await takeMemberSlots(trx, { ...input, name: member.name });
  await recordAudit(trx, context, {
    actor,
    action: "orders.member",
    unitId: order.owner_unit_id,
    record: { table: "visits", id: input.visitId },
    requestId: context.requestId,
  });
};

/**
 * The leader says who goes. Who lacks a badge that the service asks for is refused with a sentence; so is who is somewhere
 * else at that time.
 * @throws AppError `orders.member` | `orders.badge_missing` | `orders.volunteer_busy`
 */
export const assignMember = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; personId: string },
): Promise<void> => {
  const order = await lockOrder(trx, input.orderId);
  if (order.team_id === null) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  await requireWorkingLeader(trx, actor, order.team_id);
  const visit = await findStandingVisit(trx, order.id);
  if (visit === undefined || visit.status !== "planned")
    throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  await putMember(trx, context, actor, {
    order,
    visitId: visit.id,
    personId: input.personId,
    startsAt: visit.starts_at,
    endsAt: visit.ends_at,
  });
};

/** Takes a volunteer off a visit that has not begun; his time is free again. */
export const releaseMember = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; personId: string },
): Promise<void> => {
  const order = await lockOrder(trx, input.orderId);
  if (order.team_id === null) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  await requireWorkingLeader(trx, actor, order.team_id);
  const visit = await findStandingVisit(trx, order.id);
  if (visit === undefined || visit.status !== "planned")
    throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  await trx
    .deleteFrom("visit_member_slots")
    .where("visit_id", "=", visit.id)
    .where("person_id", "=", input.personId)
    .execute();
  await trx
    .deleteFrom("visit_members")
    .where("visit_id", "=", visit.id)
    .where("person_id", "=", input.personId)
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "orders.member",
    unitId: order.owner_unit_id,
    record: { table: "visits", id: visit.id },
    requestId: context.requestId,
  });
};

/**
 * A volunteer signs in on site with the code that the resident says, in the time of the visit; the first one starts it.
 * @throws AppError `orders.member` | `orders.sign_window` | `orders.code` | `orders.signed_already` | `orders.not_now`
 */
export const signIn = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; code: string },
): Promise<void> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<OrdersError>("orders.not_while_helping", { status: 403 });
  const order = await lockOrder(trx, input.orderId);
  const visit = await findStandingVisit(trx, order.id);
  if (visit === undefined) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  const member = await trx
    .selectFrom("visit_members")
    .selectAll()
    .where("visit_id", "=", visit.id)
    .where("person_id", "=", actor.personId)
    .executeTakeFirst();
  if (member === undefined) throw new AppError<OrdersError>("orders.member", { status: 403 });
  if (member.signed_in_at !== null) throw new AppError<OrdersError>("orders.signed_already", { status: 409 });
  const now = context.clock.now();
  if (now.getTime() < visit.starts_at.getTime() - signInBeforeMs || now.getTime() > visit.ends_at.getTime())
    throw new AppError<OrdersError>("orders.sign_window", { status: 409 });
  if (!(await isVisitCode(trx, context, order, input.code)))
    throw new AppError<OrdersError>("orders.code", { fields: { code: "orders.code" } });
  await trx
    .updateTable("visit_members")
    .set({ signed_in_at: now })
    .where("visit_id", "=", visit.id)
    .where("person_id", "=", actor.personId)
    .execute();
  if (visit.status === "planned") {
    await moveVisit(trx, context, { id: visit.id, event: "start" });
    await moveOrder(trx, context, actor, order, { event: "start" });
  }
  await recordAudit(trx, context, {
    actor,
    action: "orders.sign_in",
    unitId: order.owner_unit_id,
    record: { table: "visits", id: visit.id },
    requestId: context.requestId,
  });
};

/** A volunteer signs out; hours follow when the visit is finished. */
export const signOut = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  orderId: string,
): Promise<void> => {
  const order = await lockOrder(trx, orderId);
  const visit = await findStandingVisit(trx, order.id);
  if (visit === undefined) throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  const changed = await trx
    .updateTable("visit_members")
    .set({ signed_out_at: context.clock.now() })
    .where("visit_id", "=", visit.id)
    .where("person_id", "=", actor.personId)
    .where("signed_in_at", "is not", null)
    .where("signed_out_at", "is", null)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw new AppError<OrdersError>("orders.not_signed_in", { status: 409 });
  await recordAudit(trx, context, {
    actor,
    action: "orders.sign_out",
    unitId: order.owner_unit_id,
    record: { table: "visits", id: visit.id },
    requestId: context.requestId,
  });
};

type Finish = {
  order: LockedOrder;
  /** Null where nobody said. */
  peopleServed: number | null;
  by: "leader" | "clock";
};

/**
 * Ends a visit: who signed in and out gets the minutes between as credited hours. Who forgot to sign out is signed out now if
 * the leader ends the visit on the spot; if the clock ends it, he gets none and can ask for added ones.
 */
export const endVisit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  { order, peopleServed, by }: Finish,
): Promise<void> => {
  const visit = await findStandingVisit(trx, order.id);
  if (visit === undefined || visit.status !== "under_way")
    throw new AppError<OrdersError>("orders.not_signed_in", { status: 409 });
  const now = context.clock.now();
  if (by === "leader")
    await trx
      .updateTable("visit_members")
      .set({ signed_out_at: now })
      .where("visit_id", "=", visit.id)
      .where("signed_in_at", "is not", null)
      .where("signed_out_at", "is", null)
      .execute();
  await moveVisit(trx, context, {
    id: visit.id,
    event: "finish",
    set: { people_served: peopleServed, closed_by_clock: by === "clock" },
  });
  await freeSlots(trx, visit.id);
  const signed = await trx
    .selectFrom("visit_members")
    .selectAll()
    .where("visit_id", "=", visit.id)
    .where("signed_in_at", "is not", null)
    .where("signed_out_at", "is not", null)
    .orderBy("person_id")
    .execute();
  for (const member of signed) {
    // Both are not null by the query above.
    const [from, to] = [member.signed_in_at as Date, member.signed_out_at as Date];
    await creditHours(trx, context, actor, {
      personId: member.person_id,
      teamId: visit.team_id,
      visitId: visit.id,
      minutes: creditedMinutes(from, to),
      day: toDistrictDate(from),
      unitId: order.place_unit_id,
    });
  }
  await endAssignment(trx, context, { orderId: order.id, kind: "finished" });
  await moveOrder(trx, context, actor, order, {
    event: "finish",
    reason: by === "clock" ? "没有人签退，系统按时结束" : undefined,
    notices: [
      {
        to: "requester",
        body: `【湘江科普】${toOrderNo(order.order_no)} 做完了。请到“我的点单”确认；3 天没有回音，就算做完。`,
      },
    ],
  });
};

/** Nobody came: the visit is missed, the team loses the order, the station has two hours for a substitute. */
export const missVisit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { order: LockedOrder; reason: string },
): Promise<void> => {
  const { order } = input;
  const teamId = order.team_id;
  await clearVisit(trx, context, { orderId: order.id, event: "miss" });
  await endAssignment(trx, context, { orderId: order.id, kind: "no_show" });
  await moveOrder(trx, context, actor, order, {
    event: "miss",
    reason: input.reason,
    teamId,
    set: { team_id: null },
    notices: [
      {
        to: "requester",
        body: `【湘江科普】很抱歉，${toOrderNo(order.order_no)} 没有人按时到。站点会在 2 小时内安排替补。`,
      },
    ],
  });
};

/**
 * A substitute whom the dispatcher reached by phone takes the visit at once (替补): its leader's word is the dispatcher's to
 * answer for, so the reason stands in the record.
 * @throws AppError `orders.team_refused` | `orders.time` | `orders.team_full` | `orders.not_now`
 */
export const substituteTeam = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; teamId: string; startsAt: Date; endsAt: Date; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const order = await lockOrder(trx, input.orderId);
  const now = context.clock.now();
  checkTimes(input.startsAt, input.endsAt, now);
  const team = await getTeam(trx, input.teamId);
  if (team.status !== "verified")
    throw new AppError<OrdersError>("orders.team_refused", {
      status: 409,
      values: { reason: "还没有核验或已暂停" },
      fields: { teamId: "orders.team_refused" },
    });
  const dispatchId = createId(context.clock);
  await trx
    .insertInto("order_dispatches")
    .values({
      id: dispatchId,
      order_id: order.id,
      round: order.round,
      mode: "substitute",
      team_id: team.id,
      offered_by_person_id: actor.personId,
      offered_at: now,
      answer_by: now,
      status: "offered",
      status_changed_at: now,
      answered_team_id: null,
      answered_by_person_id: null,
      reason,
    })
    .execute();
  await moveDispatch(trx, context, {
    id: dispatchId,
    event: "accept",
    set: { answered_team_id: team.id, answered_by_person_id: actor.personId },
  });
  await assignTeam(trx, context, { order, teamId: team.id, dispatchId });
  await planVisit(trx, context, { order, teamId: team.id, startsAt: input.startsAt, endsAt: input.endsAt });
  await moveOrder(trx, context, actor, order, {
    event: "substitute",
    reason,
    set: { team_id: team.id, visit_starts_at: input.startsAt, visit_ends_at: input.endsAt },
    notices: [
      {
        to: { personId: team.leaderPersonId },
        body: `【湘江科普】${toOrderNo(order.order_no)}“${order.title}”由您的队替补，${clockWords(input.startsAt)} 到。请到“接单”安排队员。`,
      },
      {
        to: "requester",
        body: `【湘江科普】${toOrderNo(order.order_no)} 改由“${team.name}”来，${clockWords(input.startsAt)} 到。到访码不变。`,
      },
    ],
  });
};
