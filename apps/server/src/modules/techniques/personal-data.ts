import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { listAdoptionsOf } from "./queries.ts";

export const techniquesDataSource: PersonalDataSource = {
  title: "用过的品种技术",
  exportOf: async (trx, context, personId) =>
    (await listAdoptionsOf(trx, context, personId)).map(
      ({ entryName, seasonName, unitName, reportedOn, status, reason, outcome, outcomeNote }) => ({
        entryName,
        seasonName,
        unitName,
        reportedOn,
        status,
        reason,
        outcome,
        outcomeNote,
      }),
    ),
  erase: async (trx, _context, personId) => {
    await trx
      .updateTable("technique_adoptions")
      .set({ outcome_note_sealed: null })
      .where("person_id", "=", personId)
      .execute();
  },
};
