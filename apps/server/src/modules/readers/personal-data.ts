import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { listItemAddresses } from "#modules/contents/index.ts";
import { eraseSavedOf } from "./saved-items.ts";

/** What a person saved, and what was noted of his reading while he had it switched on. */
export const readersDataSource: PersonalDataSource = {
  title: "我的收藏和阅读记录",
  exportOf: async (trx, _context, personId) => {
    const saved = await trx
      .selectFrom("saved_items")
      .select(["content_id", "saved_at"])
      .where("person_id", "=", personId)
      .orderBy("saved_at")
      .execute();
    const history = await trx
      .selectFrom("reading_history")
      .select(["content_id", "last_read_at"])
      .where("person_id", "=", personId)
      .orderBy("last_read_at")
      .execute();
    const addresses = await listItemAddresses(
      trx,
      [...saved, ...history].map((row) => row.content_id),
    );
    const nameOf = (contentId: string) => addresses.get(contentId)?.title ?? "";
    return {
      saved: saved.map((row) => ({ title: nameOf(row.content_id), savedAt: row.saved_at })),
      history: history.map((row) => ({ title: nameOf(row.content_id), lastReadAt: row.last_read_at })),
    };
  },
  erase: async (trx, _context, personId) => {
    await eraseSavedOf(trx, personId);
    await trx.deleteFrom("reading_history").where("person_id", "=", personId).execute();
  },
};
