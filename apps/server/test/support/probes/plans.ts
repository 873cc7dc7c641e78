import { randomUUID } from "node:crypto";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { builtPlanText, buildPlan } from "#modules/plans/builders.ts";
import { recordEvidence } from "#modules/plans/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe, RecordProbe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { unitNamesIn } from "./organisations.ts";
import {
  buildAdoptionAt,
  buildEstimateAt,
  buildPlanAt,
  buildShareAt,
  buildTargetAt,
  buildTaskAt,
  sampleRows,
} from "./plan-records.ts";

const probe = systemActor("matrix");
const because = { reason: "演示：材料要改" };

const clausesOf = async (world: World, documentId: string): Promise<readonly string[]> =>
  (
    await world.system.context.db
      .selectFrom("plan_clauses")
      .select("id")
      .where("document_id", "=", documentId)
      .where("kind", "=", "numbered")
      .orderBy("seq")
      .execute()
  ).map((row) => row.id);

/** A clause of a unit's plan that nobody made a task of, and one of an upper document. */
const buildClausesAt = async (world: World, unit: BuiltUnit) => {
  const { context } = world.system;
  const plan = await buildPlanAt(world, unit);
  const upper = await buildPlan(context.db, context, { unitId: unit.id, level: "province" });
  const [clauseId = ""] = await clausesOf(world, plan.documentId);
  const [upperClauseId = ""] = await clausesOf(world, upper.documentId);
  return { documentId: plan.documentId, clauseId, upperClauseId };
};

const buildLinkAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const id = randomUUID();
  const { clauseId, upperClauseId } = await buildClausesAt(world, unit);
  await world.system.context.db
    .insertInto("clause_links")
    .values({
      id,
      clause_id: clauseId,
      upper_clause_id: upperClauseId,
      note: null,
      linked_by_person_id: null,
      created_at: world.system.clock.now(),
    })
    .execute();
  return id;
};

export const buildEvidenceAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  return inTransaction(context.db, async (trx) => {
    const clean = await cleanFile(Buffer.from("%PDF-1.4\n% 演示\n"), { kinds: ["pdf"], maxBytes: 1_000 });
    const fileId = await storeFile(trx, context, {
      clean,
      name: "evidence.pdf",
      purpose: "plans.evidence",
      actor: probe,
      requestId: randomUUID(),
    });
    return recordEvidence(trx, context, probe, {
      unitId: unit.id,
      kind: "document",
      title: "演示：制度文件",
      happenedOn: "2026-10-01",
      fileId,
    });
  });
};

const buildEvidenceLinkAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const id = randomUUID();
  await world.system.context.db
    .insertInto("evidence_links")
    .values({
      id,
      evidence_id: await buildEvidenceAt(world, unit),
      task_id: await buildTaskAt(world, unit),
      note: null,
      linked_by_person_id: null,
      linked_at: world.system.clock.now(),
      removed_at: null,
      removed_by_person_id: null,
      removed_reason: null,
    })
    .execute();
  return id;
};

export const buildWorkPlanAt = async (
  world: World,
  unit: BuiltUnit,
  status: "draft" | "submitted" | "approved" = "draft",
): Promise<{ id: string; itemId: string }> => {
  const { db, clock } = world.system.context;
  const [id, itemId] = [randomUUID(), randomUUID()];
  const plan = await buildPlanAt(world, unit);
  await db
    .insertInto("work_plans")
    .values({
      id,
      document_id: plan.documentId,
      unit_id: unit.id,
      year: 2026,
      version: 1,
      amends_id: null,
      amend_reason: null,
      status,
      status_changed_at: clock.now(),
      submitted_by_person_id: null,
      decided_by_person_id: null,
      decision_reason: null,
      created_by_person_id: null,
      created_at: clock.now(),
    })
    .execute();
  await db
    .insertInto("work_plan_items")
    .values({
      id: itemId,
      work_plan_id: id,
      task_id: plan.taskIds[0] ?? "",
      seq: 1,
      title: "演示一项",
      months: [3],
      goal: null,
      measure: null,
      money: null,
      note: null,
      updated_at: clock.now(),
    })
    .execute();
  return { id, itemId };
};

const buildLineAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const id = randomUUID();
  const { db, clock } = world.system.context;
  await db
    .insertInto("budget_lines")
    .values({
      id,
      unit_id: unit.id,
      year: 2026,
      title: `演示经费${id.slice(0, 8)}`,
      amount: 1000,
      document_title: "演示预算文件",
      document_no: null,
      created_by_person_id: null,
      created_at: clock.now(),
    })
    .execute();
  return id;
};

const buildSpendingAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const id = randomUUID();
  const { db, clock } = world.system.context;
  await db
    .insertInto("budget_spendings")
    .values({
      id,
      line_id: await buildLineAt(world, unit),
      amount: 10,
      spent_on: "2026-10-01",
      purpose: "演示支出",
      task_id: null,
      evidence_id: null,
      over_reason: null,
      recorded_by_person_id: null,
      created_at: clock.now(),
      cancelled_at: null,
      cancelled_reason: null,
    })
    .execute();
  return id;
};

const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  // The contract test checks the shape.
  (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId);

type Payload = Readonly<Record<string, unknown>>;
const on = (
  method: "POST" | "PUT" | "DELETE" | "GET",
  url: string,
  find: (world: World, unit: BuiltUnit) => Promise<string>,
  payload?: Payload | ((unit: BuiltUnit) => Payload),
): RecordProbe => ({
  kind: "record",
  method,
  url,
  build: async (world, unit) => ({
    params: { id: await find(world, unit) },
    ...(payload === undefined ? {} : { payload: typeof payload === "function" ? payload(unit) : payload }),
  }),
});

const draftAt = async (world: World, unit: BuiltUnit): Promise<string> =>
  (await buildPlanAt(world, unit)).documentId;
const inForceAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { documentId } = await buildPlanAt(world, unit, "in_force");
  await world.system.context.db
    .updateTable("plan_documents")
    .set({ level: "district", status: "superseded" })
    .where("id", "=", documentId)
    .execute();
  return documentId;
};

