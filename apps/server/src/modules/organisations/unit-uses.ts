import type { Db, Trx } from "#kernel/db.ts";

/**
 * What a later module keeps at a unit: people with a role there, open orders … A unit that is in use cannot be closed.
 * Later modules may not be imported here, so they say it themselves, once, while their index.ts is loaded.
 */
export type UnitUse = {
  /** Key for the reader of a count: `people`. */
  name: string;
  /** In a sentence: “还有 3 个在任岗位”. */
  label: string;
  count: (db: Db | Trx, unitId: string) => Promise<number>;
};

const uses = new Map<string, UnitUse>();

/** Declares a use of units; declaring the same name again replaces it. */
export const declareUnitUse = (use: UnitUse): void => {
  uses.set(use.name, use);
};

export const countUnitUses = async (
  db: Db | Trx,
  unitId: string,
): Promise<readonly { name: string; label: string; count: number }[]> => {
  const counted = [];
  for (const { name, label, count } of uses.values())
    counted.push({ name, label, count: await count(db, unitId) });
  return counted;
};
