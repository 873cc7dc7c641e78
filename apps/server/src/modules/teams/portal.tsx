import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { findPersonByPhone } from "#modules/identity/index.ts";
import {
  findRootUnit,
  findStationFor,
  getUnit,
  listAncestors,
  listHomeUnits,
} from "#modules/organisations/index.ts";
import { addAbsence, removeAbsence } from "./absence-acts.ts";
import { listAbsences } from "./absences.ts";
import { maxProofBytes, storeBadgeProof, submitBadge } from "./badges.ts";
import {
  addMember,
  disbandTeam,
  editTeam,
  endMembership,
  registerTeam,
  resubmitTeam,
  type TeamTime,
} from "./commands.ts";
import * as contract from "./contract.ts";
import type { TeamsError } from "./errors.ts";
import { teamsPaths, toTeamPath } from "./paths.ts";
import { treatsBody } from "./pests/contract.ts";
import { declareTreats, listPests, listTreats } from "./pests/pests.ts";
import { cropCodes } from "./pests/vocabulary.ts";
import { registerHoursPages } from "./portal-hours.tsx";
import { getTeam, listBadgesOf, listMembers, listTeamsOf, type TeamView } from "./queries.ts";
import { BadgesPage, TeamFormPage, TeamPage, TeamsPage } from "./views.tsx";
import { addTerm, removeTerm } from "./term-acts.ts";
import { listTerms } from "./terms.ts";
import { halfCodes, type Skill, skillCodes } from "./vocabulary.ts";

const own = { action: "teams.own" } as const;
const crumbs = [{ label: "我的", href: "/me" }];

const toList = (value: string | readonly string[] | undefined): readonly string[] => {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
};

/** Every chosen half of every chosen day. */
const toTimes = (days: readonly string[], halves: readonly string[]): readonly TeamTime[] =>
  days.flatMap((day) =>
    halfCodes.filter((half) => halves.includes(half)).map((half) => ({ weekday: Number(day), half })),
  );

const toSkills = (codes: readonly string[]): readonly Skill[] =>
  skillCodes.filter((skill) => codes.includes(skill));

/** The units that a team goes to: the street (or what it is at home in), or the whole district. */
const toAreas = async (
  db: Db | Trx,
  input: { reach: "street" | "district"; homeUnitId: string; today: string },
): Promise<readonly string[]> => {
  const { reach, homeUnitId, today } = input;
  if (reach === "district") {
    const root = await findRootUnit(db);
    return root === undefined ? [] : [root.id];
  }
  const unit = await getUnit(db, homeUnitId, today);
  const above = await listAncestors(db, unit.path);
  const street = above.find((unit) => unit.kind === "street" || unit.kind === "town" || unit.kind === "park");
  return [street?.id ?? homeUnitId];
};

