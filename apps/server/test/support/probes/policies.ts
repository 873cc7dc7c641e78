import { randomUUID } from "node:crypto";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

const told = {
  title: "演示政策",
  documentNo: "演示〔2026〕1号",
  issuer: "演示单位",
  level: "district",
  issuedOn: "2026-01-01",
  effectiveOn: null,
  endedOn: null,
  officialUrl: "https://example.org/demo",
  lookedUpOn: "2026-11-30",
  summary: "演示用的一句话",
  points: [{ text: "演示用的一条要点", clause: "第一条", matter: "duty", appliesTo: ["base"] }],
} as const;

export const buildPolicy = async (
  { system }: World,
  unit: BuiltUnit,
  status: "draft" | "published" = "draft",
): Promise<string> => {
  const id = randomUUID();
  const now = system.clock.now();
  await system.context.db
    .insertInto("policies")
    .values({
      id,
      unit_id: unit.id,
      title: told.title,
      document_no: told.documentNo,
      issuer: told.issuer,
      level: told.level,
      issued_on: told.issuedOn,
      effective_on: null,
      ended_on: null,
      end_reason: null,
      official_url: told.officialUrl,
      looked_up_on: told.lookedUpOn,
      summary: told.summary,
      points: JSON.stringify(told.points),
      applies_to: ["base"],
      matters: ["duty"],
      status,
      status_changed_at: now,
      drafted_by_person_id: randomUUID(),
      published_by_person_id: status === "published" ? randomUUID() : null,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return id;
};

const onPolicy = (
  verb: string,
  status: "draft" | "published",
  payload: Readonly<Record<string, unknown>> = {},
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/policies/:id/${verb}`,
  build: async (world, unit) => ({ params: { id: await buildPolicy(world, unit, status) }, payload }),
});

export const policiesProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/policies",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildPolicy(world, unit)),
    unitsOf: ({ json }) =>
      // The contract test checks the shape.
      (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/policies/:id",
    build: async (world, unit) => ({ params: { id: await buildPolicy(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/policies",
    build: (_world, unit) => ({ payload: { unitId: unit.id, ...told } }),
  },
  {
    kind: "record",
    method: "PUT",
    url: "/api/policies/:id",
    build: async (world, unit) => ({ params: { id: await buildPolicy(world, unit) }, payload: { ...told } }),
  },
  onPolicy("publish", "draft"),
  onPolicy("take-back", "published", { reason: "演示：要改" }),
  onPolicy("end", "published", { endedOn: "2026-11-01", reason: "演示：已被替代" }),
  onPolicy("drop", "draft", { reason: "演示：不用了" }),
];
