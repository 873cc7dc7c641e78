import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "#kernel/clock.ts";
import { listInspections, listRectifications, listSamples } from "#modules/inspections/index.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { seedInspections } from "./inspections.ts";
import { seedOrganisations } from "./organisations.ts";
import { seedPeople } from "./people.ts";

programSuite("demonstration of supervision", (database) => {
  test("it has an inspection whose random sample holds twelve records, two of which failed and are to be put right", async (t) => {
    await using system = await startTestServer(database(), { env: { KEPU_DEMO: "1" } });
    const { context } = system;
    system.clock.set(systemClock.now());
    const district = await seedOrganisations({ db: context.db, cipher: context.cipher });
    assert.ok(district !== undefined);
    const { staff } = await seedPeople(context, district);
    const begun = performance.now();
    await seedInspections(context, district, staff);
    t.diagnostic(`${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    const page = { page: 1, size: 10 };
    const { rows } = await listInspections(context.db, { status: "concluded" }, page);
    const [inspection] = rows;
    assert.ok(inspection !== undefined && (inspection.populationCount ?? 0) > 12);
    const samples = await listSamples(context.db, inspection.id);
    assert.deepEqual(
      [samples.length, samples.filter((sample) => sample.verdict === "failed").length],
      [12, 2],
    );
    const orders = await listRectifications(context.db, { scope: "everywhere" }, page);
    assert.deepEqual(orders.rows.map((row) => row.status).sort(), ["ordered", "reported"]);
  });
});
