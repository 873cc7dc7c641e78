import { decodeBase64 } from "./base64.ts";
import { TransparencyLogError } from "./errors.ts";
import { assertName, type NoteSigner, type NoteVerifier } from "./signing-keys.ts";

/** A note whose signatures by known keys were verified. */
export type OpenedNote = {
  /** The signed text with its final newline. */
  readonly text: string;
  /** Names of the known keys whose signatures are right, in the order of their lines; at least one. */
  readonly signedBy: readonly string[];
};

type SignatureLine = { readonly name: string; readonly keyId: number; readonly signature: Buffer };

// C2SP signed-note, "Format": a verifier accepts at least 16 signatures and should have a limit.
const MAX_NOTE_BYTES = 65_536;
const MAX_SIGNATURES = 64;
const KEY_ID_BYTES = 4;
// oxlint-disable-next-line no-control-regex -- the format forbids just these
const CONTROL_CHARACTERS = /[\u0000-\u0009\u000b-\u001f]/u;

function malformed(why: string): TransparencyLogError {
  return new TransparencyLogError("note-malformed", why);
}

function assertText(text: string): void {
  if (!text.isWellFormed()) throw malformed("the note is not well-formed Unicode");
  if (CONTROL_CHARACTERS.test(text)) throw malformed("the note has control characters");
}

/**
 * Signs a text as a note (C2SP signed-note): the text, a blank line, one line a signer `— name base64(key id ‖ sig)`.
 *
 * @param text ends in a newline; no control characters but newlines
 * @param signers at least one, see {@link createSigner}
 * @returns the note, which ends in a newline
 * @throws TransparencyLogError `note-malformed`
 * @example signNote("你好\n", [createSigner("湘江科普/账本", Buffer.alloc(32, 7))]).startsWith("你好\n\n— 湘江科普/账本 "); // => true
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  assertText(text);
  if (!text.endsWith("\n")) throw malformed("the text does not end in a newline");
  if (signers.length === 0) throw malformed("nobody signs the note");
  const bytes = Buffer.from(text);
  const lines = signers.map((signer) => {
    assertName(signer.name, "the key name");
    const keyId = Buffer.alloc(KEY_ID_BYTES);
    keyId.writeUInt32BE(signer.keyId);
    return `— ${signer.name} ${Buffer.concat([keyId, signer.sign(bytes)]).toString("base64")}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

/**
 * Opens a note: checks its form byte for byte and the signatures of the known keys (C2SP signed-note, "Signatures").
 * Signatures by unknown keys are ignored, as the format demands; a wrong one by a known key refuses the whole note.
 *
 * @param note text, or its bytes in UTF-8; up to 65,536 bytes and 64 signatures
 * @param verifiers the keys the caller trusts, see {@link createVerifier}
 * @throws TransparencyLogError `note-malformed`, `key-unknown`, `signature-invalid`
 * @example openNote(signNote("你好\n", [createSigner("a", Buffer.alloc(32, 7))]), [createSigner("a", Buffer.alloc(32, 7)).verifier]).signedBy; // => ["a"]
 */
export function openNote(note: string | Uint8Array, verifiers: readonly NoteVerifier[]): OpenedNote {
  const { text, signatures } = splitNote(decodeText(note));
  const bytes = Buffer.from(text);
  const signedBy: string[] = [];
  for (const line of signatures) {
    // Name and id together name a key; either alone may be shared with a stranger's.
    const verifier = verifiers.find(({ name, keyId }) => name === line.name && keyId === line.keyId);
    if (verifier === undefined) continue;
    if (!verifier.verify(bytes, line.signature)) {
      throw new TransparencyLogError(
        "signature-invalid",
        `the signature of ${line.name} does not fit the text`,
      );
    }
    if (!signedBy.includes(line.name)) signedBy.push(line.name);
  }
  if (signedBy.length === 0)
    throw new TransparencyLogError("key-unknown", "no known key has signed the note");
  return { text, signedBy };
}

function decodeText(note: string | Uint8Array): string {
  if (typeof note !== "string" && !(note instanceof Uint8Array)) throw malformed("neither text nor bytes");
  if (Buffer.byteLength(note) > MAX_NOTE_BYTES) throw malformed("the note is longer than 65,536 bytes");
  if (typeof note === "string") return note;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(note);
  } catch {
    throw malformed("the note is not UTF-8");
  }
}

function splitNote(note: string): { text: string; signatures: SignatureLine[] } {
  assertText(note);
  const blank = note.lastIndexOf("\n\n");
  if (blank < 0) throw malformed("no blank line before the signatures");
  if (!note.endsWith("\n")) throw malformed("the note does not end in a newline");
  const lines = note.slice(blank + 2, -1).split("\n");
  if (lines.length > MAX_SIGNATURES) throw malformed(`more than ${MAX_SIGNATURES} signatures`);
  return { text: note.slice(0, blank + 1), signatures: lines.map(parseSignatureLine) };
}

function parseSignatureLine(line: string): SignatureLine {
  const [, name = "", encoded = ""] = /^— ([^\p{White_Space}+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  const bytes = decodeBase64(encoded);
  if (bytes === undefined || bytes.length <= KEY_ID_BYTES) throw malformed("a signature line is malformed");
  return { name, keyId: bytes.readUInt32BE(0), signature: bytes.subarray(KEY_ID_BYTES) };
}
