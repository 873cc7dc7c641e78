import { createHash, type Hash } from "node:crypto";
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
import { leafText } from "./ledger.ts";
import { leafBatchSize, readLeafBatch } from "./ledger-leaf-rows.ts";
import { isCopyOf, openLeafCopies, parseLeafCopy } from "./ledger-leaf-copies.ts";
import type { ProblemList } from "./ledger-problems.ts";

/** How many nodes above the leaves a tree of this size has: a complete one for each pair, level by level. */
const innerNodeCount = (size: number): number => {
  let count = 0;
  for (let level = Math.floor(size / 2); level > 0; level = Math.floor(level / 2)) count += level;
  return count;
};

/**
 * Whether every stored node is the hash of its stored children and none is missing or too many: PostgreSQL says so in
 * one statement. (It has no SM3.) Only where it is not so are the nodes computed here and compared one by one, to name
 * the changed one and not its parents.
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

/** How many nodes of a level are compared at once: 2 MB of hashes. */
const chunkNodes = 65_536;

/**
 * Compares the nodes computed on the way with the stored ones by one digest for each chunk of a level: PostgreSQL
 * hashes what it stores in long pieces, which costs a tenth of hashing each node anew. The queries run while the next
 * batch is hashed.
 */
const createNodeCheck = (trx: Trx) => {
  const open = new Map<number, { hash: Hash; from: number; count: number }>();
  const compared: Promise<boolean>[] = [];
  let total = 0;
  const compare = async (
    level: number,
    from: number,
    chunk: { hash: Hash; count: number },
  ): Promise<boolean> => {
    const digest = chunk.hash.digest();
    const stored = await sql<{ count: number; digest: Buffer | null }>`
      select count(*) as count, sha256(string_agg(hash, ''::bytea order by node_index)) as digest
      from ledger_nodes where level = ${level} and node_index >= ${from} and node_index < ${from + chunkNodes}`.execute(
      trx,
    );
    const row = stored.rows[0];
    return row?.count === chunk.count && row.digest?.equals(digest) === true;
  };
  const close = (level: number): void => {
    const chunk = open.get(level);
    if (chunk === undefined) return;
    open.delete(level);
    const done = compare(level, chunk.from, chunk);
    done.catch(() => undefined); // thrown again by isSound()
    compared.push(done);
  };
  return {
    onNode: (level: number, index: number, digest: string): void => {
      if (level === 0) return;
      let chunk = open.get(level);
      if (chunk === undefined) {
        chunk = { hash: createHash("sha256"), from: index, count: 0 };
        open.set(level, chunk);
      }
      chunk.hash.update(digest, "latin1");
      chunk.count += 1;
      total += 1;
      if (chunk.count === chunkNodes) close(level);
    },
    /** Whether the stored nodes are the computed ones, and no others. */
    isSound: async (): Promise<boolean> => {
      for (const level of open.keys()) close(level);
      if ((await Promise.all(compared)).includes(false)) return false;
      const stored = await sql<{ count: number }>`select count(*) as count from ledger_nodes`.execute(trx);
      return stored.rows[0]?.count === total;
    },
  };
};

