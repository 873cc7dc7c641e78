import type { PersonActor } from "#kernel/actor.ts";
import { type Audience, audienceNames } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition, type TransitionError } from "#kernel/transitions.ts";
import { getTeam } from "#modules/teams/index.ts";
import { recordCompletion } from "../completion.ts";
import type { OrdersError } from "../errors.ts";
import { writeNotice } from "../notices.ts";
import { type LockedOrder, lockOrder, noteEvent, requireReason } from "../order-writes.ts";
import { toOrderNo } from "../vocabulary.ts";
import { countSigned, findRoll, findRollVisit, hasRoll } from "./queries.ts";
import { rollChangeStates, rollStates } from "./state.ts";

/** More names than a class room holds are two rolls. */
const mostLines = 200;

/** `trainer`: signed in at the visit; `leader`: of the team; `orderer`: who ordered, or his helper. */
export type RollSide = "trainer" | "leader" | "orderer";

type RollOrder = Pick<LockedOrder, "id" | "requester_person_id" | "team_id" | "item_code">;

/** What a person has to do with the roll of an order: none is `undefined`. */
export const findRollSide = async (
  db: Db | Trx,
  order: RollOrder,
  actor: PersonActor,
): Promise<RollSide | undefined> => {
  const visit = await findRollVisit(db, order.id);
  if (visit === undefined || !(await hasRoll(db, order.item_code))) return undefined;
  const subject = actor.onBehalfOf?.personId ?? actor.personId;
  if (actor.onBehalfOf === undefined) {
    const signed = await db
      .selectFrom("visit_members")
      .select("person_id")
      .where("visit_id", "=", visit.id)
      .where("person_id", "=", actor.personId)
      .where("signed_in_at", "is not", null)
      .executeTakeFirst();
    if (signed !== undefined) return "trainer";
    if ((await getTeam(db, visit.team_id)).leaderPersonId === actor.personId) return "leader";
  }
  return order.requester_person_id === subject ? "orderer" : undefined;
};

const refuse = (code: OrdersError, field?: string): AppError<OrdersError> =>
  new AppError<OrdersError>(code, {
    status: field === undefined ? 409 : 422,
    ...(field === undefined ? {} : { fields: { [field]: code } }),
  });

/** The order under its lock, its visit, its roll and the person's side. @throws AppError `orders.not_found` (404) */
const openRoll = async (trx: Trx, context: ActContext, actor: PersonActor, orderId: string) => {
  const order = await lockOrder(trx, orderId);
  const side = await findRollSide(trx, order, actor);
  const visit = await findRollVisit(trx, order.id);
  if (side === undefined || visit === undefined) throw new AppError("orders.not_found", { status: 404 });
  const roll = await findRoll(trx, context, { visitId: visit.id, names: "full" });
  return { order, side, visit, roll };
};
type Opened = Awaited<ReturnType<typeof openRoll>>;

/** Lines are written by who stood there, until somebody has signed. @throws AppError `orders.roll_trainer` | `orders.roll_signed` */
const requireOpen = async (trx: Trx, context: ActContext, { side, visit, roll }: Opened): Promise<string> => {
  if (side !== "trainer") throw new AppError<OrdersError>("orders.roll_trainer", { status: 403 });
  if (roll?.status === "signed") throw refuse("orders.roll_signed");
  if (roll !== undefined) return roll.id;
  const id = createId(context.clock);
  const now = context.clock.now();
  await trx
    .insertInto("training_rolls")
    .values({
      id,
      visit_id: visit.id,
      status: "open",
      status_changed_at: now,
      signed_by_person_id: null,
      created_at: now,
    })
    .execute();
  return id;
};

const audit = (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  act: { order: LockedOrder; action: string; rollId: string; reason?: string },
): Promise<unknown> =>
  recordAudit(trx, context, {
    actor,
    action: `orders.${act.action}`,
    unitId: act.order.owner_unit_id,
    record: { table: "training_rolls", id: act.rollId },
    requestId: context.requestId,
    ...(act.reason === undefined ? {} : { reason: act.reason }),
  });

