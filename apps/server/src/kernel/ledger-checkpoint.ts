import { existsSync } from "node:fs";
import { mkdir, open, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import {
  consistencyProof,
  consistencyProofNodes,
  formatVerifier,
  type NoteSigner,
  type NoteVerifier,
  parseVerifier,
  rootOfFrontier,
  signCheckpoint,
  type VerifiedCheckpoint,
  verifyCheckpoint,
  verifyConsistency,
} from "@kepu/transparency-log";
import { sql } from "kysely";
import type { Clock } from "./clock.ts";
import type { Db, Trx } from "./db.ts";
import { AppError } from "./errors.ts";
import type { EarlierKey } from "./ledger-keys.ts";
import { type LedgerState, lockLedger, readFrontier, readNodes } from "./ledger-sequencer.ts";

export type CheckpointError =
  | "ledger.other_key"
  | "ledger.shorter_than_checkpoint"
  | "ledger.not_consistent"
  | "ledger.checkpoints_unreadable";

/** One line of the file that is held outside the database; `leafBytes` is how long the leaf file was then. */
export type HeldCheckpoint = { treeSize: number; at: string; note: string; leafBytes: number };

export const checkpointFile = (folder: string): string => join(folder, "checkpoints.jsonl");
export const leafFile = (folder: string): string => join(folder, "leaves.txt");

/** Appends and forces the bytes to the disk: a checkpoint that only a cache holds is held by nobody. */
const appendDurably = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, "a", 0o644);
  try {
    await handle.appendFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const parseLine = (line: string): HeldCheckpoint | undefined => {
  try {
    const read: unknown = JSON.parse(line);
    if (typeof read !== "object" || read === null) return undefined;
    const { treeSize, at, note, leafBytes } = read as Partial<Record<keyof HeldCheckpoint, unknown>>; // each is checked below
    if (typeof treeSize !== "number" || typeof leafBytes !== "number") return undefined;
    if (typeof at !== "string" || typeof note !== "string") return undefined;
    return { treeSize, at, note, leafBytes };
  } catch {
    return undefined;
  }
};

const toHeld = (file: string, line: string, position: string): HeldCheckpoint => {
  const held = parseLine(line);
  if (held === undefined)
    throw new AppError<CheckpointError>("ledger.checkpoints_unreadable", {
      values: { file, line: position },
    });
  return held;
};

/**
 * All checkpoints held in the folder, in order.
 * @throws AppError `ledger.checkpoints_unreadable` with the line
 */
export const readHeldCheckpoints = async (folder: string): Promise<readonly HeldCheckpoint[]> => {
  const file = checkpointFile(folder);
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, "utf8")).split("\n");
  // A line without its newline is one that a crash cut: its checkpoint was never published.
  lines.pop();
  return lines.map((line, index) => toHeld(file, line, String(index + 1)));
};

const tailBytes = 16 * 1024;

/** The last checkpoint alone, from the end of the file: it grows by a line a minute for years. */
const readLastCheckpoint = async (folder: string): Promise<HeldCheckpoint | undefined> => {
  const file = checkpointFile(folder);
  if (!existsSync(file)) return undefined;
  const handle = await open(file, "r+");
  try {
    const { size } = await handle.stat();
    const start = Math.max(0, size - tailBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size - start), 0, size - start, start);
    const text = buffer.subarray(0, bytesRead);
    const end = text.lastIndexOf(10) + 1;
    // What a crash cut is taken away, or the next line would be glued to it.
    if (start + end < size) await handle.truncate(start + end);
    const lines = text.subarray(0, end).toString("utf8").split("\n");
    const line = lines.at(-2);
    return line === undefined ? undefined : toHeld(file, line, "最后一行");
  } finally {
    await handle.close();
  }
};

const openHeld = (
  last: HeldCheckpoint,
  state: LedgerState,
  verifiers: readonly NoteVerifier[],
): VerifiedCheckpoint => {
  try {
    return verifyCheckpoint(last.note, { origin: state.origin, verifiers });
  } catch (cause) {
    throw new AppError<CheckpointError>("ledger.other_key", { values: { verifier: state.verifier }, cause });
  }
};

/**
 * Refuses to sign what contradicts the last checkpoint held outside: a log that signed two inconsistent trees would
 * itself hide a rollback.
 */
const requireContinuation = async (
  trx: Trx,
  last: HeldCheckpoint | undefined,
  current: { size: number; root: Buffer; state: LedgerState; verifiers: readonly NoteVerifier[] },
): Promise<void> => {
  if (last === undefined) return;
  const { size, root, state, verifiers } = current;
  const earlier = openHeld(last, state, verifiers);
  if (earlier.size > size)
    throw new AppError<CheckpointError>("ledger.shorter_than_checkpoint", {
      values: { held: earlier.size, size },
    });
  const read = await readNodes(trx, consistencyProofNodes(earlier.size, size));
  try {
    verifyConsistency({
      firstSize: earlier.size,
      secondSize: size,
      firstRoot: earlier.root,
      secondRoot: root,
      proof: consistencyProof(read, earlier.size, { secondSize: size, suite: state.suite }),
      suite: state.suite,
    });
  } catch (cause) {
    throw new AppError<CheckpointError>("ledger.not_consistent", {
      values: { held: earlier.size, size },
      cause,
    });
  }
};

