import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { addAbsence, removeAbsence } from "./absence-acts.ts";
import { buildTeam } from "./builders.ts";
import { listWorkingTeams } from "./queries.ts";

const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

databaseSuite("days on which a team does not come", (database) => {
  test("the leader writes an examination down, nobody else does, spans never overlap, and it can be taken back", async () => {
    const { db } = database();
    const context = { clock: createTestClock("2026-11-23T06:00:00Z"), cipher: testCipher };
    const street = await buildUnit(db, { kind: "street" });
    const team = await buildTeam(db, context, { homeUnitId: street.id, areaUnitId: street.id });
    const add = (fromOn: string, untilOn: string, actor = team.leader) =>
      inTransaction(db, (trx) =>
        addAbsence(trx, context, actor, { teamId: team.id, fromOn, untilOn, reason: "期末考试" }),
      );
    const awayOn = async (day: string) => {
      const [working] = await listWorkingTeams(db, { day, teamId: team.id });
      return working?.absences.map((one) => one.fromOn);
    };
    const id = await add("2026-12-20", "2027-01-10");
    assert.deepEqual(await awayOn("2026-12-01"), ["2026-12-20"]);
    assert.deepEqual(await awayOn("2027-01-11"), []);
    await assert.rejects(add("2027-01-10", "2027-01-12"), refused("teams.absence_overlap"));
    await assert.rejects(add("2026-12-10", "2026-12-01"), refused("teams.absence_days"));
    await assert.rejects(add("2026-10-01", "2026-10-05"), refused("teams.absence_days"));
    await assert.rejects(add("2027-02-01", "2027-02-30"), refused("teams.absence_days"));
    const [, member] = team.members;
    assert.ok(member !== undefined);
    await assert.rejects(add("2027-03-01", "2027-03-02", member), refused("teams.not_leader"));
    await inTransaction(db, (trx) =>
      removeAbsence(trx, context, team.leader, { teamId: team.id, absenceId: id }),
    );
    assert.deepEqual(await awayOn("2026-12-01"), []);
  });
});
