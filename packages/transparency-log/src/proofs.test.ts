import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  TransparencyLogError,
  consistencyProof,
  consistencyProofNodes,
  createMemoryLog,
  inclusionProof,
  inclusionProofNodes,
  leafHash,
  nodeHash,
  rootFromNodes,
  rootNodes,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type HashSuite,
  type InclusionClaim,
  type NodePosition,
  type TransparencyLogErrorCode,
} from "./index.ts";
import { naiveConsistency, naivePath, naiveRoot } from "./naive-tree.ts";

const suites = fc.constantFrom<HashSuite>("sha256", "sm3");

function entryAt(i: number): Buffer {
  return Buffer.from(`entry ${i}`);
}

function entriesUpTo(size: number): Buffer[] {
  return Array.from({ length: size }, (_, i) => entryAt(i));
}

function logUpTo(size: number, suite: HashSuite = "sha256") {
  const log = createMemoryLog({ suite });
  for (const entry of entriesUpTo(size)) log.append(entry);
  return log;
}

function flipBit(bytes: Uint8Array, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  const at = Math.floor(bit / 8) % flipped.length;
  flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
  return flipped;
}

function refuses(code: TransparencyLogErrorCode) {
  return (error: unknown) => error instanceof TransparencyLogError && error.code === code;
}

test("every root, inclusion and consistency proof up to 40 entries is that of the definition, and verifies", () => {
  const log = logUpTo(40);
  const entries = entriesUpTo(40);
  for (let second = 1; second <= 40; second += 1) {
    const tree = entries.slice(0, second);
    const root = naiveRoot(tree);
    assert.deepEqual(log.root(second), root);
    for (let index = 0; index < second; index += 1) {
      const proof = log.inclusionProof(index, second);
      assert.deepEqual(proof, naivePath(index, tree));
      verifyInclusion({
        leafHash: leafHash(entryAt(index)),
        leafIndex: index,
        treeSize: second,
        proof,
        root,
      });
    }
    for (let first = 1; first <= second; first += 1) {
      const consistency = log.consistencyProof(first, second);
      assert.deepEqual(consistency, naiveConsistency(first, tree));
      verifyConsistency({
        firstSize: first,
        secondSize: second,
        firstRoot: log.root(first),
        secondRoot: root,
        proof: consistency,
      });
    }
  }
});

const inclusionClaims = fc
  .record({ size: fc.integer({ min: 1, max: 300 }), pick: fc.nat(), suite: suites })
  .map(({ size, pick, suite }): InclusionClaim => {
    const log = logUpTo(size, suite);
    const leafIndex = pick % size;
    return {
      leafHash: leafHash(entryAt(leafIndex), suite),
      leafIndex,
      treeSize: size,
      proof: log.inclusionProof(leafIndex),
      root: log.root(),
      suite,
    };
  });

const consistencyClaims = fc
  .record({ second: fc.integer({ min: 1, max: 300 }), pick: fc.nat(), suite: suites })
  .map(({ second, pick, suite }): ConsistencyClaim => {
    const log = logUpTo(second, suite);
    const firstSize = 1 + (pick % second);
    return {
      firstSize,
      secondSize: second,
      firstRoot: log.root(firstSize),
      secondRoot: log.root(),
      proof: log.consistencyProof(firstSize),
      suite,
    };
  });

test("an inclusion proof verifies, and does not when any one bit of leaf, proof or root is flipped", () => {
  fc.assert(
    fc.property(inclusionClaims, fc.nat(255), (claim, bit) => {
      verifyInclusion(claim);
      const broken: InclusionClaim[] = [
        { ...claim, leafHash: flipBit(claim.leafHash, bit) },
        { ...claim, root: flipBit(claim.root, bit) },
        ...claim.proof.map((hash, i) => ({ ...claim, proof: claim.proof.with(i, flipBit(hash, bit)) })),
      ];
      for (const wrong of broken) assert.throws(() => verifyInclusion(wrong), refuses("inclusion-mismatch"));
    }),
    { numRuns: 60 },
  );
});

test("an inclusion proof verifies at no other index, for no other suite and with no hash more, less or moved", () => {
  fc.assert(
    fc.property(inclusionClaims, fc.nat(), (claim, pick) => {
      for (const leafIndex of [claim.leafIndex - 1, claim.leafIndex + 1, claim.leafIndex ^ 2]) {
        assert.throws(() => verifyInclusion({ ...claim, leafIndex }), TransparencyLogError);
      }
      const at = pick % (claim.proof.length + 1);
      const longer = claim.proof.toSpliced(at, 0, claim.root);
      assert.throws(() => verifyInclusion({ ...claim, proof: longer }), refuses("proof-length-invalid"));
      if (claim.proof.length === 0) return;
      const shorter = claim.proof.toSpliced(at % claim.proof.length, 1);
      assert.throws(() => verifyInclusion({ ...claim, proof: shorter }), refuses("proof-length-invalid"));
      const suite = claim.suite === "sm3" ? "sha256" : "sm3";
      assert.throws(() => verifyInclusion({ ...claim, suite }), refuses("inclusion-mismatch"));
      if (claim.proof.length === 1) return;
      const moved = [...claim.proof.slice(1), ...claim.proof.slice(0, 1)];
      assert.throws(() => verifyInclusion({ ...claim, proof: moved }), refuses("inclusion-mismatch"));
    }),
    { numRuns: 60 },
  );
});

