import assert from "node:assert/strict";
import { test } from "node:test";
import {
  consistencyProof,
  consistencyProofNodes,
  createMemoryLog,
  inclusionProof,
  inclusionProofNodes,
  leafHash,
  rootFromNodes,
  rootNodes,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type HashSuite,
  type InclusionClaim,
} from "./index.ts";
import { entryAt, logUpTo, refuses } from "./test-support.ts";

test("a wrong first root and a wrong second root are told apart", () => {
  const log = logUpTo(7);
  const other = leafHash(Buffer.from("other"));
  const claim: ConsistencyClaim = {
    firstSize: 3,
    secondSize: 7,
    firstRoot: log.root(3),
    secondRoot: log.root(7),
    proof: log.consistencyProof(3, 7),
  };
  assert.throws(
    () => verifyConsistency({ ...claim, firstRoot: other }),
    refuses("consistency-first-mismatch"),
  );
  assert.throws(
    () => verifyConsistency({ ...claim, secondRoot: other }),
    refuses("consistency-second-mismatch"),
  );
});

test("a log that rewrote an old entry has no consistency proof that verifies", () => {
  const honest = logUpTo(20);
  const rewritten = createMemoryLog();
  for (let i = 0; i < 33; i += 1) rewritten.append(i === 11 ? Buffer.from("rewritten") : entryAt(i));
  assert.throws(
    () =>
      verifyConsistency({
        firstSize: 20,
        secondSize: 33,
        firstRoot: honest.root(),
        secondRoot: rewritten.root(),
        proof: rewritten.consistencyProof(20),
      }),
    refuses("consistency-first-mismatch"),
  );
});

test("the verifier refuses hostile sizes, indexes and hashes with their codes", () => {
  const log = logUpTo(5);
  const inclusion: InclusionClaim = {
    leafHash: leafHash(entryAt(2)),
    leafIndex: 2,
    treeSize: 5,
    proof: log.inclusionProof(2),
    root: log.root(),
  };
  const consistency: ConsistencyClaim = {
    firstSize: 3,
    secondSize: 5,
    firstRoot: log.root(3),
    secondRoot: log.root(5),
    proof: log.consistencyProof(3),
  };
  for (const size of [0, -1, 1.5, NaN, Infinity, 2 ** 53]) {
    assert.throws(() => verifyInclusion({ ...inclusion, treeSize: size }), refuses("tree-size-invalid"));
    assert.throws(() => verifyConsistency({ ...consistency, firstSize: size }), refuses("tree-size-invalid"));
    assert.throws(
      () => verifyConsistency({ ...consistency, secondSize: size }),
      refuses("tree-size-invalid"),
    );
  }
  for (const leafIndex of [-1, 5, 1.5, NaN, 2 ** 53]) {
    assert.throws(() => verifyInclusion({ ...inclusion, leafIndex }), refuses("leaf-index-invalid"));
  }
  for (const length of [0, 31, 33, 64]) {
    const hash = Buffer.alloc(length);
    assert.throws(() => verifyInclusion({ ...inclusion, leafHash: hash }), refuses("hash-length-invalid"));
    assert.throws(() => verifyInclusion({ ...inclusion, root: hash }), refuses("hash-length-invalid"));
    assert.throws(
      () => verifyConsistency({ ...consistency, firstRoot: hash }),
      refuses("hash-length-invalid"),
    );
    assert.throws(
      () => verifyConsistency({ ...consistency, secondRoot: hash }),
      refuses("hash-length-invalid"),
    );
    for (const i of inclusion.proof.keys()) {
      const proof = inclusion.proof.with(i, hash);
      assert.throws(() => verifyInclusion({ ...inclusion, proof }), refuses("hash-length-invalid"));
    }
    const proof = consistency.proof.with(0, hash);
    assert.throws(() => verifyConsistency({ ...consistency, proof }), refuses("hash-length-invalid"));
  }
  assert.throws(() => verifyConsistency({ ...consistency, firstSize: 6 }), refuses("tree-size-order"));
  assert.throws(() => verifyConsistency({ ...consistency, proof: [] }), refuses("proof-length-invalid"));
  // Refused for its length before any of its hashes is looked at.
  const endless = Array.from({ length: 10_000 }, () => Buffer.alloc(0));
  assert.throws(() => verifyInclusion({ ...inclusion, proof: endless }), refuses("proof-length-invalid"));
  // What JSON from outside may hold, past the types.
  const noSuite = "md5" as HashSuite;
  assert.throws(() => verifyInclusion({ ...inclusion, suite: noSuite }), refuses("suite-unknown"));
  assert.throws(() => verifyConsistency({ ...consistency, suite: noSuite }), refuses("suite-unknown"));
  const noBytes = "6e34" as unknown as Uint8Array;
  assert.throws(() => verifyInclusion({ ...inclusion, root: noBytes }), refuses("bytes-invalid"));
  const noProof = { length: 2 } as unknown as Uint8Array[];
  assert.throws(() => verifyInclusion({ ...inclusion, proof: noProof }), refuses("proof-length-invalid"));
});

test("equal sizes are consistent with equal roots and an empty proof only", () => {
  const root = logUpTo(6).root();
  const claim = { firstSize: 6, secondSize: 6, firstRoot: root, secondRoot: root, proof: [] };
  verifyConsistency(claim);
  assert.throws(() => verifyConsistency({ ...claim, proof: [root] }), refuses("proof-length-invalid"));
  assert.throws(
    () => verifyConsistency({ ...claim, secondRoot: leafHash(root) }),
    refuses("consistency-second-mismatch"),
  );
});

test("a missing or damaged stored node, a bad size and a bad index stop a proof with their codes", () => {
  const log = logUpTo(6);
  assert.throws(() => inclusionProof(() => undefined, 0, { treeSize: 6 }), refuses("node-missing"));
  assert.throws(() => rootFromNodes(() => Buffer.alloc(31), 6), refuses("hash-length-invalid"));
  assert.throws(() => rootFromNodes(log.node, 0), refuses("tree-size-invalid"));
  assert.throws(() => rootFromNodes(log.node, 7), refuses("node-missing"));
  assert.throws(() => inclusionProof(log.node, 6, { treeSize: 6 }), refuses("leaf-index-invalid"));
  assert.throws(() => inclusionProof(log.node, 0, { treeSize: 0 }), refuses("tree-size-invalid"));
  assert.throws(() => inclusionProofNodes(6, 6), refuses("leaf-index-invalid"));
  assert.throws(() => inclusionProofNodes(0, 0), refuses("tree-size-invalid"));
  assert.throws(() => consistencyProof(log.node, 0, { secondSize: 6 }), refuses("tree-size-invalid"));
  assert.throws(() => consistencyProof(log.node, 6, { secondSize: 5 }), refuses("tree-size-order"));
  assert.throws(() => consistencyProofNodes(6, 5), refuses("tree-size-order"));
  assert.throws(() => rootNodes(0), refuses("tree-size-invalid"));
  const suite = "md5" as HashSuite; // past the types, as from a configuration
  assert.throws(() => rootFromNodes(log.node, 6, { suite }), refuses("suite-unknown"));
  assert.throws(() => inclusionProof(log.node, 0, { treeSize: 6, suite }), refuses("suite-unknown"));
  assert.throws(() => consistencyProof(log.node, 3, { secondSize: 6, suite }), refuses("suite-unknown"));
});
