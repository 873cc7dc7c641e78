import { createHash } from "node:crypto";
import type { Clock } from "./clock.ts";
import type { Db, Trx } from "./db.ts";
import { createId } from "./ids.ts";

/** A record whose content the ledger vouches for. `content` is canonical JSON without personal data. */
export type LedgerSubject = { table: string; id: string; content: string };

export const hashContent = (content: string): Buffer => createHash("sha256").update(content).digest();

/**
 * Notes a record's content hash in the transaction that writes the record. The entry gets its place in the
 * Merkle tree from the sequencer, after the commit: acts do not wait for one another here.
 */
export const appendLedgerEntry = async (trx: Db | Trx, clock: Clock, subject: LedgerSubject): Promise<void> => {
  await trx
    .insertInto("ledger_entries")
    .values({
      id: createId(clock),
      subject_table: subject.table,
      subject_id: subject.id,
      content_hash: hashContent(subject.content),
      created_at: clock.now(),
    })
    .execute();
};