/** A second pass, only where the nodes are not sound: computes them from the entries and names those that differ. */
const nameChangedNodes = async (trx: Trx, suite: HashSuite, problems: ProblemList): Promise<void> => {
  let frontier = createFrontier(0, [], { suite });
  let expectedNodes = 0;
  let next = readLeafBatch(trx, -1);
  for (let batch = await next; batch !== undefined; batch = await next) {
    next = readLeafBatch(trx, batch.last);
    const hashes = Array.from(batch.rows, ({ leafHash: stored, entry }) =>
      entry === undefined ? stored : leafHash(leafText(entry), suite),
    );
    const appended = appendToFrontier(frontier, hashes);
    frontier = appended.frontier;
    expectedNodes += await compareNodes(trx, appended.nodes, problems);
  }
  const stored = await sql<{ count: number }>`select count(*) as count from ledger_nodes`.execute(trx);
  const unknown = (stored.rows[0]?.count ?? 0) - expectedNodes;
  if (unknown > 0) problems.add({ kind: "node_unknown", detail: String(unknown) });
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
  const nodes = createNodeCheck(trx);
  const verifier = createLogVerifier(heads, { suite, onNode: nodes.onNode });
  const copies = await openLeafCopies(options.leafFile);
  let differsFromCopy = false;
  let expected = 0;
  let next = readLeafBatch(trx, -1);
  for (let batch = await next; batch !== undefined; batch = await next) {
    // The database reads on while the hashes of this batch are computed.
    next = readLeafBatch(trx, batch.last);
    const first = expected;
    const lines = await copies.take(Math.max(0, Math.min(batch.last + 1, copiedSize) - first));
    for (const { leafIndex, leafHash: stored, entry } of batch.rows) {
      for (; expected < leafIndex; expected += 1) {
        const line = lines[expected - first];
        const copy = line === undefined ? undefined : parseLeafCopy(line);
        problems.add({
          kind: "leaf_missing",
          leafIndex: expected,
          ...(copy && { table: copy.table, id: copy.id }),
        });
      }
      expected = leafIndex + 1;
      // A leaf whose entry is gone stands in for it, so that one missing row does not make every later one look wrong.
      const hash = entry === undefined ? stored : leafHash(leafText(entry), suite);
      if (entry === undefined) problems.add({ kind: "entry_missing", leafIndex });
      else if (!hash.equals(stored))
        problems.add({ kind: "leaf_changed", leafIndex, table: entry.subjectTable, id: entry.subjectId });
      const line = lines[leafIndex - first];
      if (line !== undefined && !isCopyOf(line, hash)) {
        const { table, id } = parseLeafCopy(line);
        differsFromCopy = true;
        problems.add({ kind: "leaf_differs_from_copy", leafIndex, table, id });
      }
      verifier.add({ leafHash: hash });
    }
  }
  // A changed entry leads to other nodes than the stored ones, which then are right: those are compared with the leaves.
  const nodesAreSound = (await nodes.isSound()) || (suite === "sha256" && (await areNodesSound(trx)));
  if (!nodesAreSound) await nameChangedNodes(trx, suite, problems);
  const cut = await copies.take(Math.max(0, Math.min(copiedSize, expected + 1_000) - expected));
  for (const [offset, line] of cut.entries()) {
    const { table, id } = parseLeafCopy(line);
    problems.add({ kind: "row_cut", leafIndex: expected + offset, table, id });
  }
  await copies.close();
  return { log: verifier.report(), differsFromCopy };
};

/** Whether the leaves held outside lead to the signed roots; only then is a difference the database's fault. */
export const verifyLeafCopies = async (
  file: string,
  options: { suite: HashSuite; heads: readonly TreeHead[]; copiedSize: number; problems: ProblemList },
): Promise<void> => {
  const { suite, heads, copiedSize, problems } = options;
  const verifier = createLogVerifier(heads, { suite });
  const copies = await openLeafCopies(file);
  let read = 0;
  for (;;) {
    const lines = await copies.take(Math.min(leafBatchSize, copiedSize - read));
    if (lines.length === 0) break;
    for (const line of lines) {
      const { hash } = parseLeafCopy(line);
      if (hash.length !== 32) {
        problems.add({ kind: "leaf_copy_changed", leafIndex: read, detail: "不是 32 字节的散列值" });
        await copies.close();
        return;
      }
      verifier.add({ leafHash: hash });
      read += 1;
    }
  }
  await copies.close();
  const { failure } = verifier.report();
  if (failure !== undefined)
    problems.add({
      kind: "leaf_copy_changed",
      leafIndex: failure.suspects.begin,
      detail: `检查点 ${failure.treeHead.size} 条`,
    });
};
