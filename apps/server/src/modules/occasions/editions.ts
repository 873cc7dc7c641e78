import { addDays } from "#kernel/clock.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { listOccasions, type OccasionView } from "./queries.ts";
import { occurrencesIn } from "./rule.ts";

/** One year's edition of a theme day, week or month: all of its days that begin in that year. */
export type Edition = { key: string; code: string; name: string; year: number; from: string; to: string };

export const editionKeyPattern = "^[a-z][a-z0-9-]{1,40}\\.\\d{4}$";

/** `science-month.2026`: how an edition is named in addresses and marks. */
export const toEditionKey = (code: string, year: number): string => `${code}.${year}`;

/** The occasion and the year that a key names; undefined for any other text. */
export const parseEditionKey = (key: string): { code: string; year: number } | undefined => {
  const found = /^([a-z][a-z0-9-]{1,40})\.(\d{4})$/u.exec(key);
  return found === null ? undefined : { code: found[1] ?? "", year: Number(found[2]) };
};

/** The editions of theme days in some years, as far as their days are known, in the order of their first days. */
export const editionsIn = (
  occasions: readonly OccasionView[],
  years: readonly number[],
): readonly Edition[] =>
  occasions
    .filter((occasion) => occasion.kind === "campaign")
    .flatMap((occasion) =>
      years.flatMap((year): Edition[] => {
        const days = occurrencesIn(occasion, occasion.periods, year);
        const [first] = days;
        if (first === undefined) return [];
        const to =
          days
            .map((one) => one.to)
            .toSorted()
            .at(-1) ?? first.to;
        const { code, name } = occasion;
        return [{ key: toEditionKey(code, year), code, name, year, from: first.from, to }];
      }),
    )
    .toSorted((left, right) => left.from.localeCompare(right.from) || left.code.localeCompare(right.code));

/** An edition by its key; undefined where there is none or its days wait for a notice. */
export const findEdition = async (db: Db | Trx, key: string): Promise<Edition | undefined> => {
  const named = parseEditionKey(key);
  if (named === undefined) return undefined;
  return editionsIn(await listOccasions(db), [named.year]).find((edition) => edition.key === key);
};

/** How far outside its days an activity still belongs to a theme day: a week either side, when its lectures are held. */
const nearDays = 7;

/** The editions that days of an activity fall into, or come near to; those that hold a day come first. */
export const suggestEditions = (
  editions: readonly Edition[],
  days: readonly string[],
): readonly Edition[] => {
  const holds = ({ from, to }: { from: string; to: string }): boolean =>
    days.some((day) => from <= day && day <= to);
  const inside = editions.filter(holds);
  const near = editions.filter(
    (edition) =>
      !holds(edition) && holds({ from: addDays(edition.from, -nearDays), to: addDays(edition.to, nearDays) }),
  );
  return [...inside, ...near];
};
