import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { listSentences } from "@kepu/plan-parser";
import { systemActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts, reverseFact } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { identityModule } from "#modules/identity/index.ts";
import { closeUnit, organisationsModule } from "#modules/organisations/index.ts";
import { trustModule } from "#modules/trust/index.ts";
import { type BuiltUnit, buildUnit } from "#test/support/builders.ts";
import { databaseSuite } from "#test/support/database.ts";
import { startTestServer } from "#test/support/server.ts";
import { buildPlan } from "./builders.ts";
import { bringIntoForce, getDocument, importDocument, readPlan } from "./documents.ts";
import { linkEvidence, listEvidence, recordEvidence, unlinkEvidence } from "./evidence.ts";
import { plansModule } from "./index.ts";
import { linkClauses, listClauses, listLinks } from "./links.ts";
import { readTaskProgress } from "./progress.ts";
import { listTasks, listTaskUnits } from "./queries.ts";
import { dropTarget, setTarget, tieIndicator } from "./targets.ts";
import { adoptTask, editTask, makeTasks, setTaskUnits, withdrawAdoption } from "./tasks.ts";

const actor = systemActor("test");
const modules = [organisationsModule, identityModule, trustModule, plansModule];
const demoText = readFileSync(
  join(import.meta.dirname, "../../../../../packages/plan-parser/fixtures/demo-plan-2026.txt"),
  "utf8",
);

const refusedWith =
  (code: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof AppError, String(error));
    assert.equal(error.code, code);
    return true;
  };
const brokenBy =
  (constraint: string) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof Error && "constraint" in error, String(error));
    assert.equal(error.constraint, constraint);
    return true;
  };

type Desk = {
  context: Context;
  root: BuiltUnit;
  streets: readonly BuiltUnit[];
  act: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>;
};

const openDesk = async (server: Awaited<ReturnType<typeof startTestServer>>): Promise<Desk> => {
  const { context } = server;
  const root = await buildUnit(context.db, { kind: "park" });
  const streets = [
    await buildUnit(context.db, { parent: root, name: "青枫街道" }),
    await buildUnit(context.db, { parent: root, name: "云汀街道" }),
  ];
  return { context, root, streets, act: (work) => inTransaction(context.db, work) };
};

const happen = (desk: Desk, unit: BuiltUnit, on: string, quantity = 1): Promise<string> =>
  desk.act(async (trx) => {
    const [id = ""] = await recordFacts(trx, desk.context.clock, [
      {
        kind: "organisations.verified",
        occurredOn: on,
        unitId: unit.id,
        quantity,
        measure: "家",
        source: { table: "organisations", id: createId(desk.context.clock) },
      },
    ]);
    return id;
  });

