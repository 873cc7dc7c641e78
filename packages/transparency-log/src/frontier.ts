import { createAccumulator } from "./accumulator.ts";
import { TransparencyLogError } from "./errors.ts";
import {
  HASH_BYTES,
  assertHash,
  assertSuite,
  emptyRoot,
  toBytes,
  toDigest,
  type HashSuite,
} from "./hashing.ts";
import { rangeNodes, type NodePosition } from "./tree-shape.ts";

/**
 * All that is needed to append to a log and to know its root: the roots of its complete subtrees, at most 53 hashes.
 * (Also known as a compact range from 0.) A value: it is never changed, appending gives a new one.
 */
export type Frontier = {
  readonly suite: HashSuite;
  /** Entries in the log. */
  readonly size: number;
  /** Roots of the complete subtrees, 32 bytes each, largest (leftmost) first; one for each 1 bit of `size`. */
  readonly hashes: readonly Buffer[];
};

/** A complete node, which never changes again: a row for a table with the key (level, index). */
export type CompleteNode = NodePosition & { readonly hash: Buffer };

/**
 * Makes a frontier of a log from its size and the hashes of its complete subtrees: those at `rootNodes(size)`.
 *
 * @param size entries in the log, 0 … 2^53 − 1
 * @param hashes hashes of 32 bytes, largest subtree first; one for each 1 bit of `size`
 * @param options.suite hash suite of the log, `sha256` unless told
 * @throws TransparencyLogError `suite-unknown`, `frontier-invalid`, `bytes-invalid`, `hash-length-invalid`
 * @example createFrontier(2, [nodeHash(leafHash(Buffer.from("a")), leafHash(Buffer.from("b")))]).size; // => 2
 */
export function createFrontier(
  size: number,
  hashes: readonly Uint8Array[],
  options: { suite?: HashSuite } = {},
): Frontier {
  const suite = options.suite ?? "sha256";
  assertSuite(suite);
  if (!Number.isSafeInteger(size) || size < 0) {
    throw new TransparencyLogError("frontier-invalid", `frontier of size ${String(size)}`);
  }
  const needed = rangeNodes({ begin: 0, end: size }).length;
  if (hashes.length !== needed) {
    throw new TransparencyLogError(
      "frontier-invalid",
      `a frontier of size ${size} has ${needed} hashes, not ${hashes.length}`,
    );
  }
  for (const [i, hash] of hashes.entries()) assertHash(hash, `hash ${i} of the frontier`);
  return { suite, size, hashes: hashes.map((hash) => Buffer.from(hash)) };
}

/**
 * Appends entries, given by their leaf hashes, in order. The nodes that became complete are for the store from which
 * proofs are made: about two an entry, the leaf itself (level 0) included, a child always before its parent.
 *
 * @param frontier the log before
 * @param leafHashes hashes of 32 bytes, see {@link leafHash}
 * @returns the frontier after and the nodes completed on the way
 * @throws TransparencyLogError `tree-size-invalid` (the log would grow above 2^53 − 1), `bytes-invalid`,
 *   `hash-length-invalid`
 * @example appendToFrontier(createFrontier(0, []), [leafHash(Buffer.from("a")), leafHash(Buffer.from("b"))]).nodes.map(({ level, index }) => [level, index]); // => [[0, 0], [0, 1], [1, 0]]
 */
export function appendToFrontier(
  frontier: Frontier,
  leafHashes: Iterable<Uint8Array>,
): { frontier: Frontier; nodes: CompleteNode[] } {
  const nodes: CompleteNode[] = [];
  const accumulator = createAccumulator(frontier.suite, {
    size: frontier.size,
    edge: frontier.hashes.map(toDigest),
    onNode: (level, index, digest) => nodes.push({ level, index, hash: toBytes(digest) }),
  });
  for (const leaf of leafHashes) {
    assertHash(leaf, "the leaf hash");
    if (accumulator.size === Number.MAX_SAFE_INTEGER) {
      throw new TransparencyLogError("tree-size-invalid", "the log is full: 2^53 − 1 entries");
    }
    accumulator.append(toDigest(leaf));
  }
  const { suite } = frontier;
  return {
    frontier: { suite, size: accumulator.size, hashes: accumulator.edge().map(toBytes) },
    nodes,
  };
}

/**
 * The root of the log at this frontier; of an empty one the hash of the empty string (RFC 9162 §2.1.1).
 *
 * @returns 32 bytes
 * @example rootOfFrontier(createFrontier(1, [leafHash(Buffer.from("a"))])).equals(leafHash(Buffer.from("a"))); // => true
 */
export function rootOfFrontier(frontier: Frontier): Buffer {
  if (frontier.size === 0) return emptyRoot(frontier.suite);
  const { suite, size, hashes } = frontier;
  return toBytes(createAccumulator(suite, { size, edge: hashes.map(toDigest) }).root());
}

/**
 * Writes a frontier as one line of text, `suite size hex,hex,…`, for a column or a file.
 *
 * @example serialiseFrontier(createFrontier(0, [])); // => "sha256 0 "
 */
export function serialiseFrontier(frontier: Frontier): string {
  return `${frontier.suite} ${frontier.size} ${frontier.hashes.map((hash) => hash.toString("hex")).join(",")}`;
}

/**
 * Reads what {@link serialiseFrontier} wrote, and nothing else.
 *
 * @throws TransparencyLogError `frontier-invalid`
 * @example parseFrontier("sm3 0 ").suite; // => "sm3"
 */
export function parseFrontier(text: string): Frontier {
  const parts = /^(sha256|sm3) (0|[1-9][0-9]{0,15}) ((?:[0-9a-f]{64}(?:,[0-9a-f]{64}){0,52})?)$/.exec(text);
  if (parts === null || text.endsWith("\n")) {
    throw new TransparencyLogError("frontier-invalid", "the text is no frontier");
  }
  const [, suite = "", size = "", hashes = ""] = parts;
  const bytes = Buffer.from(hashes.replaceAll(",", ""), "hex");
  return createFrontier(
    Number(size),
    Array.from({ length: bytes.length / HASH_BYTES }, (_, i) =>
      bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
    ),
    // The expression above admits these two and no other.
    { suite: suite as HashSuite },
  );
}
