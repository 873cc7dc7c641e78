import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import {
  appendToFrontier,
  type CompleteNode,
  createFrontier,
  createLogVerifier,
  type HashSuite,
  leafHash,
  type LogReport,
  type TreeHead,
} from "@kepu/transparency-log";
import { sql } from "kysely";
import type { Trx } from "./db.ts";
import { leafContent } from "./ledger.ts";
import type { ProblemList } from "./ledger-problems.ts";

export type LeafCopy = { hash: Buffer; table: string; id: string };

/** The leaves held outside, in order, a line at a time. */
export async function* readLeafCopies(file: string): AsyncGenerator<LeafCopy> {
  if (!existsSync(file)) return;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const [hash = "", table = "", id = ""] = line.split(" ");
    yield { hash: Buffer.from(hash, "base64"), table, id };
  }
}

type LeafRow = {
  leaf_index: number;
  leaf_hash: Buffer;
  id: string | null;
  subject_table: string;
  subject_id: string;
  content_hash: Buffer;
  created_at: Date;
};

const batchSize = 10_000;

/** How many nodes above the leaves a tree of this size has: a complete one for each pair, level by level. */
const innerNodeCount = (size: number): number => {
  let count = 0;
  for (let level = Math.floor(size / 2); level > 0; level = Math.floor(level / 2)) count += level;
  return count;
};

/**
 * Whether every stored node is the hash of its stored children and none is missing or too many: PostgreSQL says so in
 * one statement, five times faster than sending it all nodes. (It has no SM3.) Only where it is not so are the nodes
 * computed here and compared one by one, to name the changed one and not its parents.
 */
const areNodesSound = async (trx: Trx): Promise<boolean> => {
  const found = await sql<{ sound: boolean; nodes: number; leaves: number }>`
    select not exists (
        select 1 from ledger_nodes n
        left join ledger_leaves l on l.leaf_index = n.node_index * 2
        left join ledger_leaves r on r.leaf_index = n.node_index * 2 + 1
        where n.level = 1 and n.hash is distinct from sha256('\\x01'::bytea || l.leaf_hash || r.leaf_hash))
      and not exists (
        select 1 from ledger_nodes n
        left join ledger_nodes l on l.level = n.level - 1 and l.node_index = n.node_index * 2
        left join ledger_nodes r on r.level = n.level - 1 and r.node_index = n.node_index * 2 + 1
        where n.level > 1 and n.hash is distinct from sha256('\\x01'::bytea || l.hash || r.hash)) as sound,
      (select count(*) from ledger_nodes) as nodes, (select count(*) from ledger_leaves) as leaves`.execute(
    trx,
  );
  const row = found.rows[0];
  return row?.sound === true && row.nodes === innerNodeCount(row.leaves);
};

/** Nodes that became complete in a batch, against the stored ones; one statement, only differences come back. */
const compareNodes = async (
  trx: Trx,
  nodes: readonly CompleteNode[],
  problems: ProblemList,
): Promise<number> => {
  const inner = nodes.filter((node) => node.level > 0);
  if (inner.length === 0) return 0;
  const differing = await sql<{ level: number; node_index: number }>`
    select w.level, w.node_index
    from unnest(${inner.map((node) => node.level)}::int[], ${inner.map((node) => node.index)}::bigint[],
      ${inner.map((node) => node.hash)}::bytea[]) as w (level, node_index, hash)
    left join ledger_nodes n using (level, node_index) where n.hash is distinct from w.hash
    order by 1, 2 limit 100`.execute(trx);
  for (const { level, node_index: index } of differing.rows) {
    const width = 2 ** level;
    problems.add({
      kind: "node_changed",
      leafIndex: index * width,
      detail: `第 ${level} 层第 ${index} 个，管第 ${index * width}–${(index + 1) * width - 1} 号账目`,
    });
  }
  return inner.length;
};

export type TreeReport = { log: LogReport; differsFromCopy: boolean };

/**
 * Recomputes the whole tree from the entries in one pass and compares on the way: each entry with its leaf, with the
 * leaf held outside, the nodes with the stored ones, the root with every checkpoint. O(log n) memory.
 */