type NewLine = { audience: Audience; name: string } | { audience: Audience; group: string; people: number };

/** A line as it may stand on a roll. @throws AppError `orders.roll_pupils` | `orders.roll_name` | `orders.roll_group` | `orders.people` */
const checkLine = (line: NewLine): NewLine => {
  if ("name" in line) {
    if (line.audience === "youth") throw refuse("orders.roll_pupils", "audience");
    const name = line.name.trim().replaceAll(/\s+/gu, " ");
    if (name.length < 2 || name.length > 30 || /\d/u.test(name)) throw refuse("orders.roll_name", "names");
    return { audience: line.audience, name };
  }
  const group = requireText<OrdersError>("orders.roll_group", line.group, { least: 2, field: "group" });
  if (!Number.isInteger(line.people) || line.people < 1 || line.people > 1000)
    throw refuse("orders.people", "people");
  return { audience: line.audience, group, people: line.people };
};

const insertLines = async (
  trx: Trx,
  context: ActContext,
  input: { rollId: string; personId: string; lines: readonly NewLine[]; has: number },
): Promise<void> => {
  if (input.has + input.lines.length > mostLines) throw refuse("orders.roll_long", "names");
  await trx
    .insertInto("training_roll_lines")
    .values(
      input.lines.map((line) => ({
        id: createId(context.clock),
        roll_id: input.rollId,
        audience: line.audience,
        kind: "name" in line ? ("person" as const) : ("group" as const),
        name_sealed: "name" in line ? context.cipher.encrypt(line.name) : null,
        group_name: "name" in line ? null : line.group,
        people: "name" in line ? 1 : line.people,
        entered_by_person_id: input.personId,
        entered_at: context.clock.now(),
        struck_at: null,
      })),
    )
    .execute();
};

/**
 * A trainer writes adults down by name, one a line, on the spot (Y-34). A name that stands there already is refused, so that
 * nobody counts twice.
 * @throws AppError `orders.not_found` | `orders.roll_trainer` | `orders.roll_signed` | `orders.roll_pupils` | `orders.roll_name` | `orders.roll_twice` | `orders.roll_long`
 */
export const enterNames = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; audience: Audience; names: string },
): Promise<void> => {
  const opened = await openRoll(trx, context, actor, input.orderId);
  const rollId = await requireOpen(trx, context, opened);
  const typed = input.names.split(/[\n,，、;；]/u).filter((name) => name.trim() !== "");
  if (typed.length === 0) throw refuse("orders.roll_name", "names");
  const lines = typed.map((name) => checkLine({ audience: input.audience, name }));
  const known = new Set(opened.roll?.lines.filter((line) => line.kind === "person").map((line) => line.text));
  for (const line of lines) {
    const name = "name" in line ? line.name : "";
    if (known.has(name))
      throw new AppError<OrdersError>("orders.roll_twice", {
        values: { name },
        fields: { names: "orders.roll_twice" },
      });
    known.add(name);
  }
  const has = opened.roll?.lines.length ?? 0;
  await insertLines(trx, context, { rollId, personId: actor.personId, lines, has });
  await audit(trx, context, actor, { order: opened.order, action: "roll_enter", rollId });
};

/** A class of pupils, or people who give no name, as a number. Errors as `enterNames`, and `orders.roll_group` | `orders.people`. */
export const enterGroup = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; audience: Audience; group: string; people: number },
): Promise<void> => {
  const opened = await openRoll(trx, context, actor, input.orderId);
  const rollId = await requireOpen(trx, context, opened);
  const lines = [checkLine(input)];
  const has = opened.roll?.lines.length ?? 0;
  await insertLines(trx, context, { rollId, personId: actor.personId, lines, has });
  await audit(trx, context, actor, { order: opened.order, action: "roll_enter", rollId });
};

