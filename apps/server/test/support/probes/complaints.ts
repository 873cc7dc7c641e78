import { buildComplaint } from "#modules/complaints/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildOrderAt } from "./orders.ts";

export const buildComplaintAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const order = await buildOrderAt(world, unit);
  return buildComplaint(world.system.context.db, world.system.context, {
    orderId: order.id,
    requester: order.requester,
    ownerUnitId: unit.id,
  });
};

export const complaintsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/complaints",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildComplaintAt(world, unit)),
    unitsOf: ({ json }) =>
      // the contract test checks the shape
      (json() as { rows: Record<string, unknown>[] }).rows.map((row) => String(row["unitId"])),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/complaints/:id/answer",
    build: async (world, unit) => ({
      params: { id: await buildComplaintAt(world, unit) },
      payload: { finding: "partly", answer: "演示：已经问过，向您道歉。" },
    }),
  },
];
