import { decodeBase64 } from "./base64.ts";
import { TransparencyLogError } from "./errors.ts";
import { HASH_BYTES, assertHash, assertSuite, type HashSuite } from "./hashing.ts";
import { openNote, signNote } from "./signed-note.ts";
import { assertName, type NoteSigner, type NoteVerifier } from "./signing-keys.ts";
import { assertTreeSize } from "./tree-shape.ts";

/** What a log says of itself at one moment: this root stands for its first `size` entries. */
export type Checkpoint = {
  /** The name of the log, unique for ever, such as `kepu.example/ledger`. */
  readonly origin: string;
  /** Entries, 1 … 2^53 − 1. */
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  readonly suite: HashSuite;
  /** When the log says it issued this checkpoint; a claim of the signer, proved by nothing. */
  readonly issuedAt?: Date | undefined;
  /** Further extension lines, without newlines, in order. */
  readonly extensions?: readonly string[] | undefined;
};

/** A checkpoint read from text. */
export type ParsedCheckpoint = Required<Checkpoint> & { readonly root: Buffer };

/** A checkpoint whose signature by a known key was verified. */
export type VerifiedCheckpoint = ParsedCheckpoint & { readonly signedBy: readonly string[] };

// The first three lines are those of C2SP tlog-checkpoint. SHA-256 is what that format means, so it has no line; a log
// with another suite says so, or a reader would take its root for another tree's.
const SUITE_KEY = "hash ";
const ISSUED_AT_KEY = "issued-at ";

function malformed(why: string): TransparencyLogError {
  return new TransparencyLogError("checkpoint-malformed", why);
}

/**
 * Writes the body of a checkpoint (C2SP tlog-checkpoint, "Note text"): origin, decimal size, base64 root, then extension
 * lines: `hash sm3` unless the suite is `sha256`, `issued-at` in UTC if there is such a time, and the caller's own.
 *
 * @throws TransparencyLogError `name-invalid`, `tree-size-invalid`, `bytes-invalid`, `hash-length-invalid`,
 *   `suite-unknown`, `checkpoint-malformed` (a bad date or extension line)
 * @example formatCheckpoint({ origin: "湘江科普/账本", size: 2, root: Buffer.alloc(32), suite: "sm3" }); // => "湘江科普/账本\n2\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nhash sm3\n"
 */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root, suite, issuedAt, extensions = [] } = checkpoint;
  assertName(origin, "the origin");
  assertTreeSize(size);
  assertHash(root, "the root");
  assertSuite(suite);
  const lines = [origin, String(size), Buffer.from(root).toString("base64")];
  if (suite !== "sha256") lines.push(`${SUITE_KEY}${suite}`);
  if (issuedAt !== undefined) lines.push(`${ISSUED_AT_KEY}${formatTime(issuedAt)}`);
  for (const line of extensions) {
    const isOwn = !line.startsWith(SUITE_KEY) && !line.startsWith(ISSUED_AT_KEY);
    if (line === "" || line.includes("\n") || !isOwn)
      throw malformed("an extension line is empty or reserved");
    lines.push(line);
  }
  return `${lines.join("\n")}\n`;
}

function formatTime(time: Date): string {
  if (Number.isNaN(time.getTime())) throw malformed("issuedAt is no time");
  return time.toISOString();
}

/**
 * Reads the body of a checkpoint, without looking at signatures: for text that {@link openNote} gave, or to see what
 * is said before deciding which keys to ask. An origin may have spaces here: only names of keys may not.
 *
 * @param text the text of a note, ending in a newline
 * @throws TransparencyLogError `checkpoint-malformed`
 * @example parseCheckpoint("kepu.example/ledger\n2\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n").size; // => 2
 */
export function parseCheckpoint(text: string): ParsedCheckpoint {
  if (!text.endsWith("\n")) throw malformed("the text does not end in a newline");
  const [origin = "", size = "", encodedRoot = "", ...rest] = text.slice(0, -1).split("\n");
  if (origin === "" || rest.includes("")) throw malformed("an empty line");
  // Size 0 is allowed by the format and refused here: an empty log proves nothing about any entry.
  if (!/^[1-9][0-9]{0,15}$/.test(size) || !Number.isSafeInteger(Number(size))) {
    throw malformed("the tree size is not a decimal number in 1 … 2^53 − 1");
  }
  const root = decodeBase64(encodedRoot);
  if (root?.length !== HASH_BYTES) throw malformed("the root is not the base64 of 32 bytes");
  const suite = takeLine(rest, SUITE_KEY) ?? "sha256";
  const issuedAt = takeLine(rest, ISSUED_AT_KEY);
  if (suite !== "sha256" && suite !== "sm3") throw malformed("an unknown hash suite");
  return {
    origin,
    size: Number(size),
    root,
    suite,
    issuedAt: issuedAt === undefined ? undefined : parseTime(issuedAt),
    extensions: rest,
  };
}

/** Removes the one line that starts with `key` from `lines` and returns what follows the key. */
function takeLine(lines: string[], key: string): string | undefined {
  const at = lines.findIndex((line) => line.startsWith(key));
  if (at < 0) return undefined;
  const [line = ""] = lines.splice(at, 1);
  if (lines.some((other) => other.startsWith(key))) throw malformed(`two lines for ${key.trim()}`);
  return line.slice(key.length);
}

function parseTime(text: string): Date {
  const time = new Date(text);
  if (Number.isNaN(time.getTime()) || time.toISOString() !== text)
    throw malformed("issued-at is no UTC time");
  return time;
}

/**
 * Signs a checkpoint. A log must never sign two that are inconsistent: sign only what was just computed from the log.
 *
 * @param checkpoint see {@link Checkpoint}
 * @param signers at least one; by custom named like the origin
 * @returns a signed note
 * @throws TransparencyLogError as {@link formatCheckpoint} and {@link signNote}
 * @example signCheckpoint({ origin: "a", size: 1, root: Buffer.alloc(32), suite: "sha256" }, [createSigner("a", Buffer.alloc(32, 7))]).split("\n").length; // => 6
 */
export function signCheckpoint(checkpoint: Checkpoint, signers: readonly NoteSigner[]): string {
  return signNote(formatCheckpoint(checkpoint), signers);
}

/**
 * Verifies a signed checkpoint: its form, a signature by a known key, and that it is of the log `origin`.
 *
 * @param note text, or its bytes in UTF-8
 * @param options.origin the log the caller means; compared exactly
 * @param options.verifiers the keys the caller trusts for it
 * @throws TransparencyLogError `note-malformed`, `key-unknown`, `signature-invalid`, `checkpoint-malformed`,
 *   `origin-mismatch`
 * @example verifyCheckpoint(signCheckpoint({ origin: "a", size: 1, root: Buffer.alloc(32), suite: "sha256" }, [createSigner("a", Buffer.alloc(32, 7))]), { origin: "a", verifiers: [createSigner("a", Buffer.alloc(32, 7)).verifier] }).size; // => 1
 */
export function verifyCheckpoint(
  note: string | Uint8Array,
  options: { origin: string; verifiers: readonly NoteVerifier[] },
): VerifiedCheckpoint {
  const { text, signedBy } = openNote(note, options.verifiers);
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== options.origin) {
    throw new TransparencyLogError(
      "origin-mismatch",
      `a checkpoint of ${checkpoint.origin}, not of ${options.origin}`,
    );
  }
  return { ...checkpoint, signedBy };
}
