import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  appendToFrontier,
  createFrontier,
  createMemoryLog,
  emptyRoot,
  findChangedSubtrees,
  inclusionProof,
  leafHash,
  nodeHash,
  parseFrontier,
  rootOfFrontier,
  rootNodes,
  serialiseFrontier,
  type HashSuite,
} from "./index.ts";
import { naiveRoot } from "./naive-tree.ts";
import { logOf, numberedEntries, refuses } from "./test-support.ts";

const suites = fc.constantFrom<HashSuite>("sha256", "sm3");
const manyEntries = fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 200 });

test("appending numbers the entries from 0 and the root is that of the definition", () => {
  fc.assert(
    fc.property(manyEntries, suites, (entries, suite) => {
      const log = createMemoryLog({ suite });
      assert.deepEqual(
        entries.map((entry) => log.append(entry)),
        [...entries.keys()],
      );
      assert.equal(log.size, entries.length);
      assert.deepEqual(log.root(), naiveRoot(entries, suite));
    }),
  );
});

test("a log grown by entries and one grown by their leaf hashes are the same", () => {
  const byHash = createMemoryLog();
  for (const [i, entry] of numberedEntries(70).entries())
    assert.equal(byHash.appendLeafHash(leafHash(entry)), i);
  assert.deepEqual(byHash.root(), logOf(numberedEntries(70)).root());
});

test("entries of any length are hashed whole, at and around the length of the internal buffer", () => {
  for (const length of [0, 1, 63, 1023, 1024, 1025, 5000]) {
    const entry = Buffer.alloc(length, 0xa5);
    assert.deepEqual(leafHash(entry), naiveRoot([entry]));
    if (length > 0) {
      const changed = Buffer.from(entry);
      changed[length - 1] = 0;
      assert.notDeepEqual(leafHash(changed), leafHash(entry));
    }
  }
});

test("a long entry leaves nothing behind in the hash of a shorter one after it", () => {
  const expected = naiveRoot([Buffer.from("short")]);
  leafHash(Buffer.alloc(1000, 0xff));
  assert.deepEqual(leafHash(Buffer.from("short")), expected);
});

test("no inner node passes for an entry: its children as one entry hash to something else", () => {
  const [a, b] = [leafHash(Buffer.from("a")), leafHash(Buffer.from("b"))];
  assert.notDeepEqual(leafHash(Buffer.concat([a, b])), nodeHash(a, b));
});

test("an empty log has the empty root and no proofs", () => {
  const log = createMemoryLog();
  assert.deepEqual(log.root(), emptyRoot());
  assert.throws(() => log.inclusionProof(0), refuses("tree-size-invalid"));
  assert.throws(() => log.consistencyProof(0, 0), refuses("tree-size-invalid"));
});

test("a size beyond the log, text for bytes and hashes of other lengths are refused and change nothing", () => {
  const log = logOf(numberedEntries(5));
  const before = log.root();
  assert.throws(() => log.root(6), refuses("tree-size-order"));
  assert.throws(() => log.root(-1), refuses("tree-size-invalid"));
  assert.throws(() => log.inclusionProof(0, 6), refuses("tree-size-order"));
  assert.throws(() => log.consistencyProof(1, 6), refuses("tree-size-order"));
  assert.throws(() => log.append("entry" as unknown as Uint8Array), refuses("bytes-invalid"));
  assert.throws(() => log.appendLeafHash(Buffer.alloc(31)), refuses("hash-length-invalid"));
  assert.throws(() => createMemoryLog({ suite: "md5" as HashSuite }), refuses("suite-unknown"));
  assert.throws(() => leafHash("a" as unknown as Uint8Array), refuses("bytes-invalid"));
  assert.throws(() => leafHash(Buffer.from("a"), "constructor" as HashSuite), refuses("suite-unknown"));
  assert.throws(() => emptyRoot("md5" as HashSuite), refuses("suite-unknown"));
  assert.throws(() => nodeHash(before, Buffer.alloc(33)), refuses("hash-length-invalid"));
  assert.throws(() => nodeHash(Buffer.alloc(0), before), refuses("hash-length-invalid"));
  assert.throws(() => nodeHash(before, before, { suite: "" as HashSuite }), refuses("suite-unknown"));
  assert.deepEqual([log.size, log.root()], [5, before]);
});