const leafBatch = 10_000;

/** Cuts what a crash left after the last checkpoint; a file that is gone or shorter is written anew from the first leaf. */
const prepareLeafFile = async (file: string, last: HeldCheckpoint | undefined): Promise<number> => {
  const handle = await open(file, "a+", 0o644);
  try {
    const { size } = await handle.stat();
    const isWhole = last !== undefined && size >= last.leafBytes;
    await handle.truncate(isWhole ? last.leafBytes : 0);
    return isWhole ? last.treeSize : 0;
  } finally {
    await handle.close();
  }
};

/**
 * Copies the leaves up to `size` out of the database, `hash table id` a line, so that a row can still be named after
 * somebody rewrote or cut the whole tree inside the database.
 * @returns the file's length
 */
const holdLeaves = async (
  trx: Trx,
  folder: string,
  upTo: { size: number; last: HeldCheckpoint | undefined },
): Promise<number> => {
  const file = leafFile(folder);
  for (let from = await prepareLeafFile(file, upTo.last); from < upTo.size; from += leafBatch) {
    const rows = await sql<{ leaf_hash: Buffer; subject_table: string; subject_id: string }>`
      select l.leaf_hash, e.subject_table, e.subject_id from ledger_leaves l join ledger_entries e on e.id = l.entry_id
      where l.leaf_index >= ${from} and l.leaf_index < ${Math.min(from + leafBatch, upTo.size)} order by l.leaf_index`.execute(
      trx,
    );
    const lines = rows.rows.map(
      (row) =>
        `${row.leaf_hash.toString("base64")} ${row.subject_table} ${row.subject_id.replaceAll(/\s/g, "_")}\n`,
    );
    await appendDurably(file, lines.join(""));
  }
  return (await stat(file)).size;
};

/**
 * Signs the tree as it stands and holds the checkpoint outside the database (leaf copies, then the note, each forced
 * to the disk), then in the database and so on the public page. Nothing new since the last one: nothing is signed.
 * Of several nodes one wins; each keeps its own folder when it does.
 * @returns the new checkpoint's size, or undefined where there was nothing to sign
 * @throws AppError CheckpointError when the log may not be continued
 */
export const makeCheckpoint = async (
  db: Db,
  context: {
    clock: Clock;
    signer: NoteSigner;
    suite: LedgerState["suite"];
    checkpointFolder: string;
    /** Keys that signed before; the last held checkpoint may be one of theirs. */
    earlier?: readonly EarlierKey[];
  },
): Promise<number | undefined> => {
  const { clock, signer, suite, checkpointFolder } = context;
  const verifier = formatVerifier(signer.verifier);
  return db.transaction().execute(async (trx) => {
    const state = await lockLedger(trx, { origin: signer.name, suite, verifier });
    if (state === undefined) return undefined;
    if (state.verifier !== verifier)
      throw new AppError<CheckpointError>("ledger.other_key", { values: { verifier: state.verifier } });
    const frontier = await readFrontier(trx, state.suite);
    const last = await readLastCheckpoint(checkpointFolder);
    if (frontier.size === 0 && last === undefined) return undefined;
    const root = rootOfFrontier(frontier);
    await requireContinuation(trx, last, {
      size: frontier.size,
      root,
      state,
      verifiers: [signer.verifier, ...(context.earlier ?? []).map((key) => parseVerifier(key.verifier))],
    });
    if (last?.treeSize === frontier.size) {
      // The file may be ahead of the table by a crash between the two.
      await insertCheckpoint(trx, { treeSize: last.treeSize, note: last.note, at: new Date(last.at) });
      return undefined;
    }
    const at = clock.now();
    const note = signCheckpoint(
      { origin: state.origin, size: frontier.size, root, suite: state.suite, issuedAt: at },
      [signer],
    );
    await mkdir(checkpointFolder, { recursive: true });
    const leafBytes = await holdLeaves(trx, checkpointFolder, { size: frontier.size, last });
    const line: HeldCheckpoint = { treeSize: frontier.size, at: at.toISOString(), leafBytes, note };
    await appendDurably(checkpointFile(checkpointFolder), `${JSON.stringify(line)}\n`);
    await insertCheckpoint(trx, { treeSize: frontier.size, note, at });
    return frontier.size;
  });
};

const insertCheckpoint = async (
  trx: Trx,
  checkpoint: { treeSize: number; note: string; at: Date },
): Promise<void> => {
  await trx
    .insertInto("ledger_checkpoints")
    .values({ tree_size: checkpoint.treeSize, note: checkpoint.note, created_at: checkpoint.at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};
