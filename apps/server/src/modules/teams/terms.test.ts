import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildTeam } from "./builders.ts";
import { listWorkingTeams } from "./queries.ts";
import { addTerm, removeTerm } from "./term-acts.ts";
import { comesAt } from "./terms.ts";

const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

databaseSuite("terms of a campus team", (database) => {
  test("while a term runs its timetable stands in place of the usual times, and after it the usual ones again", async () => {
    const { db } = database();
    const context = { clock: createTestClock("2026-11-23T06:00:00Z"), cipher: testCipher };
    const street = await buildUnit(db, { kind: "street" });
    const team = await buildTeam(db, context, {
      homeUnitId: street.id,
      areaUnitId: street.id,
      team: { kind: "campus", times: [{ weekday: 7, half: "evening" }] },
    });
    const add = (fromOn: string, untilOn: string, actor = team.leader) =>
      inTransaction(db, (trx) =>
        addTerm(trx, context, actor, {
          teamId: team.id,
          name: "2027年春季学期",
          fromOn,
          untilOn,
          times: [{ weekday: 6, half: "morning" }],
        }),
      );
    const id = await add("2027-03-01", "2027-06-30");
    const [working] = await listWorkingTeams(db, { day: "2026-11-28", teamId: team.id });
    assert.ok(working !== undefined);
    // 2027-03-06 is a Saturday, 2027-03-07 and 2027-07-04 are Sundays.
    assert.equal(comesAt(working, { day: "2027-03-06", half: "morning" }), true);
    assert.equal(comesAt(working, { day: "2027-03-07", half: "evening" }), false);
    assert.equal(comesAt(working, { day: "2027-07-04", half: "evening" }), true);
    await assert.rejects(add("2027-06-30", "2027-07-10"), refused("teams.term_overlap"));
    await assert.rejects(add("2027-06-30", "2027-06-01"), refused("teams.term_days"));
    const [, member] = team.members;
    assert.ok(member !== undefined);
    await assert.rejects(add("2027-09-01", "2027-12-31", member), refused("teams.not_leader"));
    await inTransaction(db, (trx) => removeTerm(trx, context, team.leader, { teamId: team.id, termId: id }));
    const [after] = await listWorkingTeams(db, { day: "2026-11-28", teamId: team.id });
    assert.deepEqual(after?.terms, []);
  });
});
