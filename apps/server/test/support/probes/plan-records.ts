// Plans, tasks, targets, surveys and adoptions that the probes of plans and of later modules stand on.
import { randomUUID } from "node:crypto";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { buildPlan } from "#modules/plans/builders.ts";
import { importEstimate } from "#modules/plans/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { World } from "../whole-system.ts";

/** A plan that belongs to `unit`; a draft, so that as many as are asked for stand beside each other. */
export const buildPlanAt = async (
  world: World,
  unit: BuiltUnit,
  standing: "draft" | "in_force" = "draft",
) => {
  const { context } = world.system;
  const built = await buildPlan(context.db, context, {
    unitId: unit.id,
    standing: "draft",
    from: "2026-01-01",
    to: "2028-12-31",
  });
  if (standing === "in_force")
    await context.db
      .updateTable("plan_documents")
      .set({ level: "city", status: "in_force" })
      .where("id", "=", built.documentId)
      .execute();
  return built;
};

export const buildTaskAt = async (world: World, unit: BuiltUnit): Promise<string> =>
  (await buildPlanAt(world, unit)).taskIds[0] ?? "";

export const buildTargetAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const id = randomUUID();
  const { db, clock } = world.system.context;
  await db
    .insertInto("plan_targets")
    .values({
      id,
      task_id: await buildTaskAt(world, unit),
      seq: 1,
      title: "演示目标",
      task_indicator_id: null,
      comparison: "atLeast",
      value: 1,
      measure: "次",
      subject: "area",
      frequency: null,
      baseline: null,
      baseline_on: null,
      path: JSON.stringify([]),
      sentence_id: null,
      created_at: clock.now(),
    })
    .execute();
  return id;
};

/** A sample without strata: one in five has reached it. */
export const sampleRows = [
  "权重,达到",
  ...Array.from({ length: 40 }, (_, index) => `1,${index % 5 === 0 ? 1 : 0}`),
].join("\n");

/** A target in per cent, which only a survey can tell. */
export const buildShareAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const id = await buildTargetAt(world, unit);
  await world.system.context.db
    .updateTable("plan_targets")
    .set({ measure: "%", value: 18, baseline: 14, baseline_on: "2026-01-01" })
    .where("id", "=", id)
    .execute();
  return id;
};

export const buildEstimateAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const targetId = await buildShareAt(world, unit);
  return inTransaction(world.system.context.db, (trx) =>
    importEstimate(trx, world.system.context, systemActor("probe"), {
      targetId,
      title: "演示素质调查",
      surveyedOn: "2026-01-20",
      scoringRule: "演示量表第 1 版",
      bytes: Buffer.from(sampleRows),
    }),
  );
};

export const buildAdoptionAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const id = randomUUID();
  const { db, clock } = world.system.context;
  await db
    .insertInto("plan_adoptions")
    .values({
      id,
      task_id: await buildTaskAt(world, unit),
      unit_id: unit.id,
      document_title: "演示年度计划",
      document_no: "演示1号文",
      file_id: null,
      adopted_on: "2026-11-01",
      adopted_by_person_id: null,
      created_at: clock.now(),
      withdrawn_at: null,
      withdrawn_reason: null,
    })
    .execute();
  return id;
};
