import type { PersonalDataSource } from "#kernel/personal-data.ts";

/** A volunteer's calendar address; swaps stay with the visits, by pseudonymous ids alone. */
export const volunteersDataSource: PersonalDataSource = {
  title: "志愿服务日历",
  exportOf: async (trx, _context, personId) => {
    const feed = await trx
      .selectFrom("calendar_feeds")
      .select("created_at")
      .where("person_id", "=", personId)
      .executeTakeFirst();
    return { openedAt: feed?.created_at };
  },
  erase: async (trx, _context, personId) => {
    await trx.deleteFrom("calendar_feeds").where("person_id", "=", personId).execute();
  },
};
