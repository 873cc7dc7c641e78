import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createSigner, formatVerifier, parseVerifier, signCheckpoint } from "@kepu/transparency-log";
import { systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { makeCheckpoint } from "#kernel/ledger-checkpoint.ts";
import { verifyInstallation } from "#kernel/ledger-installation.ts";
import { ledgerKeyFile, ledgerOrigin, type LedgerKeys, loadLedgerKeys } from "#kernel/ledger-keys.ts";
import { rotateLedgerKey, trustedKeys } from "#kernel/ledger-rotation.ts";
import { sequenceLedger } from "#kernel/ledger-sequencer.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer, type TestServer } from "#test/support/server.ts";

const keysOf = ({ config }: TestServer): LedgerKeys =>
  loadLedgerKeys(config.dataFolder, ledgerOrigin(config.publicUrl));

/** An act and the checkpoint of the minute after it, by the key that signs now. */
const actAndSign = async (server: TestServer): Promise<void> => {
  const { db, clock, cipher, config } = server.context;
  await recordAudit(db, { clock, cipher }, { actor: systemActor("test"), action: "trust.verify_ledger" });
  const { signer, earlier } = keysOf(server);
  const verifier = formatVerifier(signer.verifier);
  await sequenceLedger(db, { origin: signer.name, suite: "sha256", verifier });
  const folder = config.checkpointFolder;
  await makeCheckpoint(db, { clock, signer, earlier, suite: "sha256", checkpointFolder: folder });
  server.clock.advanceMs(60_000);
};

const verify = async (server: TestServer, publicKey?: string): Promise<string> => {
  let said = "";
  const say = (text: string): void => void (said += text);
  await verifyInstallation(server.context, { stdout: say, stderr: say }, publicKey);
  return said;
};

databaseSuite("a new signing key of the ledger", (database) => {
  test("old checkpoints still verify with it, whoever holds an old key verifies the whole log, and the page lists all keys", async () => {
    await using server = await startTestServer(database());
    await actAndSign(server);
    const first = await rotateLedgerKey(server.context);
    await actAndSign(server);
    const second = await rotateLedgerKey(server.context);
    await actAndSign(server);
    assert.equal(first.new, second.old);
    assert.equal(new Set([first.old, first.new, second.new]).size, 3);
    assert.equal(formatVerifier(keysOf(server).signer.verifier), second.new);

    assert.match(await verify(server), /^✓ 存证校验通过/);
    for (const key of [first.old, second.old, second.new])
      assert.match(await verify(server, key), /^✓ 存证校验通过/, key);
    const stranger = createSigner(keysOf(server).signer.name, Buffer.alloc(32, 9));
    assert.match(await verify(server, formatVerifier(stranger.verifier)), /✗ 存证校验发现/);

    const page = await server.app.inject({ url: "/ledger" });
    for (const key of [first.old, second.old, second.new])
      assert.ok(page.body.includes(key), `the page lists ${key}`);
    assert.match(page.body, /用过的公钥/);
    const { keys } = (await server.app.inject({ url: "/api/ledger" })).json<{
      keys: { publicKey: string; from: string | null; until: string | null }[];
    }>();
    assert.deepEqual(
      keys.map(({ publicKey, from, until }) => [publicKey, from === null, until === null]),
      [
        [first.old, true, false],
        [second.old, false, false],
        [second.new, false, true],
      ],
    );
    const file = readFileSync(ledgerKeyFile(server.config.dataFolder), "utf8");
    assert.equal(file.match(/PRIVATE KEY-----\\n[^"]+/g)?.length, 1, "the old private keys are gone");
    const { rows } = await database().pool.query<{ count: number }>(
      "select count(*) as count from audit_entries where action = 'trust.rotate_ledger_key'",
    );
    assert.equal(Number(rows[0]?.count), 2);
  });
});

// A database of its own: a log knows one chain of keys for ever.
databaseSuite("an old signing key of the ledger", (database) => {
  test("an old key signs nothing after its time, and a hand-over that one of its keys did not sign hands over nothing", async () => {
    await using server = await startTestServer(database());
    await actAndSign(server);
    const before = keysOf(server).signer;
    const { old } = await rotateLedgerKey(server.context);
    await actAndSign(server);
    const { signer, earlier } = keysOf(server);
    const current = formatVerifier(signer.verifier);
    const held = parseVerifier(old);
    const [entry] = earlier;
    assert.ok(entry !== undefined);
    assert.deepEqual(
      trustedKeys(held, { current, earlier }).map(({ from, to }) => [from, to]),
      [
        [0, entry.size],
        [entry.size, Number.POSITIVE_INFINITY],
      ],
    );
    const alone = signCheckpoint(
      { origin: before.name, size: entry.size, root: Buffer.alloc(32), suite: "sha256" },
      [before],
    );
    assert.equal(trustedKeys(held, { current, earlier: [{ ...entry, handover: alone }] }).length, 1);

    // Somebody who kept the old private key signs a later tree: the line is named.
    const heldFile = join(server.config.checkpointFolder, "checkpoints.jsonl");
    const lines = readFileSync(heldFile, "utf8").trimEnd().split("\n");
    const last = JSON.parse(lines.at(-1) ?? "") as { treeSize: number; note: string };
    const root = Buffer.from(last.note.split("\n")[2] ?? "", "base64");
    const forged = signCheckpoint({ origin: before.name, size: last.treeSize, root, suite: "sha256" }, [
      before,
    ]);
    writeFileSync(
      heldFile,
      `${[...lines.slice(0, -1), JSON.stringify({ ...last, note: forged })].join("\n")}\n`,
    );
    assert.match(await verify(server, old), new RegExp(`✗[\\s\\S]*${lines.length}`));
  });
});
