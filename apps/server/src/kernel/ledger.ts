import { createHash } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Db, Trx } from "./db.ts";
import { createId } from "./ids.ts";

/** A record whose content the ledger vouches for. `content` is canonical JSON without personal data. */
export type LedgerSubject = { table: string; id: string; content: string };

export const hashContent = (content: string): Buffer => createHash("sha256").update(content).digest();

/**
 * Notes records' content hashes in the transaction that writes the records. The entries get their place in the
 * Merkle tree from the sequencer, after the commit: acts do not wait for one another here.
 */
export const appendLedgerEntries = async (
  trx: Db | Trx,
  clock: Clock,
  subjects: readonly LedgerSubject[],
): Promise<void> => {
  if (subjects.length === 0) return;
  await trx
    .insertInto("ledger_entries")
    .values(
      subjects.map((subject) => ({
        id: createId(clock),
        subject_table: subject.table,
        subject_id: subject.id,
        content_hash: hashContent(subject.content),
        created_at: clock.now(),
      })),
    )
    .execute();
};

export const appendLedgerEntry = async (trx: Db | Trx, clock: Clock, subject: LedgerSubject): Promise<void> =>
  appendLedgerEntries(trx, clock, [subject]);

/** The first entry that commits to a record itself; undefined where the log has none. */
export const findLedgerEntryOf = async (
  db: Db | Trx,
  subject: { table: string; id: string },
): Promise<string | undefined> => {
  const row = await db
    .selectFrom("ledger_entries")
    .select("id")
    .where("subject_table", "=", subject.table)
    .where("subject_id", "=", subject.id)
    .orderBy("created_at")
    .executeTakeFirst();
  return row?.id;
};

export type LedgerEntryRow = {
  id: string;
  subject_table: string;
  subject_id: string;
  content_hash: Buffer;
  created_at: Date;
};

/**
 * The bytes of a leaf: canonical JSON of the entry, its five keys in order. Written out because verification makes
 * one for every row of the log; a test holds it equal to `canonicalJson`.
 */
export const leafContent = (entry: LedgerEntryRow): Buffer =>
  leafText({
    contentHash: entry.content_hash.toString("hex"),
    createdAt: entry.created_at,
    id: entry.id,
    subjectId: entry.subject_id,
    subjectTable: entry.subject_table,
  });

export type LeafParts = {
  /** Hexadecimal digits. */
  contentHash: string;
  createdAt: Date;
  id: string;
  subjectId: string;
  subjectTable: string;
};

/** The same from its parts, for those who read them without the driver's rows. */
export const leafText = (parts: LeafParts): Buffer =>
  Buffer.from(
    `{"content_hash":"${parts.contentHash}","created_at":"${parts.createdAt.toISOString()}","id":"${parts.id}",` +
      `"subject_id":${JSON.stringify(parts.subjectId)},"subject_table":${JSON.stringify(parts.subjectTable)}}`,
  );

export type Checkpoint = { treeSize: number; note: string; at: Date };

/** The latest signed checkpoint; undefined in a log without one. */
export const findLatestCheckpoint = async (db: Db | Trx): Promise<Checkpoint | undefined> =>
  db
    .selectFrom("ledger_checkpoints")
    .select(["tree_size as treeSize", "note", "created_at as at"])
    .orderBy("tree_size", "desc")
    .limit(1)
    .executeTakeFirst();

/**
 * The first checkpoint that covers a record's ledger entry; undefined while the entry waits for one. Which one it is was
 * nobody's choice: it is a beacon that comes after the record and vouches for it.
 */
export const findCheckpointCovering = async (
  db: Db | Trx,
  subject: { table: string; id: string },
): Promise<Checkpoint | undefined> =>
  db
    .selectFrom("ledger_checkpoints as checkpoint")
    .select(["checkpoint.tree_size as treeSize", "checkpoint.note", "checkpoint.created_at as at"])
    .where((eb) =>
      eb(
        "checkpoint.tree_size",
        ">",
        eb
          .selectFrom("ledger_entries as entry")
          .innerJoin("ledger_leaves as leaf", "leaf.entry_id", "entry.id")
          .select((inner) => inner.fn.min("leaf.leaf_index").as("leaf_index"))
          .where("entry.subject_table", "=", subject.table)
          .where("entry.subject_id", "=", subject.id),
      ),
    )
    .orderBy("checkpoint.tree_size")
    .limit(1)
    .executeTakeFirst();
