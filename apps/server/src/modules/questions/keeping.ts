// What becomes of what was asked: exports, erasure, and what goes by itself after its time.
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { markFileDeleted, removeDeletedBytes } from "#kernel/stored-files.ts";
import { recordAudit } from "#kernel/audit.ts";
import { systemActor } from "#kernel/actor.ts";

export const photoPurpose = "questions.photo";
const dayMs = 86_400_000;
/** A number serves to say that there is an answer; a month later it has served. */
const phoneDays = 30;
const textDays = 730;

const erasedWords = "（已按本人要求删除）";
const expiredWords = "（已过保存期，删除）";

const dropPhotos = async (
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
      .select(["asked_text", "status", "asked_at", "answer_text", "ended_at"])
      .where("asker_person_id", "=", personId)
      .orderBy("asked_at")
      .execute()
      .then((rows) =>
        rows.map((row) => ({
          question: row.asked_text,
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
      .select(["id", "photo_file_id"])
      .where("asker_person_id", "=", personId)
      .execute();
    await dropPhotos(
      trx,
      context,
      rows.flatMap((row) => row.photo_file_id ?? []),
    );
    await trx
      .updateTable("questions")
      .set({
        asked_text: erasedWords,
        asker_person_id: null,
        helper_person_id: null,
        phone_sealed: null,
        photo_file_id: null,
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

/** Forgets numbers a month after the end, and words and photographs after two years. */
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
      .select(["id", "photo_file_id"])
      .where("ended_at", "<", before(textDays))
      .where("asked_text", "not in", [erasedWords, expiredWords])
      .execute();
    await dropPhotos(
      trx,
      context,
      old.flatMap((row) => row.photo_file_id ?? []),
    );
    for (const { id } of old) {
      await trx
        .updateTable("questions")
        .set({ asked_text: expiredWords, photo_file_id: null })
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
  await removeDeletedBytes(context, photoPurpose);
};
