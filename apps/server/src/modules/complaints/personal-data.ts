import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { dropPhotosOf } from "./photos.ts";
import { listOwnComplaints } from "./queries.ts";

export const complaintsDataSource: PersonalDataSource = {
  title: "投诉",
  exportOf: async (trx, context, personId) =>
    (await listOwnComplaints(trx, context, personId)).map(
      ({ no, subject, body, appeal, answer, createdAt }) => ({
        no,
        subject,
        body,
        appeal,
        answer,
        createdAt,
      }),
    ),
  erase: async (trx, context, personId) => {
    await dropPhotosOf(trx, context, personId);
    await trx
      .updateTable("complaints")
      .set({ body_sealed: null, appeal_sealed: null })
      .where("filed_by_person_id", "=", personId)
      .execute();
  },
};