test("a consistency proof verifies, and does not when any one bit of a root or of the proof is flipped", () => {
  fc.assert(
    fc.property(consistencyClaims, fc.nat(255), (claim, bit) => {
      verifyConsistency(claim);
      const broken: ConsistencyClaim[] = [
        { ...claim, firstRoot: flipBit(claim.firstRoot, bit) },
        { ...claim, secondRoot: flipBit(claim.secondRoot, bit) },
        ...claim.proof.map((hash, i) => ({ ...claim, proof: claim.proof.with(i, flipBit(hash, bit)) })),
      ];
      for (const wrong of broken) assert.throws(() => verifyConsistency(wrong), TransparencyLogError);
    }),
    { numRuns: 60 },
  );
});

test("a consistency proof verifies with no hash more or less, and not with the roots changed over", () => {
  fc.assert(
    fc.property(consistencyClaims, fc.nat(), (claim, pick) => {
      const at = pick % (claim.proof.length + 1);
      const longer = claim.proof.toSpliced(at, 0, claim.firstRoot);
      assert.throws(() => verifyConsistency({ ...claim, proof: longer }), refuses("proof-length-invalid"));
      if (claim.proof.length === 0) return;
      const shorter = claim.proof.toSpliced(at % claim.proof.length, 1);
      assert.throws(() => verifyConsistency({ ...claim, proof: shorter }), refuses("proof-length-invalid"));
      const { firstRoot, secondRoot } = claim;
      assert.throws(
        () => verifyConsistency({ ...claim, firstRoot: secondRoot, secondRoot: firstRoot }),
        TransparencyLogError,
      );
    }),
    { numRuns: 60 },
  );
});

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
  const endless = Array.from({ length: 10_000 }, () => Buffer.alloc(32));
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

test("proofs of trees beyond 2^32 entries verify, up to the largest safe size", () => {
  // Where all entries are alike, all nodes of a level are: so a tree of any size can be read without storing it.
  const nodes = [leafHash(Buffer.from("same"))];
  for (let level = 1; level <= 53; level += 1) {
    const below = nodes[level - 1] ?? Buffer.alloc(0);
    nodes.push(nodeHash(below, below));
  }
  const read = (level: number): Buffer | undefined => nodes[level];
  const sizes = [2 ** 31, 2 ** 32 + 1, 2 ** 40 + 12_345, 2 ** 53 - 2, Number.MAX_SAFE_INTEGER];
  for (const [i, secondSize] of sizes.entries()) {
    const root = rootFromNodes(read, secondSize);
    for (const leafIndex of [0, 1, 2 ** 31 - 1, 2 ** 30 + 7, secondSize - 1]) {
      const proof = inclusionProof(read, leafIndex, { treeSize: secondSize });
      verifyInclusion({
        leafHash: leafHash(Buffer.from("same")),
        leafIndex,
        treeSize: secondSize,
        proof,
        root,
      });
    }
    for (const firstSize of [1, 2 ** 31 - 1, ...sizes.slice(0, i + 1)]) {
      const proof = consistencyProof(read, firstSize, { secondSize });
      const firstRoot = rootFromNodes(read, firstSize);
      verifyConsistency({ firstSize, secondSize, firstRoot, secondRoot: root, proof });
    }
  }
});

test("a proof reads just the stored nodes that were announced", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), (size, pick) => {
      const log = logUpTo(size);
      const asked: NodePosition[] = [];
      const read = (level: number, index: number) => {
        asked.push({ level, index });
        return log.node(level, index);
      };
      const inOrder = (nodes: NodePosition[]) => nodes.map(({ level, index }) => `${level}/${index}`).sort();
      inclusionProof(read, pick % size, { treeSize: size });
      assert.deepEqual(inOrder(asked.splice(0)), inOrder(inclusionProofNodes(pick % size, size)));
      consistencyProof(read, 1 + (pick % size), { secondSize: size });
      assert.deepEqual(inOrder(asked.splice(0)), inOrder(consistencyProofNodes(1 + (pick % size), size)));
      rootFromNodes(read, size);
      assert.deepEqual(inOrder(asked.splice(0)), inOrder(rootNodes(size)));
    }),
    { numRuns: 50 },
  );
});

test("a missing or damaged stored node, a bad size and a bad index stop a proof with their codes", () => {
  const log = logUpTo(6);
  assert.throws(() => inclusionProof(() => undefined, 0, { treeSize: 6 }), refuses("node-missing"));
  assert.throws(() => rootFromNodes(() => Buffer.alloc(31), 6), refuses("hash-length-invalid"));
  assert.throws(() => rootFromNodes(log.node, 0), refuses("tree-size-invalid"));
  assert.throws(() => rootFromNodes(log.node, 7), refuses("node-missing"));
  assert.throws(() => inclusionProof(log.node, 6, { treeSize: 6 }), refuses("leaf-index-invalid"));
  assert.throws(() => inclusionProofNodes(6, 6), refuses("leaf-index-invalid"));
  assert.throws(() => inclusionProofNodes(0, 0), refuses("tree-size-invalid"));
  assert.throws(() => consistencyProof(log.node, 0, { secondSize: 6 }), refuses("tree-size-invalid"));
  assert.throws(() => consistencyProof(log.node, 6, { secondSize: 5 }), refuses("tree-size-order"));
  assert.throws(() => consistencyProofNodes(6, 5), refuses("tree-size-order"));
  assert.throws(() => rootNodes(0), refuses("tree-size-invalid"));
  const suite = "md5" as HashSuite; // past the types, as from a configuration
  assert.throws(() => rootFromNodes(log.node, 6, { suite }), refuses("suite-unknown"));
});
