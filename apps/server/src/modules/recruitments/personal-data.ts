import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { listOwnApplications } from "./queries.ts";

export const recruitmentsDataSource: PersonalDataSource = {
  title: "入队报名",
  exportOf: async (trx, context, personId) =>
    (await listOwnApplications(trx, context, personId)).map(
      ({ teamName, status, decisionReason, words, createdAt }) => ({
        teamName,
        status,
        decisionReason,
        words,
        createdAt,
      }),
    ),
  erase: async (trx, context, personId) => {
    await trx
      .updateTable("recruitment_applications")
      .set({ words_sealed: null })
      .where("person_id", "=", personId)
      .execute();
    await trx
      .updateTable("recruitment_applications")
      .set({ status: "withdrawn", status_changed_at: context.clock.now() })
      .where("person_id", "=", personId)
      .where("status", "=", "applied")
      .execute();
  },
};
