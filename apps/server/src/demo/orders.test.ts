import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { systemClock } from "#kernel/clock.ts";
import { actOnOverdue, orderStates } from "#modules/orders/index.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { seedOrders } from "./orders.ts";
import { seedOrganisations } from "./organisations.ts";
import { seedPeople } from "./people.ts";

programSuite("demonstration of the service loop", (database) => {
  test("it has orders over, waiting, offered, open, agreed, and one by a helper, all through the real commands", async (t) => {
    await using system = await startTestServer(database(), { env: { KEPU_DEMO: "1" } });
    const { context } = system;
    system.clock.set(systemClock.now());
    const district = await seedOrganisations({ db: context.db, cipher: context.cipher });
    assert.ok(district !== undefined);
    const { staff } = await seedPeople(context, district);
    const begun = performance.now();
    await seedOrders(context, district, staff);
    const seconds = (performance.now() - begun) / 1_000;
    await actOnOverdue(context, 1_000);
    const rows = await context.db
      .selectFrom("orders")
      .select(["status", (eb) => eb.fn.countAll<number>().as("count")])
      .groupBy("status")
      .execute();
    const byStatus = Object.fromEntries(rows.map((row) => [row.status, row.count]));
    t.diagnostic(`${seconds.toFixed(1)} s: ${JSON.stringify(byStatus)}`);
    for (const status of [
      "submitted",
      "screened",
      "dispatched",
      "declined",
      "timed_out",
      "accepted",
      "scheduled",
      "confirmed",
      "reopened",
      "rated",
      "not_ours",
    ] as const) {
      assert.ok(orderStates.states.includes(status));
      assert.ok((byStatus[status] ?? 0) > 0, `no order is ${status}`);
    }
    assert.ok((byStatus["rated"] ?? 0) >= 30);
    const helped = await context.db
      .selectFrom("orders")
      .select("id")
      .where("channel", "=", "helper")
      .execute();
    assert.equal(helped.length, 1);
    const counts = await sql<{
      issued: number;
      requested: number;
      corrections: number;
      confirmed: number;
      asked: number;
    }>`
      select (select count(*)::int from service_certificates where status = 'issued') as issued,
        (select count(*)::int from service_certificates where status = 'requested') as requested,
        (select count(*)::int from hours_corrections) as corrections,
        (select count(*)::int from commissioner_logs where status = 'confirmed') as confirmed,
        (select count(*)::int from commissioner_requests) as asked`.execute(context.db);
    assert.deepEqual(counts.rows, [{ issued: 3, requested: 1, corrections: 2, confirmed: 2, asked: 1 }]);
  });
});