databaseSuite("plans", (database) => {
  test("an imported plan keeps its words as a tree, becomes tasks and comes into force only with an owner for each", async () => {
    await using server = await startTestServer(database(), { modules });
    const desk = await openDesk(server);
    const { context, act } = desk;
    const read = await readPlan({ name: "演示.txt", bytes: Buffer.from(demoText) });
    const documentId = await act((trx) =>
      importDocument(trx, context, actor, { unitId: desk.root.id, level: "district", read }),
    );
    const clauses = await listClauses(context.db, documentId);
    const stored = clauses.flatMap((clause) => clause.sentences.map((sentence) => sentence.id));
    assert.deepEqual(
      stored,
      listSentences(read.plan).map((sentence) => sentence.id),
    );
    await assert.rejects(
      act((trx) => bringIntoForce(trx, context, actor, documentId)),
      refusedWith("plans.no_tasks"),
    );
    const leaf = clauses.find((clause) => clause.nodeId === "2.4.1");
    assert.ok(leaf);
    const task = { clauseId: leaf.id, code: "E-01", title: "办好手机课" };
    await assert.rejects(
      act((trx) => makeTasks(trx, context, actor, { documentId, tasks: [{ ...task, code: "E1" }] })),
      refusedWith("plans.task_code"),
    );
    const [taskId = ""] = await act((trx) => makeTasks(trx, context, actor, { documentId, tasks: [task] }));
    await assert.rejects(
      act((trx) => makeTasks(trx, context, actor, { documentId, tasks: [task] })),
      refusedWith("plans.task_code_taken"),
    );
    await assert.rejects(
      act((trx) => bringIntoForce(trx, context, actor, documentId)),
      refusedWith("plans.tasks_without_lead"),
    );
    await act((trx) =>
      setTaskUnits(trx, context, actor, {
        taskId,
        units: desk.streets.map((street, index) => ({
          unitId: street.id,
          part: index === 0 ? "lead" : "support",
        })),
      }),
    );
    await act((trx) => bringIntoForce(trx, context, actor, documentId));
    assert.deepEqual(
      (await listTaskUnits(context.db, [taskId])).map((part) => [part.unitName, part.part, part.adoption]),
      [
        ["青枫街道", "lead", null],
        ["云汀街道", "support", null],
      ],
    );
    assert.equal((await listTasks(context.db, { q: "一键求助" }))[0]?.id, taskId);
  });

  test("two plans of a unit are not in force at once; the next one supersedes, and what is over is frozen, also for SQL", async () => {
    await using server = await startTestServer(database(), { modules });
    const desk = await openDesk(server);
    const { context, act, root } = desk;
    const first = await buildPlan(context.db, context, { unitId: root.id });
    await assert.rejects(buildPlan(context.db, context, { unitId: root.id }), refusedWith("plans.overlap"));
    const next = await buildPlan(context.db, context, { unitId: root.id, replacesId: first.documentId });
    assert.equal((await getDocument(context.db, first.documentId)).status, "superseded");
    assert.equal((await getDocument(context.db, next.documentId)).version, 2);
    const [taskId = ""] = first.taskIds;
    await assert.rejects(
      act((trx) => setTaskUnits(trx, context, actor, { taskId, units: [] })),
      refusedWith("plans.frozen"),
    );
    await assert.rejects(
      context.db.updateTable("plan_tasks").set({ title: "改掉" }).where("id", "=", taskId).execute(),
      brokenBy("plan_tasks_frozen"),
    );
    await assert.rejects(
      context.db.deleteFrom("plan_task_units").where("task_id", "=", taskId).execute(),
      brokenBy("plan_tasks_frozen"),
    );
    const old = await buildPlan(context.db, context, {
      unitId: desk.streets[0]?.id ?? "",
      from: "2022-01-01",
      to: "2024-12-31",
    });
    assert.equal((await getDocument(context.db, old.documentId)).status, "expired");
  });

  test("there is no adoption without a document, by command or by SQL; a withdrawn one takes its fact back", async () => {
    await using server = await startTestServer(database(), { modules });
    const desk = await openDesk(server);
    const { context, act, root } = desk;
    const plan = await buildPlan(context.db, context, { unitId: root.id });
    const [taskId = ""] = plan.taskIds;
    const [street] = desk.streets;
    assert.ok(street);
    const adoption = { taskId, unitId: root.id, documentTitle: "演示年度计划", adoptedOn: "2026-11-01" };
    for (const lacking of [
      { ...adoption, documentNo: "" },
      { ...adoption, documentTitle: " ", documentNo: "演示1号" },
    ])
      await assert.rejects(
        act((trx) => adoptTask(trx, context, actor, lacking)),
        refusedWith("plans.adoption_document"),
      );
    await assert.rejects(
      act((trx) =>
        adoptTask(trx, context, actor, { ...adoption, unitId: street.id, documentNo: "演示1号文" }),
      ),
      refusedWith("plans.not_task_unit"),
    );
    const row = {
      id: createId(context.clock),
      task_id: taskId,
      unit_id: root.id,
      document_title: "演示年度计划",
      document_no: null,
      file_id: null,
      adopted_on: "2026-11-01",
      adopted_by_person_id: null,
      created_at: context.clock.now(),
      withdrawn_at: null,
      withdrawn_reason: null,
    };
    await assert.rejects(
      context.db.insertInto("plan_adoptions").values(row).execute(),
      brokenBy("plan_adoptions_document_check"),
    );
    const adoptionId = await act((trx) =>
      adoptTask(trx, context, actor, { ...adoption, documentNo: "演示1号文" }),
    );
    await assert.rejects(
      act((trx) => adoptTask(trx, context, actor, { ...adoption, documentNo: "演示2号文" })),
      refusedWith("plans.adoption_exists"),
    );
    const sum = async () =>
      (
        await context.db
          .selectFrom("facts")
          .select("quantity")
          .where("kind", "=", "plans.adopted")
          .where("unit_id", "=", root.id)
          .execute()
      ).reduce((total, fact) => total + fact.quantity, 0);
    assert.equal(await sum(), 1);
    await act((trx) => withdrawAdoption(trx, context, actor, { adoptionId, reason: "写错了文件，重新登记" }));
    assert.equal(await sum(), 0);
    assert.equal((await listTaskUnits(context.db, [taskId]))[0]?.adoption, null);
  });

  test("a unit that ceased and a unit of elsewhere take no task; a broken target is refused with its own sentence", async () => {
    await using server = await startTestServer(database(), { modules });
    const desk = await openDesk(server);
    const { context, act, root, streets } = desk;
    const plan = await buildPlan(context.db, context, { unitId: root.id });
    const [taskId = ""] = plan.taskIds;
    const [gone, other] = streets;
    assert.ok(gone && other);
    await act((trx) => closeUnit(trx, context, actor, { unitId: gone.id, validTo: "2026-11-01" }));
    await assert.rejects(
      act((trx) => setTaskUnits(trx, context, actor, { taskId, units: [{ unitId: gone.id, part: "lead" }] })),
      refusedWith("plans.unit_ceased"),
    );
    const own = await buildPlan(context.db, context, { unitId: other.id });
    await assert.rejects(
      act((trx) =>
        setTaskUnits(trx, context, actor, {
          taskId: own.taskIds[0] ?? "",
          units: [{ unitId: root.id, part: "lead" }],
        }),
      ),
      refusedWith("plans.unit_outside"),
    );
    const share = {
      taskId,
      title: "具备科学素质的比例",
      comparison: "moreThan",
      value: 18,
      measure: "%",
      subject: "area",
    } as const;
    await assert.rejects(
      act((trx) => setTarget(trx, context, actor, share)),
      refusedWith("plans.target_baseline"),
    );
    await assert.rejects(
      act((trx) => setTarget(trx, context, actor, { ...share, value: 180 })),
      refusedWith("plans.target_value"),
    );
    const baseline = { value: 15.5, on: "2026-01-01" };
    await assert.rejects(
      act((trx) =>
        setTarget(trx, context, actor, { ...share, baseline, path: [{ on: "2030-01-01", value: 17 }] }),
      ),
      refusedWith("plans.target_path"),
    );
    const targetId = await act((trx) => setTarget(trx, context, actor, { ...share, baseline }));
    const progress = await readTaskProgress(context.db, { taskId, now: context.clock.now() });
    assert.deepEqual([progress.status, progress.missing], ["none", "no_indicator"]);
    await act((trx) => dropTarget(trx, context, actor, { targetId, reason: "改由调查给出" }));
    await assert.rejects(
      act((trx) =>
        editTask(trx, context, actor, {
          taskId,
          code: "Y-01",
          title: "开好科学课",
          startsOn: "2026-05-01",
          dueOn: "2026-04-01",
          audiences: [],
          pillars: [],
        }),
      ),
      refusedWith("plans.task_dates"),
    );
  });

  test("progress comes from facts: a reversed fact lowers it, each street is counted by itself, and any day asked again gives the same", async () => {
    await using server = await startTestServer(database(), { modules });
    const desk = await openDesk(server);
    const { context, act, root, streets } = desk;
    const plan = await buildPlan(context.db, context, { unitId: root.id });
    const [taskId = ""] = plan.taskIds;
    const [first, second] = streets;
    assert.ok(first && second);
    const indicator = await act((trx) =>
      tieIndicator(trx, context, actor, { taskId, indicatorCode: "organisations.verified" }),
    );
    const target = { taskId, taskIndicatorId: indicator, comparison: "atLeast", measure: "家" } as const;
    await assert.rejects(
      act((trx) =>
        setTarget(trx, context, actor, {
          ...target,
          title: "另一种单位",
          value: 4,
          measure: "场",
          subject: "area",
        }),
      ),
      refusedWith("plans.target_indicator"),
    );
    await act((trx) =>
      setTarget(trx, context, actor, { ...target, title: "三年 12 家", value: 12, subject: "area" }),
    );
    await act((trx) =>
      setTarget(trx, context, actor, {
        ...target,
        title: "每个街道每年 2 家",
        value: 2,
        subject: "each_place",
        frequency: "year",
      }),
    );
    const read = (asOf: string) => readTaskProgress(context.db, { taskId, now: context.clock.now(), asOf });
    for (const on of ["2026-02-01", "2026-03-01", "2026-05-01"]) await happen(desk, first, on);
    const last = await happen(desk, first, "2026-06-10");
    const [area, places] = (await read("2026-11-30")).targets;
    assert.deepEqual([area?.value, area?.status, area?.source], [4, "on_track", "facts"]);
    assert.deepEqual([places?.value, places?.goal, places?.status], [1, 2, "behind"]);
    assert.deepEqual(
      places?.units.map((unit) => [unit.unitName, unit.value, unit.status]),
      [
        ["青枫街道", 4, "done"],
        ["云汀街道", 0, "behind"],
      ],
    );
    const before = await read("2026-04-01");
    assert.equal(before.targets[0]?.value, 2);
    await act((trx) => reverseFact(trx, context.clock, last));
    assert.equal((await read("2026-11-30")).targets[0]?.value, 3);
    assert.deepEqual(await read("2026-04-01"), before);
    assert.equal((await read("2025-12-01")).targets[0]?.missing, "not_begun");
  });

  test("evidence stands on something, is never changed, serves many tasks, and no number is typed that facts give", async () => {
    await using server = await startTestServer(database(), { modules });
    const desk = await openDesk(server);
    const { context, act, root } = desk;
    const plan = await buildPlan(context.db, context, { unitId: root.id });
    const [taskId = "", otherId = ""] = plan.taskIds;
    const record = { table: "organisations", id: createId(context.clock) };
    const evidence = {
      unitId: root.id,
      kind: "record",
      title: "演示：登记记录",
      happenedOn: "2026-10-01",
      record,
    } as const;
    await assert.rejects(
      act((trx) => recordEvidence(trx, context, actor, { ...evidence, record: undefined })),
      refusedWith("plans.evidence_source"),
    );
    const evidenceId = await act((trx) => recordEvidence(trx, context, actor, evidence));
    await assert.rejects(
      context.db.updateTable("evidence_items").set({ record_id: null, record_table: null }).execute(),
      brokenBy("evidence_items_stay"),
    );
    await assert.rejects(context.db.deleteFrom("evidence_items").execute(), brokenBy("evidence_items_stay"));
    const linkId = await act((trx) => linkEvidence(trx, context, actor, { evidenceId, taskId }));
    await act((trx) => linkEvidence(trx, context, actor, { evidenceId, taskId: otherId }));
    await assert.rejects(
      act((trx) => linkEvidence(trx, context, actor, { evidenceId, taskId })),
      refusedWith("plans.evidence_linked"),
    );
    await act((trx) => unlinkEvidence(trx, context, actor, { linkId, reason: "材料放错了任务" }));
    const of = async (id: string) =>
      (await listEvidence(context.db, { scope: "everywhere", taskId: id }, { page: 1, size: 10 })).total;
    assert.deepEqual([await of(taskId), await of(otherId)], [0, 1]);

    const fileId = createId(context.clock);
    await context.db
      .insertInto("stored_files")
      .values({
        id: fileId,
        media_type: "application/pdf",
        byte_count: 1,
        content_hash: Buffer.alloc(32),
        original_name: "sheet.pdf",
        unit_id: null,
        uploaded_by_person_id: null,
        purpose: "plans.evidence",
        created_at: context.clock.now(),
        deleted_at: null,
      })
      .execute();
    const sheet = {
      unitId: root.id,
      kind: "count_sheet",
      title: "演示：签到人数单",
      happenedOn: "2026-10-01",
      fileId,
    } as const;
    await assert.rejects(
      act((trx) => recordEvidence(trx, context, actor, sheet)),
      refusedWith("plans.evidence_signature"),
    );
    const sheetId = await act((trx) =>
      recordEvidence(trx, context, actor, {
        ...sheet,
        count: { quantity: 30, measure: "人次", signedByPost: "社区主任" },
      }),
    );
    await act((trx) => linkEvidence(trx, context, actor, { evidenceId: sheetId, taskId: otherId }));
    await act((trx) =>
      setTarget(trx, context, actor, {
        taskId: otherId,
        title: "到场 40 人次",
        comparison: "atLeast",
        value: 40,
        measure: "人次",
        subject: "area",
      }),
    );
    const counted = await readTaskProgress(context.db, { taskId: otherId, now: context.clock.now() });
    assert.deepEqual([counted.targets[0]?.value, counted.targets[0]?.source], [30, "sheets"]);
    await act((trx) =>
      tieIndicator(trx, context, actor, { taskId, indicatorCode: "organisations.verified" }),
    );
    await assert.rejects(
      act((trx) => linkEvidence(trx, context, actor, { evidenceId: sheetId, taskId })),
      refusedWith("plans.evidence_derivable"),
    );
  });

  test("a clause is laid beside the upper clauses that it carries out, never beside one of its own level", async () => {
    await using server = await startTestServer(database(), { modules });
    const desk = await openDesk(server);
    const { context, act, root } = desk;
    const plan = await buildPlan(context.db, context, { unitId: root.id });
    const upper = await buildPlan(context.db, context, {
      unitId: root.id,
      level: "province",
      text: "演示省科普条例\n一、总则\n政府支持科普。\n二、学校\n学校开科学课。\n",
    });
    const own = (await listClauses(context.db, plan.documentId)).filter(
      (clause) => clause.kind === "numbered",
    );
    const above = (await listClauses(context.db, upper.documentId)).filter(
      (clause) => clause.kind === "numbered",
    );
    const [one, two] = own;
    const [, school] = above;
    assert.ok(one && two && school);
    await act((trx) => linkClauses(trx, context, actor, { clauseId: one.id, upperClauseId: school.id }));
    await assert.rejects(
      act((trx) => linkClauses(trx, context, actor, { clauseId: one.id, upperClauseId: school.id })),
      refusedWith("plans.link_exists"),
    );
    await assert.rejects(
      act((trx) => linkClauses(trx, context, actor, { clauseId: one.id, upperClauseId: two.id })),
      refusedWith("plans.link_level"),
    );
    assert.deepEqual(
      (await listLinks(context.db, plan.documentId)).map((link) => link.upperDocumentId),
      [upper.documentId],
    );
  });
});
