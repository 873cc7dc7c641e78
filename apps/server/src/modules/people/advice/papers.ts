import { type Actor, type PersonActor, systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { PeopleError } from "../errors.ts";
import { findExpertOf } from "../experts.ts";
import { listStandings } from "../expert-standing.ts";
import { adviceDays, type AdviceEvent, adviceStates, type AdviceStatus } from "./state.ts";
import { isAddressee } from "./units.ts";

const dayMs = 86_400_000;

export const toPaperNo = (no: number): string => `ZX${String(no).padStart(6, "0")}`;

const refuse = (field: string, code: PeopleError): AppError<PeopleError> =>
  new AppError<PeopleError>(code, { fields: { [field]: code } });

const dueOf = (status: AdviceStatus, now: Date): Date | null => {
  const days = adviceDays[status];
  return days === undefined ? null : new Date(now.getTime() + days * dayMs);
};

/** The expert that acts for himself, is in the senior group and appointed. @throws AppError `people.advice_senior` */
const requireSenior = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<string> => {
  const expertId = actor.onBehalfOf === undefined ? await findExpertOf(trx, actor.personId) : undefined;
  const day = toDistrictDate(context.clock.now());
  const standing =
    expertId === undefined
      ? undefined
      : (await listStandings(trx, { expertIds: [expertId], day })).get(expertId);
  if (standing === undefined || !standing.isSenior || !standing.isAppointed)
    // Not a matter of roles: who is in the senior group and appointed changes with time.
    throw new AppError<PeopleError>("people.advice_senior", { status: 409 });
  return standing.expertId;
};

export type AdviceWords = { title: string; body: string };

const checkWords = (input: AdviceWords): AdviceWords => {
  const title = requireText<PeopleError>("people.advice_title", input.title, { least: 4, field: "title" });
  if (title.length > 60) throw refuse("title", "people.advice_title");
  const body = requireText<PeopleError>("people.advice_body", input.body, { least: 50, field: "body" });
  if (body.length > 5000) throw refuse("body", "people.advice_body");
  return { title, body };
};

const audit = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: { event: string; id: string; unitId: string; reason?: string | undefined },
): Promise<void> => {
  await recordAudit(trx, context, {
    actor,
    action: `people.advice_${act.event}`,
    unitId: act.unitId,
    record: { table: "advice_papers", id: act.id },
    ...(act.reason === undefined ? {} : { reason: act.reason }),
    requestId: context.requestId,
  });
};

/**
 * A senior expert files a paper of advice (咨询建议, E-02) to a unit, of his own accord or to what a unit asked.
 * @throws AppError `people.advice_senior` | `people.advice_title` | `people.advice_body` | `people.advice_unit` | `people.advice_request`
 */
export const submitPaper = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: AdviceWords & { unitId: string | undefined; requestId: string | undefined },
): Promise<string> => {
  const now = context.clock.now();
  const today = toDistrictDate(now);
  const expertId = await requireSenior(trx, context, actor);
  const words = checkWords(input);
  const request =
    input.requestId === undefined
      ? undefined
      : await trx
          .selectFrom("advice_requests")
          .select(["id", "unit_id"])
          .where("id", "=", input.requestId)
          .where("closes_on", ">=", today)
          .executeTakeFirst();
  if (input.requestId !== undefined && request === undefined)
    throw refuse("requestId", "people.advice_request");
  const unitId = request?.unit_id ?? input.unitId;
  if (unitId === undefined || !(await isAddressee(trx, unitId, today)))
    throw refuse("unitId", "people.advice_unit");
  const id = createId(context.clock);
  await trx
    .insertInto("advice_papers")
    .values({
      id,
      expert_id: expertId,
      submitted_by_person_id: actor.personId,
      unit_id: unitId,
      owner_unit_id: unitId,
      request_id: request?.id ?? null,
      ...words,
      status: "submitted",
      status_changed_at: now,
      due_at: dueOf("submitted", now),
      pass_ups: 0,
      reply: null,
      reason: null,
      drafted_by_person_id: null,
      answered_by_person_id: null,
      created_at: now,
    })
    .execute();
  await audit(trx, context, actor, { event: "submit", id, unitId });
  return id;
};

const lockPaper = async (trx: Trx, id: string) => {
  const paper = await trx
    .selectFrom("advice_papers")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (paper === undefined) throw new AppError<PeopleError>("people.advice_not_found", { status: 404 });
  return paper;
};
type Paper = Awaited<ReturnType<typeof lockPaper>>;

const move = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: { paper: Paper; event: AdviceEvent; set?: Record<string, unknown>; reason?: string },
): Promise<void> => {
  const { paper, event, reason } = change;
  const now = context.clock.now();
  const to = adviceStates.next(paper.status, event);
  if (to === undefined) throw new AppError<PeopleError>("people.advice_not_now", { status: 409 });
  await applyTransition(trx as never, {
    machine: adviceStates,
    table: "advice_papers",
    id: paper.id,
    event,
    now,
    set: { due_at: dueOf(to, now), ...change.set },
  }); // the function is generic over all modules' tables
  await audit(trx, context, actor, { event, id: paper.id, unitId: paper.owner_unit_id, reason });
  if (event === "confirm" || event === "return" || event === "pass_up")
    await emitEvent(trx, context.clock, "people.advice_moved", { paperId: paper.id, told: event });
};

