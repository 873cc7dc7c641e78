import { buildRequest, buildReturnee } from "#modules/returnees/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

export const buildReturneeAt = async ({ system, places }: World, unit: BuiltUnit): Promise<string> =>
  (
    await buildReturnee(system.context.db, system.context, {
      homeUnitId: places.community.id,
      unitId: unit.id,
    })
  ).id;

export const buildVillageRequestAt = async (
  { system, places }: World,
  unit: BuiltUnit,
  to: "open" | "done" = "open",
): Promise<string> =>
  (
    await buildRequest(system.context.db, system.context, {
      unitId: unit.id,
      homeUnitId: places.community.id,
      to,
    })
  ).id;

const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  // the contract test checks the shape
  (json() as { rows: Record<string, unknown>[] }).rows.map((row) => String(row["unitId"]));

export const returneesProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/returnees",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildReturneeAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/village-requests",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildVillageRequestAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/returnees/:id/incentives",
    build: async (world, unit) => ({
      params: { id: await buildReturneeAt(world, unit) },
      payload: { kind: "honour", title: "演示荣誉", document: "演示文件", givenOn: "2026-01-01" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/village-requests",
    build: async (_world, unit) => ({
      payload: { unitId: unit.id, skill: "law", wanted: "演示：请人看看合同", untilOn: "2027-03-01" },
    }),
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/village-requests/:id/offers",
    build: async (world, unit) => ({ params: { id: await buildVillageRequestAt(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/village-requests/:id/propose",
    build: async (world, unit) => ({
      params: { id: await buildVillageRequestAt(world, unit) },
      payload: { returneeId: await buildReturneeAt(world, unit) },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/village-requests/:id/confirm",
    build: async (world, unit) => ({ params: { id: await buildVillageRequestAt(world, unit, "done") } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/village-requests/:id/cancel",
    build: async (world, unit) => ({
      params: { id: await buildVillageRequestAt(world, unit, "done") },
      payload: { reason: "演示：写明原因" },
    }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/village-requests/:id/close",
    build: async (world, unit) => ({
      params: { id: await buildVillageRequestAt(world, unit) },
      payload: { reason: "演示：写明原因" },
    }),
  },
];
