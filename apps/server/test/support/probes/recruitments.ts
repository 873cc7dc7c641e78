import { buildDrive } from "#modules/recruitments/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildTeamAt } from "./teams.ts";

/** A drive of a team whose station is `unit`; its code. */
export const buildDriveAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context, clock } = world.system;
  const team = await buildTeamAt(world, unit);
  const until = new Date(clock.now().getTime() + 20 * 86_400_000).toISOString().slice(0, 10);
  const { code } = await buildDrive(context.db, context, team, {
    applyUntilOn: until,
    servesFromOn: until,
    servesUntilOn: until,
  });
  return code;
};

export const recruitmentsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/recruitments",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildDriveAt(world, unit)),
    unitsOf: ({ json }) =>
      // the contract test checks the shape
      (json() as { rows: Record<string, unknown>[] }).rows.map((row) => String(row["unitId"])),
  },
];
