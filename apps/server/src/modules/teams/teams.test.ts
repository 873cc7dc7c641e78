import assert from "node:assert/strict";
import { test } from "node:test";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { decideBadge, listValidBadges, submitBadge } from "./badges.ts";
import { buildActor, buildBadge, buildTeam } from "./builders.ts";
import { addMember, decideTeam, disbandTeam, editTeam, endMembership, registerTeam } from "./commands.ts";
import { addHours, decideHours, listOwnHours } from "./hours.ts";
import { getTeam, listHours, listMembers, listWorkingTeams } from "./queries.ts";

const refused = (code: string) => (error: unknown) => {
  assert.ok(error instanceof AppError, String(error));
  assert.equal(error.code, code);
  return true;
};

const open = async (database: TestDatabase) => {
  const context = { clock: createTestClock("2026-11-23T01:00:00Z"), cipher: testCipher };
  const { db } = database;
  const street = await buildUnit(db, { kind: "street" });
  const act = <T>(work: Parameters<typeof inTransaction<T>>[1]) => inTransaction(db, work);
  return { db, context, street, act };
};

databaseSuite("teams", (database) => {
  test("a team works only once somebody other than its leader has verified it, and that is a fact", async () => {
    const { db, context, street, act } = await open(database());
    const leader = await buildActor(db, context, "演示队长");
    const id = await act((trx) =>
      registerTeam(trx, context, leader, {
        kind: "hospital",
        name: "演示医院服务队",
        about: "医生和护士。",
        homeUnitId: street.id,
        areaUnitIds: [street.id],
        skills: ["health-talk"],
        times: [{ weekday: 6, half: "morning" }],
        capacity: 1,
        effort: "normal",
      }),
    );
    const working = async () => (await listWorkingTeams(db, { day: "2026-11-28", teamId: id })).length;
    assert.equal(await working(), 0);
    await assert.rejects(
      act((trx) => decideTeam(trx, context, leader, { teamId: id, decision: "verify" })),
      refused("teams.own_team"),
    );
    await assert.rejects(
      db
        .updateTable("volunteer_teams")
        .set({ decided_by_person_id: leader.personId })
        .where("id", "=", id)
        .execute(),
      /volunteer_teams_decision_check/,
    );
    const verifier = await buildActor(db, context);
    await act((trx) => decideTeam(trx, context, verifier, { teamId: id, decision: "verify" }));
    assert.equal(await working(), 1);
    const facts = await db.selectFrom("facts").select("kind").where("source_id", "=", id).execute();
    assert.deepEqual(facts, [{ kind: "teams.verified" }]);
    await act((trx) =>
      decideTeam(trx, context, verifier, { teamId: id, decision: "suspend", reason: "三次没有到场" }),
    );
    assert.equal(await working(), 0);
  });

  test("only the leader edits and adds; a name is taken once; the leader cannot slip out", async () => {
    const { db, context, street, act } = await open(database());
    const team = await buildTeam(db, context, { homeUnitId: street.id, areaUnitId: street.id });
    const [, member] = team.members;
    assert.ok(member !== undefined);
    const view = await getTeam(db, team.id);
    const edit = { ...view, teamId: team.id, areaUnitIds: [street.id], insuranceUntil: undefined };
    await assert.rejects(
      act((trx) => editTeam(trx, context, member, edit)),
      refused("teams.not_leader"),
    );
    const other = await buildTeam(db, context, { homeUnitId: street.id, areaUnitId: street.id });
    await assert.rejects(
      act((trx) => editTeam(trx, context, other.leader, { ...edit, teamId: other.id })),
      refused("teams.name_taken"),
    );
    await assert.rejects(
      act((trx) => addMember(trx, context, team.leader, { teamId: team.id, personId: member.personId })),
      refused("teams.member_already"),
    );
    await assert.rejects(
      act((trx) =>
        endMembership(trx, context, team.leader, { teamId: team.id, personId: team.leader.personId }),
      ),
      refused("teams.leader_stays"),
    );
    await act((trx) => endMembership(trx, context, member, { teamId: team.id, personId: member.personId }));
    const left = await listMembers(db, context, { teamId: team.id, day: "2026-11-23", names: "full" });
    assert.deepEqual(
      left.map((one) => one.personId),
      [team.leader.personId],
    );
    await act((trx) => disbandTeam(trx, context, team.leader, team.id));
    const facts = await db.selectFrom("facts").select("quantity").where("source_id", "=", team.id).execute();
    assert.equal(
      facts.reduce((sum, fact) => sum + fact.quantity, 0),
      0,
    );
  });

  test("a badge holds from its verification by another to its last day", async () => {
    const { db, context, street, act } = await open(database());
    const person = await buildActor(db, context);
    const send = (expiresOn: string) =>
      act((trx) =>
        submitBadge(trx, context, person, {
          kind: "children",
          unitId: street.id,
          proof: "演示培训 第 3 号",
          expiresOn,
        }),
      );
    await assert.rejects(send("2026-11-23"), refused("teams.badge_expiry"));
    await assert.rejects(send("2036-01-01"), refused("teams.badge_expiry"));
    const id = await send("2026-12-31");
    await assert.rejects(send("2027-12-31"), refused("teams.badge_waiting"));
    const holds = async (day: string) =>
      (await listValidBadges(db, [person.personId], day)).get(person.personId)?.has("children") ?? false;
    assert.equal(await holds("2026-11-24"), false);
    await assert.rejects(
      act((trx) => decideBadge(trx, context, person, { badgeId: id, decision: "verify" })),
      refused("teams.own_badge"),
    );
    const verifier = await buildActor(db, context);
    await act((trx) => decideBadge(trx, context, verifier, { badgeId: id, decision: "verify" }));
    assert.deepEqual([await holds("2026-12-31"), await holds("2027-01-01")], [true, false]);
    await act((trx) =>
      decideBadge(trx, context, verifier, { badgeId: id, decision: "revoke", reason: "证是假的，已核实" }),
    );
    assert.equal(await holds("2026-12-31"), false);
    await buildBadge(db, context, { person, kind: "children", unitId: street.id });
    assert.equal(await holds("2026-12-31"), true);
  });

  test("added hours count only by a second person's word, and never join the credited ones", async () => {
    const { db, context, street, act } = await open(database());
    const team = await buildTeam(db, context, { homeUnitId: street.id, areaUnitId: street.id });
    const volunteer = team.leader;
    const adder = await buildActor(db, context, "演示补录人");
    const add = (change: { reason?: string; day?: string } = {}) =>
      act((trx) =>
        addHours(trx, context, adder, {
          personId: volunteer.personId,
          teamId: team.id,
          minutes: 90,
          day: "2026-11-20",
          reason: "忘了签到，社区书记证明",
          ...change,
        }),
      );
    await assert.rejects(add({ reason: "忘了" }), refused("teams.hours_reason"));
    await assert.rejects(add({ day: "2026-11-24" }), refused("teams.hours_day"));
    const id = await add();
    for (const actor of [adder, volunteer])
      await assert.rejects(
        act((trx) => decideHours(trx, context, actor, { hoursId: id, decision: "approve" })),
        refused("teams.hours_second_person"),
      );
    await assert.rejects(
      db
        .updateTable("service_hours")
        .set({ status: "standing", decided_by_person_id: adder.personId })
        .where("id", "=", id)
        .execute(),
      /service_hours_second_person_check/,
    );
    const second = await buildActor(db, context, "演示第二人");
    await act((trx) => decideHours(trx, context, second, { hoursId: id, decision: "approve" }));
    const own = await listOwnHours(db, volunteer.personId);
    assert.deepEqual([own.creditedMinutes, own.addedMinutes], [0, 90]);
    await assert.rejects(
      db.updateTable("service_hours").set({ kind: "credited" }).where("id", "=", id).execute(),
      /never change|service_hours/,
    );
    await assert.rejects(
      db.updateTable("service_hours").set({ minutes: 600 }).where("id", "=", id).execute(),
      /never change/,
    );
    const facts = await db
      .selectFrom("facts")
      .select(["kind", "quantity"])
      .where("source_id", "=", id)
      .execute();
    assert.deepEqual(facts, [{ kind: "teams.hours_added", quantity: 1.5 }]);
    const scope = "everywhere" as const;
    const page = { page: 1, size: 200 };
    const credited = await listHours(db, { scope, kind: "credited" }, page);
    assert.ok(credited.rows.every((row) => row.kind === "credited"));
  });
});
