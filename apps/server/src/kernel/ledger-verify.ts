import {
  formatVerifier,
  type NoteVerifier,
  parseVerifier,
  type TreeHead,
  TransparencyLogError,
  type VerifiedCheckpoint,
  verifyCheckpoint,
} from "@kepu/transparency-log";
import { sql } from "kysely";
import { type GuardedTable, guardedTables } from "./audit.ts";
import type { Db, Trx } from "./db.ts";
import type { FieldCipher } from "./encryption.ts";
import { AppError } from "./errors.ts";
import type { EarlierKey } from "./ledger-keys.ts";
import { type TrustedKey, trustedKeys } from "./ledger-rotation.ts";
import { type HeldCheckpoint, leafFile, readHeldCheckpoints } from "./ledger-checkpoint.ts";
import { createProblemList, type LedgerProblem, type ProblemList } from "./ledger-problems.ts";
import {
  ledgerSubjectTables,
  verifyCells,
  verifyGuardedTable,
  verifySubjectRows,
} from "./ledger-verify-rows.ts";
import { verifyLeafCopies, verifyTree } from "./ledger-verify-tree.ts";

export type LedgerVerifyError = "ledger.bad_key";

export type LedgerVerification = {
  ok: boolean;
  /** The first 1,000 problems; `problemCount` counts all. */
  problems: readonly LedgerProblem[];
  problemCount: number;
  /** Entries in the tree, and how many of them a checkpoint held outside covers. */
  treeSize: number;
  anchoredSize: number;
  /** When the last right checkpoint was issued: what was written later is not yet protected. */
  anchoredAt: string | undefined;
  /** Entries that wait for their place. */
  pending: number;
  rows: Readonly<Record<string, number>>;
};

export type VerifyOptions = {
  checkpointFolder: string;
  /** The verifier text of the public page (`name+id+key`), kept by whoever verifies. */
  publicKey: string;
  /** The log's keys over time, where it has changed them; the key above leads to the others by their hand-overs. */
  keys?: { current: string; earlier: readonly EarlierKey[] };
  cipher: FieldCipher;
  guarded?: readonly GuardedTable[];
  problemLimit?: number;
};

const readVerifier = (text: string): NoteVerifier => {
  try {
    return parseVerifier(text.trim());
  } catch (cause) {
    throw new AppError<LedgerVerifyError>("ledger.bad_key", { status: 422, cause });
  }
};

const openCheckpoint = (note: string, keys: readonly TrustedKey[]): VerifiedCheckpoint | undefined => {
  for (const { verifier, from, to } of keys) {
    try {
      const opened = verifyCheckpoint(note, { origin: verifier.name, verifiers: [verifier] });
      if (opened.size >= from && opened.size <= to) return opened;
    } catch (error) {
      if (!(error instanceof TransparencyLogError)) throw error;
    }
  }
  return undefined;
};

const openHeld = (
  held: readonly HeldCheckpoint[],
  keys: readonly TrustedKey[],
  problems: ProblemList,
): readonly VerifiedCheckpoint[] =>
  held.flatMap((checkpoint, index) => {
    const opened = openCheckpoint(checkpoint.note, keys);
    if (opened === undefined)
      problems.add({ kind: "checkpoint_held_signature", detail: `第 ${index + 1} 行` });
    return opened ?? [];
  });

/** The database's own checkpoints: signed by the known key, and the same root as held outside for the same size. */
const openStored = async (
  trx: Trx,
  keys: readonly TrustedKey[],
  problems: ProblemList,
): Promise<readonly VerifiedCheckpoint[]> => {
  const stored = await trx
    .selectFrom("ledger_checkpoints")
    .select(["tree_size", "note"])
    .orderBy("tree_size")
    .execute();
  return stored.flatMap((row) => {
    const opened = openCheckpoint(row.note, keys);
    if (opened === undefined || opened.size !== row.tree_size) {
      problems.add({ kind: "checkpoint_signature", detail: String(row.tree_size) });
      return [];
    }
    return opened;
  });
};

const verifyState = async (trx: Trx, keys: readonly TrustedKey[], problems: ProblemList): Promise<void> => {
  const state = await trx.selectFrom("ledger_state").selectAll().executeTakeFirst();
  const last = keys.at(-1);
  const newest = last === undefined ? undefined : formatVerifier(last.verifier);
  if (state?.verifier !== null && state?.verifier !== undefined && state.verifier !== newest)
    problems.add({ kind: "other_key", detail: state.verifier });
};

