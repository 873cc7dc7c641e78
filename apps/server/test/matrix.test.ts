import assert from "node:assert/strict";
import { test } from "node:test";
import { type Role, roles } from "#kernel/actor.ts";
import type { RouteRecord } from "#kernel/http-routes.ts";
import { type ActionRule, createPolicy } from "#kernel/policy.ts";
import { modules } from "#server/modules.ts";
import { programSuite } from "./support/database.ts";
import {
  type Cell,
  describeCell,
  expectedBy,
  type Probe,
  walkListRoute,
  walkPlainRoute,
  walkRecordRoute,
} from "./support/matrix.ts";
import { handWrittenCells } from "./support/matrix-cells.ts";
import { commonsProbes } from "./support/probes/commons.ts";
import { activitiesProbes } from "./support/probes/activities.ts";
import { packsProbes } from "./support/probes/packs.ts";
import { burdensProbes } from "./support/probes/burdens.ts";
import { channelsProbes } from "./support/probes/channels.ts";
import { contentsProbes } from "./support/probes/contents.ts";
import { contentsStudioProbes } from "./support/probes/contents-studio.ts";
import { identityProbes } from "./support/probes/identity.ts";
import { occasionsProbes } from "./support/probes/occasions.ts";
import { organisationsProbes } from "./support/probes/organisations.ts";
import { plansProbes } from "./support/probes/plans.ts";
import { policiesProbes } from "./support/probes/policies.ts";
import { questionsProbes } from "./support/probes/questions.ts";
import { readersProbes } from "./support/probes/readers.ts";
import { rumoursProbes } from "./support/probes/rumours.ts";
import { assessmentsProbes } from "./support/probes/assessments.ts";
import { inspectionsProbes } from "./support/probes/inspections.ts";
import { meetingsProbes } from "./support/probes/meetings.ts";
import { ordersProbes } from "./support/probes/orders.ts";
import { certificatesProbes } from "./support/probes/certificates.ts";
import { expertDeskProbes } from "./support/probes/expert-desk.ts";
import { historiesProbes } from "./support/probes/histories.ts";
import { honorariaProbes } from "./support/probes/honoraria.ts";
import { schoolsProbes } from "./support/probes/schools.ts";
import { adviceProbes } from "./support/probes/advice.ts";
import { lecturesProbes } from "./support/probes/lectures.ts";
import { personnelProbes } from "./support/probes/personnel.ts";
import { claimsProbes } from "./support/probes/claims.ts";
import { returneesProbes } from "./support/probes/returnees.ts";
import { techniquesProbes } from "./support/probes/techniques.ts";
import { complaintsProbes } from "./support/probes/complaints.ts";
import { recruitmentsProbes } from "./support/probes/recruitments.ts";
import { commissionersProbes } from "./support/probes/commissioners.ts";
import { teamsProbes } from "./support/probes/teams.ts";
import { trustProbes } from "./support/probes/trust.ts";
import { personActor, routeName, startWorld, type World } from "./support/whole-system.ts";

const probes: readonly Probe[] = [
  ...organisationsProbes,
  ...identityProbes,
  ...trustProbes,
  ...contentsProbes,
  ...contentsStudioProbes,
  ...channelsProbes,
  ...occasionsProbes,
  ...meetingsProbes,
  ...inspectionsProbes,
  ...assessmentsProbes,
  ...policiesProbes,
  ...burdensProbes,
  ...packsProbes,
  ...commonsProbes,
  ...readersProbes,
  ...questionsProbes,
  ...rumoursProbes,
  ...teamsProbes,
  ...certificatesProbes,
  ...commissionersProbes,
  ...techniquesProbes,
  ...returneesProbes,
  ...claimsProbes,
  ...complaintsProbes,
  ...recruitmentsProbes,
  ...personnelProbes,
  ...lecturesProbes,
  ...adviceProbes,
  ...schoolsProbes,
  ...honorariaProbes,
  ...historiesProbes,
  ...expertDeskProbes,
  ...ordersProbes,
  ...plansProbes,
  ...activitiesProbes,
];

/** Open routes that may still answer 401 or 403 to somebody, with the reason. */
const otherRefusals: Readonly<Record<string, string>> = {
  "GET /workbench": "staff only: a resident and a volunteer are told so with a sentence",
  "GET /workbench/*": "as above",
};

/** Routes whose command looks at the roles once more, so that a broken policy alone opens nothing. */
const guardedTwice: Readonly<Record<string, string>> = {
  "POST /api/people/:id/grants": "grants.ts: who may give which role",
  "POST /api/grants/:id/end": "grants.ts: who may give a role may end it",
  "POST /api/people/:id/handover": "handover.ts: ends roles by the same rule",
};

const probeOf = (record: RouteRecord): Probe | undefined =>
  probes.find((probe) => routeName(probe) === routeName(record));

