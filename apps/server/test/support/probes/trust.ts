import { randomUUID } from "node:crypto";
import { systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { inTransaction } from "#kernel/db.ts";
import { recordFacts } from "#kernel/facts.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe, RecordProbe } from "../matrix.ts";
import { unitNamesIn } from "./organisations.ts";
import type { World } from "../whole-system.ts";

const kind = "organisations.verified";

export const buildFact = async ({ system }: World, unit: BuiltUnit): Promise<string> => {
  const { db, clock } = system.context;
  const [id = ""] = await inTransaction(db, (trx) =>
    recordFacts(trx, clock, [
      {
        kind,
        occurredOn: "2026-11-20",
        unitId: unit.id,
        quantity: 1,
        measure: "家",
        source: { table: "organisations", id: randomUUID() },
      },
    ]),
  );
  return id;
};

const noteAudit = async ({ system }: World, unit: BuiltUnit): Promise<void> => {
  await recordAudit(system.context.db, system.context, {
    actor: systemActor("matrix"),
    action: "organisations.edit_unit",
    unitId: unit.id,
  });
};

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape
const unitIdsOf: (answer: { json: () => unknown }) => readonly (string | null)[] = ({ json }) =>
  rowsOf(json()).map((row) => (typeof row["unitId"] === "string" ? row["unitId"] : null));

const ofUnit = (url: string): RecordProbe => ({
  kind: "record",
  method: "GET",
  url,
  build: (_world, unit) => ({
    ...(url.includes(":code") ? { params: { code: kind, version: "1" } } : {}),
    query: { unit: unit.id },
  }),
});

export const trustProbes: readonly Probe[] = [
  ofUnit("/api/figures"),
  ofUnit("/api/figures/:code/:version/tree"),
  ofUnit("/api/figures/:code/:version/facts"),
  {
    kind: "list",
    method: "GET",
    url: "/api/facts",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildFact(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/facts/export.xlsx",
    named: "by name",
    seed: async (world, unit) => void (await buildFact(world, unit)),
    unitsOf: unitNamesIn,
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/facts/:id",
    build: async (world, unit) => ({ params: { id: await buildFact(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/facts/:id/reverse",
    build: async (world, unit) => ({
      params: { id: await buildFact(world, unit) },
      payload: { reason: "演示：数量记错了" },
    }),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/audit",
    query: { size: "200", action: "organisations.edit_unit" },
    seed: noteAudit,
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/audit/export.xlsx",
    query: { action: "organisations.edit_unit" },
    named: "by name",
    seed: noteAudit,
    unitsOf: unitNamesIn,
  },
];