/** Nobody receives, answers or returns his own paper. @throws AppError `people.advice_own` */
const lockOthers = async (trx: Trx, actor: PersonActor, id: string): Promise<Paper> => {
  const paper = await lockPaper(trx, id);
  if (paper.submitted_by_person_id === actor.personId)
    throw new AppError<PeopleError>("people.advice_own", { status: 403 });
  return paper;
};

/** The unit takes the paper in. @throws AppError `people.advice_not_found` | `people.advice_own` | `people.advice_not_now` */
export const receivePaper = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  id: string,
): Promise<void> => move(trx, context, actor, { paper: await lockOthers(trx, actor, id), event: "receive" });

/** One person writes the answer. @throws AppError those of `receivePaper` | `people.advice_reply` */
export const draftReply = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reply: string },
): Promise<void> => {
  const reply = requireText<PeopleError>("people.advice_reply", input.reply, { least: 10, field: "reply" });
  await move(trx, context, actor, {
    paper: await lockOthers(trx, actor, input.id),
    event: "draft",
    set: { reply, drafted_by_person_id: actor.personId },
  });
};

/**
 * Another person confirms the answer: the expert reads it, and the advice counts.
 * @throws AppError those of `receivePaper` | `people.advice_second`
 */
export const confirmReply = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  id: string,
): Promise<void> => {
  const paper = await lockOthers(trx, actor, id);
  if (paper.drafted_by_person_id === actor.personId)
    throw new AppError<PeopleError>("people.advice_second", { status: 403 });
  await move(trx, context, actor, {
    paper,
    event: "confirm",
    set: { answered_by_person_id: actor.personId },
  });
  await recordFacts(trx, context.clock, [
    {
      kind: "people.advice_answered",
      occurredOn: toDistrictDate(context.clock.now()),
      unitId: paper.unit_id,
      quantity: 1,
      measure: "件",
      source: { table: "advice_papers", id },
      audience: "elder",
      planTags: ["E-02"],
    },
  ]);
};

const words = (reason: string): string => requireText<PeopleError>("people.advice_reason", reason);

/** The second person wants another answer. @throws AppError those of `receivePaper` | `people.advice_reason` */
export const sendReplyBack = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reason: string },
): Promise<void> => {
  const reason = words(input.reason);
  const paper = await lockOthers(trx, actor, input.id);
  await move(trx, context, actor, { paper, event: "send_back", set: { drafted_by_person_id: null }, reason });
};

/** The paper goes back to its expert with what is to be changed. @throws AppError those of `receivePaper` | `people.advice_reason` */
export const returnPaper = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reason: string },
): Promise<void> => {
  const reason = words(input.reason);
  const paper = await lockOthers(trx, actor, input.id);
  await move(trx, context, actor, { paper, event: "return", set: { reason }, reason });
};

const lockOwn = async (trx: Trx, actor: PersonActor, id: string): Promise<Paper> => {
  const paper = await lockPaper(trx, id);
  if (paper.submitted_by_person_id !== actor.personId || actor.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.advice_not_found", { status: 404 });
  return paper;
};

/** The expert sends a returned paper again, changed. @throws AppError `people.advice_not_found` | `people.advice_not_now` and those of its words */
export const revisePaper = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: AdviceWords & { id: string },
): Promise<void> => {
  const changed = checkWords(input);
  const paper = await lockOwn(trx, actor, input.id);
  await move(trx, context, actor, { paper, event: "revise", set: { ...changed, reason: null } });
};

/** The expert takes his paper back before an answer is written. @throws AppError `people.advice_not_found` | `people.advice_not_now` */
export const withdrawPaper = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  id: string,
): Promise<void> => move(trx, context, actor, { paper: await lockOwn(trx, actor, id), event: "withdraw" });

/**
 * What nobody acted on in time passes to the unit above, each in its own transaction; at the top it stays and stays late.
 * @returns how many passed
 */
export const passLateAdviceUp = async (parts: { db: Db } & ActContext): Promise<number> => {
  const now = parts.clock.now();
  const late = await parts.db
    .selectFrom("advice_papers as paper")
    .innerJoin("org_units as owner", "owner.id", "paper.owner_unit_id")
    .select("paper.id")
    .where("paper.due_at", "<=", now)
    .where("owner.parent_id", "is not", null)
    .orderBy("paper.due_at")
    .limit(100)
    .execute();
  let passed = 0;
  for (const { id } of late)
    passed += await inTransaction(parts.db, async (trx) => {
      const paper = await lockPaper(trx, id);
      const owner = await trx
        .selectFrom("org_units")
        .select("parent_id")
        .where("id", "=", paper.owner_unit_id)
        .executeTakeFirstOrThrow();
      // Somebody, or another server, was faster.
      if (paper.due_at === null || paper.due_at > now || owner.parent_id === null) return 0;
      await move(trx, parts, systemActor("people.deadline"), {
        paper,
        event: "pass_up",
        set: { owner_unit_id: owner.parent_id, pass_ups: paper.pass_ups + 1, drafted_by_person_id: null },
        reason: "没有按时办，转到上级单位",
      });
      return 1;
    });
  return passed;
};
