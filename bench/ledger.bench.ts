import { hash } from "node:crypto";
import { createMemoryLog, leafHash, verifyInclusion, verifyLog, type LogEntry } from "@kepu/transparency-log";
import type { BenchRow } from "./row.ts";

const LOG_ROWS = 1_000_000;
const PROOFS = 20_000;
const NAIVE_ROWS = 65_536;
const APPEND_TARGET = 50_000;
const VERIFY_TARGET = 200_000;

/** A row of about 100 bytes, as a fact or an audit entry is in canonical JSON. */
function rowAt(i: number): Buffer {
  return Buffer.from(
    `{"at":"2026-11-23T00:00:00.000Z","entry":${i},"kind":"fact.recorded","quantity":1,"unit":"次"}`,
  );
}

function perSecond(count: number, work: () => void): number {
  const start = performance.now();
  work();
  return Math.round((count * 1000) / (performance.now() - start));
}

/** Small runs are at the mercy of one garbage collection: the median of five. */
function medianPerSecond(count: number, work: () => void): number {
  const figures = Array.from({ length: 5 }, () => perSecond(count, work)).sort((a, b) => a - b);
  return figures[2] ?? 0;
}

function assertSame(left: Uint8Array, right: Uint8Array): void {
  if (Buffer.compare(left, right) !== 0)
    throw new Error("two ways to one root disagree; the figures mean nothing");
}

/** The comparator: MTH of RFC 9162 §2.1.1 written down as it stands there. */
function naiveRoot(entries: readonly Buffer[]): Buffer {
  const [first] = entries;
  if (first === undefined) return hash("sha256", Buffer.alloc(0), "buffer");
  if (entries.length === 1) return hash("sha256", Buffer.concat([Buffer.of(0), first]), "buffer");
  const k = 2 ** (Math.ceil(Math.log2(entries.length)) - 1);
  const children = [naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k))];
  return hash("sha256", Buffer.concat([Buffer.of(1), ...children]), "buffer");
}

/** The other comparator: each row's hash covers the one before; catches less, and proves nothing about one row. */
function chainHead(entries: readonly Buffer[]): Buffer {
  let head = Buffer.alloc(32);
  for (const entry of entries) head = hash("sha256", Buffer.concat([head, entry]), "buffer");
  return head;
}

/** Measures the ledger in memory: appending, verifying a whole log and single proofs, ours beside two comparators. */
export async function rows(): Promise<BenchRow[]> {
  const entries = Array.from({ length: LOG_ROWS }, (_, i) => rowAt(i));
  const stored = entries.map((data): LogEntry => ({ data, leafHash: leafHash(data) }));
  return [...measureOurs(entries, stored), ...measureComparators(entries)];
}

function measureOurs(entries: readonly Buffer[], stored: readonly LogEntry[]): BenchRow[] {
  const log = createMemoryLog();
  const append = perSecond(LOG_ROWS, () => {
    for (const entry of entries) log.append(entry);
  });

  const sm3Log = createMemoryLog({ suite: "sm3" });
  const sm3Entries = entries.slice(0, LOG_ROWS / 4);
  const sm3Append = perSecond(sm3Entries.length, () => {
    for (const entry of sm3Entries) sm3Log.append(entry);
  });

  const treeHeads = [1, 2, 3, 4].map((quarter) => {
    const size = (LOG_ROWS / 4) * quarter;
    return { size, root: log.root(size) };
  });
  const verify = perSecond(LOG_ROWS, () => {
    const report = verifyLog(stored, treeHeads);
    if (!report.ok) throw new Error("the untouched log did not verify");
    assertSame(report.root, log.root());
  });

  const root = log.root();
  const picks = Array.from({ length: PROOFS }, (_, i) => (i * 7919) % LOG_ROWS);
  let proofs: Buffer[][] = [];
  const prove = perSecond(PROOFS, () => {
    proofs = picks.map((leafIndex) => log.inclusionProof(leafIndex));
  });
  const leaves = picks.map((leafIndex) => leafHash(rowAt(leafIndex)));
  const check = perSecond(PROOFS, () => {
    for (const [i, leafIndex] of picks.entries()) {
      verifyInclusion({
        leafHash: leaves[i] ?? root,
        leafIndex,
        treeSize: LOG_ROWS,
        proof: proofs[i] ?? [],
        root,
      });
    }
  });

  const note = `${LOG_ROWS.toLocaleString("en")} rows of about 100 bytes, sha256`;
  return [
    {
      name: "ledger: append in memory",
      value: append,
      unit: "rows/s",
      target: `≥ ${APPEND_TARGET.toLocaleString("en")}`,
      ok: append >= APPEND_TARGET,
      note,
    },
    {
      name: "ledger: append in memory, sm3",
      value: sm3Append,
      unit: "rows/s",
      target: `≥ ${APPEND_TARGET.toLocaleString("en")}`,
      ok: sm3Append >= APPEND_TARGET,
      note: `${sm3Entries.length.toLocaleString("en")} rows of about 100 bytes, sm3`,
    },
    {
      name: "ledger: verify (leaf hashes compared, root and 4 tree heads recomputed)",
      value: verify,
      unit: "rows/s",
      target: `≥ ${VERIFY_TARGET.toLocaleString("en")}`,
      ok: verify >= VERIFY_TARGET,
      note,
    },
    { name: "ledger: make an inclusion proof", value: prove, unit: "proofs/s", note: "up to 20 hashes each" },
    {
      name: "ledger: verify an inclusion proof",
      value: check,
      unit: "proofs/s",
      note: "up to 20 hashes each",
    },
  ];
}

function measureComparators(entries: readonly Buffer[]): BenchRow[] {
  const few = entries.slice(0, NAIVE_ROWS);
  const note = `${NAIVE_ROWS.toLocaleString("en")} rows, median of 5`;
  let ourRoot: Buffer = Buffer.alloc(0);
  const ours = medianPerSecond(NAIVE_ROWS, () => {
    ourRoot = verifyLog(few, []).root;
  });
  let theirRoot: Buffer = Buffer.alloc(0);
  const naive = medianPerSecond(NAIVE_ROWS, () => {
    theirRoot = naiveRoot(few);
  });
  assertSame(ourRoot, theirRoot);
  const chain = medianPerSecond(NAIVE_ROWS, () => {
    chainHead(few);
  });
  return [
    { name: "ledger: root of a log, ours", value: ours, unit: "rows/s", note },
    {
      name: "ledger: root of a log, comparator: the RFC's recursion as written",
      value: naive,
      unit: "rows/s",
      note,
    },
    {
      name: "ledger: comparator: plain hash chain",
      value: chain,
      unit: "rows/s",
      note: `${note}; no proofs`,
    },
  ];
}
