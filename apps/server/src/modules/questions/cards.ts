import type { Audience } from "#kernel/audiences.ts";
import type { PersonActor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { invalidatePages } from "#kernel/page-cache.ts";
import { forgetTexts, indexTexts } from "#kernel/text-search.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { listTopics } from "#modules/contents/index.ts";
import { requireReason } from "./answering.ts";
import { cardIndex } from "./card-search.ts";
import { type CardEvent, cardStates } from "./card-state.ts";
import type { QuestionsError } from "./errors.ts";

type CardInput = {
  questionId: string;
  title: string;
  question: string;
  answer: string;
  audience?: Audience | undefined;
  topic?: string | undefined;
};

/** Eleven digits of a mobile or eighteen of an identity number: a card names nobody. */
const namesSomebody = /(?<!\d)(?:1\d{10}|\d{17}[\dXx])(?!\d)/u;

const checkWords = (input: CardInput): void => {
  const wrong: Record<string, QuestionsError> = {};
  const lengthOf = (text: string): number => text.trim().length;
  if (lengthOf(input.title) < 4 || lengthOf(input.title) > 60) wrong["title"] = "questions.card_title";
  if (lengthOf(input.question) < 4 || lengthOf(input.question) > 600)
    wrong["question"] = "questions.card_question";
  if (lengthOf(input.answer) < 10 || lengthOf(input.answer) > 3000)
    wrong["answer"] = "questions.answer_short";
  for (const field of ["title", "question", "answer"] as const)
    if (namesSomebody.test(input[field].normalize("NFKC").replaceAll(/[\s-]/gu, "")))
      wrong[field] = "questions.card_number";
  const [first] = Object.values(wrong);
  if (first !== undefined) throw new AppError<QuestionsError>(first, { fields: wrong });
};

const lockCard = async (trx: Trx, cardId: string) => {
  const row = await trx
    .selectFrom("question_cards")
    .selectAll()
    .where("id", "=", cardId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<QuestionsError>("questions.card_not_found", { status: 404 });
  return row;
};

const move = (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: CardEvent; set: Record<string, unknown> },
) =>
  applyTransition(trx as never, {
    machine: cardStates,
    table: "question_cards",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    set: change.set,
  }); // the function is generic over all modules' tables

const auditCard = auditOf("question_cards");

/**
 * Writes an answered question anew for everybody, without the asker (F-18); again after it came back or was taken down.
 * It waits for a second person.
 * @throws AppError `questions.not_found` (404) | `questions.card_unanswered` (409) | `questions.card_title` | `questions.card_question` | `questions.card_number` | `questions.topic_unknown` · `state.conflict`
 */
export const writeCard = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: CardInput,
): Promise<string> => {
  checkWords(input);
  if (input.topic !== undefined && !(await listTopics(trx)).some((topic) => topic.code === input.topic))
    throw new AppError<QuestionsError>("questions.topic_unknown", {
      fields: { topic: "questions.topic_unknown" },
    });
  // The question first: two who write a card at once go one after the other.
  const question = await trx
    .selectFrom("questions")
    .select(["id", "status", "unit_id", "expert_id", "field"])
    .where("id", "=", input.questionId)
    .forUpdate()
    .executeTakeFirst();
  if (question === undefined) throw new AppError<QuestionsError>("questions.not_found", { status: 404 });
  if (question.status !== "answered")
    throw new AppError<QuestionsError>("questions.card_unanswered", { status: 409 });
  const words = {
    title: input.title.trim(),
    question_text: input.question.trim(),
    answer_text: input.answer.trim(),
    audience: input.audience ?? null,
    topic_code: input.topic ?? null,
    written_by_person_id: actor.personId,
    decided_by_person_id: null,
    decision_reason: null,
    published_at: null,
  };
  const before = await trx
    .selectFrom("question_cards")
    .select("id")
    .where("question_id", "=", question.id)
    .executeTakeFirst();
  const now = context.clock.now();
  const id = before?.id ?? createId(context.clock);
  if (before === undefined)
    await trx
      .insertInto("question_cards")
      .values({
        id,
        question_id: question.id,
        unit_id: question.unit_id,
        field: question.field,
        expert_id: question.expert_id,
        status: "waiting",
        status_changed_at: now,
        created_at: now,
        ...words,
      })
      .execute();
  else await move(trx, context, { id, event: "rewrite", set: words });
  await auditCard(trx, context, { actor, id, unitId: question.unit_id, action: "questions.write_card" });
  return id;
};

/**
 * A second person makes a card public: it is found from now on. The constraint `question_cards_two_persons_check` keeps the
 * two apart where the code would not.
 * @throws AppError `questions.same_person` (409) · `state.conflict`
 */
export const publishCard = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  cardId: string,
): Promise<void> => {
  const card = await lockCard(trx, cardId);
  if (card.written_by_person_id === actor.personId)
    throw new AppError<QuestionsError>("questions.same_person", { status: 409 });
  const now = context.clock.now();
  await move(trx, context, {
    id: card.id,
    event: "publish",
    set: { decided_by_person_id: actor.personId, published_at: now },
  });
  await indexTexts(trx, cardIndex, {
    id: card.id,
    texts: { title: card.title, question: card.question_text, answer: card.answer_text },
  });
  await recordFacts(trx, context.clock, [
    {
      kind: "questions.card_published",
      occurredOn: toDistrictDate(now),
      unitId: card.unit_id,
      quantity: 1,
      measure: "个",
      source: { table: "question_cards", id: card.id },
      planTags: ["F-18"],
      ...(card.audience === null ? {} : { audience: card.audience }),
      ...(card.topic_code === null ? {} : { topic: card.topic_code }),
    },
  ]);
  await auditCard(trx, context, {
    actor,
    id: card.id,
    unitId: card.unit_id,
    action: "questions.publish_card",
  });
  await invalidatePages(trx);
};

/** A card goes back to be written better, or a public one is taken down; both say why. @throws AppError `questions.reason_needed` · `state.conflict` */
export const stopCard = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { cardId: string; event: "return" | "withdraw"; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const card = await lockCard(trx, input.cardId);
  await move(trx, context, {
    id: card.id,
    event: input.event,
    set: { decided_by_person_id: actor.personId, decision_reason: reason },
  });
  if (input.event === "withdraw") {
    await forgetTexts(trx, cardIndex, card.id);
    await reverseFactsOf(trx, context.clock, { table: "question_cards", id: card.id });
    await invalidatePages(trx);
  }
  await auditCard(trx, context, {
    actor,
    id: card.id,
    unitId: card.unit_id,
    action: "questions.publish_card",
    reason,
  });
};
