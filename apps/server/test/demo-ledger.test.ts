import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { formatVerifier } from "@kepu/transparency-log";
import { seedDemo } from "#demo/index.ts";
import { ledgerOrigin, loadLedgerSigner } from "#kernel/ledger-keys.ts";
import { verifyLedger } from "#kernel/ledger-verify.ts";
import { programSuite } from "./support/database.ts";
import { startTestServer } from "./support/server.ts";

programSuite("the ledger of a whole demonstration district", (database) => {
  test("vouches for every act of every module: no row of any guarded table is without its audit entry", async () => {
    await using server = await startTestServer(database(), {
      env: { KEPU_DEMO: "1", KEPU_ENV: "development" },
    });
    const { db, cipher, config } = server.context;
    await seedDemo(server);
    const checkpoint = server.jobs.definitions().find((job) => job.name === "trust.checkpoint");
    await checkpoint?.run(null, { id: randomUUID(), once: async () => true });
    const publicKey = formatVerifier(
      loadLedgerSigner(config.dataFolder, ledgerOrigin(config.publicUrl)).verifier,
    );
    const report = await verifyLedger(db, { checkpointFolder: config.checkpointFolder, publicKey, cipher });
    assert.deepEqual(report.problems, []);
    assert.equal(report.anchoredSize, report.treeSize);
    assert.ok(
      (report.rows["org_units"] ?? 0) > 30 && (report.rows["facts"] ?? 0) > 0,
      JSON.stringify(report.rows),
    );
  });
});
