import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  TransparencyLogError,
  consistencyProof,
  consistencyProofNodes,
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
} from "./index.ts";
import { naiveConsistency, naivePath, naiveRoot } from "./naive-tree.ts";
import { entryAt, logUpTo, numberedEntries, refuses } from "./test-support.ts";

const suites = fc.constantFrom<HashSuite>("sha256", "sm3");

function flipBit(bytes: Uint8Array, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  const at = Math.floor(bit / 8) % flipped.length;
  flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
  return flipped;
}

test("every root, inclusion and consistency proof up to 40 entries is that of the definition, and verifies", () => {
  const log = logUpTo(40);
  const entries = numberedEntries(40);
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
