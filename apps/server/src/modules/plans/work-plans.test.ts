import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { PersonActor } from "#kernel/actor.ts";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { identityModule } from "#modules/identity/index.ts";
import { organisationsModule } from "#modules/organisations/index.ts";
import { trustModule } from "#modules/trust/index.ts";
import { buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildPerson } from "#test/support/whole-system.ts";
import { addLine, cancelSpending, getLine, listUnbudgeted, recordSpending } from "./budgets.ts";
import { buildPlan } from "./builders.ts";
import { createChecklist, getChecklist } from "./checklists.ts";
import { bringIntoForce, getDocument } from "./documents.ts";
import { linkEvidence, recordEvidence, unlinkEvidence } from "./evidence.ts";
import { plansModule } from "./index.ts";
import { addMilestone, listMilestones } from "./milestones.ts";
import { listTargets, listTasks } from "./queries.ts";
import { clonePlan, listEnding } from "./succession.ts";
import { setTarget, tieIndicator } from "./targets.ts";
import {
  amendWorkPlan,
  decideWorkPlan,
  draftWorkPlan,
  getWorkPlan,
  submitWorkPlan,
  writeItem,
} from "./work-plans.ts";

const system = systemActor("test");
const modules = [organisationsModule, identityModule, trustModule, plansModule];
const refusedWith =
  (code: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, code);
    return true;
  };

const openDesk = async (server: Awaited<ReturnType<typeof startTestServer>>) => {
  const { context } = server;
  const root = await buildUnit(context.db, { kind: "park" });
  const street = await buildUnit(context.db, { parent: root, name: "青枫街道" });
  const other = await buildUnit(context.db, { parent: root, name: "云汀街道" });
  const person = async (name: string): Promise<PersonActor> => ({
    kind: "person",
    personId: await buildPerson(server, { name }),
    sessionId: name,
    grants: [],
    secondFactor: true,
  });
  const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(context.db, work);
  return {
    context,
    root,
    street,
    other,
    act,
    liaison: await person("演示联络员"),
    supervisor: await person("演示督导员"),
  };
};

const standing = async (
  context: { db: Parameters<typeof getWorkPlan>[0] },
  kind: string,
  unitId: string,
): Promise<number> => {
  const rows = await context.db
    .selectFrom("facts")
    .select("quantity")
    .where("kind", "=", kind)
    .where("unit_id", "=", unitId)
    .execute();
  return rows.reduce((sum, row) => sum + row.quantity, 0);
};

