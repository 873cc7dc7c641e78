import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { systemClock } from "#kernel/clock.ts";
import { actOnOverdue, orderStates } from "#modules/orders/index.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { seedOrderViews } from "./order-views.ts";
import { seedKindergartenOrder } from "./lectures.ts";
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
    const desk = await seedOrders(context, district, staff);
    const seconds = (performance.now() - begun) / 1_000;
    await seedOrderViews(desk, staff);
    const viewsSeconds = (performance.now() - begun) / 1_000 - seconds;
    await actOnOverdue(context, 1_000);
    const rows = await context.db
      .selectFrom("orders")
      .select(["status", (eb) => eb.fn.countAll<number>().as("count")])
      .groupBy("status")
      .execute();
    const byStatus = Object.fromEntries(rows.map((row) => [row.status, row.count]));
    t.diagnostic(`${seconds.toFixed(1)} s and ${viewsSeconds.toFixed(1)} s: ${JSON.stringify(byStatus)}`);
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
      staff: number;
      complaints: string[];
    }>`
      select (select count(*)::int from service_certificates where status = 'issued') as issued,
        (select count(*)::int from service_certificates where status = 'requested') as requested,
        (select count(*)::int from hours_corrections) as corrections,
        (select count(*)::int from commissioner_logs where status = 'confirmed') as confirmed,
        (select count(*)::int from commissioner_requests) as asked,
        (select count(*)::int from science_staff where status = 'serving') as staff,
        (select array_agg(status order by status) from complaints) as complaints`.execute(context.db);
    const views = await sql<{
      shapes: number;
      visits: number;
      here: number;
      unmet: number;
      sourcing: string[];
    }>`
      select (select count(*)::int from street_shapes) as shapes,
        (select count(*)::int from visits where status in ('planned', 'under_way') and (starts_at at time zone 'Asia/Shanghai')::date
          between (${system.clock.now()} at time zone 'Asia/Shanghai')::date - 1 and (${system.clock.now()} at time zone 'Asia/Shanghai')::date + 1) as visits,
        (select count(*)::int from visits where status = 'under_way') as here,
        (select count(*)::int from orders where status = 'cannot') as unmet,
        (select array_agg(status order by status) from sourcing_orders) as sourcing`.execute(context.db);
    const [shown] = views.rows;
    assert.equal(shown?.shapes, 35);
    assert.ok((shown?.visits ?? 0) >= 2 && (shown?.here ?? 0) >= 1, JSON.stringify(shown));
    assert.ok((shown?.unmet ?? 0) >= 7);
    assert.deepEqual(shown?.sourcing, ["taken"]);
    assert.deepEqual(counts.rows, [
      {
        issued: 3,
        requested: 1,
        corrections: 2,
        confirmed: 2,
        asked: 1,
        staff: 14,
        complaints: ["answered", "filed", "filed"],
      },
    ]);
    await seedKindergartenOrder(context, district, staff);
    const promised = await context.db
      .selectFrom("school_consents")
      .select("adults_count")
      .where("adults_count", "is not", null)
      .execute();
    assert.deepEqual(promised, [{ adults_count: 4 }]);
  });
});
