import { createHash } from "node:crypto";
import type { HashSuite } from "./index.ts";

// The oracle of the tests: the recursive definitions of RFC 9162 §2.1.1, §2.1.3.1 and §2.1.4.1 word for word, slow and
// sharing no code with the package.

function digest(suite: HashSuite, ...parts: Uint8Array[]): Buffer {
  const hash = createHash(suite);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function split(n: number): number {
  return 2 ** (Math.ceil(Math.log2(n)) - 1);
}

/** MTH(D[n]) */
export function naiveRoot(entries: readonly Uint8Array[], suite: HashSuite = "sha256"): Buffer {
  const [first] = entries;
  if (first === undefined) return digest(suite);
  if (entries.length === 1) return digest(suite, Buffer.of(0), first);
  const k = split(entries.length);
  return digest(
    suite,
    Buffer.of(1),
    naiveRoot(entries.slice(0, k), suite),
    naiveRoot(entries.slice(k), suite),
  );
}

/** PATH(m, D[n]) */
export function naivePath(
  m: number,
  entries: readonly Uint8Array[],
  options: { suite?: HashSuite } = {},
): Buffer[] {
  if (entries.length === 1) return [];
  const k = split(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m < k
    ? [...naivePath(m, left, options), naiveRoot(right, options.suite)]
    : [...naivePath(m - k, right, options), naiveRoot(left, options.suite)];
}

/** PROOF(m, D[n]) */
export function naiveConsistency(
  m: number,
  entries: readonly Uint8Array[],
  options: { suite?: HashSuite } = {},
): Buffer[] {
  return subproof(m, entries, { ...options, whole: true });
}

function subproof(
  m: number,
  entries: readonly Uint8Array[],
  options: { suite?: HashSuite; whole: boolean },
): Buffer[] {
  if (m === entries.length) return options.whole ? [] : [naiveRoot(entries, options.suite)];
  const k = split(entries.length);
  const [left, right] = [entries.slice(0, k), entries.slice(k)];
  return m <= k
    ? [...subproof(m, left, options), naiveRoot(right, options.suite)]
    : [...subproof(m - k, right, { ...options, whole: false }), naiveRoot(left, options.suite)];
}
