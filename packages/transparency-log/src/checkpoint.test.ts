import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from "node:crypto";
import { test } from "node:test";
import * as fc from "fast-check";
import {
  TransparencyLogError,
  createSigner,
  createVerifier,
  formatCheckpoint,
  formatVerifier,
  leafHash,
  openNote,
  parseCheckpoint,
  parseVerifier,
  signCheckpoint,
  signNote,
  verifyCheckpoint,
  type Checkpoint,
  type NoteVerifier,
  type TransparencyLogErrorCode,
} from "./index.ts";

const ORIGIN = "kepu.example/ledger";
const signer = createSigner(ORIGIN, Buffer.alloc(32, 1));
const stranger = createSigner(ORIGIN, Buffer.alloc(32, 2));
const witness = createSigner("witness.example", Buffer.alloc(32, 3));
const checkpoint: Checkpoint = {
  origin: ORIGIN,
  size: 42,
  root: leafHash(Buffer.from("root")),
  suite: "sha256",
};
const note = signCheckpoint(checkpoint, [signer]);
const trusted = { origin: ORIGIN, verifiers: [signer.verifier] };

function refuses(code: TransparencyLogErrorCode) {
  return (error: unknown) => error instanceof TransparencyLogError && error.code === code;
}

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

test("a checkpoint is origin, size, root, a blank line and a signature line, and comes back the same", () => {
  assert.match(
    note,
    /^kepu\.example\/ledger\n42\n[A-Za-z0-9+/]{43}=\n\n— kepu\.example\/ledger [A-Za-z0-9+/]{91}=\n$/,
  );
  assert.deepEqual(verifyCheckpoint(note, trusted), {
    ...checkpoint,
    issuedAt: undefined,
    extensions: [],
    signedBy: [ORIGIN],
  });
  assert.deepEqual(verifyCheckpoint(Buffer.from(note), trusted), verifyCheckpoint(note, trusted));
});

test("suite, time of issue and further lines stand in the signed body and come back the same", () => {
  const full: Checkpoint = {
    ...checkpoint,
    suite: "sm3",
    issuedAt: new Date("2026-11-23T01:02:03.004Z"),
    extensions: ["演示 1", "x"],
  };
  const body = formatCheckpoint(full);
  assert.deepEqual(body.split("\n").slice(3), [
    "hash sm3",
    "issued-at 2026-11-23T01:02:03.004Z",
    "演示 1",
    "x",
    "",
  ]);
  assert.deepEqual(verifyCheckpoint(signCheckpoint(full, [signer]), trusted), {
    ...full,
    signedBy: [ORIGIN],
  });
});

test("a Chinese origin and key name are signed and verified; another normal form is another log", () => {
  const origin = "湘江科普/é账本";
  const chinese = createSigner(origin, Buffer.alloc(32, 9));
  const signed = signCheckpoint({ ...checkpoint, origin }, [chinese]);
  const verifiers = [parseVerifier(formatVerifier(chinese.verifier))];
  assert.equal(verifyCheckpoint(Buffer.from(signed), { origin, verifiers }).origin, origin);
  assert.throws(
    () => verifyCheckpoint(signed, { origin: origin.normalize("NFD"), verifiers }),
    refuses("origin-mismatch"),
  );
});

test("names with white space of any script, plus signs, control characters or half characters are refused", () => {
  for (const name of [
    "",
    "a b",
    "湘江 科普",
    "湘江　科普",
    "a\u0085b",
    "a\u00a0b",
    "a+b",
    "a\nb",
    "a\u0000",
    "a\u007f",
    "\ud83d",
  ]) {
    assert.throws(
      () => createSigner(name, Buffer.alloc(32, 1)),
      refuses("name-invalid"),
      JSON.stringify(name),
    );
    assert.throws(() => createVerifier(name, signer.verifier.publicKey), refuses("name-invalid"));
    assert.throws(() => formatCheckpoint({ ...checkpoint, origin: name }), refuses("name-invalid"));
    assert.throws(() => signNote("a\n", [{ ...signer, name }]), refuses("name-invalid"));
  }
});

test("any one changed byte of a signed checkpoint is refused", () => {
  const bytes = Buffer.from(note);
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ mask;
      assert.throws(() => verifyCheckpoint(changed, trusted), TransparencyLogError);
    }),
    { numRuns: 1500 },
  );
});

test("a changed size or root is a wrong signature, whoever else signed", () => {
  const both = signCheckpoint(checkpoint, [signer, witness]);
  const changed = both.replace("\n42\n", "\n43\n");
  assert.throws(() => verifyCheckpoint(changed, trusted), refuses("signature-invalid"));
  assert.throws(
    () => verifyCheckpoint(changed, { ...trusted, verifiers: [witness.verifier] }),
    refuses("signature-invalid"),
  );
});

