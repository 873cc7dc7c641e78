import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import type { CreditPart } from "./vocabulary.ts";

export type Credit = { part: CreditPart; shownName: string };
export type NewCredit = Credit & { personId: string };

/** Puts names under an item; they stand there with every version of it. */
export const writeCredits = async (
  trx: Trx,
  context: ActContext,
  contentId: string,
  credits: readonly NewCredit[],
): Promise<void> => {
  await trx
    .insertInto("content_credits")
    .values(
      credits.map((credit) => ({
        content_id: contentId,
        person_id: credit.personId,
        part: credit.part,
        shown_name: credit.shownName.trim().slice(0, 60),
        created_at: context.clock.now(),
      })),
    )
    .execute();
};

const partOrder: readonly CreditPart[] = ["author", "creator", "scientist", "adviser"];

/** Who is credited with an item, writers first. */
export const toCredits = (rows: readonly { part: Credit["part"]; shown_name: string }[]): readonly Credit[] =>
  rows
    .map((row) => ({ part: row.part, shownName: row.shown_name }))
    .sort((a, b) => partOrder.indexOf(a.part) - partOrder.indexOf(b.part));
