import { inTransaction } from "#kernel/db.ts";
import { buildContract, buildLog } from "#modules/commissioners/builders.ts";
import { systemActor } from "#kernel/actor.ts";
import { createPerson } from "#modules/identity/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

const because = { reason: "演示：写明原因" };
let asked = 0;

export const buildContractAt = async ({ system }: World, unit: BuiltUnit): Promise<string> =>
  (await buildContract(system.context.db, system.context, unit.id)).id;

export const buildLogAt = async ({ system }: World, unit: BuiltUnit): Promise<string> => {
  const { context } = system;
  return buildLog(context.db, context, await buildContract(context.db, context, unit.id));
};

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape
const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  rowsOf(json()).map((row) => String(row["unitId"]));

export const commissionersProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/commissioner-contracts",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildContractAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/commissioner-logs",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildLogAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/commissioner-scores",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildLogAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-contracts",
    build: async (world, unit) => {
      const { context } = world.system;
      asked += 1;
      const phone = `198${String(asked).padStart(8, "0")}`;
      await inTransaction(context.db, (trx) =>
        createPerson(trx, context, systemActor("matrix"), { fullName: "演示农技员", phone }),
      );
      return {
        payload: {
          phone,
          unitId: unit.id,
          field: "rice",
          bases: "演示村双季稻基地",
          document: "演示聘书 第 2 号",
          startsOn: "2026-11-01",
          endsOn: "2027-10-31",
        },
      };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-contracts/:id/end",
    build: async (world, unit) => ({ params: { id: await buildContractAt(world, unit) }, payload: because }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-logs/:id/confirm",
    build: async (world, unit) => ({ params: { id: await buildLogAt(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/commissioner-logs/:id/dispute",
    build: async (world, unit) => ({ params: { id: await buildLogAt(world, unit) }, payload: because }),
  },
];