export const verifyTree = async (
  trx: Trx,
  options: {
    suite: HashSuite;
    heads: readonly TreeHead[];
    leafFile: string;
    copiedSize: number;
    problems: ProblemList;
  },
): Promise<TreeReport> => {
  const { suite, heads, problems, copiedSize } = options;
  const verifier = createLogVerifier(heads, { suite });
  const copies = readLeafCopies(options.leafFile)[Symbol.asyncIterator]();
  const nodesAreSound = suite === "sha256" && (await areNodesSound(trx));
  let frontier = createFrontier(0, [], { suite });
  let expectedNodes = 0;
  let differsFromCopy = false;
  let expected = 0;
  for (let last = -1; ;) {
    const batch = await sql<LeafRow>`
      select l.leaf_index, l.leaf_hash, e.id, e.subject_table, e.subject_id, e.content_hash, e.created_at
      from (select * from ledger_leaves where leaf_index > ${last} order by leaf_index limit ${batchSize}) l
      left join ledger_entries e on e.id = l.entry_id order by l.leaf_index`.execute(trx);
    if (batch.rows.length === 0) break;
    const hashes: Buffer[] = [];
    for (const row of batch.rows) {
      for (; expected < row.leaf_index; expected += 1) {
        const copy = await nextCopy(copies, expected < copiedSize);
        problems.add({
          kind: "leaf_missing",
          leafIndex: expected,
          ...(copy && { table: copy.table, id: copy.id }),
        });
      }
      expected = row.leaf_index + 1;
      // A leaf whose entry is gone stands in for it, so that one missing row does not make every later one look wrong.
      const hash = row.id === null ? row.leaf_hash : leafHash(leafContent({ ...row, id: row.id }), suite);
      if (row.id === null) problems.add({ kind: "entry_missing", leafIndex: row.leaf_index });
      else if (!hash.equals(row.leaf_hash))
        problems.add({
          kind: "leaf_changed",
          leafIndex: row.leaf_index,
          table: row.subject_table,
          id: row.subject_id,
        });
      const copy = await nextCopy(copies, row.leaf_index < copiedSize);
      if (copy !== undefined && !copy.hash.equals(hash)) {
        differsFromCopy = true;
        problems.add({
          kind: "leaf_differs_from_copy",
          leafIndex: row.leaf_index,
          table: copy.table,
          id: copy.id,
        });
      }
      hashes.push(hash);
      verifier.add({ leafHash: hash });
    }
    if (!nodesAreSound) {
      const appended = appendToFrontier(frontier, hashes);
      frontier = appended.frontier;
      expectedNodes += await compareNodes(trx, appended.nodes, problems);
    }
    last = batch.rows.at(-1)?.leaf_index ?? last;
  }
  if (!nodesAreSound) {
    const stored = await sql<{ count: number }>`select count(*) as count from ledger_nodes`.execute(trx);
    const unknown = (stored.rows[0]?.count ?? 0) - expectedNodes;
    if (unknown > 0) problems.add({ kind: "node_unknown", detail: String(unknown) });
  }
  for (let index = expected; index < copiedSize && index < expected + 1_000; index += 1) {
    const copy = await nextCopy(copies, true);
    if (copy === undefined) break;
    problems.add({ kind: "row_cut", leafIndex: index, table: copy.table, id: copy.id });
  }
  await copies.return(undefined);
  return { log: verifier.report(), differsFromCopy };
};

const nextCopy = async (copies: AsyncGenerator<LeafCopy>, isHeld: boolean): Promise<LeafCopy | undefined> => {
  if (!isHeld) return undefined;
  const next = await copies.next();
  return next.done === true ? undefined : next.value;
};

/** Whether the leaves held outside lead to the signed roots; only then is a difference the database's fault. */
export const verifyLeafCopies = async (
  file: string,
  options: { suite: HashSuite; heads: readonly TreeHead[]; copiedSize: number; problems: ProblemList },
): Promise<void> => {
  const { suite, heads, copiedSize, problems } = options;
  const verifier = createLogVerifier(heads, { suite });
  let lines = 0;
  for await (const copy of readLeafCopies(file)) {
    if (lines >= copiedSize) break;
    lines += 1;
    if (copy.hash.length !== 32) {
      problems.add({ kind: "leaf_copy_changed", leafIndex: lines - 1, detail: "不是 32 字节的散列值" });
      return;
    }
    verifier.add({ leafHash: copy.hash });
  }
  const { failure } = verifier.report();
  if (failure !== undefined)
    problems.add({
      kind: "leaf_copy_changed",
      leafIndex: failure.suspects.begin,
      detail: `检查点 ${failure.treeHead.size} 条`,
    });
};
