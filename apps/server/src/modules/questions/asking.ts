import type { Actor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { listTopics } from "#modules/contents/index.ts";
import { parsePhone } from "#modules/identity/index.ts";
import { findRootUnit } from "#modules/organisations/index.ts";
import type { QuestionsError } from "./errors.ts";
import { promisedBy } from "./promised-time.ts";
import { createReceiptCode, toReceiptIndex } from "./receipt-code.ts";
import { questionStates } from "./state.ts";

export type AskQuestion = {
  text: string;
  audience?: Audience | undefined;
  topic?: string | undefined;
  contentId?: string | undefined;
  photoFileId?: string | undefined;
  /** Said instead of written, or beside it. */
  voice?: { fileId: string; seconds: number } | undefined;
  /** Without an account: the code alone, or a number to call. */
  contact?: { way: "code" } | { way: "phone"; phone: string; consent: "yes" | undefined } | undefined;
};

const textLimit = 1000;

type Wrong = Partial<Record<"text" | "phone" | "consent" | "topic", QuestionsError>>;

/** Stands for the words until somebody has written the recording down. */
export const unheardWords = "（语音提问，还没有听写）";

const checkText = (text: string, hasVoice: boolean): Wrong => {
  if (text === "" && hasVoice) return {};
  if (text.length < 4) return { text: "questions.text_short" };
  return text.length > textLimit ? { text: "questions.text_long" } : {};
};

/** The number as 11 digits where the asker left one, and what is wrong with it or its consent. */
const checkContact = (contact: AskQuestion["contact"]): { phone: string | undefined; wrong: Wrong } => {
  if (contact?.way !== "phone") return { phone: undefined, wrong: {} };
  const consent: Wrong = contact.consent === "yes" ? {} : { consent: "questions.phone_consent" };
  try {
    return { phone: parsePhone(contact.phone), wrong: consent };
  } catch {
    return { phone: undefined, wrong: { phone: "questions.phone_wrong", ...consent } };
  }
};

/**
 * Takes a resident's question in: to the district's root unit, with the time until which an answer is promised. A helper
 * asks for the person helped, and both names stand in it (代办, E-00). The code is handed out once and kept as a digest.
 * @throws AppError `questions.text_short` | `questions.text_long` | `questions.phone_wrong` | `questions.phone_consent` | `questions.topic_unknown`
 */
export const askQuestion = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: AskQuestion,
): Promise<{ id: string; code: string; dueAt: Date }> => {
  const text = input.text.trim();
  const { phone, wrong: wrongContact } = checkContact(input.contact);
  const isTopic =
    input.topic === undefined || (await listTopics(trx)).some((topic) => topic.code === input.topic);
  // All at once: whoever mends one field and hears of the next gives up.
  const wrong: Wrong = {
    ...checkText(text, input.voice !== undefined),
    ...wrongContact,
    ...(isTopic ? {} : { topic: "questions.topic_unknown" }),
  };
  const [first] = Object.values(wrong);
  if (first !== undefined) throw new AppError<QuestionsError>(first, { fields: wrong });
  const root = await findRootUnit(trx);
  if (root === undefined) throw new Error("a question needs the district's root unit");
  const now = context.clock.now();
  const id = createId(context.clock);
  const code = createReceiptCode();
  const dueAt = promisedBy(now);
  const person = actor.kind === "person" ? actor : undefined;
  await trx
    .insertInto("questions")
    .values({
      id,
      receipt_index: toReceiptIndex(context.cipher, code),
      status: "received",
      status_changed_at: now,
      asked_text: text === "" ? unheardWords : text,
      is_heard: text !== "",
      voice_file_id: input.voice?.fileId ?? null,
      voice_seconds: input.voice?.seconds ?? null,
      heard_by_person_id: null,
      audience: input.audience ?? null,
      topic_code: input.topic ?? null,
      content_id: input.contentId ?? null,
      photo_file_id: input.photoFileId ?? null,
      asker_person_id: person?.onBehalfOf?.personId ?? person?.personId ?? null,
      helper_person_id: person?.onBehalfOf === undefined ? null : person.personId,
      phone_sealed: phone === undefined ? null : context.cipher.encrypt(phone),
      phone_consent_at: phone === undefined ? null : now,
      unit_id: root.id,
      expert_id: null,
      field: null,
      assigned_at: null,
      asked_at: now,
      due_at: dueAt,
      answer_text: null,
      drafted_by_person_id: null,
      drafted_at: null,
      return_reason: null,
      checked_by_person_id: null,
      closed_reason: null,
      ended_at: null,
    })
    .execute();
  await recordFacts(trx, context.clock, [
    {
      kind: "questions.asked",
      occurredOn: toDistrictDate(now),
      unitId: root.id,
      quantity: 1,
      measure: "个",
      source: { table: "questions", id },
      planTags: ["F-18"],
      ...(input.audience === undefined ? {} : { audience: input.audience }),
      ...(input.topic === undefined ? {} : { topic: input.topic }),
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: "questions.asked",
    unitId: root.id,
    record: { table: "questions", id },
    requestId: context.requestId,
  });
  return { id, code, dueAt };
};

/**
 * The asker takes a question back that has no answer yet.
 * @throws AppError `questions.not_found` (404) · `state.conflict` (409)
 */
export const withdrawQuestion = async (
  trx: Trx,
  context: ActContext,
  actor: Extract<Actor, { kind: "person" }>,
  id: string,
): Promise<void> => {
  const own = await trx
    .selectFrom("questions")
    .select("id")
    .where("id", "=", id)
    .where("asker_person_id", "=", actor.onBehalfOf?.personId ?? actor.personId)
    .executeTakeFirst();
  if (own === undefined) throw new AppError<QuestionsError>("questions.not_found", { status: 404 });
  const now = context.clock.now();
  await applyTransition(trx as never, {
    machine: questionStates,
    table: "questions",
    id,
    event: "withdraw",
    now,
    set: { ended_at: now },
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "questions.withdrawn",
    record: { table: "questions", id },
    requestId: context.requestId,
  });
};