test("nodes that are not complete, or not there, are not read", () => {
  const log = logOf(numberedEntries(6));
  assert.deepEqual(log.node(0, 5), leafHash(Buffer.from("entry 5")));
  assert.notEqual(log.node(1, 2), undefined);
  for (const [level, index] of [
    [0, 6],
    [1, 3],
    [2, 1],
    [3, 0],
    [-1, 0],
    [0, -1],
    [0, 0.5],
    [0.5, 0],
    [60, 0],
  ] as const) {
    assert.equal(log.node(level, index), undefined, `${level}/${index}`);
  }
});

test("writing into what the log gave does not change the log", () => {
  const log = logOf(numberedEntries(9));
  const before = log.root(8);
  for (const hash of [...log.inclusionProof(3), ...log.consistencyProof(4), ...log.frontier().hashes])
    hash.fill(0);
  log.node(0, 0)?.fill(0);
  log.root().fill(0);
  assert.deepEqual(log.root(8), before);
  assert.deepEqual(log.root(), naiveRoot(numberedEntries(9)));
});

test("storage that grows keeps every node: proofs of old entries are right after many more", () => {
  const log = logOf(numberedEntries(5000));
  assert.deepEqual(log.root(3000), naiveRoot(numberedEntries(3000)));
  for (const index of [0, 63, 64, 4095, 4096, 4999]) {
    assert.deepEqual(log.node(0, index), leafHash(Buffer.from(`entry ${index}`)));
  }
});

test("a frontier, appended to in pieces and written and read between them, is always the full tree", () => {
  fc.assert(
    fc.property(fc.array(manyEntries, { maxLength: 4 }), suites, (pieces, suite) => {
      const log = createMemoryLog({ suite });
      const stored = new Map<string, Buffer>();
      let frontier = createFrontier(0, [], { suite });
      for (const piece of pieces) {
        for (const entry of piece) log.append(entry);
        const grown = appendToFrontier(
          frontier,
          piece.map((entry) => leafHash(entry, suite)),
        );
        for (const { level, index, hash } of grown.nodes) stored.set(`${level}/${index}`, hash);
        frontier = parseFrontier(serialiseFrontier(grown.frontier));
        assert.deepEqual(frontier, log.frontier());
        assert.deepEqual(rootOfFrontier(frontier), log.root());
      }
      const read = (level: number, index: number) => stored.get(`${level}/${index}`);
      for (let index = 0; index < log.size; index += 17) {
        assert.deepEqual(
          inclusionProof(read, index, { treeSize: log.size, suite }),
          log.inclusionProof(index),
        );
      }
    }),
    { numRuns: 40 },
  );
});

test("a frontier is the stored nodes announced for its root", () => {
  for (let size = 1; size <= 130; size += 1) {
    const log = logOf(numberedEntries(size));
    const hashes = rootNodes(size).map(({ level, index }) => log.node(level, index) ?? Buffer.alloc(0));
    assert.deepEqual(createFrontier(size, hashes), log.frontier());
  }
});

test("appending to a frontier names each complete node once, a child before its parent, and leaves the old value", () => {
  const before = createFrontier(0, []);
  const { frontier, nodes } = appendToFrontier(
    before,
    numberedEntries(6).map((entry) => leafHash(entry)),
  );
  assert.deepEqual(
    nodes.map(({ level, index }) => `${level}/${index}`),
    ["0/0", "0/1", "1/0", "0/2", "0/3", "1/1", "2/0", "0/4", "0/5", "1/2"],
  );
  assert.deepEqual([before.size, frontier.size], [0, 6]);
  assert.deepEqual(rootOfFrontier(before), emptyRoot());
});

