import type { Db } from "./db.ts";
import { recordName } from "./plain-names.ts";

/** Where a fact's record can be seen, and under which words. No personal data in the title. */
export type RecordLink = { title: string; href: string | undefined };
export type RecordResolver = {
  sourceTable: string;
  resolve: (db: Db, ids: readonly string[]) => Promise<ReadonlyMap<string, RecordLink>>;
};

const resolvers = new Map<string, RecordResolver>();

/** Called by the module that owns the table; so a fact opens its record without the explorer knowing the module. */
export const registerRecordResolver = (resolver: RecordResolver): void => {
  resolvers.set(resolver.sourceTable, resolver);
};

/** Links of records by `table/id`. A table without resolver, or a record that was erased, still has a plain title. */
export const resolveRecords = async (
  db: Db,
  records: readonly { table: string; id: string }[],
): Promise<(table: string, id: string) => RecordLink> => {
  const byTable = Map.groupBy(records, (record) => record.table);
  const found = new Map<string, RecordLink>();
  for (const [table, group] of byTable) {
    const resolver = resolvers.get(table);
    if (resolver === undefined) continue;
    const links = await resolver.resolve(db, [...new Set(group.map((record) => record.id))]);
    for (const [id, link] of links) found.set(`${table}/${id}`, link);
  }
  return (table, id) =>
    found.get(`${table}/${id}`) ?? {
      // The last digits tell rows apart; the whole number is beside it where somebody needs it.
      title: `${recordName(table)} …${id.slice(-8)}`,
      href: undefined,
    };
};
