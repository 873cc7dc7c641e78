import { toDistrictDate } from "#kernel/clock.ts";
import { buildCertificate } from "#modules/certificates/builders.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";
import { buildTeamAt } from "./teams.ts";

const because = { reason: "演示：写明原因" };

/** A certificate that `unit` is to issue or has issued. */
export const buildCertificateAt = async (
  { system, places }: World,
  unit: BuiltUnit,
  status: "requested" | "issued" = "requested",
): Promise<string> => {
  const { context } = system;
  const made = await buildCertificate(context.db, context, {
    homeUnitId: places.community.id,
    areaUnitId: places.root.id,
    day: toDistrictDate(new Date(context.clock.now().getTime() - 86_400_000)),
    status,
  });
  for (const [table, id] of [
    ["volunteer_teams", made.team.id],
    ["service_certificates", made.id],
  ] as const)
    await context.db.updateTable(table).set({ unit_id: unit.id }).where("id", "=", id).execute();
  return made.id;
};

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape

const act = (
  verb: string,
  status: "requested" | "issued",
  payload?: Readonly<Record<string, unknown>>,
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/certificates/:id/${verb}`,
  build: async (world, unit) => ({
    params: { id: await buildCertificateAt(world, unit, status) },
    ...(payload === undefined ? {} : { payload }),
  }),
});

export const certificatesProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/certificates",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildCertificateAt(world, unit)),
    unitsOf: ({ json }) => rowsOf(json()).map((row) => String(row["unitId"])),
  },
  act("issue", "requested"),
  act("refuse", "requested", because),
  act("revoke", "issued", because),
  {
    kind: "record",
    method: "POST",
    url: "/api/certificates/thanks",
    build: async (world, unit) => {
      const team = await buildTeamAt(world, unit);
      return {
        payload: {
          teamId: team.id,
          personId: team.leader.personId,
          from: "2026-01-01",
          to: "2026-11-20",
          words: "演示：感谢您一年里二十次上门教老人用手机。",
        },
      };
    },
  },
];
