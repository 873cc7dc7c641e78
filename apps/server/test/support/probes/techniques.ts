import { buildAdoption, buildEntry, entryWords } from "#modules/techniques/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

const because = { reason: "演示：写明原因" };

export const buildTechniqueAt = async (
  { system }: World,
  unit: BuiltUnit,
  status: "waiting" | "published" = "waiting",
): Promise<{ id: string; no: number }> =>
  buildEntry(system.context.db, system.context, { unitId: unit.id, status });

/** What a farmer says he used, put at a unit of any kind: the command itself takes only streets and towns. */
export const buildAdoptionAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const { no } = await buildTechniqueAt(world, unit, "published");
  const { id } = await buildAdoption(context.db, context, {
    entryNo: no,
    unitId: world.places.street.id,
  });
  await context.db
    .updateTable("technique_adoptions")
    .set({ unit_id: unit.id })
    .where("id", "=", id)
    .execute();
  return id;
};

const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  // the contract test checks the shape
  (json() as { rows: Record<string, unknown>[] }).rows.map((row) => String(row["unitId"]));

const onEntry = (
  verb: string,
  status: "waiting" | "published",
  payload: Readonly<Record<string, unknown>> = {},
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/techniques/:id/${verb}`,
  build: async (world, unit) => ({
    params: { id: (await buildTechniqueAt(world, unit, status)).id },
    payload,
  }),
});

export const techniquesProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/techniques",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildTechniqueAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/technique-adoptions",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildAdoptionAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/techniques",
    build: async (_world, unit) => ({ payload: { unitId: unit.id, ...entryWords } }),
  },
  onEntry("publish", "waiting"),
  onEntry("return", "waiting", because),
  onEntry("withdraw", "published", because),
  {
    kind: "record",
    method: "POST",
    url: "/api/techniques/:id/rewrite",
    build: async (world, unit) => {
      const { id } = await buildTechniqueAt(world, unit);
      await world.system.context.db
        .updateTable("technique_entries")
        .set({ status: "returned" })
        .where("id", "=", id)
        .execute();
      return { params: { id }, payload: { ...entryWords } };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/technique-adoptions/:id/confirm",
    build: async (world, unit) => ({ params: { id: await buildAdoptionAt(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/technique-adoptions/:id/dispute",
    build: async (world, unit) => ({
      params: { id: await buildAdoptionAt(world, unit) },
      payload: because,
    }),
  },
];