const ruleOf = (world: World, record: RouteRecord): ActionRule => {
  const { access } = record;
  if (!("action" in access)) return access;
  const rule = world.system.context.policy.table[access.action];
  assert.ok(rule !== undefined, `${routeName(record)}: no policy for ${access.action}`);
  return rule;
};

const isScoped = (rule: ActionRule): boolean => "scope" in rule && rule.scope === "unit";

const walk = async (
  world: World,
  record: RouteRecord,
  as: readonly Role[] = roles,
): Promise<readonly Cell[]> => {
  const rule = ruleOf(world, record);
  if (!isScoped(rule)) return walkPlainRoute(world, record, { rule, request: {} });
  const probe = probeOf(record);
  assert.ok(probe !== undefined, `${routeName(record)} acts at a unit: write a probe in test/support/probes`);
  return probe.kind === "record"
    ? walkRecordRoute(world, record, { rule, probe, as })
    : walkListRoute(world, record, { rule, probe, as });
};

const walkAll = async (world: World, records: readonly RouteRecord[]): Promise<readonly Cell[]> => {
  const cells: Cell[] = [];
  // One after the other: acts of two routes on the same unit would wait for each other's locks.
  for (const record of records) cells.push(...(await walk(world, record)));
  return cells;
};

programSuite("route × role × scope", (database) => {
  test("every route answers each role at each unit as the policy says, and twelve cells a module as a person says", async (t) => {
    await using world = await startWorld(database());
    const { records } = world.system;
    const cells = await walkAll(world, records);
    t.diagnostic(`${records.length} routes, ${cells.length} cells`);
    const problems = cells.filter(
      (cell) => cell.problem !== undefined && !(cell.status === 403 && cell.route in otherRefusals),
    );
    assert.deepEqual(problems.map(describeCell), []);

    const observed = new Map(
      cells.map((cell) => [
        [cell.route, cell.who, cell.place, cell.secondFactor].join(" | "),
        [401, 403, 404].includes(cell.status) ? "refused" : "allowed",
      ]),
    );
    for (const { name } of modules) {
      const written = handWrittenCells[name];
      // A module without routes or rules has nothing to write down.
      if (Object.keys(modules.find((module) => module.name === name)?.policy ?? {}).length === 0) continue;
      assert.equal(written?.length, 12, `${name}: write twelve cells in test/support/matrix-cells.ts`);
      for (const [route, role, place, secondFactor, verdict] of written)
        assert.equal(
          observed.get([route, role, place, secondFactor].join(" | ")),
          verdict,
          `${route} as ${role} at ${place} ${secondFactor} second factor`,
        );
    }
  });
});

programSuite("the matrix itself", (database) => {
  test("the matrix is complete: every route of a unit has a probe, and every probe a route", async () => {
    await using world = await startWorld(database());
    const { records } = world.system;
    const scoped = records.filter((record) => isScoped(ruleOf(world, record)));
    assert.deepEqual(
      scoped.filter((record) => probeOf(record) === undefined).map(routeName),
      [],
      "write a probe in test/support/probes",
    );
    const known = new Set(scoped.map(routeName));
    const composed = new Set(modules.map((module) => module.name));
    const orphans = [
      ...(composed.has("organisations") ? organisationsProbes : []),
      ...(composed.has("identity") ? identityProbes : []),
      ...(composed.has("trust") ? trustProbes : []),
    ].filter((probe) => !known.has(routeName(probe)));
    assert.deepEqual(orphans.map(routeName), [], "a probe of a route that is gone");
  });
});

test("the second reading of the rules agrees with the kernel's policy for every action, role, place and factor", () => {
  const policy = createPolicy(modules.map((module) => module.policy));
  for (const [action, rule] of Object.entries(policy.table))
    for (const role of roles)
      for (const secondFactor of ["with", "without"] as const)
        for (const unitPath of ["1.2", "1.2.3", "1", "1.4", "1.4.5", "1.20", ""]) {
          const actor = personActor("x", [{ role, unitId: "x", unitPath: "1.2" }], secondFactor);
          assert.equal(
            policy.decide(actor, action, { unitPath }).ok,
            expectedBy(rule, { role, unitPath: "1.2" }, { unitPath, secondFactor }) === "allowed",
            `${action} as ${role} at ${unitPath}`,
          );
        }
});

programSuite("control of the matrix", (database) => {
  test("under a policy that allows everything, every route of a unit is reported", async () => {
    await using world = await startWorld(database());
    const { records, context } = world.system;
    // The kernel asks this very object; the expected table is read from the rules and not from it.
    Object.assign(context.policy, {
      decide: () => ({ ok: true }),
      scopeOf: () => "everywhere",
    });
    const scoped = records.filter((record) => isScoped(ruleOf(world, record)));
    const silent: string[] = [];
    for (const record of scoped) {
      const cells = await walk(world, record, ["volunteer"]);
      if (!cells.some((cell) => cell.problem !== undefined)) silent.push(routeName(record));
    }
    assert.ok(scoped.length > 0);
    assert.deepEqual(silent.sort(), Object.keys(guardedTwice).sort());
  });
});
