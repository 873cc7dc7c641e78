import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  createLogVerifier,
  createMemoryLog,
  emptyRoot,
  leafHash,
  nodeHash,
  verifyLog,
  type HashSuite,
  type LogEntry,
  type TreeHead,
} from "./index.ts";
import { naiveRoot } from "./naive-tree.ts";
import { refuses } from "./test-support.ts";

type Row = { data: Buffer; leafHash: Buffer };

function rowOf(text: string): Row {
  return { data: Buffer.from(text), leafHash: leafHash(Buffer.from(text)) };
}

function rowsUpTo(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => rowOf(`entry ${i}`));
}

function headsOf(rows: readonly Row[], sizes: readonly number[]): TreeHead[] {
  return sizes.map((size) => ({ size, root: naiveRoot(rows.slice(0, size).map(({ data }) => data)) }));
}

const rows = rowsUpTo(100);
const heads = headsOf(rows, [10, 37, 64, 90]);

test("an untouched log fits all its tree heads, and says what they do not cover yet", () => {
  const report = verifyLog(rows, heads);
  assert.deepEqual(report, {
    ok: true,
    size: 100,
    root: naiveRoot(rows.map(({ data }) => data)),
    anchoredSize: 90,
    failure: undefined,
    changedEntries: [],
    changedEntryCount: 0,
  });
});

test("entries may come as bytes, as leaf hashes or as both, and lead to the same root", () => {
  const asBytes = rows.map(({ data }): LogEntry => data);
  const asHashes = rows.map((row): LogEntry => ({ leafHash: row.leafHash }));
  const expected = verifyLog(rows, heads);
  assert.deepEqual(verifyLog(asBytes, heads), expected);
  assert.deepEqual(verifyLog(asHashes, heads), expected);
});

test("a changed entry is named by its stored leaf hash, and the first tree head that fails by its position", () => {
  const changed = rows.with(50, { ...rowOf("changed"), leafHash: rows[50]?.leafHash ?? Buffer.alloc(0) });
  const report = verifyLog(changed, heads);
  assert.equal(report.ok, false);
  assert.deepEqual(report.changedEntries, [50]);
  assert.deepEqual(report.failure, {
    position: 2,
    treeHead: heads[2],
    reason: "root-mismatch",
    suspects: { begin: 37, end: 64 },
  });
  assert.equal(report.anchoredSize, 37);
});

test("an entry changed together with its leaf hash is caught by the next tree head and bracketed", () => {
  const report = verifyLog(rows.with(50, rowOf("changed")), heads);
  assert.deepEqual(report.changedEntries, []);
  assert.deepEqual(report.failure?.suspects, { begin: 37, end: 64 });
});

test("a leaf hash changed beside its entry is named, while all tree heads stay right", () => {
  const odd = rows.with(50, { data: Buffer.from("entry 50"), leafHash: leafHash(Buffer.from("other")) });
  const report = verifyLog(odd, heads);
  assert.deepEqual([report.ok, report.failure, report.changedEntries], [false, undefined, [50]]);
  const short = rows.with(7, { data: Buffer.from("entry 7"), leafHash: Buffer.alloc(31) });
  assert.deepEqual(verifyLog(short, heads).changedEntries, [7]);
});

test("removed, inserted, exchanged and cut-off entries fail the first tree head that covers them", () => {
  const [a, b] = [rows[20] ?? rowOf(""), rows[21] ?? rowOf("")];
  for (const [name, tampered] of [
    ["removed", rows.toSpliced(20, 1)],
    ["inserted", rows.toSpliced(20, 0, rowOf("inserted"))],
    ["exchanged", rows.with(20, b).with(21, a)],
    ["doubled", rows.toSpliced(20, 0, a)],
  ] as const) {
    const { failure } = verifyLog(tampered, heads);
    assert.deepEqual([failure?.position, failure?.reason], [1, "root-mismatch"], name);
  }
  const cut = verifyLog(rows.slice(0, 70), heads).failure;
  assert.deepEqual([cut?.position, cut?.reason, cut?.suspects], [3, "log-truncated", { begin: 64, end: 90 }]);
});

test("any one changed entry under a tree head is caught and bracketed by the tree heads around it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 80 }),
      fc.nat(),
      fc.uniqueArray(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 6 }),
      (count, pick, sizes) => {
        const honest = rowsUpTo(count);
        const covered = sizes.filter((size) => size <= count);
        const at = pick % count;
        const { failure, ok } = verifyLog(honest.with(at, rowOf("changed")), headsOf(honest, covered));
        const first = covered.filter((size) => size > at).sort((x, y) => x - y)[0];
        const before = covered.filter((size) => size <= at).sort((x, y) => y - x)[0] ?? 0;
        assert.equal(ok, first === undefined);
        assert.deepEqual(failure?.suspects, first === undefined ? undefined : { begin: before, end: first });
      },
    ),
  );
});

