import { systemActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { withdrawRow } from "./submissions.ts";

const erasedWords = "作者已经注销账户，原文已删除。";
const erasedName = "已注销的作者";

/** What the commons hold about a person: contributions, credits, requests, lessons used and adapted. */
export const commonsDataSource: PersonalDataSource = {
  title: "我的投稿、署名、配对需求和用过的课",
  exportOf: async (trx, _context, personId) => {
    const submissions = await trx
      .selectFrom("submissions")
      .select([
        "submission_no",
        "title",
        "words",
        "pen_name",
        "status",
        "rights_version",
        "agreed_at",
        "created_at",
      ])
      .where((eb) => eb.or([eb("owner_person_id", "=", personId), eb("author_person_id", "=", personId)]))
      .orderBy("created_at")
      .execute();
    const credits = await trx
      .selectFrom("content_credits")
      .select(["content_id", "part", "shown_name", "created_at"])
      .where("person_id", "=", personId)
      .execute();
    const requests = await trx
      .selectFrom("pair_requests")
      .select(["side", "title", "about", "credited_as", "status", "created_at"])
      .where("person_id", "=", personId)
      .execute();
    const lessonUses = await trx
      .selectFrom("lesson_uses")
      .select(["content_id", "class_name", "used_on", "pupil_count"])
      .where("teacher_person_id", "=", personId)
      .execute();
    const copies = await trx
      .selectFrom("lesson_copies")
      .select(["title", "words", "updated_at"])
      .where("teacher_person_id", "=", personId)
      .execute();
    return { submissions, credits, requests, lessonUses, copies };
  },
  // What is not out is withdrawn; what is out stays without the name. Facts hold no person.
  erase: async (trx, context, personId) => {
    const rows = await trx
      .selectFrom("submissions")
      .selectAll()
      .where((eb) => eb.or([eb("owner_person_id", "=", personId), eb("author_person_id", "=", personId)]))
      .orderBy("id")
      .forUpdate()
      .execute();
    for (const row of rows) {
      if (["writing", "received", "paired", "drafted"].includes(row.status))
        await withdrawRow(trx, context, systemActor("erasure"), row).catch((error: unknown) => {
          // Out since a moment, the event not yet read: then it stays as other published words do, without the name.
          if (!(error instanceof AppError && error.code === "commons.already_published")) throw error;
        });
      await trx
        .updateTable("submissions")
        .set({
          title: "已删除的投稿",
          words: row.words === null ? null : erasedWords,
          pen_name: row.pen_name === null ? null : erasedName,
        })
        .where("id", "=", row.id)
        .execute();
    }
    await trx
      .updateTable("content_credits")
      .set({ shown_name: erasedName })
      .where("person_id", "=", personId)
      .execute();
    await trx
      .updateTable("pair_requests")
      .set({ credited_as: erasedName })
      .where("person_id", "=", personId)
      .execute();
    await trx.deleteFrom("lesson_copies").where("teacher_person_id", "=", personId).execute();
  },
};
