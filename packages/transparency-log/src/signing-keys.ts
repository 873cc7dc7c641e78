import { createPrivateKey, createPublicKey, hash, sign, verify, type KeyObject } from "node:crypto";
import { decodeBase64 } from "./base64.ts";
import { TransparencyLogError } from "./errors.ts";

/** Signs notes under a name. Made by {@link createSigner}. */
export type NoteSigner = {
  readonly name: string;
  /** The short name of the key in a signature line: 4 bytes as a number. */
  readonly keyId: number;
  readonly sign: (text: Uint8Array) => Buffer;
  /** What to give to those who verify. */
  readonly verifier: NoteVerifier;
};

/** Verifies signatures of one key under one name. Made by {@link createVerifier} or {@link parseVerifier}. */
export type NoteVerifier = {
  readonly name: string;
  readonly keyId: number;
  /** 32 bytes, RFC 8032 §5.1.5. */
  readonly publicKey: Buffer;
  readonly verify: (text: Uint8Array, signature: Uint8Array) => boolean;
};

const KEY_BYTES = 32;
/** C2SP signed-note, "Signature types": Ed25519. */
const ED25519_TYPE = 0x01;
/** RFC 8410 §7: the DER of an Ed25519 private key up to its 32 bytes of seed. */
const PKCS8_ED25519_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * C2SP signed-note, "Format": not empty, no Unicode white space, no `+`. Chinese names are allowed (`湘江科普/账本`):
 * they are compared byte for byte, so one normal form must be used; control characters and lone surrogates are refused.
 */
export function assertName(name: string, what: string): void {
  const isName =
    typeof name === "string" && name.isWellFormed() && /^[^\p{White_Space}\p{Cc}+]+$/u.test(name);
  if (!isName)
    throw new TransparencyLogError("name-invalid", `${what} is no name for a note: ${JSON.stringify(name)}`);
}

function computeKeyId(name: string, publicKey: Buffer): number {
  const input = Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519_TYPE), publicKey]);
  return hash("sha256", input, "buffer").readUInt32BE(0);
}

function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url");
}

function assertEd25519(key: KeyObject, type: "public" | "private"): void {
  if (key.type !== type || key.asymmetricKeyType !== "ed25519") {
    throw new TransparencyLogError("key-invalid", `the key is no Ed25519 ${type} key`);
  }
}

function assertKeyBytes(bytes: Uint8Array): void {
  if (!(bytes instanceof Uint8Array) || bytes.length !== KEY_BYTES) {
    throw new TransparencyLogError("key-invalid", "an Ed25519 key is 32 bytes");
  }
}

/**
 * Makes a signer from an Ed25519 private key (RFC 8032), given as a `KeyObject` or as its seed of 32 bytes. Keep the
 * seed secret and outside the database that the log protects.
 *
 * @param name key name; by custom the origin of the log
 * @param key private key or seed
 * @throws TransparencyLogError `name-invalid`, `key-invalid`
 * @example createSigner("kepu.example/ledger", Buffer.alloc(32, 7)).keyId; // => 2811075010
 */
export function createSigner(name: string, key: KeyObject | Uint8Array): NoteSigner {
  const privateKey = toPrivateKey(key);
  const verifier = createVerifier(name, createPublicKey(privateKey));
  return { name, keyId: verifier.keyId, verifier, sign: (text) => sign(null, text, privateKey) };
}

function toPrivateKey(key: KeyObject | Uint8Array): KeyObject {
  if (!(key instanceof Uint8Array)) {
    assertEd25519(key, "private");
    return key;
  }
  assertKeyBytes(key);
  return createPrivateKey({ key: Buffer.concat([PKCS8_ED25519_PREFIX, key]), format: "der", type: "pkcs8" });
}

/**
 * Makes a verifier from an Ed25519 public key, given as a `KeyObject` or as its 32 bytes (RFC 8032 §5.1.5).
 *
 * @param name key name
 * @param key public key
 * @throws TransparencyLogError `name-invalid`, `key-invalid`
 * @example createVerifier("kepu.example/ledger", createSigner("kepu.example/ledger", Buffer.alloc(32, 7)).verifier.publicKey).keyId; // => 2811075010
 */
export function createVerifier(name: string, key: KeyObject | Uint8Array): NoteVerifier {
  assertName(name, "the key name");
  const publicKey = toPublicKey(key);
  const bytes = rawPublicKey(publicKey);
  return {
    name,
    keyId: computeKeyId(name, bytes),
    publicKey: bytes,
    verify: (text, signature) => verify(null, text, publicKey, signature),
  };
}

function toPublicKey(key: KeyObject | Uint8Array): KeyObject {
  if (!(key instanceof Uint8Array)) {
    assertEd25519(key, "public");
    return key;
  }
  assertKeyBytes(key);
  const x = Buffer.from(key).toString("base64url");
  return createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
}

/**
 * Writes a verifier as one line, `name+keyid+base64(0x01 ‖ public key)`: the "vkey" of C2SP signed-note and of Go's
 * `sumdb/note`.
 *
 * @example formatVerifier(createSigner("kepu.example/ledger", Buffer.alloc(32, 7)).verifier); // => "kepu.example/ledger+a78d99c2+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"
 */
export function formatVerifier(verifier: NoteVerifier): string {
  const keyId = verifier.keyId.toString(16).padStart(8, "0");
  const key = Buffer.concat([Buffer.of(ED25519_TYPE), verifier.publicKey]).toString("base64");
  return `${verifier.name}+${keyId}+${key}`;
}

/**
 * Reads what {@link formatVerifier} wrote; the key id must fit name and key.
 *
 * @throws TransparencyLogError `name-invalid`, `key-invalid`
 * @example parseVerifier(formatVerifier(createSigner("kepu.example/ledger", Buffer.alloc(32, 7)).verifier)).name; // => "kepu.example/ledger"
 */
export function parseVerifier(text: string): NoteVerifier {
  const parts = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u.exec(text);
  const [, name = "", keyId = "", key = ""] = parts ?? [];
  const bytes = decodeBase64(key);
  if (bytes === undefined || bytes[0] !== ED25519_TYPE) {
    throw new TransparencyLogError("key-invalid", "the text is no Ed25519 verifier");
  }
  const verifier = createVerifier(name, bytes.subarray(1));
  if (verifier.keyId !== Number.parseInt(keyId, 16)) {
    throw new TransparencyLogError("key-invalid", `the key id ${keyId} does not fit its name and key`);
  }
  return verifier;
}