databaseSuite("work plans and money", (database) => {
  test("a street drafts its year from the tree, hands it in, a second person approves, an amendment keeps both versions and one fact", async () => {
    await using server = await startTestServer(database(), { modules });
    const { context, root, street, act, liaison, supervisor } = await openDesk(server);
    const plan = await buildPlan(context.db, context, { unitId: root.id });
    const tasks = await listTasks(context.db, { documentId: plan.documentId });
    const phone = tasks.find((task) => task.title.includes("手机课"));
    assert.ok(phone);
    const draft = (unitId: string) =>
      act((trx) => draftWorkPlan(trx, context, liaison, { documentId: plan.documentId, unitId, year: 2026 }));
    await assert.rejects(draft(street.id), refusedWith("plans.nothing_to_plan"));
    await act((trx) =>
      setTarget(trx, context, system, {
        taskId: phone.id,
        title: "每街道每季度 4 场",
        comparison: "atLeast",
        value: 4,
        measure: "场",
        subject: "each_place",
        frequency: "quarter",
      }),
    );
    const id = await draft(street.id);
    await assert.rejects(draft(street.id), refusedWith("plans.work_plan_exists"));
    const [item] = await context.db
      .selectFrom("work_plan_items")
      .selectAll()
      .where("work_plan_id", "=", id)
      .execute();
    assert.deepEqual([item?.months, item?.goal, item?.measure], [[3, 6, 9, 12], 4, "场"]);
    assert.ok(item);
    const change = { itemId: item.id, title: "手机课", money: 2000, revision: 1 };
    await act((trx) => writeItem(trx, context, liaison, { ...change, months: [] }));
    // A second liaison who still has the first state on the screen overwrites nothing.
    await assert.rejects(
      act((trx) => writeItem(trx, context, supervisor, { ...change, months: [5] })),
      refusedWith("plans.item_changed"),
    );
    await assert.rejects(
      act((trx) => submitWorkPlan(trx, context, liaison, id)),
      refusedWith("plans.item_months"),
    );
    await act((trx) => writeItem(trx, context, liaison, { ...change, months: [9, 3, 3], revision: 2 }));
    await act((trx) => submitWorkPlan(trx, context, liaison, id));
    await assert.rejects(
      act((trx) => decideWorkPlan(trx, context, liaison, { id, decision: "approve" })),
      refusedWith("plans.second_person"),
    );
    await assert.rejects(
      act((trx) => decideWorkPlan(trx, context, supervisor, { id, decision: "return", reason: " " })),
      refusedWith("plans.reason_needed"),
    );
    await act((trx) => decideWorkPlan(trx, context, supervisor, { id, decision: "approve" }));
    assert.equal(await standing(context, "plans.work_plan_approved", street.id), 1);
    await assert.rejects(
      act((trx) => writeItem(trx, context, liaison, { ...change, months: [1], revision: 3 })),
      refusedWith("plans.work_plan_closed"),
    );
    const next = await act((trx) =>
      amendWorkPlan(trx, context, liaison, { id, reason: "社区场地装修，改到十月" }),
    );
    assert.equal((await getWorkPlan(context.db, id)).status, "approved");
    await act((trx) => submitWorkPlan(trx, context, liaison, next));
    await act((trx) => decideWorkPlan(trx, context, supervisor, { id: next, decision: "approve" }));
    assert.deepEqual(
      [(await getWorkPlan(context.db, id)).status, (await getWorkPlan(context.db, next)).version],
      ["superseded", 2],
    );
    assert.equal(await standing(context, "plans.work_plan_approved", street.id), 1);
  });

  test("a street without a budget line is named; spending above the line needs a reason, and a booking taken back frees it", async () => {
    await using server = await startTestServer(database(), { modules });
    const { context, root, street, other, act } = await openDesk(server);
    const line = {
      unitId: street.id,
      year: 2026,
      title: "科普活动经费",
      amount: 100,
      documentTitle: "演示街道预算",
    };
    await assert.rejects(
      act((trx) => addLine(trx, context, system, { ...line, documentTitle: "无" })),
      refusedWith("plans.line_document"),
    );
    const lineId = await act((trx) => addLine(trx, context, system, line));
    await assert.rejects(
      act((trx) => addLine(trx, context, system, line)),
      refusedWith("plans.line_exists"),
    );
    const scope = [root.path];
    assert.deepEqual(
      (await listUnbudgeted(context.db, { scope, year: 2026 })).map((unit) => unit.id),
      [other.id],
    );
    assert.equal(await standing(context, "plans.budget_line", street.id), 1);
    const spend = (amount: number, overReason?: string) =>
      act((trx) =>
        recordSpending(trx, context, system, {
          lineId,
          amount,
          spentOn: "2026-10-01",
          purpose: "演示印刷",
          overReason,
        }),
      );
    const first = await spend(80);
    await assert.rejects(spend(30), refusedWith("plans.over_line"));
    await spend(30, "演示：防汛宣传临时加印");
    assert.equal((await getLine(context.db, lineId)).spent, 110);
    await act((trx) => cancelSpending(trx, context, system, { id: first, reason: "记错了一笔" }));
    assert.equal((await getLine(context.db, lineId)).spent, 30);
  });

  test("one piece of evidence serves three checklist items; taking it away opens the item again with its history; a milestone is reached the same way", async () => {
    await using server = await startTestServer(database(), { modules });
    const { context, root, act } = await openDesk(server);
    const plan = await buildPlan(context.db, context, { unitId: root.id });
    const lists: string[] = [];
    for (const [index, kind] of (["creation", "creation", "arrangement"] as const).entries())
      lists.push(
        await act((trx) =>
          createChecklist(trx, context, system, {
            unitId: root.id,
            kind,
            title: `演示清单 ${index}`,
            items: [{ code: "1.1", title: "有制度文件" }],
          }),
        ),
      );
    const milestoneId = await act((trx) =>
      addMilestone(trx, context, system, {
        documentId: plan.documentId,
        title: "印发年度安排",
        dueOn: "2026-06-30",
        unitId: root.id,
      }),
    );
    const evidenceId = await act((trx) =>
      recordEvidence(trx, context, system, {
        unitId: root.id,
        kind: "document",
        title: "演示：制度文件",
        happenedOn: "2026-05-01",
        record: { table: "policies", id: createId(context.clock) },
      }),
    );
    const items = [];
    for (const id of lists) items.push((await getChecklist(context.db, id)).items[0]?.id ?? "");
    const links: string[] = [];
    for (const checklistItemId of items)
      links.push(await act((trx) => linkEvidence(trx, context, system, { evidenceId, checklistItemId })));
    const states = async () => {
      const found = [];
      for (const id of lists) found.push((await getChecklist(context.db, id)).items[0]?.state);
      return found;
    };
    assert.deepEqual(await states(), ["done", "done", "done"]);
    assert.equal(
      (await context.db.selectFrom("evidence_items").select("id").where("unit_id", "=", root.id).execute())
        .length,
      1,
    );
    await act((trx) =>
      unlinkEvidence(trx, context, system, { linkId: links[2] ?? "", reason: "文件已经废止" }),
    );
    assert.deepEqual(await states(), ["done", "done", "missing"]);
    const history = (await getChecklist(context.db, lists[2] ?? "")).items[0]?.links;
    assert.deepEqual(
      history?.map((link) => link.removedReason),
      ["文件已经废止"],
    );
    const milestone = async () =>
      (await listMilestones(context.db, { documentId: plan.documentId, today: "2026-11-30" }))[0]?.state;
    assert.equal(await milestone(), "overdue");
    await act((trx) => linkEvidence(trx, context, system, { evidenceId, milestoneId }));
    assert.equal(await milestone(), "reached");
  });

  test("the next period begins as a copy; the old plan is warned of in time and frozen when the new one begins", async () => {
    await using server = await startTestServer(database(), { modules });
    const { context, root, act } = await openDesk(server);
    const plan = await buildPlan(context.db, context, {
      unitId: root.id,
      from: "2024-01-01",
      to: "2026-12-31",
    });
    const [taskId = ""] = plan.taskIds;
    const taskIndicatorId = await act((trx) =>
      tieIndicator(trx, context, system, {
        taskId,
        indicatorCode: "organisations.verified",
        filter: { audience: "elder" },
      }),
    );
    await act((trx) =>
      setTarget(trx, context, system, {
        taskId,
        taskIndicatorId,
        title: "12 家",
        comparison: "atLeast",
        value: 12,
        measure: "家",
        subject: "area",
      }),
    );
    const ending = async () =>
      (await listEnding(context.db, "2026-11-30")).filter((one) => one.id === plan.documentId).length;
    assert.deepEqual(
      [
        await ending(),
        (await listEnding(context.db, "2026-01-01")).filter((one) => one.id === plan.documentId).length,
      ],
      [1, 0],
    );
    const clone = {
      documentId: plan.documentId,
      title: "演示方案（2027—2029年）",
      validFrom: "2027-01-01",
      validTo: "2029-12-31",
    };
    const next = await act((trx) => clonePlan(trx, context, system, clone));
    assert.equal(await ending(), 0);
    await assert.rejects(
      act((trx) => clonePlan(trx, context, system, clone)),
      refusedWith("plans.successor_exists"),
    );
    const copied = await listTasks(context.db, { documentId: next });
    assert.equal(copied.length, plan.taskIds.length);
    const targets = await listTargets(
      context.db,
      copied.map((task) => task.id),
    );
    assert.deepEqual(
      targets.map((target) => [target.title, target.indicator?.filter]),
      [["12 家", { audience: "elder" }]],
    );
    await act((trx) => bringIntoForce(trx, context, system, next));
    assert.equal((await getDocument(context.db, plan.documentId)).status, "superseded");
  });

  test("two book the rest of a line at once, 200 rounds: never more than the line holds; without the lock it happens", async () => {
    await using server = await startTestServer(database(), { modules });
    const { context, street, act } = await openDesk(server);
    const lineId = await act((trx) =>
      addLine(trx, context, system, {
        unitId: street.id,
        year: 2026,
        title: "科普经费",
        amount: 100,
        documentTitle: "演示街道预算",
      }),
    );
    const book = (trx: Trx) =>
      recordSpending(trx, context, system, {
        lineId,
        amount: 60,
        spentOn: "2026-10-01",
        purpose: "演示支出",
      });
    // What recordSpending would be without its lock: it looks, and then it writes.
    const bookUnguarded = async (trx: Trx): Promise<void> => {
      const line = await getLine(trx, lineId);
      if (line.spent + 60 > line.amount) throw new AppError("plans.over_line", { status: 409 });
      await setTimeout(2);
      await trx
        .insertInto("budget_spendings")
        .values({
          id: randomUUID(),
          line_id: lineId,
          amount: 60,
          spent_on: "2026-10-01",
          purpose: "演示支出",
          task_id: null,
          evidence_id: null,
          over_reason: null,
          recorded_by_person_id: null,
          created_at: context.clock.now(),
          cancelled_at: null,
          cancelled_reason: null,
        })
        .execute();
    };
    const race = async (work: (trx: Trx) => Promise<unknown>): Promise<number> => {
      const one = async (): Promise<number> => {
        if (randomInt(2) === 1) await setTimeout(randomInt(3));
        try {
          await act(work);
          return 1;
        } catch (error) {
          if (error instanceof AppError && error.code === "plans.over_line") return 0;
          throw error;
        }
      };
      const done = await Promise.all([one(), one()]);
      await context.db.deleteFrom("budget_spendings").where("line_id", "=", lineId).execute();
      return done.reduce((sum, value) => sum + value, 0);
    };
    for (let round = 0; round < 200; round += 1) assert.equal(await race(book), 1);
    let broken = 0;
    for (let round = 0; round < 40; round += 1) if ((await race(bookUnguarded)) > 1) broken += 1;
    assert.ok(broken > 0, "the control must show what the lock prevents");
  });
});