test("tree heads may come in any order, twice, and two that contradict each other fail", () => {
  const shuffled = [heads[3], heads[0], heads[2], heads[0], heads[1]].filter((head) => head !== undefined);
  assert.equal(verifyLog(rows, shuffled).ok, true);
  const contradiction = { size: 64, root: leafHash(Buffer.from("other")) };
  assert.equal(verifyLog(rows, [...heads, contradiction]).failure?.position, 4);
  assert.equal(verifyLog(rows, [contradiction, ...heads]).failure?.position, 0);
});

test("at most the asked number of changed entries is named, and all are counted", () => {
  const all = rows.map((row) => ({ data: Buffer.concat([row.data, Buffer.of(0)]), leafHash: row.leafHash }));
  const report = verifyLog(all, [], { changedEntryLimit: 3 });
  assert.deepEqual([report.changedEntries, report.changedEntryCount], [[0, 1, 2], 100]);
});

test("the first failure stays the reported one, whatever comes after", () => {
  const wrong = { size: 12, root: leafHash(Buffer.from("wrong")) };
  const { failure, anchoredSize } = verifyLog(rows, [...heads, wrong]);
  assert.deepEqual([failure?.position, failure?.suspects, anchoredSize], [4, { begin: 10, end: 12 }, 10]);
});

test("a verifier fed in batches reports as one pass does, and a log of sm3 is verified as such", () => {
  const suite: HashSuite = "sm3";
  const log = createMemoryLog({ suite });
  for (const { data } of rows) log.append(data);
  const treeHeads = [{ size: 77, root: log.root(77) }];
  const verifier = createLogVerifier(treeHeads, { suite });
  for (const { data } of rows.slice(0, 50)) verifier.add(data);
  assert.equal(verifier.report().failure?.reason, "log-truncated");
  for (const { data } of rows.slice(50)) verifier.add({ data });
  const report = verifier.report();
  assert.deepEqual([report.ok, report.root], [true, log.root()]);
  assert.equal(
    verifyLog(
      rows.map(({ data }) => data),
      treeHeads,
    ).ok,
    false,
  );
});

test("a log without entries has the empty root, and tree heads that nobody can meet are refused", () => {
  assert.deepEqual(verifyLog([], []).root, emptyRoot());
  assert.equal(verifyLog([], heads).failure?.reason, "log-truncated");
  const root = leafHash(Buffer.from("a"));
  assert.throws(() => verifyLog([], [{ size: 0, root: emptyRoot() }]), refuses("tree-size-invalid"));
  assert.throws(() => verifyLog([], [{ size: 1.5, root }]), refuses("tree-size-invalid"));
  assert.throws(() => verifyLog([], [{ size: 1, root: root.subarray(1) }]), refuses("hash-length-invalid"));
  assert.throws(() => verifyLog([], [], { suite: "md5" as HashSuite }), refuses("suite-unknown"));
  assert.throws(() => verifyLog([{ leafHash: Buffer.alloc(31) }], []), refuses("hash-length-invalid"));
  const text = { data: "text" } as unknown as LogEntry; // past the types
  assert.throws(() => verifyLog([text], []), refuses("bytes-invalid"));
  const textBeside = { data: Buffer.from("a"), leafHash: "text" } as unknown as LogEntry; // past the types
  assert.throws(() => verifyLog([textBeside], []), refuses("bytes-invalid"));
});

test("the verifier tells of each complete node, with the hash that proofs read", () => {
  const entries = ["a", "b", "c", "d", "e"].map((text) => Buffer.from(text));
  const seen: string[] = [];
  const verifier = createLogVerifier([], {
    onNode: (level, index, digest) =>
      seen.push(`${level}/${index} ${Buffer.from(digest, "latin1").toString("hex")}`),
  });
  for (const entry of entries) verifier.add(entry);
  const [a, b, c, d, e] = entries.map((entry) => leafHash(entry)) as [Buffer, Buffer, Buffer, Buffer, Buffer]; // five entries above
  const [ab, cd] = [nodeHash(a, b), nodeHash(c, d)];
  const expected: [string, Buffer][] = [
    ["0/0", a],
    ["0/1", b],
    ["1/0", ab],
    ["0/2", c],
    ["0/3", d],
    ["1/1", cd],
    ["2/0", nodeHash(ab, cd)],
    ["0/4", e],
  ];
  assert.deepEqual(
    seen,
    expected.map(([place, hash]) => `${place} ${hash.toString("hex")}`),
  );
});
