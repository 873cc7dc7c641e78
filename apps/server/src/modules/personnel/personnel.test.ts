import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "kysely";
import { createTestClock } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite, type TestDatabase } from "#test/support/database.ts";
import { testCipher } from "#test/support/keys.ts";
import { buildKeeper, buildStaff } from "./builders.ts";
import { leaveStaff, registerStaff, strikeStaff } from "./commands.ts";
import { countStaff, listStaff } from "./queries.ts";

const refused = (code: string) => (error: unknown) => error instanceof AppError && error.code === code;

let numbered = 0;
const open = async ({ db }: TestDatabase) => {
  numbered += 1;
  const clock = createTestClock("2026-11-23T06:00:00Z");
  const context = { clock, cipher: testCipher };
  const unit = await buildUnit(db, { name: `演示单位${numbered}`, kind: "street" });
  const actor = await buildKeeper(db, context);
  const counts = async (day: string) => {
    const rows = await countStaff(db, { scope: [unit.path], day });
    return [rows[0]?.fullTime.total ?? 0, rows[0]?.partTime.total ?? 0];
  };
  const facts = async (kind: string): Promise<number> => {
    const { rows } = await sql<{ sum: number }>`
      select coalesce(sum(quantity), 0)::float8 as sum from facts where kind = ${kind} and unit_id = ${unit.id}`.execute(
      db,
    );
    return rows[0]?.sum ?? 0;
  };
  const act = <Answer>(work: Parameters<typeof inTransaction<Answer>>[1]) => inTransaction(db, work);
  return { db, context, unit, actor, counts, facts, act };
};

databaseSuite("science-popularisation staff", (database) => {
  test("the form's counts of any day come from the register: who had joined and not left", async () => {
    const { db, context, unit, actor, counts, facts, act } = await open(database());
    const add = (change: Parameters<typeof buildStaff>[3]) => buildStaff(db, context, unit.id, change);
    await add({ isWoman: true, isQualified: true, job: "creation", joinedOn: "2025-03-01" });
    await add({ employment: "part_time", months: 2.5, isRural: true, joinedOn: "2026-01-10" });
    const gone = await add({ employment: "part_time", months: 0.5, joinedOn: "2026-02-01" });
    await act((trx) =>
      leaveStaff(trx, context, actor, { staffId: gone, leftOn: "2026-06-30", reason: "调走" }),
    );
    assert.deepEqual(await counts("2025-02-28"), [0, 0]);
    assert.deepEqual(await counts("2025-12-31"), [1, 0]);
    assert.deepEqual(await counts("2026-03-01"), [1, 2]);
    assert.deepEqual(await counts("2026-06-30"), [1, 1]);
    const [row] = await countStaff(db, { scope: [unit.path], day: "2026-11-23" });
    assert.deepEqual(row?.fullTime, {
      total: 1,
      women: 1,
      qualified: 1,
      rural: 0,
      management: 0,
      creation: 1,
      guide: 0,
      research: 0,
    });
    assert.equal(row.partTime.rural, 1);
    assert.equal(row.partTimeMonths, 2.5);
    assert.equal(await facts("personnel.part_time_joined"), 2);
    assert.equal(await facts("personnel.part_time_left"), 1);
  });

  test("nobody stands twice in a unit's register, a name goes with its person, a mistake takes its facts back", async () => {
    const { db, context, unit, actor, counts, facts, act } = await open(database());
    const id = await buildStaff(db, context, unit.id, { name: "演示同名" });
    await assert.rejects(
      buildStaff(db, context, unit.id, { name: " 演示同名 " }),
      refused("personnel.twice"),
    );
    await act((trx) => strikeStaff(trx, context, actor, { staffId: id, reason: "重复录入" }));
    assert.equal(await facts("personnel.full_time_joined"), 0);
    assert.deepEqual(await counts("2026-11-23"), [0, 0]);
    const { rows } = await listStaff(db, context, { scope: [unit.path], page: 1, size: 10 });
    assert.deepEqual(
      rows.map((row) => [row.name, row.status]),
      [[null, "struck"]],
    );
    await buildStaff(db, context, unit.id, { name: "演示同名" });
    await assert.rejects(
      act((trx) => leaveStaff(trx, context, actor, { staffId: id, leftOn: "2026-11-23", reason: "调走" })),
      refused("state.conflict"),
    );
  });

  test("a part-time person needs months, a full-time one has none, and nobody comes tomorrow", async () => {
    const { db, context, unit, actor, act } = await open(database());
    const base = {
      unitId: unit.id,
      name: "演示某人",
      job: "guide",
      field: "venue",
      isWoman: false,
      isQualified: false,
      isRural: false,
      joinedOn: "2026-11-23",
    } as const;
    const enter = (change: Partial<Parameters<typeof registerStaff>[3]>) =>
      act((trx) =>
        registerStaff(trx, context, actor, {
          ...base,
          employment: "part_time",
          months: undefined,
          ...change,
        }),
      );
    await assert.rejects(enter({}), refused("personnel.months"));
    await assert.rejects(enter({ months: 12.1 }), refused("personnel.months"));
    await assert.rejects(enter({ employment: "full_time", months: 1 }), refused("personnel.months"));
    await assert.rejects(enter({ months: 1, joinedOn: "2026-11-24" }), refused("personnel.joined_day"));
    const { rows } = await listStaff(db, context, { scope: [unit.path], page: 1, size: 10 });
    assert.equal(rows.length, 0);
  });
});