const verifyQueue = async (trx: Trx, problems: ProblemList): Promise<number> => {
  const lost = await sql<{ subject_table: string; subject_id: string }>`
    select e.subject_table, e.subject_id from ledger_entries e
    where not exists (select 1 from ledger_leaves l where l.entry_id = e.id)
      and not exists (select 1 from ledger_pending p where p.entry_id = e.id) limit 1000`.execute(trx);
  for (const row of lost.rows)
    problems.add({ kind: "entry_outside_tree", table: row.subject_table, id: row.subject_id });
  const pending = await sql<{ count: number }>`select count(*) as count from ledger_pending`.execute(trx);
  return pending.rows[0]?.count ?? 0;
};

const inSnapshot = async <T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> =>
  db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      // A large log takes longer than a page may; the settings end with the transaction.
      await sql`select set_config('statement_timeout', '0', true)`.execute(trx);
      return work(trx);
    });

/**
 * Verifies everything the ledger vouches for, in one snapshot of the database, against what is held outside it:
 * rows → entries → leaves → nodes → checkpoints; guarded rows against their last audit entry; cells against facts.
 * @throws AppError `ledger.bad_key` | `ledger.checkpoints_unreadable`; what it finds is never thrown
 */
export const verifyLedger = async (db: Db, options: VerifyOptions): Promise<LedgerVerification> => {
  const { checkpointFolder, cipher } = options;
  const held = readVerifier(options.publicKey);
  const keys = trustedKeys(held, options.keys ?? { current: formatVerifier(held), earlier: [] });
  const problems = createProblemList(options.problemLimit ?? 1_000);
  // Read before the snapshot begins: every checkpoint in it is then of entries that the snapshot sees.
  const checkpoints = await readHeldCheckpoints(checkpointFolder);
  const opened = openHeld(checkpoints, keys, problems);
  const file = leafFile(checkpointFolder);
  const copiedSize = checkpoints.reduce((size, checkpoint) => Math.max(size, checkpoint.treeSize), 0);
  const suite = opened.at(-1)?.suite ?? "sha256";
  return inSnapshot(db, async (trx) => {
    await verifyState(trx, keys, problems);
    const stored = await openStored(trx, keys, problems);
    const heads: TreeHead[] = opened.map(({ size, root }) => ({ size, root }));
    const tree = await verifyTree(trx, {
      suite: opened.length > 0 ? suite : (stored.at(-1)?.suite ?? suite),
      heads,
      leafFile: file,
      copiedSize,
      problems,
    });
    if (tree.differsFromCopy) await verifyLeafCopies(file, { suite, heads, copiedSize, problems });
    reportHeads(tree.log, problems);
    await verifyStoredHeads(trx, { stored, opened, problems });
    const rows: Record<string, number> = {};
    for (const subject of ledgerSubjectTables())
      rows[subject.table] = await verifySubjectRows(trx, subject, problems);
    for (const guarded of options.guarded ?? guardedTables())
      rows[guarded.table] = await verifyGuardedTable(trx, guarded, { cipher, problems });
    await verifyCells(trx, problems);
    const pending = await verifyQueue(trx, problems);
    const anchor = opened.filter((checkpoint) => checkpoint.size === tree.log.anchoredSize).at(-1);
    return {
      ok: problems.count() === 0,
      problems: problems.list,
      problemCount: problems.count(),
      treeSize: tree.log.size,
      anchoredSize: tree.log.anchoredSize,
      anchoredAt: anchor?.issuedAt?.toISOString(),
      pending,
      rows,
    };
  });
};

const reportHeads = (log: Awaited<ReturnType<typeof verifyTree>>["log"], problems: ProblemList): void => {
  const { failure } = log;
  if (failure === undefined) return;
  if (failure.reason === "log-truncated") {
    problems.add({ kind: "tree_cut", detail: `${failure.treeHead.size} 条，现在只有 ${log.size} 条` });
    return;
  }
  const { begin, end } = failure.suspects;
  problems.add({ kind: "tree_rewritten", leafIndex: begin, detail: `第 ${begin}–${end - 1} 号` });
};

/** A note in the database that disagrees with the one held outside for the same size: a fork of the log. */
const verifyStoredHeads = async (
  trx: Trx,
  parts: {
    stored: readonly VerifiedCheckpoint[];
    opened: readonly VerifiedCheckpoint[];
    problems: ProblemList;
  },
): Promise<void> => {
  const { stored, opened, problems } = parts;
  const heldRoots = new Map(opened.map((checkpoint) => [checkpoint.size, checkpoint.root]));
  const size = await sql<{ size: number }>`select count(*) as size from ledger_leaves`.execute(trx);
  for (const checkpoint of stored) {
    const root = heldRoots.get(checkpoint.size);
    const isForked = root !== undefined && !root.equals(checkpoint.root);
    if (isForked || checkpoint.size > (size.rows[0]?.size ?? 0))
      problems.add({ kind: "checkpoint_root", detail: String(checkpoint.size) });
  }
};
