/**
 * Every way in which this package refuses its input. The set is closed: a caller may switch over it and let the
 * compiler tell which case is missing.
 *
 * | code | refused |
 * |---|---|
 * | `suite-unknown` | a hash suite other than `sha256` and `sm3` |
 * | `bytes-invalid` | a value that should be bytes (`Uint8Array`) and is not |
 * | `hash-length-invalid` | a hash that is not exactly 32 bytes |
 * | `tree-size-invalid` | a tree size that is 0 where a tree is needed, negative, fractional or above 2^53 − 1 |
 * | `tree-size-order` | a first tree larger than the second one, or larger than the log |
 * | `leaf-index-invalid` | a leaf index that is no integer in 0 … size − 1 |
 * | `proof-length-invalid` | a proof with more or fewer hashes than the sizes demand |
 * | `inclusion-mismatch` | an inclusion proof that leads to another root |
 * | `consistency-first-mismatch` | a consistency proof that leads to another root of the first tree |
 * | `consistency-second-mismatch` | a consistency proof that leads to another root of the second tree |
 * | `node-missing` | a node that the proof needs and the reader does not have |
 * | `frontier-invalid` | a frontier whose hashes do not fit its size, or unreadable text of one |
 * | `name-invalid` | an origin or key name that is empty, has white space, `+` or control characters, or is not well-formed Unicode |
 * | `key-invalid` | a key that is no Ed25519 key of the needed kind, or a verifier text that does not fit its key |
 * | `note-malformed` | text that is no signed note, byte for byte |
 * | `checkpoint-malformed` | a note whose body is no checkpoint |
 * | `origin-mismatch` | a checkpoint of another log |
 * | `key-unknown` | a note without a signature by a known key |
 * | `signature-invalid` | a signature by a known key that does not fit the text |
 */
export type TransparencyLogErrorCode =
  | "suite-unknown"
  | "bytes-invalid"
  | "hash-length-invalid"
  | "tree-size-invalid"
  | "tree-size-order"
  | "leaf-index-invalid"
  | "proof-length-invalid"
  | "inclusion-mismatch"
  | "consistency-first-mismatch"
  | "consistency-second-mismatch"
  | "node-missing"
  | "frontier-invalid"
  | "name-invalid"
  | "key-invalid"
  | "note-malformed"
  | "checkpoint-malformed"
  | "origin-mismatch"
  | "key-unknown"
  | "signature-invalid";

/**
 * The only error this package throws on purpose. `code` says what was refused; `message` is for the developer's log,
 * not for people at a screen.
 *
 * @example new TransparencyLogError("tree-size-invalid", "tree size 0").code; // => "tree-size-invalid"
 */
export class TransparencyLogError extends Error {
  override readonly name = "TransparencyLogError";
  readonly code: TransparencyLogErrorCode;

  constructor(code: TransparencyLogErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
