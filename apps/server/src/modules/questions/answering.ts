import { isAtOrBelow, type PersonActor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { recordFacts } from "#kernel/facts.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { findAppointedExpert, listExpertTitles, lockExpert } from "#modules/people/index.ts";
import type { QuestionsError } from "./errors.ts";
import { matchExperts, type MatchReason } from "./matching.ts";
import { questionStates, type QuestionEvent } from "./state.ts";

declare module "#kernel/events.ts" {
  interface Events {
    /** An answer was sent, or it was said that nobody can answer. */
    "questions.ended": { questionId: string };
  }
}

type Change = { id: string; event: QuestionEvent; set: Record<string, unknown> };

const change = (trx: Trx, context: ActContext, { id, event, set }: Change) =>
  applyTransition(trx as never, {
    machine: questionStates,
    table: "questions",
    id,
    event,
    now: context.clock.now(),
    set,
  }); // the function is generic over all modules' tables

const auditQuestion = auditOf("questions");

/** Why something is sent back, closed or taken down. @throws AppError `questions.reason_needed` at the field `reason` */
export const requireReason = (text: string): string =>
  requireText<QuestionsError>("questions.reason_needed", text);

/** The row, locked: who may do the next step depends on what it says. @throws AppError `questions.not_found` (404) */
const lockQuestion = async (trx: Trx, id: string) => {
  const row = await trx
    .selectFrom("questions as question")
    .innerJoin("org_units as unit", "unit.id", "question.unit_id")
    .select([
      "question.id",
      "question.status",
      "question.asked_text",
      "question.is_heard",
      "question.unit_id",
      "question.expert_id",
      "question.drafted_by_person_id",
      "question.audience",
      "question.topic_code",
      "unit.path as unit_path",
    ])
    .where("question.id", "=", id)
    .forUpdate("question")
    .executeTakeFirst();
  if (row === undefined) throw new AppError<QuestionsError>("questions.not_found", { status: 404 });
  return row;
};

type AssignQuestion = {
  id: string;
  field: string;
  expertId: string;
};

/** The expert whom a question would go to, and at which unit. @throws AppError `questions.expert_field` */
export const requireExpert = async (trx: Trx, context: ActContext, input: AssignQuestion) => {
  const expert = await findAppointedExpert(trx, {
    expertId: input.expertId,
    field: input.field,
    day: toDistrictDate(context.clock.now()),
  });
  if (expert === undefined)
    throw new AppError<QuestionsError>("questions.expert_field", {
      fields: { expertId: "questions.expert_field" },
    });
  return expert;
};

const busyCodes = {
  away: "questions.expert_away",
  full: "questions.expert_busy",
  interest: "questions.expert_interest",
} as const satisfies Record<MatchReason, QuestionsError>;

/**
 * The expert is there, has room and no interest in it. His row is taken first: two questions given to him at once are
 * counted one after the other.
 */
const requireFree = async (
  trx: Trx,
  context: ActContext,
  input: AssignQuestion & { askedText: string },
): Promise<void> => {
  await lockExpert(trx, input.expertId);
  const [match] = await matchExperts(trx, {
    question: { id: input.id, askedText: input.askedText },
    field: input.field,
    now: context.clock.now(),
    expertId: input.expertId,
  });
  if (match?.reason !== undefined) {
    const code = busyCodes[match.reason];
    throw new AppError<QuestionsError>(code, { status: 409, fields: { expertId: code } });
  }
};

/**
 * Gives a question to an expert of a field, and with it to the expert's unit; also from one expert to another. What the
 * first had written and got back stays to read, but is no draft of the second.
 * @throws AppError `questions.not_found` · `questions.voice_unheard` (409) · `questions.expert_field` · `questions.expert_away` | `questions.expert_busy` | `questions.expert_interest` (409) · `state.conflict`
 */
export const assignQuestion = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: AssignQuestion,
): Promise<void> => {
  const question = await lockQuestion(trx, input.id);
  // An expert of the field is found by words, and answers words.
  if (!question.is_heard) throw new AppError<QuestionsError>("questions.voice_unheard", { status: 409 });
  const expert = await requireExpert(trx, context, input);
  await requireFree(trx, context, { ...input, askedText: question.asked_text });
  await change(trx, context, {
    id: input.id,
    event: "assign",
    set: {
      unit_id: expert.unitId,
      expert_id: expert.id,
      field: expert.field,
      assigned_at: context.clock.now(),
    },
  });
  await auditQuestion(trx, context, {
    actor,
    id: input.id,
    action: "questions.assign",
    unitId: expert.unitId,
    reason: expert.publicTitle,
  });
};

