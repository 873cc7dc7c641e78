import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock, toDistrictDate } from "#kernel/clock.ts";
import { listAgenda, listMeetings, listResolutions } from "#modules/meetings/index.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { seedMeetings } from "./meetings.ts";
import { seedOrganisations } from "./organisations.ts";
import { seedPeople } from "./people.ts";

programSuite("demonstration of the joint meeting", (database) => {
  test("it has a closed meeting with one overdue resolution, which stands first on the next agenda", async (t) => {
    await using system = await startTestServer(database(), { env: { KEPU_DEMO: "1" } });
    const { context } = system;
    system.clock.set(systemClock.now());
    const district = await seedOrganisations({ db: context.db, cipher: context.cipher });
    assert.ok(district !== undefined);
    const { staff } = await seedPeople(context, district);
    const begun = performance.now();
    await seedMeetings(context, district, staff);
    t.diagnostic(`${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    const today = toDistrictDate(context.clock.now());
    const page = { page: 1, size: 10 };
    const { rows } = await listMeetings(context.db, {}, page);
    assert.deepEqual(
      rows.map((row) => row.status),
      ["planned", "closed"],
    );
    const overdue = await listResolutions(
      context.db,
      { scope: "everywhere", today, standing: "overdue" },
      page,
    );
    assert.equal(overdue.total, 1);
    const [first] = await listAgenda(context.db, rows[0]?.id ?? "");
    assert.deepEqual([first?.kind, first?.resolutionId], ["overdue", overdue.rows[0]?.id]);
    const done = await listResolutions(context.db, { scope: "everywhere", today, standing: "done" }, page);
    assert.equal(done.total, 1);
  });
});
