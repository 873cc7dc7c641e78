import { inclusionProof, inclusionProofNodes, leafHash } from "@kepu/transparency-log";
import { sql } from "kysely";
import type { Db } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { LedgerKeys } from "#kernel/ledger-keys.ts";
import { leafContent, type LedgerEntryRow } from "#kernel/ledger.ts";
import { readNodes, readTreeSize } from "#kernel/ledger-sequencer.ts";
import type { EntryView, ProofView } from "./contract.ts";
import type { Page } from "./listing.ts";
import type { TrustError } from "./messages.ts";

export type LedgerSummary = {
  origin: string | null;
  suite: "sha256" | "sm3" | null;
  publicKey: string | null;
  /** Every key that has signed, oldest first; the last one signs now. */
  keys: { publicKey: string; from: string | null; until: string | null }[];
  treeSize: number;
  pending: number;
  coveredSize: number;
  lastCheckpointAt: string | null;
  checkpoints: { treeSize: number; note: string; createdAt: string }[];
};

const listKeys = (current: string | null, { earlier, from }: LedgerKeys): LedgerSummary["keys"] => [
  ...earlier.map((key) => ({ publicKey: key.verifier, from: key.from ?? null, until: key.until })),
  ...(current === null ? [] : [{ publicKey: current, from: from ?? null, until: null }]),
];

/** The log as the public sees it: name, key, size, and its newest checkpoints. */
export const readLedger = async (
  db: Db,
  options: { checkpoints: number; keys: LedgerKeys },
): Promise<LedgerSummary> => {
  const state = await db.selectFrom("ledger_state").selectAll().executeTakeFirst();
  const rows = await db
    .selectFrom("ledger_checkpoints")
    .selectAll()
    .orderBy("tree_size", "desc")
    .limit(options.checkpoints)
    .execute();
  const pending = await sql<{ count: number }>`select count(*) as count from ledger_pending`.execute(db);
  const checkpoints = rows.map((row) => ({
    treeSize: row.tree_size,
    note: row.note,
    createdAt: row.created_at.toISOString(),
  }));
  return {
    origin: state?.origin ?? null,
    suite: state?.suite ?? null,
    publicKey: state?.verifier ?? null,
    keys: listKeys(state?.verifier ?? null, options.keys),
    treeSize: await readTreeSize(db),
    pending: pending.rows[0]?.count ?? 0,
    coveredSize: checkpoints[0]?.treeSize ?? 0,
    lastCheckpointAt: checkpoints[0]?.createdAt ?? null,
    checkpoints,
  };
};

type Row = LedgerEntryRow & { leaf_index: number | null };

const toEntryView = (row: Row): EntryView => ({
  id: row.id,
  leafIndex: row.leaf_index,
  subjectTable: row.subject_table,
  subjectId: row.subject_id,
  contentHash: row.content_hash.toString("hex"),
  createdAt: row.created_at.toISOString(),
});

/** Entries, newest first. */
export const listEntries = async (
  db: Db,
  filter: { table?: string; record?: string },
  options: Page,
): Promise<{ rows: EntryView[]; total: number }> => {
  const { page, size } = options;
  const table = filter.table === undefined ? sql`true` : sql`e.subject_table = ${filter.table}`;
  const record = filter.record === undefined ? sql`true` : sql`e.subject_id = ${filter.record}`;
  const rows = await sql<Row>`
    select e.*, l.leaf_index from ledger_entries e left join ledger_leaves l on l.entry_id = e.id
    where ${table} and ${record} order by l.leaf_index desc nulls first, e.id desc limit ${size} offset ${(page - 1) * size}`.execute(
    db,
  );
  const total = await sql<{
    total: number;
  }>`select count(*) as total from ledger_entries e where ${table} and ${record}`.execute(db);
  return { rows: rows.rows.map(toEntryView), total: total.rows[0]?.total ?? 0 };
};

/**
 * An entry with all that somebody needs who does not trust this server: the leaf's bytes, the path to the root, the
 * signed checkpoint of that root, the public key.
 * @throws AppError `trust.entry_not_found` | `trust.entry_without_checkpoint`
 */
export const getProof = async (db: Db, entryId: string, keys: LedgerKeys): Promise<ProofView> => {
  const found = await sql<Row>`
    select e.*, l.leaf_index from ledger_entries e left join ledger_leaves l on l.entry_id = e.id where e.id = ${entryId}`.execute(
    db,
  );
  const row = found.rows[0];
  if (row === undefined) throw new AppError<TrustError>("trust.entry_not_found", { status: 404 });
  const state = await db.selectFrom("ledger_state").selectAll().executeTakeFirstOrThrow();
  const checkpoint =
    row.leaf_index === null
      ? undefined
      : await db
          .selectFrom("ledger_checkpoints")
          .selectAll()
          .where("tree_size", ">", row.leaf_index)
          .orderBy("tree_size", "desc")
          .limit(1)
          .executeTakeFirst();
  if (row.leaf_index === null || checkpoint === undefined || state.suite === null || state.verifier === null)
    throw new AppError<TrustError>("trust.entry_without_checkpoint", { status: 409 });
  const { suite, verifier } = state;
  const treeSize = checkpoint.tree_size;
  const read = await readNodes(db, inclusionProofNodes(row.leaf_index, treeSize));
  const leaf = leafContent(row);
  return {
    entry: toEntryView(row),
    leaf: leaf.toString("utf8"),
    leafHash: leafHash(leaf, suite).toString("base64"),
    leafIndex: row.leaf_index,
    treeSize,
    suite,
    proof: inclusionProof(read, row.leaf_index, { treeSize, suite }).map((hash) => hash.toString("base64")),
    checkpoint: checkpoint.note,
    publicKey: keys.earlier.find((key) => treeSize <= key.size)?.verifier ?? verifier,
  };
};
