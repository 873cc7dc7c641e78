import { randomUUID } from "node:crypto";
import { systemActor } from "#kernel/actor.ts";
import { inTransaction } from "#kernel/db.ts";
import { storeFile } from "#kernel/stored-files.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildPlanAt } from "./plan-records.ts";
import { buildWorkPlanAt } from "./plans.ts";

/** A pack of a unit's plan that can be downloaded. */
export const buildPackAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const { documentId } = await buildPlanAt(world, unit);
  const id = randomUUID();
  const now = context.clock.now();
  const bytes = Buffer.from("PK");
  await inTransaction(context.db, async (trx) => {
    const fileId = await storeFile(trx, context, {
      clean: { bytes, mediaType: "application/zip", extension: "zip" },
      name: "演示.zip",
      purpose: "packs.archive",
      actor: systemActor("matrix"),
    });
    await trx
      .insertInto("evidence_packs")
      .values({
        id,
        unit_id: unit.id,
        document_id: documentId,
        title: "演示材料包",
        as_of: "2026-11-01",
        status: "ready",
        status_changed_at: now,
        file_id: fileId,
        byte_count: bytes.length,
        failure: null,
        asked_by_person_id: world.personId,
        asked_at: now,
      })
      .execute();
  });
  return id;
};

const ofPack = (url: string): Probe => ({
  kind: "record",
  method: "GET",
  url,
  build: async (world, unit) => ({ params: { id: await buildPackAt(world, unit) } }),
});
const ofUnit = (url: string): Probe => ({
  kind: "record",
  method: "GET",
  url,
  build: (_world, unit) => ({ query: { unit: unit.id } }),
});

export const packsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/evidence-packs",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildPackAt(world, unit)),
    unitsOf: ({ json }) =>
      // The contract test checks the shape.
      (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId),
  },
  ofPack("/api/evidence-packs/:id"),
  ofPack("/api/evidence-packs/:id/download"),
  {
    kind: "record",
    method: "POST",
    url: "/api/plans/:id/evidence-packs",
    build: async (world, unit) => ({
      params: { id: (await buildPlanAt(world, unit)).documentId },
      payload: { title: "演示材料包", asOf: "2026-11-01" },
    }),
    accepts: {
      statuses: [409],
      reason: "a unit has one pack in the making, and the plan before it asked for one",
    },
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/plans/:id/report.docx",
    build: async (world, unit) => ({ params: { id: (await buildPlanAt(world, unit)).documentId } }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/work-plans/:id/plan.docx",
    build: async (world, unit) => ({ params: { id: (await buildWorkPlanAt(world, unit)).id } }),
  },
  ofUnit("/api/overview"),
  ofUnit("/api/overview/tasks"),
];
