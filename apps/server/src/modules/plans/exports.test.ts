import assert from "node:assert/strict";
import { test } from "node:test";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { readSheetFile } from "#kernel/sheet-reader.ts";
import { databaseSuite } from "#test/support/database.ts";
import { personActor, startWorld } from "#test/support/whole-system.ts";
import { addLine, cancelSpending, recordSpending } from "./budgets.ts";
import { buildPlan } from "./builders.ts";
import { recordEvidence } from "./evidence.ts";
import { draftWorkPlan } from "./work-plans.ts";

databaseSuite("lists of the plan as tables", (database) => {
  test("work plans, one plan's items, money with its bookings, and evidence leave as XLSX, each within the reader's area", async () => {
    await using world = await startWorld(database());
    const { context } = world.system;
    const { db } = context;
    const { root, street, sibling } = world.places;
    const supervisor = personActor(
      world.personId,
      [{ role: "supervisor", unitId: root.id, unitPath: root.path }],
      "with",
    );
    const liaison = personActor(
      world.personId,
      [{ role: "street_liaison", unitId: street.id, unitPath: street.path }],
      "with",
    );
    const act = <T>(work: (trx: Trx) => Promise<T>): Promise<T> => inTransaction(db, work);
    const { documentId } = await buildPlan(db, context, { unitId: root.id });
    const year = Number(context.clock.now().toISOString().slice(0, 4));
    const planId = await act((trx) =>
      draftWorkPlan(trx, context, supervisor, { documentId, unitId: root.id, year }),
    );
    const line = (unitId: string, title: string) =>
      act((trx) =>
        addLine(trx, context, supervisor, {
          unitId,
          year,
          title,
          amount: 1_000,
          documentTitle: "演示预算文件",
        }),
      );
    const [ownLine] = [await line(street.id, "演示科普经费"), await line(sibling.id, "别处的经费")];
    const spend = (amount: number, purpose: string) =>
      act((trx) =>
        recordSpending(trx, context, supervisor, {
          lineId: ownLine,
          amount,
          spentOn: `${year}-01-05`,
          purpose,
        }),
      );
    await spend(300, "=演示支出");
    const taken = await spend(200, "演示误记");
    await act((trx) => cancelSpending(trx, context, supervisor, { id: taken, reason: "记错了一笔支出" }));
    await act((trx) =>
      recordEvidence(trx, context, supervisor, {
        unitId: street.id,
        kind: "document",
        title: "演示：制度文件",
        happenedOn: `${year}-01-06`,
        record: { table: "plan_documents", id: documentId },
      }),
    );
    const rowsOf = async (actor: typeof supervisor, url: string): Promise<readonly (readonly string[])[]> => {
      const answer = await world.ask(actor, { method: "GET", url });
      assert.equal(answer.statusCode, 200, answer.body);
      return (await readSheetFile(answer.rawPayload)).map(({ cells }) => cells);
    };

    const money = await rowsOf(supervisor, `/api/budget-lines/export.xlsx?year=${year}`);
    const head = money[0] ?? [];
    const of = (row: readonly string[] | undefined, header: string): string | undefined =>
      row?.[head.indexOf(header)];
    const booked = money.filter((row) => of(row, "经费") === "演示科普经费");
    assert.equal(booked.length, 2, "a row for each booking");
    // The line's own amounts stand once, so that a column can be summed; nothing typed becomes a formula.
    assert.deepEqual(new Set(booked.map((row) => of(row, "预算（元）"))), new Set(["", "1000"]));
    assert.ok(booked.some((row) => of(row, "用途") === "'=演示支出" || of(row, "用途") === "=演示支出"));
    assert.ok(booked.some((row) => of(row, "取消原因") === "记错了一笔支出"));
    assert.ok(money.some((row) => of(row, "经费") === "别处的经费"));
    const mine = await rowsOf(liaison, `/api/budget-lines/export.xlsx?year=${year}`);
    assert.ok(!mine.some((row) => row.includes("别处的经费")), "only his own area");

    const plans = await rowsOf(supervisor, `/api/work-plans/export.xlsx?year=${year}`);
    assert.equal(plans.length, 2);
    assert.ok(plans[1]?.includes("起草中"));
    const items = await rowsOf(supervisor, `/api/work-plans/${planId}/items.xlsx`);
    assert.ok(items.length > 1 && items[0]?.includes("现在（由记录算出）"));
    const evidence = await rowsOf(supervisor, "/api/evidence/export.xlsx");
    assert.ok(evidence.some((row) => row.includes("演示：制度文件")));
    assert.deepEqual((await rowsOf(liaison, "/api/work-plans/export.xlsx")).length, 1, "the header alone");
  });
});
