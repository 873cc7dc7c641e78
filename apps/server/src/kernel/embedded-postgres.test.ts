import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";

test("a disk that fills up while the database is made is named, and no half database stays", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "kepu-full-"));
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=12m,mode=0777", "tmpfs", folder]);
  try {
    if (mounted.status !== 0) return context.skip("mounting a small disk is not allowed here");
    chmodSync(folder, 0o777);
    const dataFolder = join(folder, "pg");
    const binariesFolder = mkdtempSync(join(tmpdir(), "kepu-binaries-"));
    // Where the clone lies behind a closed folder, the database user runs the copy made here.
    chmodSync(binariesFolder, 0o777);
    try {
      await assert.rejects(startEmbeddedPostgres({ dataFolder, binariesFolder, durability: "none" }), {
        code: "data.disk_full",
      });
    } finally {
      rmSync(binariesFolder, { recursive: true, force: true });
    }
    assert.equal(existsSync(dataFolder), false);
  } finally {
    if (mounted.status === 0) spawnSync("umount", [folder]);
    rmSync(folder, { recursive: true, force: true });
  }
});
