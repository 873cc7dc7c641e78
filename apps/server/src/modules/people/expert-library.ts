import type { Db, Trx } from "#kernel/db.ts";

/** What the public may know of an expert: how he is called in public, and what for. No name, no unit. */
export type LibraryExpert = { expertId: string; publicTitle: string; fields: readonly string[] };

/** Experts appointed on a day, all fields of each; of those only who has `field` where one is asked for. */
export const listLibrary = async (
  db: Db | Trx,
  input: { day: string; field?: string | undefined },
): Promise<readonly LibraryExpert[]> => {
  const rows = await db
    .selectFrom("expert_terms as term")
    .innerJoin("experts as expert", "expert.id", "term.expert_id")
    .select(["expert.id", "expert.public_title", "term.field"])
    .where("term.starts_on", "<=", input.day)
    .where("term.ends_on", ">=", input.day)
    .where((eb) => eb.or([eb("term.ended_on", "is", null), eb("term.ended_on", ">", input.day)]))
    .orderBy("expert.public_title")
    .orderBy("expert.id")
    .orderBy("term.field")
    .execute();
  return [...Map.groupBy(rows, (row) => row.id).entries()]
    .map(([expertId, terms]) => ({
      expertId,
      publicTitle: terms[0]?.public_title ?? "",
      fields: [...new Set(terms.map((term) => term.field))],
    }))
    .filter((expert) => input.field === undefined || expert.fields.includes(input.field));
};
