import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import {
  createMemoryLog,
  createSigner,
  formatVerifier,
  leafHash,
  signCheckpoint,
} from "@kepu/transparency-log";
import { unzipSync, zipSync } from "fflate";
import { canonicalJson } from "#kernel/canonical-json.ts";
import { AppError } from "#kernel/errors.ts";
import { addSeal, packFiles, type PackSeal, sealName, sha256 } from "./archive.ts";
import { verifyPack } from "./verify-archive.ts";
import { verifyScript } from "./verify-script.ts";

const signer = createSigner("kepu.example/ledger", Buffer.alloc(32, 7));
const other = createSigner("kepu.example/ledger", Buffer.alloc(32, 8));
const files = [
  { path: "index.html", bytes: Buffer.from("<p>总览</p>") },
  { path: "evidence/a.pdf", bytes: randomBytes(5_000) },
];
const about = { packId: "p", title: "演示材料包", asOf: "2026-11-30", madeAt: "2026-11-30T00:00:00Z" };

/** A pack and the seal that a ledger of five entries gives it. */
const sealed = (by = signer) => {
  const made = packFiles(files, about);
  const content = canonicalJson({ id: "p", manifest_hash: made.manifestHash });
  const leaf = canonicalJson({ content_hash: createHash("sha256").update(content).digest("hex"), id: "e" });
  const log = createMemoryLog();
  for (const entry of ["one", "two", leaf, "four", "five"]) log.append(Buffer.from(entry));
  const seal: PackSeal = {
    content,
    leaf,
    leafIndex: 2,
    treeSize: log.size,
    suite: "sha256",
    proof: log.inclusionProof(2).map((hash) => hash.toString("base64")),
    checkpoint: signCheckpoint(
      { origin: "kepu.example/ledger", size: log.size, root: log.root(), suite: "sha256" },
      [by],
    ),
    publicKey: formatVerifier(by.verifier),
  };
  return { made, seal, bytes: Buffer.from(addSeal(made.bytes, seal)) };
};

/** The archive with one file replaced, added or (undefined) left out. */
const changed = (bytes: Buffer, path: string, content: Uint8Array | undefined): Buffer => {
  const { [path]: _old, ...rest } = unzipSync(bytes);
  return Buffer.from(zipSync(content === undefined ? rest : { ...rest, [path]: content }));
};

test("a pack that nobody touched verifies, and the same content gives the same bytes", () => {
  const { bytes, made } = sealed();
  const report = verifyPack(bytes);
  assert.deepEqual(report.problems, []);
  assert.deepEqual([report.title, report.files, report.checkpoint?.size], ["演示材料包", 2, 5]);
  assert.deepEqual(packFiles(files.toReversed(), about).bytes, made.bytes);
  assert.equal(verifyPack(bytes, { key: formatVerifier(signer.verifier) }).problems.length, 0);
});

test("a changed, missing or added file is named; a changed manifest breaks the seal", () => {
  const { bytes } = sealed();
  const problemsOf = (changedBytes: Buffer) => verifyPack(changedBytes).problems.map(({ path }) => path);
  assert.deepEqual(problemsOf(changed(bytes, "index.html", Buffer.from("<p>别的</p>"))), ["index.html"]);
  assert.deepEqual(problemsOf(changed(bytes, "evidence/a.pdf", undefined)), ["evidence/a.pdf"]);
  assert.deepEqual(problemsOf(changed(bytes, "evidence/b.pdf", Buffer.from("x"))), ["evidence/b.pdf"]);
  assert.deepEqual(problemsOf(changed(bytes, sealName, undefined)), [sealName]);
  const forged = packFiles([{ path: "index.html", bytes: Buffer.from("换过的") }], about);
  const withOldSeal = changed(Buffer.from(forged.bytes), sealName, unzipSync(bytes)[sealName]);
  assert.deepEqual(problemsOf(withOldSeal), [sealName]);
});

test("a seal that another key signed is refused where the reader brings the right key", () => {
  const { bytes } = sealed(other);
  assert.equal(verifyPack(bytes).problems.length, 0, "the pack's own key proves only that it is whole");
  const report = verifyPack(bytes, { key: formatVerifier(signer.verifier) });
  assert.deepEqual(
    report.problems.map(({ path }) => path),
    [sealName],
  );
  assert.equal(report.checkpoint, undefined);
});

test("what is no pack, no archive or a bomb is refused with a code", () => {
  const refused = (bytes: Buffer, code: string) =>
    assert.throws(
      () => verifyPack(bytes),
      (error) => error instanceof AppError && error.code === code,
    );
  refused(Buffer.from("hello"), "zip.not_a_zip");
  refused(Buffer.from(zipSync({ "a.txt": Buffer.from("x") })), "packs.no_manifest");
  refused(Buffer.from(zipSync({ "manifest.json": Buffer.from("{") })), "packs.no_manifest");
  refused(Buffer.from(zipSync({ "../a": Buffer.from("x") })), "zip.bad_name");
});

type Chosen = { webkitRelativePath: string; name: string; arrayBuffer: () => Promise<ArrayBuffer> };

/** Runs the page's own script over an unpacked folder, with the little of a browser that it touches. */
const runPage = async (bytes: Buffer): Promise<{ state: string; problems: string[] }> => {
  const chosen = Object.entries(unzipSync(bytes)).map(([path, content]): Chosen => ({
    webkitRelativePath: `folder/${path}`,
    name: path,
    arrayBuffer: async () => Uint8Array.from(content).buffer,
  }));
  const problems: string[] = [];
  const state = { textContent: "", className: "" };
  let change: () => void = () => undefined;
  const list = {
    textContent: "",
    appendChild: (item: { textContent: string }) => problems.push(item.textContent),
  };
  const input = { files: chosen, addEventListener: (_name: string, listen: () => void) => (change = listen) };
  const elements: Record<string, object> = { folder: input, state, problems: list };
  runInNewContext(verifyScript, {
    document: { getElementById: (id: string) => elements[id], createElement: () => ({ textContent: "" }) },
    TextEncoder,
    TextDecoder,
    Uint8Array,
    Int32Array,
    DataView,
    atob,
  });
  change();
  for (let turn = 0; turn < 200 && state.className === ""; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  return { state: state.className, problems };
};

test("the page inside checks the same by itself, without network and without the browser's own hashing", async () => {
  const { bytes } = sealed();
  assert.deepEqual(await runPage(bytes), { state: "good", problems: [] });
  const broken = await runPage(changed(bytes, "evidence/a.pdf", Buffer.alloc(70, 1)));
  assert.equal(broken.state, "bad");
  assert.match(broken.problems.join(), /evidence\/a\.pdf/);
  const files5 = unzipSync(bytes);
  const seal = JSON.parse(Buffer.from(files5[sealName] ?? []).toString()) as PackSeal; // made above
  const wrongPlace = Buffer.from(canonicalJson({ ...seal, leafIndex: 1 }));
  assert.equal((await runPage(changed(bytes, sealName, wrongPlace))).state, "bad");
  assert.doesNotMatch(verifyScript, /https?:|fetch|XMLHttp|WebSocket|import\(/);
});

test("the leaf that is hashed is that of the ledger", () => {
  const { seal } = sealed();
  assert.equal(leafHash(Buffer.from(seal.leaf)).length, 32);
  assert.equal(sha256(Buffer.from("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});
