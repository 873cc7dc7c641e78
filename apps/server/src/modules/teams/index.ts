import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerTeamApi } from "./api.ts";
import { listCorrections } from "./corrections.ts";
import { teamFactKinds } from "./facts.ts";
import { teamsMessages, teamsNames } from "./messages.ts";
import { teamsNumericInputs } from "./numeric-inputs.ts";
import { teamsDataSource } from "./personal-data.ts";
import { teamsPlanRows } from "./plan-rows.ts";
import { teamsPolicy } from "./policy.ts";
import { registerPestRoutes } from "./pests/api.ts";
import { registerTeamPages } from "./portal.tsx";
import { countTeams, listBadges, listHours, listTeamsById } from "./queries.ts";
import "./tables.ts";

export const teamsModule: Module = {
  name: "teams",
  policy: teamsPolicy,
  messages: teamsMessages,
  names: teamsNames,
  guardedTables: [
    {
      table: "volunteer_teams",
      columns: [
        "id",
        "team_no",
        "unit_id",
        "kind",
        "name",
        "leader_person_id",
        "capacity",
        "effort",
        "status",
      ],
    },
    {
      table: "crop_pests",
      columns: [
        "id",
        "name",
        "kind",
        "crops",
        "other_names",
        "skill",
        "source_title",
        "source_place",
        "is_open",
        "version",
      ],
    },
    { table: "team_members", columns: ["id", "team_id", "person_id", "joined_at"] },
    {
      table: "volunteer_badges",
      columns: ["id", "person_id", "unit_id", "kind", "expires_on", "status", "decided_by_person_id"],
    },
    {
      table: "service_hours",
      columns: [
        "id",
        "person_id",
        "team_id",
        "kind",
        "minutes",
        "worked_on",
        "visit_id",
        "reason",
        "added_by_person_id",
        "status",
        "decided_by_person_id",
        "corrects_id",
      ],
    },
    {
      table: "hours_corrections",
      columns: ["id", "hours_id", "person_id", "wanted_minutes", "status", "decided_by_person_id"],
    },
  ],
  factKinds: teamFactKinds,
  planRows: teamsPlanRows,
  personalData: [teamsDataSource],
  numericInputs: teamsNumericInputs,
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "volunteer_teams",
      resolve: async (db, ids) =>
        new Map(
          (await listTeamsById(db, ids)).map((team) => [
            team.id,
            { title: team.name, href: `/workbench/teams/${team.id}` },
          ]),
        ),
    });
    registerWaitingSource("teams.verify", async ({ db, policy }, actor) => {
      const scope = policy.scopeOf(actor, "teams.decide");
      const badges = await listBadges(db, { scope, status: "submitted" }, { page: 1, size: 1 });
      const hours = await listHours(
        db,
        { scope: policy.scopeOf(actor, "teams.add_hours"), kind: "added", status: "proposed" },
        { page: 1, size: 1 },
      );
      const corrections = await listCorrections(
        db,
        { scope: policy.scopeOf(actor, "teams.add_hours"), status: "requested" },
        { page: 1, size: 1 },
      );
      return [
        {
          kind: "teams.corrections",
          title: "时长更正等核对",
          href: "/workbench/hours-corrections?status=requested",
          count: corrections.total,
        },
        {
          kind: "teams.verify",
          title: "服务队等核验",
          href: "/workbench/teams?status=registered",
          count: await countTeams(db, scope, "registered"),
        },
        {
          kind: "teams.badges",
          title: "培训证等核验",
          href: "/workbench/badges?status=submitted",
          count: badges.total,
        },
        {
          kind: "teams.hours",
          title: "补录时长等第二个人同意",
          href: "/workbench/service-hours?kind=added&status=proposed",
          count: hours.total,
        },
      ];
    });
    registerTeamApi(routes, context);
    registerPestRoutes(routes, context);
    registerTeamPages(routes, context);
  },
};

export { addAbsence } from "./absence-acts.ts";
export { absenceOn } from "./absences.ts";
export { addTerm } from "./term-acts.ts";
export { comesAt } from "./terms.ts";
export { listValidBadges, submitBadge, decideBadge } from "./badges.ts";
export {
  addMember,
  decideTeam,
  editTeam,
  registerTeam,
  requireLeader,
  requireOneself,
  type TeamInput,
} from "./commands.ts";
export { decideCorrection, requestCorrection } from "./corrections.ts";
export type { TeamsError } from "./errors.ts";
export { addHours, creditedMinutes, creditHours, decideHours, listOwnHours } from "./hours.ts";
export {
  type CertifiableHours,
  listCertifiableHours,
  listCorrectedHours,
  listRecordingUnits,
} from "./hours-records.ts";
export {
  findHealthLimits,
  listHealthLimits,
  listLimitedTeams,
  type MemberLimits,
  setHealthLimits,
} from "./health-limits.ts";
export { findLimits, type Limits, setLimits } from "./limits.ts";
export { teamsPaths, toTeamPath } from "./paths.ts";
export {
  addPest,
  declareTreats,
  findPestsIn,
  listPestsById,
  listPests,
  type PestInput,
  type Treats,
} from "./pests/pests.ts";
export { type Crop, crops } from "./pests/vocabulary.ts";
export {
  admitMember,
  findRosterTeams,
  isMember,
  listAddedOn,
  type RosterTeam,
  writePastHours,
} from "./roster.ts";
export { starRule, toStars } from "./stars.ts";
export {
  getTeam,
  listMembers,
  listTeamIdsAt,
  listTeams,
  listTeamsById,
  listTeamsOf,
  listWorkingTeams,
  type MemberView,
  type TeamView,
  type WorkingTeam,
} from "./queries.ts";
export {
  type BadgeKind,
  badgeKindCodes,
  badgeKinds,
  type Demand,
  demandCodes,
  demands,
  type Effort,
  effortCodes,
  efforts,
  type Half,
  halfCodes,
  halves,
  healthLimits,
  minutesText,
  type Skill,
  skillCodes,
  skills,
  type TeamKind,
  teamKinds,
  timesText,
  weekdayOf,
  weekdays,
} from "./vocabulary.ts";
