import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "#kernel/clock.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { seedActivities } from "./activities.ts";
import { seedOrganisations } from "./organisations.ts";
import { seedPeople } from "./people.ts";

programSuite("demonstration of activities", (database) => {
  test("some are reported, some to come, one is full with a list on which somebody is asked, one stand has counted heads", async (t) => {
    await using system = await startTestServer(database(), { env: { KEPU_DEMO: "1" } });
    const { context } = system;
    system.clock.set(systemClock.now());
    const district = await seedOrganisations({ db: context.db, cipher: context.cipher });
    assert.ok(district !== undefined);
    const { staff } = await seedPeople(context, district);
    const begun = performance.now();
    await seedActivities(context, district, staff);
    t.diagnostic(`${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    const count = async (table: "activities" | "registrations" | "facts", where: string) => {
      const rows = await context.db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where(table === "facts" ? "kind" : "status", "=", where as never) // one of the table's own codes
        .executeTakeFirstOrThrow();
      return rows.count;
    };
    assert.equal(await count("activities", "reported"), 4);
    assert.equal(await count("activities", "open"), 3);
    assert.equal(await count("activities", "published"), 1);
    assert.ok((await count("registrations", "waiting")) >= 1);
    assert.ok((await count("registrations", "offered")) >= 1);
    assert.ok((await count("facts", "activities.attended")) >= 3);
    assert.equal(await count("facts", "activities.reach_counted"), 1);
    const under = await context.db
      .selectFrom("activities")
      .select("occasion_code")
      .where("occasion_code", "is not", null)
      .orderBy("occasion_code")
      .execute();
    assert.deepEqual(
      under.map((row) => row.occasion_code),
      ["food-safety-week", "public-science-day", "public-science-day"],
    );
  });
});
