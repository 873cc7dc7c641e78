import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { identityModule } from "#modules/identity/index.ts";
import { createUnit, organisationsModule } from "#modules/organisations/index.ts";
import { listDocuments, listTasks, listTaskUnits, plansModule } from "#modules/plans/index.ts";
import { trustModule } from "#modules/trust/index.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { importPlanFrom } from "./plan-import.ts";

const bytes = readFileSync(
  join(import.meta.dirname, "../../../../packages/plan-parser/fixtures/demo-plan-2026.txt"),
);

databaseSuite("kepu plan import", (database) => {
  test("shows the tree with what is odd in it, writes only with --apply, and comes into force only with a lead for every task", async () => {
    await using server = await startTestServer(database(), {
      modules: [organisationsModule, identityModule, trustModule, plansModule],
    });
    const { db } = server.context;
    await inTransaction(db, async (trx) => {
      const root = await createUnit(trx, server.context, systemActor("test"), {
        kind: "committee",
        name: "演示区科普委员会",
        validFrom: "2026-01-01",
      });
      for (const name of ["演示区教育局", "演示区科普办公室"])
        await createUnit(trx, server.context, systemActor("test"), {
          kind: "department",
          name,
          parentId: root.id,
          validFrom: "2026-01-01",
        });
    });
    let said = "";
    const io = {
      stdout: (text: string) => void (said += text),
      stderr: (text: string) => void (said += text),
      env: {},
      clock: server.clock,
    };
    const base = { level: "district", apply: "no", inForce: "no", io } as const;
    const file = { name: "演示方案.txt", bytes };
    const count = async () => (await listDocuments(db)).length;

    assert.equal(await importPlanFrom(server, file, base), 0);
    assert.match(said, /有效期 2026-04-01 到 2029-03-31/);
    assert.match(said, /没有叫“区总工会”的单位/);
    assert.match(said, /共 50 项任务/);
    assert.match(said, /这是预览/);
    assert.equal(await count(), 0);

    await assert.rejects(
      importPlanFrom(server, file, { ...base, apply: "yes", inForce: "yes" }),
      (error) => error instanceof AppError && error.code === "plans.tasks_without_lead",
    );
    assert.equal(await count(), 0);
    assert.equal(await importPlanFrom(server, file, { ...base, apply: "yes", lead: "没有这个单位" }), 2);
    assert.equal(await count(), 0);

    assert.equal(
      await importPlanFrom(server, file, { ...base, apply: "yes", inForce: "yes", lead: "演示区科普办公室" }),
      0,
    );
    const [document] = await listDocuments(db);
    assert.equal(document?.status, "in_force");
    const tasks = await listTasks(db, { documentId: document?.id });
    assert.equal(tasks.length, 50);
    const [classroom] = tasks.filter((task) => task.clauseNo === "2.1.1");
    const parts = await listTaskUnits(db, [classroom?.id ?? ""]);
    assert.deepEqual(
      parts.map((part) => [part.unitName, part.part, part.printedName]),
      [["演示区教育局", "lead", "区教育局"]],
    );
    // Upper documents have clauses and no tasks.
    assert.equal(
      await importPlanFrom(server, file, { ...base, level: "province", apply: "yes", inForce: "yes" }),
      0,
    );
    assert.equal((await listDocuments(db, { level: "province" }))[0]?.taskCount, 0);
    await assert.rejects(
      importPlanFrom(server, { name: "空.txt", bytes: Buffer.alloc(0) }, base),
      (error) => error instanceof AppError && error.code === "plans.not_readable",
    );
  });
});
