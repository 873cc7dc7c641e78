import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createMemoryLog, createSigner, formatVerifier, signCheckpoint } from "@kepu/transparency-log";
import { createTestClock } from "#kernel/clock.ts";
import { type CertificateClaim, signClaim, toFragment } from "#modules/certificates/note.ts";
import { runCommandLine } from "#server/command-line.ts";

const signer = createSigner("kepu.example/ledger", Buffer.alloc(32, 7));
const key = ["--key", formatVerifier(signer.verifier)];
const content = '{"name":"演示志愿者","salt":"00"}';
const hash = createHash("sha256").update(content).digest("hex");
const claim: CertificateClaim = {
  no: "ZM-2026-000001",
  kind: "hours",
  name: "演示志愿者",
  unit: "演示站",
  from: "2026-01-01",
  to: "2026-11-30",
  creditedMinutes: 40,
  addedMinutes: 90,
  issuedOn: "2026-11-30",
  hash,
  entry: "019ad000-0000-7000-8000-000000000001",
  leaf: undefined,
};

const kepu = async (...argv: readonly string[]) => {
  let said = "";
  const say = (text: string): void => void (said += text);
  const clock = createTestClock("2026-11-30T01:00:00Z");
  // No database address, no data folder: nothing but the words given.
  const env = { KEPU_DATA: join(tmpdir(), "kepu-no-such-folder") };
  const code = await runCommandLine(["certificate", "verify", ...argv], {
    stdout: say,
    stderr: say,
    env,
    clock,
  });
  return { code, said };
};

test("a scanned text is checked by the published key alone; a changed name or another key is refused with a sentence", async () => {
  const text = `https://kepu.example/certificates/verify?no=ZM-2026-000001${toFragment(signClaim(claim, signer))}`;
  const good = await kepu(text, ...key);
  assert.equal(good.code, 0, good.said);
  assert.match(good.said, /✓ 签名正确：演示站[\s\S]*现场签到 40 分钟；补录 90 分钟（不相加）/);
  const forged = signClaim(claim, signer).replace("演示志愿者", "演示别人");
  assert.match((await kepu(forged, ...key)).said, /✗ 签名不对/);
  const stranger = createSigner("kepu.example/ledger", Buffer.alloc(32, 9));
  assert.match((await kepu(text, "--key", formatVerifier(stranger.verifier))).said, /✗ 签名的密钥不在/);
  assert.equal((await kepu("没有签名的文字", ...key)).code, 1);
  assert.equal((await kepu(text)).code, 2, "no key, no verdict");
});

test("the file beside the paper is checked with every line of it and its way into a signed tree", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-certificate-"));
  try {
    const log = createMemoryLog();
    log.append(Buffer.from("another entry"));
    const leaf = JSON.stringify({ content_hash: hash, id: claim.entry });
    log.append(Buffer.from(leaf));
    const checkpoint = signCheckpoint(
      { origin: signer.name, size: log.size, root: log.root(), suite: "sha256" },
      [signer],
    );
    const file = {
      note: signClaim({ ...claim, leaf: { index: 1, treeSize: 2 } }, signer),
      content,
      proof: {
        leaf,
        leafIndex: 1,
        treeSize: 2,
        suite: "sha256",
        proof: log.inclusionProof(1).map((one) => one.toString("base64")),
        checkpoint,
      },
    };
    const check = async (change: object) => {
      const path = join(folder, "certificate.json");
      writeFileSync(path, JSON.stringify({ ...file, ...change }));
      return kepu(path, ...key);
    };
    assert.match((await check({})).said, /✓ 明细与校验码一致\n✓ 存证账本里有这一条/);
    assert.match((await check({ content: content.replace("00", "01") })).said, /✗ 文件里的明细/);
    const elsewhere = { ...file.proof, leaf: leaf.replace(hash, hash.replaceAll("a", "b")) };
    assert.match((await check({ proof: elsewhere })).said, /✗ 账本里的登记对不上/);
    const moved = { ...file.proof, leafIndex: 0 };
    assert.match((await check({ proof: moved })).said, /✗ 账本里的登记对不上/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
