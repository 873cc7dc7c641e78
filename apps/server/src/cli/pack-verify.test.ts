import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { unzipSync, zipSync } from "fflate";
import { systemClock } from "#kernel/clock.ts";
import { buildSealedPack } from "#modules/packs/builders.ts";
import { run } from "./pack-verify.ts";

test("kepu pack verify ends with 0 for a whole pack, 1 for a changed one, 2 for no file, each with a sentence", async () => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-pack-"));
  try {
    const { bytes, publicKey } = buildSealedPack();
    const whole = join(folder, "whole.zip");
    writeFileSync(whole, bytes);
    const changed = join(folder, "changed.zip");
    writeFileSync(changed, zipSync({ ...unzipSync(bytes), "evidence/e.pdf": Buffer.from("换过") }));
    let said = "";
    const say = (text: string) => void (said += text);
    const ask = async (...argv: string[]) => {
      said = "";
      return run(argv, { stdout: say, stderr: say, env: {}, clock: systemClock });
    };
    assert.equal(await ask(whole), 0);
    assert.match(said, /全部一致/);
    assert.match(said, /请和公示页上的公钥比一下/);
    assert.equal(await ask(whole, "--key", publicKey), 0);
    assert.match(said, /用您给的公钥核对/);
    assert.equal(await ask(changed), 1);
    assert.match(said, /evidence\/e\.pdf：内容和清单里的指纹不一致/);
    assert.equal(await ask(join(folder, "none.zip")), 2);
    assert.match(said, /没有这个文件/);
    assert.equal(await ask(), 2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