/** A slip of the pen before anybody has signed: the line is gone. @throws AppError as `enterNames`, and `orders.roll_line` */
export const removeLine = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; lineId: string },
): Promise<void> => {
  const opened = await openRoll(trx, context, actor, input.orderId);
  const rollId = await requireOpen(trx, context, opened);
  const gone = await trx
    .deleteFrom("training_roll_lines")
    .where("id", "=", input.lineId)
    .where("roll_id", "=", rollId)
    .executeTakeFirst();
  if (gone.numDeletedRows === 0n) throw refuse("orders.roll_line");
  await audit(trx, context, actor, { order: opened.order, action: "roll_remove", rollId });
};

const peopleOf = (counted: readonly { people: number }[]): number =>
  counted.reduce((sum, one) => sum + one.people, 0);

/** The visit's number is the roll's, and what was counted already is counted anew. */
const carryCount = async (
  trx: Trx,
  context: ActContext,
  { order, visitId }: { order: LockedOrder; visitId: string },
): Promise<void> => {
  const counted = await countSigned(trx, visitId);
  if (counted === undefined) return;
  await trx
    .updateTable("visits")
    .set({ people_served: peopleOf(counted) })
    .where("id", "=", visitId)
    .where("status", "=", "finished")
    .execute();
  if (order.status !== "confirmed" && order.status !== "rated") return;
  await reverseFactsOf(trx, context.clock, { table: "orders", id: order.id });
  await recordCompletion(trx, context, order);
};

/**
 * A trainer who signed in on site signs the roll; from now on it changes only by a correction of two persons.
 * @throws AppError `orders.not_found` | `orders.roll_trainer` | `orders.roll_signed` | `orders.roll_empty`
 */
export const signRoll = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  orderId: string,
): Promise<void> => {
  const opened = await openRoll(trx, context, actor, orderId);
  const { order, roll, visit } = opened;
  const rollId = await requireOpen(trx, context, opened);
  if (roll === undefined || roll.total === 0) throw refuse("orders.roll_empty");
  await applyTransition(trx as never, {
    machine: rollStates,
    table: "training_rolls",
    id: rollId,
    event: "sign",
    now: context.clock.now(),
    set: { signed_by_person_id: actor.personId },
  }); // the function is generic over all modules' tables
  await noteEvent(trx, context, actor, {
    orderId: order.id,
    event: "sign_roll",
    from: order.status,
    to: order.status,
    ownerUnitId: order.owner_unit_id,
    teamId: visit.team_id,
    reason: `到课 ${roll.total} 人`,
  });
  await carryCount(trx, context, { order, visitId: visit.id });
  await audit(trx, context, actor, { order, action: "roll_sign", rollId });
};

type Correction = { orderId: string; reason: string } & ({ lineId: string } | { line: NewLine });

/**
 * Asks for a line to be struck from a signed roll, or to be added: it counts once a second person has agreed.
 * @throws AppError `orders.not_found` | `orders.roll_unsigned` | `orders.roll_line` | `orders.reason_needed` | `orders.roll_waiting`
 */
