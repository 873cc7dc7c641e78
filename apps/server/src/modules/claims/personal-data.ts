import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { dropPapersOf } from "./papers.ts";
import { listOwnClaims } from "./queries.ts";

export const claimsDataSource: PersonalDataSource = {
  title: "理赔",
  exportOf: async (trx, context, personId) =>
    (await listOwnClaims(trx, context, personId)).map(
      ({ no, visitTitle, body, status, reason, paidFen, createdAt }) => ({
        no,
        visitTitle,
        body,
        status,
        reason,
        paidFen,
        createdAt,
      }),
    ),
  erase: async (trx, context, personId) => {
    await dropPapersOf(trx, context, personId);
    await trx
      .updateTable("insurance_claims")
      .set({ body_sealed: null })
      .where("person_id", "=", personId)
      .execute();
  },
};
