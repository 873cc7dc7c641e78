import { sql } from "kysely";
import type { Db } from "./db.ts";

/**
 * How many entries the ledger holds, placed or waiting for their place, in one snapshot. Entries are never taken out, so two
 * readings that agree have seen the same facts and the same acts.
 */
export const readRecordedCount = async (db: Db): Promise<number> => {
  const { rows } = await sql<{ count: number }>`
    select coalesce((select max(leaf_index) + 1 from ledger_leaves), 0) + (select count(*) from ledger_pending) as count`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
};

/** Answers that are computed from facts and audited acts, kept while nothing was recorded since. */
export type RecordedCache<Value> = {
  /**
   * The kept answer of a key, or a new one. The count is read before the answer is made: what is committed in between shows at the
   * next call at the latest, on every node, because the count is then another.
   */
  read: (db: Db, key: string, make: () => Promise<Value>) => Promise<Value>;
};

const maxKept = 64;

/** A cache for each database that a process serves; the oldest answer goes first. */
export const createRecordedCache = <Value>(): RecordedCache<Value> => {
  const byDatabase = new WeakMap<Db, Map<string, { count: number; value: Promise<Value> }>>();
  return {
    read: async (db, key, make) => {
      const kept = byDatabase.get(db) ?? new Map<string, { count: number; value: Promise<Value> }>();
      byDatabase.set(db, kept);
      const count = await readRecordedCount(db);
      const found = kept.get(key);
      if (found !== undefined && found.count === count) return found.value;
      const value = make();
      kept.delete(key);
      kept.set(key, { count, value });
      const [oldest] = kept.keys();
      if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
      // What failed is not kept: the next reader tries again.
      value.catch(() => {
        if (kept.get(key)?.value === value) kept.delete(key);
      });
      return value;
    },
  };
};
