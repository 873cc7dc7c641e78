import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { getMaskedNames } from "#modules/identity/index.ts";
import { decideBadge } from "./badges.ts";
import { decideTeam, type TeamDecision } from "./commands.ts";
import { registerCorrectionApi } from "./api-corrections.ts";
import * as contract from "./contract.ts";
import type { TeamsError } from "./errors.ts";
import { addHours, decideHours } from "./hours.ts";
import { flagHours, hoursFlags } from "./hours-flags.ts";
import { listPests, listTreats } from "./pests/pests.ts";
import { treatsText } from "./pests/views.tsx";
import {
  getBadge,
  getHours,
  getTeam,
  listBadges,
  listHours,
  listHoursBeside,
  listMembers,
  listTeams,
  type TeamView,
} from "./queries.ts";
import { badgeStatusNames, hoursStatusNames, teamEventNames, teamStates, teamStatusNames } from "./state.ts";
import { badgeKinds, efforts, skills, teamKinds, timesText } from "./vocabulary.ts";

const toRow = (team: TeamView) => ({
  id: team.id,
  name: team.name,
  kind: team.kind,
  kindName: teamKinds[team.kind],
  status: team.status,
  statusName: teamStatusNames[team.status],
  unitId: team.unitId,
  unitName: team.unitName,
  memberCount: team.memberCount,
  skillNames: team.skills.map((skill) => skills[skill]),
  createdAt: team.createdAt,
});

const decisions = ["verify", "refuse", "suspend", "reinstate"] as const satisfies readonly TeamDecision[];

export const registerTeamApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/teams",
    access: { action: "teams.read" },
    summary: "Volunteer teams of my area, those to verify first",
    query: contract.teamQuery,
    response: contract.teamPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, kind, q } = visit.query;
      const listed = await listTeams(db, { scope: visit.scope(), status, kind, q }, { page, size });
      return { rows: listed.rows.map(toRow), total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/teams/:id",
    access: { action: "teams.read" },
    summary: "A volunteer team with its members (names masked), badges and what can be done",
    params: contract.idParams,
    response: contract.teamAnswer,
    handler: async (visit) => {
      const team = await getTeam(db, visit.params.id);
      visit.authorise(team.unitPath);
      const members = await listMembers(db, context, {
        teamId: team.id,
        day: toDistrictDate(visit.now),
        names: "masked",
      });
      const may = policy.decide(visit.actor, "teams.decide", { unitPath: team.unitPath });
      return {
        ...toRow(team),
        about: team.about,
        treatsText: treatsText(
          (await listTreats(db, [team.id])).get(team.id) ?? { pestIds: [], crops: [] },
          team.skills.includes("farming") ? await listPests(db) : [],
        ),
        leaderName: members.find((member) => member.personId === team.leaderPersonId)?.name ?? "",
        capacity: team.capacity,
        effortName: efforts[team.effort],
        insuranceUntil: team.insuranceUntil,
        areaNames: team.areas.map((area) => area.name),
        timesText: timesText(team.times),
        decisionReason: team.decisionReason,
        members: members.map((member) => ({
          personId: member.personId,
          name: member.name,
          badgeNames: member.badges.map((badge) => badgeKinds[badge]),
        })),
        nextActions: decisions
          .filter((event) => teamStates.next(team.status, event) !== undefined)
          .map((event) => ({
            action: event,
            label: teamEventNames[event],
            allowed: may.ok,
            ...(may.ok ? {} : { reason: `由${team.unitName}来办。` }),
          })),
      };
    },
  });
  for (const decision of decisions)
    routes.write({
      method: "POST",
      url: `/api/teams/:id/${decision}`,
      access: { action: "teams.decide" },
      summary: `The station's word on a team: ${decision}`,
      params: contract.idParams,
      body: contract.decideBody,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        visit.authorise((await getTeam(trx, visit.params.id)).unitPath);
        await decideTeam(trx, act(visit), visit.actor, {
          teamId: visit.params.id,
          decision,
          reason: visit.body.reason,
        });
        return { id: visit.params.id };
      },
    });

  registerBadgeApi(routes, context);
  registerHoursApi(routes, context);
  registerCorrectionApi(routes, context);
};

const registerBadgeApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  routes.read({
    url: "/api/badges",
    access: { action: "teams.read" },
    summary: "Badges of volunteers that my area verifies",
    query: contract.badgeQuery,
    response: contract.badgePage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listBadges(db, { scope: visit.scope(), status }, { page, size });
      const names = await getMaskedNames(
        db,
        cipher,
        listed.rows.map((row) => row.personId),
      );
      return {
        rows: listed.rows.map((row) => ({
          id: row.id,
          name: names.get(row.personId) ?? "",
          kind: row.kind,
          kindName: badgeKinds[row.kind],
          proof: row.proof,
          hasPhoto: row.proofFileId !== null,
          expiresOn: row.expiresOn,
          status: row.status,
          statusName: badgeStatusNames[row.status],
          unitId: row.unitId,
          unitName: row.unitName,
          createdAt: row.createdAt,
        })),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.file({
    url: "/api/badges/:id/proof",
    access: { action: "teams.decide" },
    params: contract.idParams,
    handler: async (visit) => {
      const badge = await getBadge(db, visit.params.id);
      visit.authorise(badge.unitPath);
      if (badge.proofFileId === null) throw new AppError<TeamsError>("teams.no_proof", { status: 404 });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "teams.read_proof",
        outcome: "read",
        record: { table: "volunteer_badges", id: badge.id },
        requestId: visit.requestId,
      });
      return toDownload(context, badge.proofFileId);
    },
  });
  for (const decision of ["verify", "refuse", "revoke"] as const)
    routes.write({
      method: "POST",
      url: `/api/badges/:id/${decision}`,
      access: { action: "teams.decide" },
      summary: `The station's word on a badge: ${decision}`,
      params: contract.idParams,
      body: contract.decideBody,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        visit.authorise((await getBadge(trx, visit.params.id)).unitPath);
        await decideBadge(trx, { clock, cipher, requestId: visit.requestId }, visit.actor, {
          badgeId: visit.params.id,
          decision,
          reason: visit.body.reason,
        });
        return { id: visit.params.id };
      },
    });
};

const registerHoursApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  /** The hours' team lies in the actor's area. */
  const enter = async (visit: Visit<{ id: string }>, trx: Trx) =>
    visit.authorise((await getHours(trx, visit.params.id)).unitPath);
  routes.read({
    url: "/api/service-hours",
    access: { action: "teams.read" },
    summary: "Service hours of one kind: credited by signing in and out, or added by hand; never both",
    query: contract.hoursQuery,
    response: contract.hoursPage,
    handler: async (visit) => {
      const { page = 1, size = 50, kind = "credited", status } = visit.query;
      const listed = await listHours(db, { scope: visit.scope(), kind, status }, { page, size });
      const names = await getMaskedNames(
        db,
        cipher,
        listed.rows.map((row) => row.personId),
      );
      const flags = flagHours(await listHoursBeside(db, listed.rows));
      return {
        rows: listed.rows.map((row) => ({
          id: row.id,
          name: names.get(row.personId) ?? "",
          teamId: row.teamId,
          teamName: row.teamName,
          minutes: row.minutes,
          day: row.day,
          reason: row.reason,
          flags: (flags.get(row.id) ?? []).map((flag) => hoursFlags[flag]),
          status: row.status,
          statusName: hoursStatusNames[row.status],
          unitId: row.unitId,
        })),
        total: listed.total,
        minutes: listed.minutes,
        page,
        size,
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/service-hours",
    access: { action: "teams.add_hours" },
    summary: "Add hours by hand with a reason; they count when a second person agrees",
    body: contract.addHoursBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getTeam(trx, visit.body.teamId)).unitPath);
      return { id: await addHours(trx, act(visit), visit.actor, visit.body) };
    },
  });
  for (const decision of ["approve", "refuse"] as const)
    routes.write({
      method: "POST",
      url: `/api/service-hours/:id/${decision}`,
      access: { action: "teams.add_hours" },
      summary: `The second person's word on added hours: ${decision}`,
      params: contract.idParams,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        await enter(visit, trx);
        await decideHours(trx, act(visit), visit.actor, { hoursId: visit.params.id, decision });
        return { id: visit.params.id };
      },
    });
};