const isEditorAt = (actor: PersonActor, unitPath: string): boolean =>
  actor.grants.some((grant) => grant.role === "editor" && isAtOrBelow(unitPath, grant.unitPath));

/**
 * Writes the answer: the expert whom the question was given to, or an editor. Nobody reads it yet.
 * @throws AppError `questions.answer_short` | `questions.not_yours` (403) · `state.conflict`
 */
export const draftAnswer = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; answer: string },
): Promise<void> => {
  const answer = input.answer.trim();
  if (answer.length < 10)
    throw new AppError<QuestionsError>("questions.answer_short", {
      fields: { answer: "questions.answer_short" },
    });
  const row = await lockQuestion(trx, input.id);
  const expert =
    row.expert_id === null ? undefined : (await listExpertTitles(trx, [row.expert_id])).get(row.expert_id);
  if (expert?.personId !== actor.personId && !isEditorAt(actor, row.unit_path))
    throw new AppError<QuestionsError>("questions.not_yours", { status: 409 });
  await change(trx, context, {
    id: input.id,
    event: "draft",
    set: {
      answer_text: answer,
      drafted_by_person_id: actor.personId,
      drafted_at: context.clock.now(),
      return_reason: null,
    },
  });
  await auditQuestion(trx, context, { actor, id: input.id, action: "questions.draft", unitId: row.unit_id });
};

const requireSecond = (actor: PersonActor, draftedBy: string | null): void => {
  if (draftedBy === actor.personId)
    throw new AppError<QuestionsError>("questions.same_person", { status: 409 });
};

/**
 * A second person found the answer right: the asker can read it from now on. The constraint
 * `questions_two_persons_check` keeps the two apart where the code would not.
 * @throws AppError `questions.same_person` (409) · `state.conflict`
 */
export const sendAnswer = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string },
): Promise<void> => {
  const row = await lockQuestion(trx, input.id);
  requireSecond(actor, row.drafted_by_person_id);
  const now = context.clock.now();
  await change(trx, context, {
    id: input.id,
    event: "send",
    set: { checked_by_person_id: actor.personId, ended_at: now },
  });
  await recordFacts(trx, context.clock, [
    {
      kind: "questions.answered",
      occurredOn: toDistrictDate(now),
      unitId: row.unit_id,
      quantity: 1,
      measure: "个",
      source: { table: "questions", id: input.id },
      planTags: ["F-18"],
      ...(row.audience === null ? {} : { audience: row.audience }),
      ...(row.topic_code === null ? {} : { topic: row.topic_code }),
    },
  ]);
  await auditQuestion(trx, context, { actor, id: input.id, action: "questions.check", unitId: row.unit_id });
  await emitEvent(trx, context.clock, "questions.ended", { questionId: input.id });
};

/** A second person sends the draft back with what is wrong. @throws AppError `questions.reason_needed` | `questions.same_person` · `state.conflict` */
export const returnAnswer = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const row = await lockQuestion(trx, input.id);
  requireSecond(actor, row.drafted_by_person_id);
  await change(trx, context, { id: input.id, event: "return", set: { return_reason: reason } });
  await auditQuestion(trx, context, {
    actor,
    id: input.id,
    action: "questions.check",
    unitId: row.unit_id,
    reason,
  });
};

/**
 * The honest end without an answer: there is no expert for it; the asker reads why and where else to ask.
 * @throws AppError `questions.reason_needed` · `state.conflict`
 */
export const closeWithoutExpert = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const row = await lockQuestion(trx, input.id);
  await change(trx, context, {
    id: input.id,
    event: "close",
    set: { closed_reason: reason, ended_at: context.clock.now() },
  });
  await auditQuestion(trx, context, {
    actor,
    id: input.id,
    action: "questions.assign",
    unitId: row.unit_id,
    reason,
  });
  await emitEvent(trx, context.clock, "questions.ended", { questionId: input.id });
};
