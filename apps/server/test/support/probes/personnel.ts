import { buildStaff } from "#modules/personnel/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import { unitNamesIn } from "./organisations.ts";
import type { World } from "../whole-system.ts";

export const buildStaffAt = async ({ system }: World, unit: BuiltUnit): Promise<string> =>
  buildStaff(system.context.db, system.context, unit.id);

const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  // the contract test checks the shape
  (json() as { rows: Record<string, unknown>[] }).rows.map((row) => String(row["unitId"]));
let entered = 0;

export const personnelProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/science-staff",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildStaffAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/science-staff-counts",
    seed: async (world, unit) => void (await buildStaffAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/science-staff-counts/export.xlsx",
    named: "by name",
    seed: async (world, unit) => void (await buildStaffAt(world, unit)),
    unitsOf: unitNamesIn,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/science-staff",
    build: async (_world, unit) => {
      entered += 1;
      return {
        payload: {
          unitId: unit.id,
          name: `演示登记${entered}`,
          employment: "part_time",
          job: "guide",
          field: "venue",
          woman: "yes",
          qualified: "no",
          rural: "no",
          months: "2.5",
          joinedOn: "2026-11-01",
        },
      };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/science-staff/:id/leave",
    build: async (world, unit) => {
      const id = await buildStaffAt(world, unit);
      const { joined_on: leftOn } = await world.system.context.db
        .selectFrom("science_staff")
        .select("joined_on")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      return { params: { id }, payload: { leftOn, reason: "演示：调走" } };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/science-staff/:id/strike",
    build: async (world, unit) => ({
      params: { id: await buildStaffAt(world, unit) },
      payload: { reason: "演示：录错" },
    }),
  },
];