export const askCorrection = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: Correction,
): Promise<string> => {
  const { order, roll, visit } = await openRoll(trx, context, actor, input.orderId);
  const reason = requireReason(input.reason);
  if (roll?.status !== "signed") throw refuse("orders.roll_unsigned");
  if ("lineId" in input && !roll.lines.some((line) => line.id === input.lineId))
    throw refuse("orders.roll_line");
  const line = "line" in input ? checkLine(input.line) : undefined;
  const id = createId(context.clock);
  const now = context.clock.now();
  try {
    await trx
      .insertInto("training_roll_changes")
      .values({
        id,
        roll_id: roll.id,
        line_id: "lineId" in input ? input.lineId : null,
        audience: line?.audience ?? null,
        name_sealed: line !== undefined && "name" in line ? context.cipher.encrypt(line.name) : null,
        group_name: line !== undefined && "group" in line ? line.group : null,
        people: line === undefined ? null : "name" in line ? 1 : line.people,
        reason,
        status: "asked",
        status_changed_at: now,
        asked_by_person_id: actor.personId,
        decided_by_person_id: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "training_roll_changes_one_open"))
      throw new AppError<OrdersError>("orders.roll_waiting", { status: 409, cause: error });
    throw error;
  }
  const eventId = await noteEvent(trx, context, actor, {
    orderId: order.id,
    event: "correct_roll",
    from: order.status,
    to: order.status,
    ownerUnitId: order.owner_unit_id,
    teamId: visit.team_id,
    reason,
  });
  const { leaderPersonId } = await getTeam(trx, visit.team_id);
  for (const personId of new Set([order.requester_person_id, leaderPersonId]))
    if (personId !== null && personId !== actor.personId)
      await writeNotice(trx, context, {
        orderId: order.id,
        eventId,
        personId,
        body: `【湘江科普】${toOrderNo(order.order_no)} 的到课名单有一处要更正，请到这个单的“到课名单”核对，同意了才算。`,
      });
  await audit(trx, context, actor, { order, action: "roll_correct", rollId: roll.id, reason });
  return id;
};

/**
 * Another of those who were there, or who ordered, agrees with a correction or not. Agreed, the numbers follow: facts that stood are
 * taken back and recorded anew.
 * @throws AppError `orders.not_found` | `orders.roll_decided` | `orders.roll_own`
 */
export const decideCorrection = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; changeId: string; decision: "agree" | "refuse" },
): Promise<void> => {
  const { order, roll, visit } = await openRoll(trx, context, actor, input.orderId);
  if (roll?.asked === undefined || roll.asked.id !== input.changeId) throw refuse("orders.roll_decided");
  const { asked } = roll;
  if (asked.askedByPersonId === actor.personId)
    throw new AppError<OrdersError>("orders.roll_own", { status: 403 });
  try {
    await applyTransition(trx as never, {
      machine: rollChangeStates,
      table: "training_roll_changes",
      id: asked.id,
      event: input.decision,
      now: context.clock.now(),
      set: { decided_by_person_id: actor.personId },
    }); // the function is generic over all modules' tables
  } catch (error) {
    const code: TransitionError = "state.conflict";
    if (error instanceof AppError && error.code === code) throw refuse("orders.roll_decided");
    throw error;
  }
  if (input.decision === "agree") {
    if (asked.strikes !== undefined)
      await trx
        .updateTable("training_roll_lines")
        .set({ struck_at: context.clock.now() })
        .where("id", "=", asked.strikes.id)
        .execute();
    if (asked.adds !== undefined) {
      const { audience, kind, text = "", people } = asked.adds;
      await insertLines(trx, context, {
        rollId: roll.id,
        personId: asked.askedByPersonId,
        lines: [kind === "person" ? { audience, name: text } : { audience, group: text, people }],
        has: roll.lines.length,
      });
    }
    await carryCount(trx, context, { order, visitId: visit.id });
  }
  await audit(trx, context, actor, { order, action: `roll_${input.decision}`, rollId: roll.id });
};

/** What a visit with a roll served: the number is the roll's, never typed. @throws AppError `orders.roll_unsigned` */
export const requireCount = async (trx: Trx, visitId: string): Promise<number> => {
  const counted = await countSigned(trx, visitId);
  if (counted === undefined) throw refuse("orders.roll_unsigned");
  return peopleOf(counted);
};

/** `农民 12 人、青少年 40 人` */
export const countText = (counted: readonly { audience: Audience; people: number }[]): string =>
  counted.map(({ audience, people }) => `${audienceNames[audience]} ${people} 人`).join("、");
