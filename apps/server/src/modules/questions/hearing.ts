import type { PersonActor } from "#kernel/actor.ts";
import { auditOf } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { QuestionsError } from "./errors.ts";
import { questionStates } from "./state.ts";

const auditQuestion = auditOf("questions");
const textLimit = 1000;

/**
 * Somebody of the desk writes down what the asker said; the asker reads it beside his recording. It may be mended until
 * an answer is written.
 * @throws AppError `questions.no_voice` (409) | `questions.text_short` | `questions.text_long`
 */
export const hearQuestion = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; text: string },
): Promise<void> => {
  const row = await trx
    .selectFrom("questions")
    .select(["status", "unit_id", "voice_file_id"])
    .where("id", "=", input.id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || row.voice_file_id === null || questionStates.isTerminal(row.status))
    throw new AppError<QuestionsError>("questions.no_voice", { status: 409 });
  const text = input.text.trim();
  const wrong: QuestionsError | undefined =
    text.length < 4 ? "questions.text_short" : text.length > textLimit ? "questions.text_long" : undefined;
  if (wrong !== undefined) throw new AppError<QuestionsError>(wrong, { fields: { text: wrong } });
  await trx
    .updateTable("questions")
    .set({ asked_text: text, is_heard: true, heard_by_person_id: actor.personId })
    .where("id", "=", input.id)
    .execute();
  await auditQuestion(trx, context, {
    actor,
    action: "questions.hear",
    unitId: row.unit_id,
    id: input.id,
  });
};

/** The recording of one question. @throws AppError `questions.not_found` (404) */
export const getVoiceFile = async (
  db: Db,
  by: { id: string } | { id: string; askerPersonId: string },
): Promise<string> => {
  let query = db.selectFrom("questions").select("voice_file_id").where("id", "=", by.id);
  if ("askerPersonId" in by) query = query.where("asker_person_id", "=", by.askerPersonId);
  const row = await query.executeTakeFirst();
  if (row === undefined || row.voice_file_id === null)
    throw new AppError<QuestionsError>("questions.not_found", { status: 404 });
  return row.voice_file_id;
};
