import {
  appendToFrontier,
  type CompleteNode,
  createFrontier,
  type Frontier,
  type HashSuite,
  leafHash,
  type NodePosition,
  rootNodes,
} from "@kepu/transparency-log";
import { sql } from "kysely";
import type { Db, Trx } from "./db.ts";
import { leafContent, type LedgerEntryRow } from "./ledger.ts";

export type LedgerState = { origin: string; suite: HashSuite; verifier: string };

/**
 * Takes the one row that writers of the tree lock in turn (a row and no advisory lock: it also holds through
 * PgBouncer). On the first call it fixes name, suite and key of the log for its whole life.
 * @returns the state as it is fixed; undefined while another node is writing
 */
export const lockLedger = async (trx: Trx, proposed: LedgerState): Promise<LedgerState | undefined> => {
  const row = await trx.selectFrom("ledger_state").selectAll().forUpdate().skipLocked().executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.origin !== null && row.suite !== null && row.verifier !== null)
    return { origin: row.origin, suite: row.suite, verifier: row.verifier };
  await trx.updateTable("ledger_state").set(proposed).execute();
  return proposed;
};

export const readTreeSize = async (db: Db | Trx): Promise<number> => {
  const row = await db
    .selectFrom("ledger_leaves")
    .select((eb) => eb.fn.max("leaf_index").as("last"))
    .executeTakeFirst();
  return row?.last === null || row?.last === undefined ? 0 : row.last + 1;
};

/** Stored nodes by position, read at once; what is missing is missing in the map. */
export const readNodes = async (
  db: Db | Trx,
  positions: readonly NodePosition[],
): Promise<(level: number, index: number) => Buffer | undefined> => {
  if (positions.length === 0) return () => undefined;
  const rows = await sql<{ level: number; node_index: number; hash: Buffer }>`
    select n.level, n.node_index, n.hash
    from unnest(${positions.map((node) => node.level)}::int[], ${positions.map((node) => node.index)}::bigint[]) as wanted (level, node_index)
    join ledger_nodes n using (level, node_index)
    union all
    select 0, l.leaf_index, l.leaf_hash
    from unnest(${positions.filter((node) => node.level === 0).map((node) => node.index)}::bigint[]) as wanted (leaf_index)
    join ledger_leaves l using (leaf_index)`.execute(db);
  const found = new Map(rows.rows.map((row) => [`${row.level}/${row.node_index}`, row.hash]));
  return (level, index) => found.get(`${level}/${index}`);
};

/** The tree's right edge as stored. */
export const readFrontier = async (db: Db | Trx, suite: HashSuite): Promise<Frontier> => {
  const size = await readTreeSize(db);
  if (size === 0) return createFrontier(0, [], { suite });
  const positions = rootNodes(size);
  const read = await readNodes(db, positions);
  const hashes = positions.map(({ level, index }) => read(level, index));
  const present = hashes.filter((hash) => hash !== undefined);
  // A hole here means that somebody cut the tree: appending to it would cover the hole up.
  if (present.length !== hashes.length)
    throw new Error("a node of the ledger's right edge is missing; run ledger verify");
  return createFrontier(size, present, { suite });
};

const insertLeaves = async (
  trx: Trx,
  firstIndex: number,
  leaves: readonly { entryId: string; hash: Buffer }[],
): Promise<void> => {
  await sql`
    insert into ledger_leaves (leaf_index, entry_id, leaf_hash)
    select * from unnest(${leaves.map((_, offset) => firstIndex + offset)}::bigint[],
      ${leaves.map((leaf) => leaf.entryId)}::uuid[], ${leaves.map((leaf) => leaf.hash)}::bytea[])`.execute(
    trx,
  );
};

/** Nodes above the leaves; level 0 is the table of leaves. */
const insertNodes = async (trx: Trx, complete: readonly CompleteNode[]): Promise<void> => {
  const nodes = complete.filter((node) => node.level > 0);
  if (nodes.length === 0) return;
  await sql`
    insert into ledger_nodes (level, node_index, hash)
    select * from unnest(${nodes.map((node) => node.level)}::int[], ${nodes.map((node) => node.index)}::bigint[],
      ${nodes.map((node) => node.hash)}::bytea[])`.execute(trx);
};

const batchSize = 5_000;

/**
 * Gives waiting entries their places in the tree, in the order in which they were written, and stores the nodes
 * that became complete. Of several nodes one does it; the others find the row locked and leave.
 * @returns how many entries got a place
 */
export const sequenceLedger = async (
  db: Db,
  state: LedgerState,
  options: { limit?: number } = {},
): Promise<number> => {
  const limit = options.limit ?? Number.POSITIVE_INFINITY;
  let placed = 0;
  while (placed < limit) {
    const count = await db
      .transaction()
      .execute(async (trx) => sequenceBatch(trx, state, Math.min(batchSize, limit - placed)));
    placed += count;
    if (count < batchSize) return placed;
  }
  return placed;
};

const sequenceBatch = async (trx: Trx, proposed: LedgerState, limit: number): Promise<number> => {
  const state = await lockLedger(trx, proposed);
  if (state === undefined) return 0;
  const taken = await sql<LedgerEntryRow>`
    with taken as (
      delete from ledger_pending where pending_no in (select pending_no from ledger_pending order by pending_no limit ${limit})
      returning pending_no, entry_id)
    select e.id, e.subject_table, e.subject_id, e.content_hash, e.created_at
    from taken t join ledger_entries e on e.id = t.entry_id order by t.pending_no`.execute(trx);
  if (taken.rows.length === 0) return 0;
  const frontier = await readFrontier(trx, state.suite);
  const leaves = taken.rows.map((entry) => ({
    entryId: entry.id,
    hash: leafHash(leafContent(entry), state.suite),
  }));
  const appended = appendToFrontier(
    frontier,
    leaves.map((leaf) => leaf.hash),
  );
  await insertLeaves(trx, frontier.size, leaves);
  await insertNodes(trx, appended.nodes);
  return leaves.length;
};
