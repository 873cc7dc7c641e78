import assert from "node:assert/strict";
import { test } from "node:test";
import { listNodes, parsePlan } from "@kepu/plan-parser";
import { toDistrictDate } from "#kernel/clock.ts";
import { recordFacts, reverseFactsOf } from "#kernel/facts.ts";
import { inTransaction } from "#kernel/db.ts";
import { createId } from "#kernel/ids.ts";
import {
  findPlanInForce,
  listChecklists,
  listDocuments,
  listLinks,
  listTasks,
  listTaskUnits,
  readProgress,
  suggestTasks,
} from "#modules/plans/index.ts";
import { isTaskNode } from "#modules/plans/suggest.ts";
import { programSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { seedOrganisations } from "./organisations.ts";
import { seedPeople } from "./people.ts";
import { seedPlans } from "./plans.ts";
import { demoPlanText } from "./plans/plan-text.ts";

test("the demonstration plan reads without an odd number, each clause is a task with a lead and a code of its own", () => {
  const plan = parsePlan(demoPlanText);
  assert.deepEqual(plan.diagnostics, []);
  assert.deepEqual([plan.validity?.startsOn, plan.validity?.expiresOn], ["2026-01-01", "2028-12-31"]);
  const tasks = suggestTasks(plan);
  assert.equal(tasks.length, listNodes(plan).filter(isTaskNode).length);
  assert.equal(new Set(tasks.map((task) => task.code)).size, tasks.length);
  assert.deepEqual(
    tasks.filter((task) => task.leadNames.length === 0).map((task) => task.title),
    ["工作方向", "主要目标"],
  );
});

programSuite("demonstration of the plan", (database) => {
  test("it is in force with an owner for every task, streets red without a budget, lists served by one piece of evidence; a completed order moves its task and a reversal moves it back", async (t) => {
    await using system = await startTestServer(database(), {
      env: { KEPU_DEMO: "1" },
      now: "2026-11-30T02:00:00Z",
    });
    const { context } = system;
    const { db } = context;
    const district = await seedOrganisations({ db, cipher: context.cipher });
    assert.ok(district !== undefined);
    const { staff } = await seedPeople(context, district);
    const begun = performance.now();
    await seedPlans(context, district, staff);
    t.diagnostic(`${((performance.now() - begun) / 1_000).toFixed(1)} s`);
    const plan = await findPlanInForce(db);
    assert.ok(plan !== undefined);
    const tasks = await listTasks(db, { documentId: plan.id });
    assert.equal(tasks.length, 23);
    const units = await listTaskUnits(
      db,
      tasks.map((task) => task.id),
    );
    for (const task of tasks)
      assert.ok(
        units.some((unit) => unit.taskId === task.id && unit.part === "lead"),
        task.code,
      );
    const standing = async () => {
      const progress = await readProgress(db, { tasks, asOf: toDistrictDate(context.clock.now()) });
      const of = (title: string) => {
        const task = tasks.find((one) => one.title.startsWith(title));
        return progress.get(task?.id ?? "")?.targets[0];
      };
      return { money: of("落实经费"), plans: of("纳入年度计划"), orders: of("点单服务到家门") };
    };
    const before = await standing();
    assert.deepEqual([before.money?.value, before.money?.goal, before.plans?.value], [3, 32, 1]);
    const source = { table: "orders", id: createId(context.clock) };
    await inTransaction(db, (trx) =>
      recordFacts(trx, context.clock, [
        {
          kind: "orders.completed",
          occurredOn: "2026-11-29",
          unitId: district.places[0]?.communities[0]?.id ?? "",
          quantity: 1,
          measure: "件",
          source,
        },
      ]),
    );
    assert.equal((await standing()).orders?.value, (before.orders?.value ?? 0) + 1);
    await inTransaction(db, (trx) => reverseFactsOf(trx, context.clock, source));
    assert.equal((await standing()).orders?.value, before.orders?.value);
    // The law and the outline stand above it; a task without an upper clause is one that only the district sets itself.
    const linked = new Set((await listLinks(db, plan.id)).map(({ clauseId }) => clauseId));
    assert.deepEqual(
      tasks.filter((task) => !linked.has(task.clauseId)).map((task) => task.title),
      ["工作方向", "纳入年度计划", "督促检查", "加强队伍"],
    );
    const uppers = (await listDocuments(db)).filter((one) => one.level === "national");
    assert.deepEqual(
      new Map(uppers.map((one) => [one.title, one.documentNo])),
      new Map([
        ["中华人民共和国科学技术普及法（条文要点）", null],
        ["全民科学素质行动规划纲要（2021—2035年）要点", "国发〔2021〕9号"],
      ]),
    );
    const lists = await listChecklists(db);
    const used = lists.flatMap((list) =>
      list.items.flatMap((item) => item.links.map((link) => link.evidenceId)),
    );
    assert.deepEqual([lists.length, used.length, new Set(used).size], [3, 3, 1]);
  });
});