export const registerTeamPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const homes = async () =>
    (await listHomeUnits(db, toDistrictDate(clock.now()))).map((home) => ({
      value: home.id,
      text: home.name,
    }));
  const requireHome = async (homeUnitId: string): Promise<void> => {
    if (!(await homes()).some((home) => home.value === homeUnitId))
      throw new AppError<TeamsError>("teams.area", { fields: { homeUnitId: "teams.area" } });
  };

  routes.page({
    url: teamsPaths.own,
    access: own,
    handler: async (visit): Promise<PageView> => ({
      title: "我的服务队",
      section: "me",
      breadcrumbs: crumbs,
      main: <TeamsPage teams={await listTeamsOf(db, visit.person().personId)} me={visit.person().personId} />,
    }),
  });

  const registerPage = async (visit: Visit, form: FormState): Promise<PageView> => ({
    title: "登记服务队",
    section: "me",
    breadcrumbs: [...crumbs, { label: "我的服务队", href: teamsPaths.own }],
    main: <TeamFormPage form={form} formKey={visit.formKey} homes={await homes()} />,
  });
  routes.page({
    url: teamsPaths.register,
    access: own,
    handler: (visit) => registerPage(visit, emptyForm),
  });
  routes.form({
    url: teamsPaths.register,
    access: own,
    body: contract.registerBody,
    handler: async (visit, trx) => {
      const { reach, skills, days, halves, ...rest } = visit.body;
      await requireHome(rest.homeUnitId);
      const id = await registerTeam(trx, act(visit), visit.person(), {
        ...rest,
        areaUnitIds: await toAreas(trx, {
          reach,
          homeUnitId: rest.homeUnitId,
          today: toDistrictDate(visit.now),
        }),
        skills: toSkills(toList(skills)),
        times: toTimes(toList(days), toList(halves)),
      });
      return { redirect: toTeamPath(id) };
    },
    onRefusal: registerPage,
  });

  /** The team, if the visitor belongs to it. */
  const ownTeam = async (visit: Visit<{ id: string }>): Promise<TeamView> => {
    const mine = await listTeamsOf(db, visit.person().personId);
    const team = mine.find((one) => one.id === visit.params.id);
    if (team === undefined) throw new AppError<TeamsError>("teams.not_found", { status: 404 });
    return team;
  };
  const teamPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const team = await ownTeam(visit);
    return {
      title: team.name,
      section: "me",
      breadcrumbs: [...crumbs, { label: "我的服务队", href: teamsPaths.own }],
      main: (
        <TeamPage
          team={team}
          me={visit.person().personId}
          form={form}
          formKey={visit.formKey}
          members={await listMembers(db, context, {
            teamId: team.id,
            day: toDistrictDate(visit.now),
            names: "full",
          })}
          absences={
            (await listAbsences(db, { teamIds: [team.id], from: toDistrictDate(visit.now) })).get(team.id) ??
            []
          }
          terms={
            (await listTerms(db, { teamIds: [team.id], from: toDistrictDate(visit.now) })).get(team.id) ?? []
          }
          treats={(await listTreats(db, [team.id])).get(team.id) ?? { pestIds: [], crops: [] }}
          pests={team.skills.includes("farming") ? await listPests(db) : []}
          now={visit.now}
        />
      ),
    };
  };
  routes.form({
    url: teamsPaths.treats,
    access: own,
    params: contract.idParams,
    body: treatsBody,
    handler: async (visit, trx) => {
      const said = toList(visit.body.crops);
      await declareTreats(trx, act(visit), visit.person(), {
        teamId: visit.params.id,
        pestIds: toList(visit.body.pests),
        crops: cropCodes.filter((crop) => said.includes(crop)),
      });
      return { redirect: toTeamPath(visit.params.id) };
    },
    onRefusal: teamPage,
  });
  routes.page({
    url: teamsPaths.team,
    access: own,
    params: contract.idParams,
    handler: (visit) => teamPage(visit, emptyForm),
  });
  routes.form({
    url: teamsPaths.addMember,
    access: own,
    params: contract.idParams,
    body: contract.memberBody,
    handler: async (visit, trx) => {
      const found = await findPersonByPhone(trx, cipher, visit.body.phone);
      if (found === undefined || found.status !== "active")
        throw new AppError<TeamsError>("teams.member_unknown", { fields: { phone: "teams.member_unknown" } });
      await addMember(trx, act(visit), visit.person(), { teamId: visit.params.id, personId: found.id });
      return { redirect: toTeamPath(visit.params.id) };
    },
    onRefusal: teamPage,
  });
  routes.form({
    url: teamsPaths.removeMember,
    access: own,
    params: contract.idParams,
    body: contract.personBody,
    handler: async (visit, trx) => {
      const { personId } = visit.body;
      await endMembership(trx, act(visit), visit.person(), { teamId: visit.params.id, personId });
      const left = personId === visit.person().personId;
      return { redirect: left ? teamsPaths.own : toTeamPath(visit.params.id) };
    },
    onRefusal: teamPage,
  });
  routes.form({
    url: teamsPaths.addAbsence,
    access: own,
    params: contract.idParams,
    body: contract.absenceBody,
    handler: async (visit, trx) => {
      await addAbsence(trx, act(visit), visit.person(), { teamId: visit.params.id, ...visit.body });
      return { redirect: toTeamPath(visit.params.id) };
    },
    onRefusal: teamPage,
  });
  routes.form({
    url: teamsPaths.removeAbsence,
    access: own,
    params: contract.idParams,
    body: contract.removeAbsenceBody,
    handler: async (visit, trx) => {
      const { absenceId } = visit.body;
      await removeAbsence(trx, act(visit), visit.person(), { teamId: visit.params.id, absenceId });
      return { redirect: toTeamPath(visit.params.id) };
    },
    onRefusal: teamPage,
  });
  routes.form({
    url: teamsPaths.addTerm,
    access: own,
    params: contract.idParams,
    body: contract.termBody,
    handler: async (visit, trx) => {
      const { name, termFromOn, termUntilOn, days, halves } = visit.body;
      await addTerm(trx, act(visit), visit.person(), {
        teamId: visit.params.id,
        name,
        fromOn: termFromOn,
        untilOn: termUntilOn,
        times: toTimes(toList(days), toList(halves)),
      });
      return { redirect: toTeamPath(visit.params.id) };
    },
    onRefusal: teamPage,
  });
  routes.form({
    url: teamsPaths.removeTerm,
    access: own,
    params: contract.idParams,
    body: contract.removeTermBody,
    handler: async (visit, trx) => {
      const { termId } = visit.body;
      await removeTerm(trx, act(visit), visit.person(), { teamId: visit.params.id, termId });
      return { redirect: toTeamPath(visit.params.id) };
    },
    onRefusal: teamPage,
  });
  routes.form({
    url: teamsPaths.resubmit,
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await resubmitTeam(trx, act(visit), visit.person(), visit.params.id);
      return { redirect: toTeamPath(visit.params.id) };
    },
    onRefusal: teamPage,
  });
  routes.form({
    url: teamsPaths.leave,
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await disbandTeam(trx, act(visit), visit.person(), visit.params.id);
      return { redirect: teamsPaths.own };
    },
    onRefusal: teamPage,
  });

  const editPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const team = await ownTeam(visit);
    return {
      title: `修改${team.name}`,
      section: "me",
      breadcrumbs: [...crumbs, { label: team.name, href: toTeamPath(team.id) }],
      main: <TeamFormPage form={form} formKey={visit.formKey} homes={[]} team={team} />,
    };
  };
  routes.page({
    url: teamsPaths.edit,
    access: own,
    params: contract.idParams,
    handler: (visit) => editPage(visit, emptyForm),
  });
  routes.form({
    url: teamsPaths.edit,
    access: own,
    params: contract.idParams,
    body: contract.editBody,
    handler: async (visit, trx) => {
      const { reach, skills, days, halves, ...rest } = visit.body;
      const team = await getTeam(trx, visit.params.id);
      await editTeam(trx, act(visit), visit.person(), {
        ...rest,
        teamId: team.id,
        areaUnitIds: await toAreas(trx, { reach, homeUnitId: team.unitId, today: toDistrictDate(visit.now) }),
        skills: toSkills(toList(skills)),
        times: toTimes(toList(days), toList(halves)),
      });
      return { redirect: toTeamPath(team.id) };
    },
    onRefusal: editPage,
  });

  const badgesPage = async (visit: Visit, form: FormState): Promise<PageView> => ({
    title: "我的培训证",
    section: "me",
    breadcrumbs: crumbs,
    main: (
      <BadgesPage
        form={form}
        formKey={visit.formKey}
        homes={await homes()}
        today={toDistrictDate(visit.now)}
        now={visit.now}
        badges={await listBadgesOf(db, visit.person().personId)}
      />
    ),
  });
  routes.page({ url: teamsPaths.badges, access: own, handler: (visit) => badgesPage(visit, emptyForm) });
  routes.form({
    url: teamsPaths.badges,
    access: own,
    body: contract.badgeBody,
    files: { fields: ["photo"], maxBytes: maxProofBytes },
    handler: async (visit, trx) => {
      const { homeUnitId, ...rest } = visit.body;
      await requireHome(homeUnitId);
      const [upload] = visit.files;
      const station = await findStationFor(trx, homeUnitId, toDistrictDate(visit.now));
      const proofFileId =
        upload === undefined
          ? undefined
          : await storeBadgeProof(trx, context, { upload, actor: visit.actor, requestId: visit.requestId });
      await submitBadge(trx, act(visit), visit.person(), {
        ...rest,
        unitId: station?.id ?? homeUnitId,
        ...(proofFileId === undefined ? {} : { proofFileId }),
      });
      return { redirect: teamsPaths.badges };
    },
    onRefusal: badgesPage,
  });
  registerHoursPages(routes, context);
};
