import { TransparencyLogError } from "./errors.ts";
import {
  HASH_BYTES,
  assertHash,
  assertSuite,
  hashInput,
  newNodeInput,
  toDigest,
  type Digest,
  type HashSuite,
} from "./hashing.ts";
import { assertLeafIndex, assertSizeOrder, assertTreeSize } from "./tree-shape.ts";

// The algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2, step by step; they share nothing with the code that makes proofs,
// so that one mistake cannot hide in both. Everything that arrives here may come from an enemy.

const scratch = newNodeInput();

/** HASH(0x01 ‖ left ‖ right) where one child is a proof's bytes and the other the digest so far. */
function joinLeft(suite: HashSuite, left: Uint8Array, right: Digest): Digest {
  scratch.set(left, 1);
  scratch.write(right, 1 + HASH_BYTES, HASH_BYTES, "latin1");
  return hashInput(suite, scratch);
}

function joinRight(suite: HashSuite, left: Digest, right: Uint8Array): Digest {
  scratch.write(left, 1, HASH_BYTES, "latin1");
  scratch.set(right, 1 + HASH_BYTES);
  return hashInput(suite, scratch);
}

function assertProof(proof: readonly Uint8Array[]): void {
  if (!Array.isArray(proof)) throw new TransparencyLogError("proof-length-invalid", "the proof is no array");
  // No tree of safe size is deeper than 53, and a consistency proof has one hash more than a path.
  if (proof.length > 54) {
    throw new TransparencyLogError("proof-length-invalid", `the proof has ${proof.length} hashes`);
  }
  for (const [i, hash] of proof.entries()) assertHash(hash, `hash ${i} of the proof`);
}

/** Steps 4 to 6: the walk up from the node `fn` on its level, whose last node is `sn`. */
type Walk = { fn: number; sn: number };

function half(n: number): number {
  return Math.floor(n / 2);
}

/** True when the sibling stands to the left; moves the walk over levels where the node has no sibling. */
function siblingIsLeft(walk: Walk): boolean {
  if (walk.fn % 2 === 0 && walk.fn !== walk.sn) return false;
  while (walk.fn % 2 === 0 && walk.fn !== 0) {
    walk.fn = half(walk.fn);
    walk.sn = half(walk.sn);
  }
  return true;
}

function assertRootNotReached(walk: Walk): void {
  if (walk.sn === 0)
    throw new TransparencyLogError("proof-length-invalid", "the proof goes on above the root");
}

function assertRootReached(walk: Walk): void {
  if (walk.sn !== 0) throw new TransparencyLogError("proof-length-invalid", "the proof ends below the root");
}

/** What {@link verifyInclusion} is given: all hashes are 32 bytes. */
export type InclusionClaim = {
  readonly leafHash: Uint8Array;
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
  readonly suite?: HashSuite;
};

/**
 * Verifies that the entry with `leafHash` is at `leafIndex` of the tree with `treeSize` entries and this root
 * (RFC 9162 §2.1.3.2). Returns nothing when it is; throws otherwise. `root` and `treeSize` must come from a checkpoint
 * whose signature was verified; the rest may come from anybody.
 *
 * @throws TransparencyLogError `suite-unknown`, `tree-size-invalid`, `leaf-index-invalid`, `bytes-invalid`,
 *   `hash-length-invalid`, `proof-length-invalid`, `inclusion-mismatch`
 * @example verifyInclusion({ leafHash: leafHash(Buffer.from("a")), leafIndex: 0, treeSize: 1, proof: [], root: leafHash(Buffer.from("a")) }); // => undefined
 */
