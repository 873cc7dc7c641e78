import assert from "node:assert/strict";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { modules } from "#server/modules.ts";
import { drawDistrict } from "#server/demo/order-views.ts";
import { streets } from "#server/demo/district-names.ts";
import { createUnit } from "#modules/organisations/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { importMapFrom } from "./map-import.ts";

databaseSuite("kepu map import", (database) => {
  test("names every shape, writes only with --apply and only where all are right", async () => {
    await using server = await startTestServer(database(), { modules });
    const { db } = server.context;
    await inTransaction(db, async (trx) => {
      const root = await createUnit(trx, server.context, systemActor("test"), {
        kind: "committee",
        name: "测试区科普委员会",
        validFrom: "2026-01-01",
      });
      for (const name of streets.slice(0, 2))
        await createUnit(trx, server.context, systemActor("test"), {
          kind: "street",
          name: `${name}街道`,
          parentId: root.id,
          validFrom: "2026-01-01",
        });
    });
    let said = "";
    const io = {
      stdout: (text: string) => void (said += text),
      stderr: () => undefined,
      env: {},
      clock: server.clock,
    };
    const count = async () => (await db.selectFrom("street_shapes").select("unit_id").execute()).length;
    const drawn = drawDistrict();
    const load = (text: string, apply: "yes" | "no") =>
      importMapFrom(server, Buffer.from(text), { apply, source: "演示示意图", io });
    // The whole demonstration district, of which two streets are here.
    assert.equal(await load(drawn, "yes"), 1);
    assert.match(said, /✗ 第 3 个图形 组织架构里没有“/u);
    assert.equal(await count(), 0);
    const parsed = JSON.parse(drawn) as { features: unknown[] };
    const two = JSON.stringify({ ...parsed, features: parsed.features.slice(0, 2) });
    assert.equal(await load(two, "no"), 0);
    assert.match(said, /这是预览/u);
    assert.equal(await count(), 0);
    assert.equal(await load(two, "yes"), 0);
    assert.equal(await count(), 2);
  });
});
