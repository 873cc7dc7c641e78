import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { createUnit, organisationsModule } from "#modules/organisations/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { importUnitsFrom } from "./org-import.ts";

databaseSuite("kepu org import", (database) => {
  test("shows what a file would do, writes only with --apply, and ends with 1 where the file has errors", async () => {
    await using server = await startTestServer(database(), { modules: [organisationsModule] });
    const { db } = server.context;
    const root = await inTransaction(db, (trx) =>
      createUnit(trx, server.context, systemActor("test"), {
        kind: "committee",
        name: "测试区科普委员会",
        validFrom: "2026-01-01",
      }),
    );
    assert.ok(root.id);
    let said = "";
    const io = {
      stdout: (text: string) => void (said += text),
      stderr: () => undefined,
      env: {},
      clock: server.clock,
    };
    const file = (text: string) => ({ name: "单位.csv", bytes: Buffer.from(text) });
    const count = async () => (await db.selectFrom("org_units").select("id").execute()).length;
    const good = file("单位名称,类别,上级单位\n枫溪街道,街道,测试区科普委员会\n清泉社区,社区,枫溪街道\n");
    assert.equal(await importUnitsFrom(server, good, { apply: "no", io }), 0);
    assert.match(said, /第 3 行 增加 社区 清泉社区/);
    assert.equal(await count(), 1);
    assert.equal(
      await importUnitsFrom(server, file("单位名称,类别,上级单位\n坏行,星球,无\n"), { apply: "yes", io }),
      1,
    );
    assert.match(said, /类别：没有“星球”这一类/);
    assert.equal(await count(), 1);
    assert.equal(await importUnitsFrom(server, good, { apply: "yes", io }), 0);
    assert.equal(await importUnitsFrom(server, good, { apply: "yes", io }), 0);
    assert.equal(await count(), 3);
  });
});
