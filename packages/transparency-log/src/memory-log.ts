import { createAccumulator } from "./accumulator.ts";
import { TransparencyLogError } from "./errors.ts";
import { createFrontier, type Frontier } from "./frontier.ts";
import {
  HASH_BYTES,
  assertBytes,
  assertHash,
  assertSuite,
  emptyRoot,
  leafDigest,
  toBytes,
  toDigest,
  type Digest,
  type HashSuite,
} from "./hashing.ts";
import { consistencyProof, inclusionProof, rootFromNodes, type NodeReader } from "./proofs.ts";

/** A log in memory: 64 bytes an entry (all complete nodes), storage that doubles when full. Entries are not kept. */
export type MemoryLog = {
  readonly suite: HashSuite;
  /** Entries appended so far. */
  readonly size: number;
  /** Appends an entry and returns its index, from 0. Throws `bytes-invalid`. */
  append(data: Uint8Array): number;
  /** Appends an entry by its leaf hash (32 bytes) and returns its index. Throws `bytes-invalid`, `hash-length-invalid`. */
  appendLeafHash(hash: Uint8Array): number;
  /** Root of the first `size` entries, of all unless told; of none the empty root. Throws `tree-size-invalid`, `tree-size-order`. */
  root(size?: number): Buffer;
  /** PATH(m, D[n]) of RFC 9162 §2.1.3.1. Throws `tree-size-invalid`, `tree-size-order`, `leaf-index-invalid`. */
  inclusionProof(leafIndex: number, treeSize?: number): Buffer[];
  /** PROOF(m, D[n]) of RFC 9162 §2.1.4.1. Throws `tree-size-invalid`, `tree-size-order`. */
  consistencyProof(firstSize: number, secondSize?: number): Buffer[];
  /** A copy of a complete node, or `undefined`; level 0 holds the leaf hashes. */
  readonly node: NodeReader;
  /** The state from which another process could go on appending. */
  frontier(): Frontier;
};

const FIRST_CAPACITY_BYTES = 64 * HASH_BYTES;

/**
 * Makes an empty log in memory (RFC 9162 §2.1) with appending, roots at every size and both kinds of proof.
 * For logs that fit in memory: 1,000,000 entries take 64 MB, up to twice that while storage grows.
 *
 * @param options.suite hash suite of the log, `sha256` unless told
 * @throws TransparencyLogError `suite-unknown`; the methods throw as {@link MemoryLog} says
 * @example createMemoryLog({ suite: "sm3" }).append(Buffer.from("first entry")); // => 0
 */
export function createMemoryLog(options: { suite?: HashSuite } = {}): MemoryLog {
  const suite = options.suite ?? "sha256";
  assertSuite(suite);
  const levels: Buffer[] = [];
  const accumulator = createAccumulator(suite, { onNode: storeNode });

  function storeNode(level: number, index: number, digest: Digest): void {
    const at = index * HASH_BYTES;
    let stored = (levels[level] ??= Buffer.allocUnsafeSlow(FIRST_CAPACITY_BYTES));
    if (at + HASH_BYTES > stored.length) {
      const larger = Buffer.allocUnsafeSlow(stored.length * 2);
      stored.copy(larger);
      levels[level] = stored = larger;
    }
    stored.write(digest, at, HASH_BYTES, "latin1");
  }

  function node(level: number, index: number): Buffer | undefined {
    const nodesAtLevel = Math.floor(accumulator.size / 2 ** level);
    // Also refuses NaN, fractions and negative numbers, for which there is no node.
    if (!Number.isSafeInteger(level) || !Number.isSafeInteger(index)) return undefined;
    if (level < 0 || index < 0 || index >= nodesAtLevel) return undefined;
    const stored = levels[level];
    // A copy: a caller who writes into a proof must not write into the log.
    return stored && Buffer.from(stored.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES));
  }

  function assertNotBeyond(size: number): void {
    if (size > accumulator.size) {
      throw new TransparencyLogError(
        "tree-size-order",
        `size ${size} of a log with ${accumulator.size} entries`,
      );
    }
  }

  return {
    suite,
    get size() {
      return accumulator.size;
    },
    append(data) {
      assertBytes(data, "the entry");
      accumulator.append(leafDigest(suite, data));
      return accumulator.size - 1;
    },
    appendLeafHash(hash) {
      assertHash(hash, "the leaf hash");
      accumulator.append(toDigest(hash));
      return accumulator.size - 1;
    },
    root(size = accumulator.size) {
      if (size === 0) return emptyRoot(suite);
      assertNotBeyond(size);
      return size === accumulator.size ? toBytes(accumulator.root()) : rootFromNodes(node, size, { suite });
    },
    inclusionProof(leafIndex, treeSize = accumulator.size) {
      assertNotBeyond(treeSize);
      return inclusionProof(node, leafIndex, { treeSize, suite });
    },
    consistencyProof(firstSize, secondSize = accumulator.size) {
      assertNotBeyond(secondSize);
      return consistencyProof(node, firstSize, { secondSize, suite });
    },
    node,
    frontier() {
      return createFrontier(accumulator.size, accumulator.edge().map(toBytes), { suite });
    },
  };
}