export function verifyInclusion(claim: InclusionClaim): void {
  const suite = claim.suite ?? "sha256";
  assertSuite(suite);
  assertTreeSize(claim.treeSize);
  assertLeafIndex(claim.leafIndex, claim.treeSize);
  assertHash(claim.leafHash, "the leaf hash");
  assertHash(claim.root, "the root");
  assertProof(claim.proof);

  const walk: Walk = { fn: claim.leafIndex, sn: claim.treeSize - 1 };
  let digest = toDigest(claim.leafHash);
  for (const sibling of claim.proof) {
    assertRootNotReached(walk);
    digest = siblingIsLeft(walk) ? joinLeft(suite, sibling, digest) : joinRight(suite, digest, sibling);
    walk.fn = half(walk.fn);
    walk.sn = half(walk.sn);
  }
  assertRootReached(walk);
  if (digest !== toDigest(claim.root)) {
    throw new TransparencyLogError(
      "inclusion-mismatch",
      `entry ${claim.leafIndex} is not in the tree of ${claim.treeSize} entries with this root`,
    );
  }
}

/** What {@link verifyConsistency} is given: all hashes are 32 bytes. */
export type ConsistencyClaim = {
  readonly firstSize: number;
  readonly secondSize: number;
  readonly firstRoot: Uint8Array;
  readonly secondRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly suite?: HashSuite;
};

/**
 * Verifies that the second tree begins with all the entries of the first, unchanged and in order
 * (RFC 9162 §2.1.4.2). Returns nothing when it does; throws otherwise. Equal sizes need equal roots and an empty proof;
 * the empty tree (size 0) is refused, because it is consistent with everything and so proves nothing.
 *
 * @throws TransparencyLogError `suite-unknown`, `tree-size-invalid`, `tree-size-order`, `bytes-invalid`,
 *   `hash-length-invalid`, `proof-length-invalid`, `consistency-first-mismatch`, `consistency-second-mismatch`
 * @example verifyConsistency({ firstSize: 1, secondSize: 2, firstRoot: leafHash(Buffer.from("a")), secondRoot: nodeHash(leafHash(Buffer.from("a")), leafHash(Buffer.from("b"))), proof: [leafHash(Buffer.from("b"))] }); // => undefined
 */
export function verifyConsistency(claim: ConsistencyClaim): void {
  const suite = claim.suite ?? "sha256";
  assertSuite(suite);
  assertSizeOrder(claim.firstSize, claim.secondSize);
  assertHash(claim.firstRoot, "the first root");
  assertHash(claim.secondRoot, "the second root");
  assertProof(claim.proof);

  const firstRoot = toDigest(claim.firstRoot);
  const secondRoot = toDigest(claim.secondRoot);
  if (claim.firstSize === claim.secondSize) {
    if (claim.proof.length > 0) {
      throw new TransparencyLogError("proof-length-invalid", "equal sizes need no proof");
    }
    if (firstRoot !== secondRoot) {
      throw new TransparencyLogError("consistency-second-mismatch", `two roots of size ${claim.firstSize}`);
    }
    return;
  }

  const walk: Walk = { fn: claim.firstSize - 1, sn: claim.secondSize - 1 };
  while (walk.fn % 2 === 1) {
    walk.fn = half(walk.fn);
    walk.sn = half(walk.sn);
  }
  // fn is 0 now exactly when the first size is a power of two: its root is then the node to start from (step 2).
  const rest = walk.fn === 0 ? claim.proof : claim.proof.slice(1);
  const start = walk.fn === 0 ? claim.firstRoot : claim.proof[0];
  if (start === undefined) throw new TransparencyLogError("proof-length-invalid", "the proof is empty");

  let first = toDigest(start);
  let second = first;
  for (const sibling of rest) {
    assertRootNotReached(walk);
    if (siblingIsLeft(walk)) {
      first = joinLeft(suite, sibling, first);
      second = joinLeft(suite, sibling, second);
    } else {
      second = joinRight(suite, second, sibling);
    }
    walk.fn = half(walk.fn);
    walk.sn = half(walk.sn);
  }
  assertRootReached(walk);
  if (first !== firstRoot) {
    throw new TransparencyLogError(
      "consistency-first-mismatch",
      `the proof leads to another root of size ${claim.firstSize}`,
    );
  }
  if (second !== secondRoot) {
    throw new TransparencyLogError(
      "consistency-second-mismatch",
      `the proof leads to another root of size ${claim.secondSize}`,
    );
  }
}
