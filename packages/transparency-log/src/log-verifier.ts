import { createAccumulator } from "./accumulator.ts";
import {
  HASH_BYTES,
  assertBytes,
  assertHash,
  assertSuite,
  leafDigest,
  toBytes,
  toDigest,
  type Digest,
  type HashSuite,
} from "./hashing.ts";
import { assertTreeSize, type EntryRange } from "./tree-shape.ts";

/** A size and its root (32 bytes), from a verified checkpoint. */
export type TreeHead = { readonly size: number; readonly root: Uint8Array };

/** The bytes of an entry, or an object with the bytes, the leaf hash stored beside them, or both. */
export type LogEntry =
  | Uint8Array
  | { readonly data: Uint8Array; readonly leafHash?: Uint8Array | undefined }
  | { readonly data?: undefined; readonly leafHash: Uint8Array };

/** The first tree head, by size, that the entries do not lead to. */
export type TreeHeadFailure = {
  /** Position in the array of tree heads that the caller gave. */
  readonly position: number;
  readonly treeHead: TreeHead;
  /** `root-mismatch`: other entries than were signed. `log-truncated`: fewer. */
  readonly reason: "root-mismatch" | "log-truncated";
  /** The entries among which the change is: those after the last tree head that is right. */
  readonly suspects: EntryRange;
};

/** What a verification of a whole log found. */
export type LogReport = {
  /** True when every tree head is right and no entry differs from its stored leaf hash. */
  readonly ok: boolean;
  /** Entries seen. */
  readonly size: number;
  /** The root of all entries seen. */
  readonly root: Buffer;
  /** Entries that a right tree head covers; later ones are protected by nothing yet. */
  readonly anchoredSize: number;
  readonly failure: TreeHeadFailure | undefined;
  /** Indexes of entries whose bytes do not hash to the leaf hash stored beside them, in order, up to the limit. */
  readonly changedEntries: readonly number[];
  /** How many there are, beyond the limit too. */
  readonly changedEntryCount: number;
};

/** Takes a log entry by entry; for rows that arrive in batches from a database. */
export type LogVerifier = {
  /** Adds the next entry. Throws `bytes-invalid`; `hash-length-invalid` for a leaf hash that stands alone. */
  readonly add: (entry: LogEntry) => void;
  /** What was found up to here. Tree heads beyond the entries added count as failed: ask when all are added. */
  readonly report: () => LogReport;
};

/** Options of {@link verifyLog} and {@link createLogVerifier}. */
export type LogVerifierOptions = {
  /** Hash suite of the log, `sha256` unless told. */
  readonly suite?: HashSuite;
  /** How many changed entries to name, 1,000 unless told. */
  readonly changedEntryLimit?: number;
  /**
   * Told of every node when it becomes complete, the leaf (level 0) first; `digest` is its hash as 32 latin-1 characters,
   * so that a caller may compare with stored nodes without a pass of its own.
   */
  readonly onNode?: (level: number, index: number, digest: string) => void;
};

/**
 * Makes a verifier that recomputes a log in one pass with O(log n) memory and compares the root with every tree head on
 * the way. Entries with bytes are hashed anew; a leaf hash stored beside them is only compared, never trusted.
 *
 * @param treeHeads from verified checkpoints of this log, in any order
 * @throws TransparencyLogError `suite-unknown`, `tree-size-invalid`, `bytes-invalid`, `hash-length-invalid`
 * @example createLogVerifier([]).report().size; // => 0
 */
export function createLogVerifier(
  treeHeads: readonly TreeHead[],
  options: LogVerifierOptions = {},
): LogVerifier {
  const suite = options.suite ?? "sha256";
  const changedEntryLimit = options.changedEntryLimit ?? 1000;
  assertSuite(suite);
  const heads = treeHeads.map((treeHead, position) => {
    assertTreeSize(treeHead.size, `the size of tree head ${position}`);
    assertHash(treeHead.root, `the root of tree head ${position}`);
    return { treeHead, position, root: toDigest(treeHead.root) };
  });
  heads.sort((a, b) => a.treeHead.size - b.treeHead.size);

  const accumulator = createAccumulator(
    suite,
    options.onNode === undefined ? {} : { onNode: options.onNode },
  );
  const comparison = Buffer.alloc(HASH_BYTES);
  const changedEntries: number[] = [];
  let changedEntryCount = 0;
  let nextHead = 0;
  let anchoredSize = 0;
  let failure: TreeHeadFailure | undefined;

  function compare(leaf: Digest, stored: Uint8Array): void {
    comparison.write(leaf, 0, HASH_BYTES, "latin1");
    // A stored hash of another length is a change to be named, not a mistake of the caller.
    if (comparison.equals(stored)) return;
    changedEntryCount += 1;
    if (changedEntries.length < changedEntryLimit) changedEntries.push(accumulator.size);
  }

  function digestOf(entry: LogEntry): Digest {
    if (entry instanceof Uint8Array) return leafDigest(suite, entry);
    const { data, leafHash } = entry;
    if (data === undefined) {
      assertHash(leafHash, `the leaf hash of entry ${accumulator.size}`);
      return toDigest(leafHash);
    }
    assertBytes(data, `entry ${accumulator.size}`);
    const leaf = leafDigest(suite, data);
    if (leafHash !== undefined) {
      assertBytes(leafHash, `the leaf hash of entry ${accumulator.size}`);
      compare(leaf, leafHash);
    }
    return leaf;
  }

  function checkHeads(): void {
    for (
      let head = heads[nextHead];
      head !== undefined && head.treeHead.size === accumulator.size;
      head = heads[++nextHead]
    ) {
      if (accumulator.root() !== head.root) {
        failure = failureAt(head, "root-mismatch");
        return;
      }
      anchoredSize = accumulator.size;
    }
  }

  function failureAt(
    { position, treeHead }: { position: number; treeHead: TreeHead },
    reason: TreeHeadFailure["reason"],
  ): TreeHeadFailure {
    return { position, treeHead, reason, suspects: { begin: anchoredSize, end: treeHead.size } };
  }

  function truncation(): TreeHeadFailure | undefined {
    const head = heads[nextHead];
    return head && failureAt(head, "log-truncated");
  }

  return {
    add(entry) {
      accumulator.append(digestOf(entry));
      if (failure === undefined) checkHeads();
    },
    report() {
      const found = failure ?? truncation();
      return {
        ok: found === undefined && changedEntryCount === 0,
        size: accumulator.size,
        root: toBytes(accumulator.root()),
        anchoredSize,
        failure: found,
        changedEntries: [...changedEntries],
        changedEntryCount,
      };
    },
  };
}

/**
 * Verifies a whole log in one pass: names the first tree head that fails, the entries among which the change is, and
 * every entry whose bytes do not fit the leaf hash stored beside it. O(log n) memory.
 *
 * @param entries in the order of the log, see {@link LogEntry}
 * @param treeHeads from verified checkpoints of this log, in any order
 * @returns a report; what it finds is never thrown
 * @throws TransparencyLogError as {@link createLogVerifier} and {@link LogVerifier}
 * @example verifyLog([Buffer.from("a")], [{ size: 1, root: leafHash(Buffer.from("b")) }]).failure?.reason; // => "root-mismatch"
 */
export function verifyLog(
  entries: Iterable<LogEntry>,
  treeHeads: readonly TreeHead[],
  options: LogVerifierOptions = {},
): LogReport {
  const verifier = createLogVerifier(treeHeads, options);
  for (const entry of entries) verifier.add(entry);
  return verifier.report();
}
