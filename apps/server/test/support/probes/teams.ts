import { randomUUID } from "node:crypto";
import { inTransaction } from "#kernel/db.ts";
import { cleanFile, storeFile } from "#kernel/stored-files.ts";
import { systemActor } from "#kernel/actor.ts";
import { buildActor, buildTeam, type BuiltTeam } from "#modules/teams/builders.ts";
import { addHours, decideBadge, decideHours, requestCorrection, submitBadge } from "#modules/teams/index.ts";
import type { BuiltUnit } from "../builders.ts";
import type { Probe } from "../matrix.ts";
import type { World } from "../whole-system.ts";

const probe = systemActor("matrix");
const because = { reason: "演示：材料看不清，请补。" };

/** A team whose station is `unit`. */
export const buildTeamAt = async (
  { system, places }: World,
  unit: BuiltUnit,
  status: "registered" | "verified" | "suspended" = "verified",
): Promise<BuiltTeam> => {
  const { context } = system;
  const team = await buildTeam(context.db, context, {
    homeUnitId: places.community.id,
    areaUnitId: places.root.id,
    ...(status === "registered" ? { standing: status } : {}),
  });
  await context.db
    .updateTable("volunteer_teams")
    .set({ unit_id: unit.id, status })
    .where("id", "=", team.id)
    .execute();
  return team;
};

const buildBadgeAt = async (
  { system }: World,
  unit: BuiltUnit,
  status: "submitted" | "verified" = "submitted",
): Promise<string> => {
  const { context } = system;
  const [person, verifier] = [
    await buildActor(context.db, context),
    await buildActor(context.db, context, "演示核验员"),
  ];
  return inTransaction(context.db, async (trx) => {
    const clean = await cleanFile(Buffer.from("%PDF-1.4\n% 演示\n"), { kinds: ["pdf"], maxBytes: 1_000 });
    const proofFileId = await storeFile(trx, context, {
      clean,
      name: "badge.pdf",
      purpose: "teams.badge",
      actor: probe,
      requestId: randomUUID(),
    });
    const id = await submitBadge(trx, context, person, {
      kind: "children",
      unitId: unit.id,
      proof: "演示培训中心 第 2 号",
      expiresOn: "2027-06-30",
      proofFileId,
    });
    if (status === "verified") await decideBadge(trx, context, verifier, { badgeId: id, decision: "verify" });
    return id;
  });
};

const buildHoursAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const team = await buildTeamAt(world, unit);
  const adder = await buildActor(context.db, context, "演示补录人");
  return inTransaction(context.db, (trx) =>
    addHours(trx, context, adder, {
      personId: team.leader.personId,
      teamId: team.id,
      minutes: 60,
      day: "2026-11-20",
      reason: "演示：忘了签到，社区可以证明",
    }),
  );
};

const buildCorrectionAt = async (world: World, unit: BuiltUnit): Promise<string> => {
  const { context } = world.system;
  const team = await buildTeamAt(world, unit);
  const [adder, second] = [
    await buildActor(context.db, context, "演示补录人"),
    await buildActor(context.db, context, "演示第二人"),
  ];
  return inTransaction(context.db, async (trx) => {
    const hoursId = await addHours(trx, context, adder, {
      personId: team.leader.personId,
      teamId: team.id,
      minutes: 60,
      day: "2026-11-20",
      reason: "演示：忘了签到，社区可以证明",
    });
    await decideHours(trx, context, second, { hoursId, decision: "approve" });
    return requestCorrection(trx, context, team.leader, {
      hoursId,
      wantedMinutes: 30,
      reason: "演示：只做了半个小时",
    });
  });
};

const rowsOf = (json: unknown): Record<string, unknown>[] =>
  (json as { rows: Record<string, unknown>[] }).rows; // the contract test checks the shape
const unitIdsOf = ({ json }: { json: () => unknown }): readonly string[] =>
  rowsOf(json()).map((row) => String(row["unitId"]));

const teamAct = (
  verb: string,
  status: "registered" | "verified" | "suspended",
  payload: Readonly<Record<string, unknown>> = {},
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/teams/:id/${verb}`,
  build: async (world, unit) => ({ params: { id: (await buildTeamAt(world, unit, status)).id }, payload }),
});

const badgeAct = (
  verb: string,
  status: "submitted" | "verified",
  payload: Readonly<Record<string, unknown>> = {},
): Probe => ({
  kind: "record",
  method: "POST",
  url: `/api/badges/:id/${verb}`,
  build: async (world, unit) => ({ params: { id: await buildBadgeAt(world, unit, status) }, payload }),
});

export const teamsProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/teams",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildTeamAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/teams/:id",
    build: async (world, unit) => ({ params: { id: (await buildTeamAt(world, unit)).id } }),
  },
  teamAct("verify", "registered"),
  teamAct("refuse", "registered", because),
  teamAct("suspend", "verified", because),
  teamAct("reinstate", "suspended"),
  {
    kind: "list",
    method: "GET",
    url: "/api/badges",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildBadgeAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "GET",
    url: "/api/badges/:id/proof",
    build: async (world, unit) => ({ params: { id: await buildBadgeAt(world, unit) } }),
  },
  badgeAct("verify", "submitted"),
  badgeAct("refuse", "submitted", because),
  badgeAct("revoke", "verified", because),
  {
    kind: "list",
    method: "GET",
    url: "/api/service-hours",
    query: { size: "200", kind: "added" },
    seed: async (world, unit) => void (await buildHoursAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/service-hours",
    build: async (world, unit) => {
      const team = await buildTeamAt(world, unit);
      return {
        payload: {
          teamId: team.id,
          personId: team.leader.personId,
          minutes: 30,
          day: "2026-11-20",
          reason: "演示：忘了签到，社区可以证明",
        },
      };
    },
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/service-hours/:id/approve",
    build: async (world, unit) => ({ params: { id: await buildHoursAt(world, unit) } }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/service-hours/:id/refuse",
    build: async (world, unit) => ({ params: { id: await buildHoursAt(world, unit) } }),
  },
  {
    kind: "list",
    method: "GET",
    url: "/api/hours-corrections",
    query: { size: "200" },
    seed: async (world, unit) => void (await buildCorrectionAt(world, unit)),
    unitsOf: unitIdsOf,
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/hours-corrections/:id/accept",
    build: async (world, unit) => ({ params: { id: await buildCorrectionAt(world, unit) }, payload: {} }),
  },
  {
    kind: "record",
    method: "POST",
    url: "/api/hours-corrections/:id/refuse",
    build: async (world, unit) => ({
      params: { id: await buildCorrectionAt(world, unit) },
      payload: because,
    }),
  },
];
