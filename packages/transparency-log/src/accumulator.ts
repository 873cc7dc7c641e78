import { HASH_BYTES, emptyDigest, hashInput, newNodeInput, type Digest, type HashSuite } from "./hashing.ts";

/** Told of every node when it becomes complete, the leaf first; a complete node never changes again. */
export type OnNode = (level: number, index: number, digest: Digest) => void;

/** The growing right edge of a tree: O(log n) memory, two hashes an entry on average. Internal and mutable. */
export type Accumulator = {
  readonly size: number;
  append(leaf: Digest): void;
  root(): Digest;
  /** Hashes of the complete subtrees, largest (leftmost) first. */
  edge(): Digest[];
};

// One node input a level. The left half holds the complete subtree that waits for its right neighbour; the right half
// is free to be overwritten, also by root(). So a child is written once, where it will be hashed.
export function createAccumulator(
  suite: HashSuite,
  options: { size?: number; edge?: readonly Digest[]; onNode?: OnNode } = {},
): Accumulator {
  const inputs: Buffer[] = [];
  const onNode = options.onNode;
  let size = 0;

  function inputAt(level: number): Buffer {
    return (inputs[level] ??= newNodeInput());
  }

  function join(level: number, right: Digest): Digest {
    const input = inputAt(level);
    input.write(right, 1 + HASH_BYTES, HASH_BYTES, "latin1");
    return hashInput(suite, input);
  }

  function waitingLevels(): number[] {
    const levels: number[] = [];
    for (let level = 0, rest = size; rest > 0; level += 1, rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) levels.push(level);
    }
    return levels;
  }

  function restore(restoredSize: number, edge: readonly Digest[]): void {
    size = restoredSize;
    const levels = waitingLevels().toReversed();
    for (const [i, level] of levels.entries()) {
      // The door (createFrontier) has refused an edge that does not fit the size.
      inputAt(level).write(edge[i] as Digest, 1, HASH_BYTES, "latin1");
    }
  }

  restore(options.size ?? 0, options.edge ?? []);

  return {
    get size() {
      return size;
    },
    append(leaf) {
      let level = 0;
      let index = size;
      let digest = leaf;
      onNode?.(level, index, digest);
      while (index % 2 === 1) {
        digest = join(level, digest);
        level += 1;
        index = (index - 1) / 2;
        onNode?.(level, index, digest);
      }
      inputAt(level).write(digest, 1, HASH_BYTES, "latin1");
      size += 1;
    },
    root() {
      if (size === 0) return emptyDigest(suite);
      let digest: Digest | undefined;
      for (const level of waitingLevels()) {
        digest = digest === undefined ? leftAt(inputAt(level)) : join(level, digest);
      }
      // A size above 0 has at least one waiting level.
      return digest as Digest;
    },
    edge() {
      return waitingLevels()
        .toReversed()
        .map((level) => leftAt(inputAt(level)));
    },
  };
}

function leftAt(input: Buffer): Digest {
  return input.toString("latin1", 1, 1 + HASH_BYTES);
}
