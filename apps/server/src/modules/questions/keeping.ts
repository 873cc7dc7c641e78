// What becomes of what was asked: exports, erasure, and what goes by itself after its time.
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { markFileDeleted, removeDeletedBytes } from "#kernel/stored-files.ts";
import { recordAudit } from "#kernel/audit.ts";
import { systemActor } from "#kernel/actor.ts";

export const photoPurpose = "questions.photo";
export const voicePurpose = "questions.voice";
const dayMs = 86_400_000;
/** A number serves to say that there is an answer; a month later it has served. */
const phoneDays = 30;
const textDays = 730;

const erasedWords = "（已按本人要求删除）";
const expiredWords = "（已过保存期，删除）";

const dropFiles = async (
  trx: Trx,
  context: Pick<Context, "clock">,
  ids: readonly string[],
): Promise<void> => {
  for (const id of ids) await markFileDeleted(trx, context.clock, id);
};

export const questionsDataSource: PersonalDataSource = {
  title: "我向专家提过的问题",
  exportOf: async (trx, _context, personId) =>
    trx
      .selectFrom("questions")
      .select(["asked_text", "voice_seconds", "status", "asked_at", "answer_text", "ended_at"])
      .where("asker_person_id", "=", personId)
      .orderBy("asked_at")
      .execute()
      .then((rows) =>
        rows.map((row) => ({
          question: row.asked_text,
          recordingSeconds: row.voice_seconds,
          status: row.status,
          askedAt: row.asked_at,
          // A draft that nobody checked is not yet an answer to anybody.
          answer: row.status === "answered" ? row.answer_text : null,
          endedAt: row.ended_at,
        })),
      ),
  erase: async (trx, context, personId) => {
    const rows = await trx
      .selectFrom("questions")
      .select(["id", "photo_file_id", "voice_file_id"])
      .where("asker_person_id", "=", personId)
      .execute();
    await dropFiles(
      trx,
      context,
      rows.flatMap((row) => [row.photo_file_id ?? [], row.voice_file_id ?? []].flat()),
    );
    await trx
      .updateTable("questions")
      .set({
        asked_text: erasedWords,
        asker_person_id: null,
        helper_person_id: null,
        phone_sealed: null,
        photo_file_id: null,
        voice_file_id: null,
        voice_seconds: null,
      })
      .where("asker_person_id", "=", personId)
      .execute();
    await trx
      .updateTable("questions")
      .set({ helper_person_id: null })
      .where("helper_person_id", "=", personId)
      .execute();
  },
};

/** Forgets numbers a month after the end, and words, photographs and recordings after two years. */
export const clearOldQuestions = async (context: Context): Promise<void> => {
  const { db, clock, cipher } = context;
  const before = (days: number): Date => new Date(clock.now().getTime() - days * dayMs);
  await inTransaction(db, async (trx) => {
    await trx
      .updateTable("questions")
      .set({ phone_sealed: null })
      .where("phone_sealed", "is not", null)
      .where("ended_at", "<", before(phoneDays))
      .execute();
    const old = await trx
      .selectFrom("questions")
      .select(["id", "photo_file_id", "voice_file_id"])
      .where("ended_at", "<", before(textDays))
      .where("asked_text", "not in", [erasedWords, expiredWords])
      .execute();
    await dropFiles(
      trx,
      context,
      old.flatMap((row) => [row.photo_file_id ?? [], row.voice_file_id ?? []].flat()),
    );
    for (const { id } of old) {
      await trx
        .updateTable("questions")
        .set({
          asked_text: expiredWords,
          photo_file_id: null,
          voice_file_id: null,
          voice_seconds: null,
        })
        .where("id", "=", id)
        .execute();
      await recordAudit(
        trx,
        { clock, cipher },
        {
          actor: systemActor("questions.clear_old"),
          action: "questions.own",
          record: { table: "questions", id },
        },
      );
    }
  });
  for (const purpose of [photoPurpose, voicePurpose]) await removeDeletedBytes(context, purpose);
};
