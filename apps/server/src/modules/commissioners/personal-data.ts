import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { listLogsOf, listOwnContracts } from "./queries.ts";

export const commissionersDataSource: PersonalDataSource = {
  title: "科技特派员",
  exportOf: async (trx, context, personId) => {
    const seen = await trx
      .selectFrom("commissioner_logs")
      .select(["visited_at", "place", "farmer_name_sealed", "farmer_phone_sealed"])
      .where("farmer_person_id", "=", personId)
      .execute();
    const open = (sealed: Buffer | null): string | undefined =>
      sealed === null ? undefined : context.cipher.decrypt(sealed);
    return {
      contracts: await listOwnContracts(trx, personId),
      visitsMade: (await listLogsOf(trx, { commissionerId: personId })).map(
        ({ visitedAt, place, advice }) => ({
          visitedAt,
          place,
          advice,
        }),
      ),
      visitsHad: seen.map((row) => ({
        at: row.visited_at,
        place: row.place,
        name: open(row.farmer_name_sealed),
        phone: open(row.farmer_phone_sealed),
      })),
    };
  },
  erase: async (trx, _context, personId) => {
    await trx
      .updateTable("commissioner_logs")
      .set({ farmer_name_sealed: null, farmer_phone_sealed: null, code_sealed: null })
      .where("farmer_person_id", "=", personId)
      .execute();
  },
};
