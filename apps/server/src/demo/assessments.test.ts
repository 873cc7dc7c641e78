import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "#kernel/clock.ts";
import { listAppeals, listAssessments, recomputeScores } from "#modules/assessments/index.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { seedAssessments } from "./assessments.ts";
import { seedOrganisations } from "./organisations.ts";
import { seedPeople } from "./people.ts";

programSuite("demonstration of the yearly assessment", (database) => {
  test("it has a published year with one appeal upheld, and computed again it is the same", async (t) => {
    await using system = await startTestServer(database(), { env: { KEPU_DEMO: "1" } });
    const { context } = system;
    system.clock.set(systemClock.now());
    const district = await seedOrganisations({ db: context.db, cipher: context.cipher });
    assert.ok(district !== undefined);
    const { staff } = await seedPeople(context, district);
    const begun = performance.now();
    await seedAssessments(context, district, staff);
    t.diagnostic(`${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    const { rows } = await listAssessments(context.db, { page: 1, size: 10 });
    const [assessment] = rows;
    assert.ok(assessment?.status === "published");
    const appeals = await listAppeals(context.db, { assessmentId: assessment.id, scope: "everywhere" });
    assert.deepEqual(
      appeals.map((appeal) => appeal.status),
      ["upheld"],
    );
    assert.deepEqual((await recomputeScores(context.db, assessment)).differing, []);
    const page = await system.app.inject({ method: "GET", url: `/assessments/${assessment.no}` });
    assert.equal(page.statusCode, 200);
    assert.match(page.body, /不排名次/);
  });
});
