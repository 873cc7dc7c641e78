import {
  TransparencyLogError,
  createMemoryLog,
  createSigner,
  type HashSuite,
  type MemoryLog,
  type TransparencyLogErrorCode,
} from "./index.ts";

// What the tests of this package share. Nothing here is exported from the package.

/** For assert.throws: the package's own error with just this code. */
export function refuses(code: TransparencyLogErrorCode): (error: unknown) => boolean {
  return (error) => error instanceof TransparencyLogError && error.code === code;
}

export function entryAt(index: number): Buffer {
  return Buffer.from(`entry ${index}`);
}

export function numberedEntries(count: number): Buffer[] {
  return Array.from({ length: count }, (_, i) => entryAt(i));
}

export function logOf(entries: readonly Uint8Array[], suite: HashSuite = "sha256"): MemoryLog {
  const log = createMemoryLog({ suite });
  for (const entry of entries) log.append(entry);
  return log;
}

export function logUpTo(size: number, suite: HashSuite = "sha256"): MemoryLog {
  return logOf(numberedEntries(size), suite);
}

export const ORIGIN = "kepu.example/ledger";
export const signer = createSigner(ORIGIN, Buffer.alloc(32, 1));
/** Another key under the same name. */
export const stranger = createSigner(ORIGIN, Buffer.alloc(32, 2));
export const witness = createSigner("witness.example", Buffer.alloc(32, 3));
