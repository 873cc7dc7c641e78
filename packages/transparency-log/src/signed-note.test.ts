import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import {
  createSigner,
  createVerifier,
  formatVerifier,
  leafHash,
  openNote,
  parseVerifier,
  signCheckpoint,
  signNote,
  verifyCheckpoint,
  type Checkpoint,
  type NoteVerifier,
} from "./index.ts";
import { ORIGIN, refuses, signer, stranger, witness } from "./test-support.ts";

const checkpoint: Checkpoint = {
  origin: ORIGIN,
  size: 42,
  root: leafHash(Buffer.from("root")),
  suite: "sha256",
};
const note = signCheckpoint(checkpoint, [signer]);
const trusted = { origin: ORIGIN, verifiers: [signer.verifier] };

test("keys and signatures are those of RFC 8032 §7.1, test 1", () => {
  const seed = Buffer.from("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "hex");
  const rfc = createSigner("a", seed);
  assert.equal(
    rfc.verifier.publicKey.toString("hex"),
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
  );
  assert.equal(
    rfc.sign(Buffer.alloc(0)).toString("hex"),
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
  );
});

test("the signed note published with Go's sumdb/note opens with its published key, byte for byte", () => {
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
  const published = `${text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
  const key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  const verifier = parseVerifier(key);
  assert.deepEqual(openNote(published, [verifier]), { text, signedBy: ["PeterNeumann"] });
  assert.equal(formatVerifier(verifier), key);
  const seed = Buffer.from("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", "base64").subarray(1);
  assert.equal(signNote(text, [createSigner("PeterNeumann", seed)]), published);
});

test("signatures by unknown keys beside a known one are ignored; one wrong known one refuses the note", () => {
  const many = signCheckpoint(checkpoint, [stranger, signer, witness]);
  assert.deepEqual(verifyCheckpoint(many, trusted).signedBy, [ORIGIN]);
  const both: NoteVerifier[] = [witness.verifier, signer.verifier];
  assert.deepEqual(verifyCheckpoint(many, { origin: ORIGIN, verifiers: both }).signedBy, [
    ORIGIN,
    "witness.example",
  ]);
  const wrongWitness = { ...witness, sign: () => witness.sign(Buffer.from("another text")) };
  const wrong = signCheckpoint(checkpoint, [signer, wrongWitness]);
  assert.throws(
    () => verifyCheckpoint(wrong, { origin: ORIGIN, verifiers: both }),
    refuses("signature-invalid"),
  );
  const twice = signNote("a\n", [signer, signer]);
  assert.deepEqual(openNote(twice, [signer.verifier]).signedBy, [ORIGIN]);
});

test("junk before, between or after the lines of a note is refused", () => {
  const [body = "", signature = ""] = note.split("\n\n");
  for (const junk of [
    "",
    "\n",
    body,
    `${body}\n`,
    `${body}\n\n`,
    `${note}x`,
    `${note}\n`,
    `${note}\n\n`,
    `${note} `,
    note.slice(0, -1),
    note.replace("\n\n", "\n"),
    note.replace("— ", "- "),
    note.replace("— ", "—"),
    note.replaceAll("\n", "\r\n"),
    note.replace("42", "42\t"),
    `${note}— witness.example\n`,
    `${note}— witness.example AAAA\n`,
    `${note}— witness.example AAAAAA==\n`,
    `${note}— witness.example AAAAAAA\n`,
    `${note}— witness.example AAAA*AAA\n`,
    `${body}\n\n${signature.replace("= ", "=")} \n`,
    `${body}\n\n${signature.slice(0, -2)}==\n`,
    note.replace("42", "4\ud83d2"),
    note.repeat(1000),
    `${body}\n\n${signature}${"— witness.example AAAAAAAA\n".repeat(64)}`,
  ]) {
    assert.throws(
      () => openNote(junk, [signer.verifier]),
      refuses("note-malformed"),
      JSON.stringify(junk.slice(-60)),
    );
  }
  const bom = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(note)]);
  assert.throws(() => openNote(bom, [signer.verifier]), refuses("signature-invalid"));
  const notUtf8 = Buffer.concat([Buffer.from([0xff]), Buffer.from(note)]);
  assert.throws(() => openNote(notUtf8, [signer.verifier]), refuses("note-malformed"));
  const noNote = 42 as unknown as string; // past the types
  assert.throws(() => openNote(noNote, [signer.verifier]), refuses("note-malformed"));
});

test("a note of 64 signatures and 65,536 bytes is read, one of 65 or of a byte more is not", () => {
  const signedBy = (count: number) =>
    signNote("a\n", [...Array.from({ length: count - 1 }, () => witness), signer]);
  assert.deepEqual(openNote(signedBy(64), [signer.verifier]).signedBy, [ORIGIN]);
  assert.throws(() => openNote(signedBy(65), [signer.verifier]), refuses("note-malformed"));
  const room = 65_536 - Buffer.byteLength(signNote("\n", [signer]));
  const full = signNote(`${"a".repeat(room)}\n`, [signer]);
  assert.equal(openNote(full, [signer.verifier]).text.length, room + 1);
  const over = signNote(`${"a".repeat(room + 1)}\n`, [signer]);
  assert.throws(() => openNote(over, [signer.verifier]), refuses("note-malformed"));
});

test("a text of one empty line is a text; a note without the blank line is none, though the empty text was signed", () => {
  assert.equal(openNote(signNote("\n", [signer]), [signer.verifier]).text, "\n");
  const keyId = Buffer.alloc(4);
  keyId.writeUInt32BE(signer.keyId);
  const overNothing = Buffer.concat([keyId, signer.sign(Buffer.alloc(0))]).toString("base64");
  const noText = `x— ${ORIGIN} ${overNothing}\n`;
  assert.throws(() => openNote(noText, [signer.verifier]), refuses("note-malformed"));
});

test("a text with blank lines keeps them, and a forged signature block inside it signs nothing", () => {
  const text = "first\n\n\nsecond\n\n— kepu.example/ledger AAAAAAAA\n";
  assert.equal(openNote(signNote(text, [signer]), [signer.verifier]).text, text);
  for (const bad of ["no newline", "tab\t\n", "nul\u0000\n", "half \ud83d\n", ""]) {
    assert.throws(() => signNote(bad, [signer]), refuses("note-malformed"), JSON.stringify(bad));
  }
  assert.throws(() => signNote("a\n", []), refuses("note-malformed"));
});

test("signer and verifier take Ed25519 keys of their kind only", () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const fromObjects = createSigner(ORIGIN, privateKey);
  assert.deepEqual(createVerifier(ORIGIN, publicKey).publicKey, fromObjects.verifier.publicKey);
  assert.deepEqual(openNote(signNote("a\n", [fromObjects]), [createVerifier(ORIGIN, publicKey)]).signedBy, [
    ORIGIN,
  ]);
  const { privateKey: otherKind, publicKey: otherPublic } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
  });
  assert.throws(() => createSigner(ORIGIN, otherKind), refuses("key-invalid"));
  assert.throws(() => createSigner(ORIGIN, publicKey), refuses("key-invalid"));
  assert.throws(() => createSigner(ORIGIN, Buffer.alloc(31)), refuses("key-invalid"));
  assert.throws(() => createVerifier(ORIGIN, otherPublic), refuses("key-invalid"));
  assert.throws(() => createVerifier(ORIGIN, privateKey), refuses("key-invalid"));
  assert.throws(() => createVerifier(ORIGIN, Buffer.alloc(33)), refuses("key-invalid"));
});

test("the verifier text comes back the same, and is refused when name, id or key do not fit", () => {
  const text = formatVerifier(signer.verifier);
  assert.equal(formatVerifier(parseVerifier(text)), text);
  for (const bad of [
    "",
    text.slice(1),
    text.slice(0, -1),
    `${text}\n`,
    text.replace("+", " "),
    text.replace(/\+[0-9a-f]{8}\+/, "+00000000+"),
    text.replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase().replace(/[0-9]/g, "A")),
    text.replace(/[^+]+$/, Buffer.alloc(33, 2).toString("base64")),
    formatVerifier(stranger.verifier).replace(
      /\+[0-9a-f]{8}\+/,
      `+${signer.keyId.toString(16).padStart(8, "0")}+`,
    ),
  ]) {
    assert.throws(() => parseVerifier(bad), refuses("key-invalid"), JSON.stringify(bad));
  }
  assert.throws(() => parseVerifier(text.replace(ORIGIN, "a b")), refuses("name-invalid"));
});