export const plansProbes: readonly Probe[] = [
  {
    kind: "record",
    method: "GET",
    url: "/api/pillars",
    build: (_world, unit) => ({ query: { unit: unit.id } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/plan-documents",
    build: (_world, unit) => ({
      payload: { unitId: unit.id, level: "district" },
      file: { field: "file", filename: "plan.txt", content: builtPlanText },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/plan-documents/:id/tasks",
    build: async (world, unit) => {
      const { documentId, clauseId } = await buildClausesAt(world, unit);
      return {
        params: { id: documentId },
        payload: { tasks: [{ clauseId, code: "Q-01", title: "演示任务" }] },
      };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/plan-documents/:id/suggested-tasks",
    build: async (world, unit) => {
      const { documentId, clauseId } = await buildClausesAt(world, unit);
      return { params: { id: documentId }, payload: { clauseIds: [clauseId] } };
    },
  },
  {
    ...on("POST", "/api/plan-documents/:id/bring-into-force", draftAt),
    accepts: { statuses: [409], reason: "another plan of the same unit is in force already" },
  },
  on("POST", "/api/plan-documents/:id/discard", draftAt, because),
  on("POST", "/api/plan-documents/:id/clone", inForceAt, {
    title: "演示下一期",
    validFrom: "2029-01-01",
    validTo: "2031-12-31",
  }),
  {
    kind: "record",
    method: "POST",
    url: "/api/plan-documents/:id/owners",
    build: async (world, unit) => ({
      params: { id: await draftAt(world, unit) },
      file: { field: "file", filename: "owners.csv", content: `编号,牵头单位\nY-01,${unit.name}\n` },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/clause-links",
    build: async (world, unit) => {
      const { clauseId, upperClauseId } = await buildClausesAt(world, unit);
      return { payload: { clauseId, upperClauseId } };
    },
  },
  on("DELETE", "/api/clause-links/:id", buildLinkAt),
  on("PUT", "/api/plan-tasks/:id", buildTaskAt, {
    code: "Y-01",
    title: "演示任务",
    startsOn: "2026-01-01",
    dueOn: "2028-12-31",
    audiences: [],
    pillars: [],
  }),
  on("PUT", "/api/plan-tasks/:id/units", buildTaskAt, (unit) => ({
    units: [{ unitId: unit.id, part: "lead" }],
  })),
  on("POST", "/api/plan-tasks/:id/targets", buildTaskAt, {
    title: "演示目标",
    comparison: "atLeast",
    value: 2,
    measure: "次",
    subject: "area",
  }),
  on("POST", "/api/plan-targets/:id/drop", buildTargetAt, because),
  {
    kind: "record",
    method: "POST",
    url: "/api/plan-targets/:id/estimates",
    build: async (world, unit) => ({
      params: { id: await buildShareAt(world, unit) },
      payload: { title: "演示素质调查", surveyedOn: "2026-01-20", scoringRule: "演示量表第 1 版" },
      file: { field: "file", filename: "样本.csv", content: sampleRows },
    }),
  },
  on("POST", "/api/target-estimates/:id/withdraw", buildEstimateAt, because),
  on("POST", "/api/plan-tasks/:id/indicators", buildTaskAt, { indicatorCode: "plans.adopted" }),
  on("POST", "/api/plan-tasks/:id/adopt", buildTaskAt, (unit) => ({
    unitId: unit.id,
    documentTitle: "演示年度计划",
    documentNo: "演示1号文",
    adoptedOn: "2026-11-01",
  })),
  on("POST", "/api/plan-adoptions/:id/withdraw", buildAdoptionAt, because),
  {
    kind: "list",
    method: "GET",
    url: "/api/evidence",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildEvidenceAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/evidence/export.xlsx",
    named: "by name",
    seed: async (world, unit) => void (await buildEvidenceAt(world, unit)),
    unitsOf: unitNamesIn,
  },
  on("GET", "/api/evidence/:id/file", buildEvidenceAt),
  {
    kind: "record",
    method: "POST",
    url: "/api/evidence",
    build: (_world, unit) => ({
      payload: { unitId: unit.id, kind: "document", title: "演示：制度文件", happenedOn: "2026-10-01" },
      file: { field: "file", filename: "evidence.pdf", content: "%PDF-1.4\n% 演示\n" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/evidence/:id/links",
    build: async (world, unit) => ({
      params: { id: await buildEvidenceAt(world, unit) },
      payload: { taskId: await buildTaskAt(world, unit) },
    }),
  },
  on("POST", "/api/evidence-links/:id/remove", buildEvidenceLinkAt, because),
  {
    kind: "list",
    method: "GET",
    url: "/api/work-plans",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildWorkPlanAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/work-plans/export.xlsx",
    named: "by name",
    seed: async (world, unit) => void (await buildWorkPlanAt(world, unit)),
    unitsOf: unitNamesIn,
  },
  on("GET", "/api/work-plans/:id/items.xlsx", async (world, unit) => (await buildWorkPlanAt(world, unit)).id),
  on("GET", "/api/work-plans/:id", async (world, unit) => (await buildWorkPlanAt(world, unit)).id),
  {
    kind: "record",
    method: "POST",
    url: "/api/work-plans",
    build: async (world, unit) => ({
      payload: { documentId: await draftAt(world, unit), unitId: unit.id, year: 2026 },
    }),
  },
  on("PUT", "/api/work-plan-items/:id", async (world, unit) => (await buildWorkPlanAt(world, unit)).itemId, {
    title: "演示一项",
    months: [4],
    revision: 1,
  }),
  on("POST", "/api/work-plans/:id/submit", async (world, unit) => (await buildWorkPlanAt(world, unit)).id),
  on(
    "POST",
    "/api/work-plans/:id/approve",
    async (world, unit) => (await buildWorkPlanAt(world, unit, "submitted")).id,
    {},
  ),
  on(
    "POST",
    "/api/work-plans/:id/return",
    async (world, unit) => (await buildWorkPlanAt(world, unit, "submitted")).id,
    because,
  ),
  on(
    "POST",
    "/api/work-plans/:id/amend",
    async (world, unit) => (await buildWorkPlanAt(world, unit, "approved")).id,
    because,
  ),
  {
    kind: "list",
    method: "GET",
    url: "/api/budget-lines",
    query: { year: "2026" },
    seed: async (world, unit) => void (await buildLineAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/budget-lines/export.xlsx",
    named: "by name",
    query: { year: "2026" },
    seed: async (world, unit) => void (await buildLineAt(world, unit)),
    unitsOf: unitNamesIn,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/budget-lines",
    build: (_world, unit) => ({
      payload: {
        unitId: unit.id,
        year: 2026,
        title: `演示经费${randomUUID().slice(0, 8)}`,
        amount: 100,
        documentTitle: "演示预算文件",
      },
    }),
  },
  on("POST", "/api/budget-lines/:id/spendings", buildLineAt, {
    amount: 10,
    spentOn: "2026-10-01",
    purpose: "演示支出",
  }),
  on("POST", "/api/budget-spendings/:id/cancel", buildSpendingAt, because),
  on("POST", "/api/plan-documents/:id/milestones", draftAt, (unit) => ({
    title: "演示节点",
    dueOn: "2027-06-30",
    unitId: unit.id,
  })),
  {
    kind: "record",
    method: "POST",
    url: "/api/checklists",
    build: (_world, unit) => ({
      payload: {
        unitId: unit.id,
        kind: "creation",
        title: `演示清单${randomUUID().slice(0, 8)}`,
        items: [{ code: "1", title: "演示要求" }],
      },
    }),
  },
];