test("a frontier that does not fit its size is refused, as text too", () => {
  const hash = leafHash(Buffer.from("a"));
  for (const size of [-1, 1.5, NaN, 2 ** 53]) {
    assert.throws(() => createFrontier(size, [hash]), refuses("frontier-invalid"));
  }
  assert.throws(() => createFrontier(3, [hash]), refuses("frontier-invalid"));
  assert.throws(() => createFrontier(0, [hash]), refuses("frontier-invalid"));
  assert.throws(() => createFrontier(1, [hash.subarray(1)]), refuses("hash-length-invalid"));
  assert.throws(() => createFrontier(1, [hash], { suite: "md5" as HashSuite }), refuses("suite-unknown"));
  assert.throws(
    () => appendToFrontier(createFrontier(0, []), [Buffer.alloc(31)]),
    refuses("hash-length-invalid"),
  );
  const hex = hash.toString("hex");
  for (const text of [
    "",
    "sha256 1",
    `sha256 1 ${hex}\n`,
    `sha256 3 ${hex}`,
    `sha256 01 ${hex}`,
    `sha256 1 ${hex},`,
    `sha256 1 ${hex.toUpperCase()}`,
    `md5 1 ${hex}`,
    `sha256 9999999999999999 ${hex}`,
    ` sha256 1 ${hex}`,
  ]) {
    assert.throws(() => parseFrontier(text), refuses("frontier-invalid"), text);
  }
});

test("a frontier at the largest safe size takes no more entries", () => {
  const full = createFrontier(
    Number.MAX_SAFE_INTEGER,
    Array.from({ length: 53 }, () => leafHash(Buffer.from("a"))),
  );
  assert.throws(() => appendToFrontier(full, [leafHash(Buffer.from("b"))]), refuses("tree-size-invalid"));
});

test("bisecting stored nodes names exactly the changed entries, in order", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.uniqueArray(fc.nat(299), { maxLength: 6 }),
      (size, picks) => {
        const changed = [...new Set(picks.map((pick) => pick % size))].sort((a, b) => a - b);
        const stored = logOf(numberedEntries(size));
        const recomputed = logOf(
          numberedEntries(size).map((entry, i) =>
            changed.includes(i) ? Buffer.from(`changed ${i}`) : entry,
          ),
        );
        assert.deepEqual(
          findChangedSubtrees(stored.node, recomputed.node, { size }).map(({ entries }) => entries),
          changed.map((index) => ({ begin: index, end: index + 1 })),
        );
      },
    ),
  );
});

test("bisecting reads a few nodes, and gives the smallest subtree when the stored leaf was rewritten too", () => {
  const size = 1024;
  const honest = logOf(numberedEntries(size));
  const recomputed = logOf(
    numberedEntries(size).map((entry, i) => (i === 700 ? Buffer.from("changed") : entry)),
  );
  let reads = 0;
  const stored = (level: number, index: number) => {
    reads += 1;
    return level === 0 ? recomputed.node(level, index) : honest.node(level, index);
  };
  assert.deepEqual(findChangedSubtrees(stored, recomputed.node, { size }), [
    { level: 1, index: 350, entries: { begin: 700, end: 702 } },
  ]);
  assert.equal(reads, 1 + 2 * 10);
});

test("bisecting counts a deleted node as changed, stops at the limit and refuses an empty tree", () => {
  const log = logOf(numberedEntries(16));
  const gone = (level: number, index: number) => {
    const isOnPathToThree = index === Math.floor(3 / 2 ** level);
    return isOnPathToThree ? undefined : log.node(level, index);
  };
  assert.deepEqual(
    findChangedSubtrees(gone, log.node, { size: 16 }).map(({ entries }) => entries.begin),
    [3],
  );
  assert.equal(findChangedSubtrees(() => undefined, log.node, { size: 16, limit: 5 }).length, 5);
  assert.throws(() => findChangedSubtrees(log.node, log.node, { size: 0 }), refuses("tree-size-invalid"));
});
