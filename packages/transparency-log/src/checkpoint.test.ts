import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, sign } from "node:crypto";
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

test("a checkpoint of another log is refused though the key is known", () => {
  const other = signCheckpoint({ ...checkpoint, origin: "kepu.example/other" }, [signer]);
  assert.throws(() => verifyCheckpoint(other, trusted), refuses("origin-mismatch"));
});

test("a body that is no checkpoint is refused though its signature is right", () => {
  const root = Buffer.from(checkpoint.root).toString("base64");
  for (const body of [
    "",
    "\n",
    `${ORIGIN}\n`,
    `${ORIGIN}\n42\n`,
    `${ORIGIN}\n42\n${root}`,
    `${ORIGIN}\n42\n${root}x`,
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

test("the signature covers the text with its final newline: node:crypto alone gives the same bytes", () => {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, 1)]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const signature = Buffer.from(note.split(" ").at(-1) ?? "", "base64").subarray(4);
  assert.deepEqual(signature, sign(null, Buffer.from(formatCheckpoint(checkpoint)), key));
  assert.deepEqual(createVerifier(ORIGIN, createPublicKey(key)).keyId, signer.keyId);
});
