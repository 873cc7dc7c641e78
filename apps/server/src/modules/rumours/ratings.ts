import { sql } from "kysely";
import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { RumoursError } from "./errors.ts";

/**
 * Adds a grade to the scale of verdicts. A unique violation ends the transaction, so it is asked before; the index decides between two at once.
 * @throws AppError `rumours.rating_code` | `rumours.rating_taken`
 */
export const addRating = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { code: string; name: string; about: string; value: number },
): Promise<void> => {
  if (!/^[a-z][a-z-]{1,30}$/u.test(input.code))
    throw new AppError<RumoursError>("rumours.rating_code", { fields: { code: "rumours.rating_code" } });
  const taken = new AppError<RumoursError>("rumours.rating_taken", {
    status: 409,
    fields: { code: "rumours.rating_taken" },
  });
  const known = await trx
    .selectFrom("verdict_ratings")
    .select("code")
    .where((eb) => eb.or([eb("code", "=", input.code), eb("name", "=", input.name.trim())]))
    .executeTakeFirst();
  if (known !== undefined) throw taken;
  try {
    await trx
      .insertInto("verdict_ratings")
      .values({
        code: input.code,
        name: input.name.trim(),
        about: input.about.trim(),
        review_value: input.value,
        sort_no: 100,
        retired_at: null,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error)) throw taken;
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "rumours.manage_ratings",
    record: { table: "verdict_ratings", id: input.code },
    requestId: context.requestId,
  });
};

/** The scale that every installation begins with. */
const standardRatings = [
  { code: "true", name: "真的", about: "证据支持这句话。", review_value: 5, sort_no: 10 },
  { code: "false", name: "假的", about: "证据说的正相反。", review_value: 1, sort_no: 20 },
  {
    code: "misleading",
    name: "误导",
    about: "有一部分对，但这么说会让人做错事。",
    review_value: 2,
    sort_no: 30,
  },
  { code: "unproven", name: "证据不足", about: "现在的证据不够，说不准。", review_value: 3, sort_no: 40 },
] as const;

/** Writes the grades that are missing; one that is there stays as it is. */
export const seedRatings = async (context: ActContext & { db: Db }): Promise<void> =>
  inTransaction(context.db, async (trx) => {
    // Two nodes that start at once: the second finds the rows of the first.
    await sql`lock table verdict_ratings in share row exclusive mode`.execute(trx);
    const known = new Set(
      (await trx.selectFrom("verdict_ratings").select("code").execute()).map((row) => row.code),
    );
    for (const rating of standardRatings) {
      if (known.has(rating.code)) continue;
      await trx
        .insertInto("verdict_ratings")
        .values({ ...rating, retired_at: null })
        .execute();
      await recordAudit(trx, context, {
        actor: systemActor("rumours.seed"),
        action: "rumours.manage_ratings",
        record: { table: "verdict_ratings", id: rating.code },
      });
    }
  });
