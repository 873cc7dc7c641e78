import type { PersonalDataSource } from "#kernel/personal-data.ts";

/** What the studio and the portal's articles hold about a person. */
export const contentsDataSource: PersonalDataSource = {
  title: "我写过、审校过的稿件和提交的纠错",
  exportOf: async (trx, _context, personId) => {
    const steps = await trx
      .selectFrom("review_steps as step")
      .innerJoin("content_versions as version", "version.id", "step.version_id")
      .select(["version.title", "step.stage", "step.decision", "step.decided_at"])
      .where("step.person_id", "=", personId)
      .orderBy("step.decided_at")
      .execute();
    const reports = await trx
      .selectFrom("reader_reports")
      .select(["remark", "status", "answer", "created_at"])
      .where("person_id", "=", personId)
      .orderBy("created_at")
      .execute();
    const comments = await trx
      .selectFrom("content_comments")
      .select(["remark", "created_at"])
      .where("person_id", "=", personId)
      .orderBy("created_at")
      .execute();
    return { steps, reports, comments };
  },
  // Signatures stay under the pseudonymous id: they are the proof of the review. A reader's report loses its sender.
  erase: async (trx, _context, personId) => {
    await trx
      .updateTable("reader_reports")
      .set({ person_id: null })
      .where("person_id", "=", personId)
      .execute();
    await trx.deleteFrom("content_locks").where("person_id", "=", personId).execute();
  },
};