test("a checkpoint by an unknown key is refused, also under the known name or with the known key id", () => {
  const verifiers = [signer.verifier];
  assert.throws(
    () => verifyCheckpoint(signCheckpoint(checkpoint, [stranger]), trusted),
    refuses("key-unknown"),
  );
  assert.throws(() => verifyCheckpoint(note, { origin: ORIGIN, verifiers: [] }), refuses("key-unknown"));
  const otherName = createSigner("other.example", Buffer.alloc(32, 1));
  assert.throws(() => openNote(signNote("a\n", [otherName]), verifiers), refuses("key-unknown"));
  const sameId = { ...stranger, keyId: signer.keyId };
  assert.throws(() => openNote(signNote("a\n", [sameId]), verifiers), refuses("signature-invalid"));
  const sameIdOtherName = { ...stranger, name: "other.example", keyId: signer.keyId };
  assert.throws(() => openNote(signNote("a\n", [sameIdOtherName]), verifiers), refuses("key-unknown"));
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

test("a checkpoint of another log is refused though the key is known", () => {
  const other = signCheckpoint({ ...checkpoint, origin: "kepu.example/other" }, [signer]);
  assert.throws(() => verifyCheckpoint(other, trusted), refuses("origin-mismatch"));
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

test("at least sixteen signatures are read, as the format asks", () => {
  const sixteen = signNote("a\n", [...Array.from({ length: 15 }, () => witness), signer]);
  assert.deepEqual(openNote(sixteen, [signer.verifier]).signedBy, [ORIGIN]);
});

test("a text with blank lines keeps them, and a forged signature block inside it signs nothing", () => {
  const text = "first\n\n\nsecond\n\n— kepu.example/ledger AAAAAAAA\n";
  assert.equal(openNote(signNote(text, [signer]), [signer.verifier]).text, text);
  for (const bad of ["no newline", "tab\t\n", "nul\u0000\n", "half \ud83d\n", ""]) {
    assert.throws(() => signNote(bad, [signer]), refuses("note-malformed"), JSON.stringify(bad));
  }
  assert.throws(() => signNote("a\n", []), refuses("note-malformed"));
});

test("a body that is no checkpoint is refused though its signature is right", () => {
  const root = Buffer.from(checkpoint.root).toString("base64");
  for (const body of [
    "",
    "\n",
    `${ORIGIN}\n`,
    `${ORIGIN}\n42\n`,
    `${ORIGIN}\n42\n${root}`,
    `\n42\n${root}\n`,
    `${ORIGIN}\n\n42\n${root}\n`,
    ...[
      "0",
      "042",
      "+42",
      "-1",
      "4.2",
      "4e2",
      " 42",
      "0x2a",
      "四十二",
      "9007199254740992",
      "1".repeat(40),
    ].map((size) => `${ORIGIN}\n${size}\n${root}\n`),
    ...["", "AAAA", root.slice(0, -1), `${root}=`, ` ${root}`, root.replace("=", "A"), "*".repeat(44)].map(
      (bad) => `${ORIGIN}\n42\n${bad}\n`,
    ),
    `${ORIGIN}\n42\n${root}\n\n`,
    `${ORIGIN}\n42\n${root}\nx\n\ny\n`,
    `${ORIGIN}\n42\n${root}\nhash md5\n`,
    `${ORIGIN}\n42\n${root}\nhash sm3\nhash sha256\n`,
    `${ORIGIN}\n42\n${root}\nissued-at 2026-11-23\n`,
    `${ORIGIN}\n42\n${root}\nissued-at never\n`,
    `${ORIGIN}\n42\n${root}\nissued-at 2026-02-30T00:00:00.000Z\n`,
  ]) {
    assert.throws(() => parseCheckpoint(body), refuses("checkpoint-malformed"), JSON.stringify(body));
    if (!body.endsWith("\n")) continue;
    assert.throws(() => verifyCheckpoint(signNote(body, [signer]), trusted), TransparencyLogError);
  }
  const largest = parseCheckpoint(`${ORIGIN}\n9007199254740991\n${root}\nhash sha256\n`);
  assert.deepEqual([largest.size, largest.suite], [Number.MAX_SAFE_INTEGER, "sha256"]);
});

test("an origin with spaces, as some public logs have, can be read", () => {
  const root = Buffer.alloc(32).toString("base64");
  const spaced = signNote(`public log tree\n7\n${root}\n`, [signer]);
  assert.equal(verifyCheckpoint(spaced, { ...trusted, origin: "public log tree" }).size, 7);
});

test("what cannot be said in a checkpoint is not signed", () => {
  for (const size of [0, -1, 1.5, 2 ** 53]) {
    assert.throws(() => formatCheckpoint({ ...checkpoint, size }), refuses("tree-size-invalid"));
  }
  assert.throws(
    () => formatCheckpoint({ ...checkpoint, root: Buffer.alloc(31) }),
    refuses("hash-length-invalid"),
  );
  assert.throws(() => formatCheckpoint({ ...checkpoint, suite: "md5" as "sm3" }), refuses("suite-unknown"));
  assert.throws(
    () => formatCheckpoint({ ...checkpoint, issuedAt: new Date(NaN) }),
    refuses("checkpoint-malformed"),
  );
  for (const line of ["", "a\nb", "hash sm3", "issued-at never"]) {
    assert.throws(
      () => formatCheckpoint({ ...checkpoint, extensions: [line] }),
      refuses("checkpoint-malformed"),
    );
  }
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

test("the signature covers the text with its final newline: node:crypto alone gives the same bytes", () => {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, 1)]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const signature = Buffer.from(note.split(" ").at(-1) ?? "", "base64").subarray(4);
  assert.deepEqual(signature, sign(null, Buffer.from(formatCheckpoint(checkpoint)), key));
  assert.deepEqual(createVerifier(ORIGIN, createPublicKey(key)).keyId, signer.keyId);
});
