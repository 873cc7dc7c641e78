import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import {
  emptyForm,
  type FormState,
  type PageView,
  type Redirect,
  type Routes,
  type Visit,
} from "#kernel/http-types.ts";
import { listTeamsOf, type TeamsError, teamsPaths, toTeamPath } from "#modules/teams/index.ts";
import { applyToDrive, decideApplication, withdrawApplication } from "./applying.ts";
import * as contract from "./contract.ts";
import { closeDrive, openDrive } from "./drives.ts";
import { recruitmentsMessages } from "./messages.ts";
import { recruitmentsPaths, toDrivesPath, toJoinPath } from "./paths.ts";
import {
  getDriveByCode,
  listApplications,
  listDrivesOf,
  listOpenDrives,
  listOwnApplications,
} from "./queries.ts";
import { recruitedGroups } from "./vocabulary.ts";
import { DrivePage, EnterCodePage, OwnApplicationsPage } from "./views.tsx";
import { DrivesPage } from "./views-leader.tsx";

const own = { action: "recruitments.own" } as const;
const crumbs = [{ label: "我的", href: "/me" }];

/** Pages of drives: by code for everybody, one's own applications, and the leader's. */
export const registerRecruitmentPages = (routes: Routes, context: Context): void => {
  const { db } = context;
  registerJoining(routes, context);
  registerLeading(routes, context);

  const page = async (visit: Visit, form: FormState): Promise<PageView> => ({
    title: "我的入队报名",
    section: "me",
    breadcrumbs: crumbs,
    main: (
      <OwnApplicationsPage
        applications={await listOwnApplications(db, context, visit.person().personId)}
        form={form}
        formKey={visit.formKey}
        now={visit.now}
      />
    ),
  });
  routes.page({ url: recruitmentsPaths.own, access: own, handler: (visit) => page(visit, emptyForm) });
  routes.form({
    url: recruitmentsPaths.withdraw,
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await withdrawApplication(
        trx,
        { ...context, requestId: visit.requestId },
        visit.person(),
        visit.params.id,
      );
      return { redirect: recruitmentsPaths.own };
    },
    onRefusal: page,
  });
};

const registerJoining = (routes: Routes, context: Context): void => {
  const { db } = context;
  const enter = async (visit: Visit, form: FormState): Promise<PageView> => ({
    title: "加入服务队",
    section: "me",
    main: <EnterCodePage drives={await listOpenDrives(db, visit.now)} form={form} now={visit.now} />,
  });
  routes.page({
    url: recruitmentsPaths.enter,
    access: { allow: "public" },
    query: contract.enterQuery,
    handler: async (visit): Promise<PageView | Redirect> => {
      const typed = visit.query.code?.trim() ?? "";
      if (typed === "") return enter(visit, emptyForm);
      try {
        return { redirect: toJoinPath((await getDriveByCode(db, typed, visit.now)).code) };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        // A mistyped code: the same page says so and keeps it.
        return enter(visit, {
          values: { code: typed },
          errors: { code: recruitmentsMessages["recruitments.code_unknown"] },
        });
      }
    },
  });
  const drivePage = async (visit: Visit<{ code: string }>, form: FormState): Promise<PageView> => {
    const drive = await getDriveByCode(db, visit.params.code, visit.now);
    return {
      title: `${drive.teamName}招${recruitedGroups[drive.audience]}`,
      section: "me",
      breadcrumbs: [{ label: "加入服务队", href: recruitmentsPaths.enter }],
      main: (
        <DrivePage
          drive={drive}
          signedIn={visit.actor.kind === "person"}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({
    url: recruitmentsPaths.drive,
    access: { allow: "public" },
    params: contract.codeParams,
    handler: (visit) => drivePage(visit, emptyForm),
  });
  routes.form({
    url: recruitmentsPaths.drive,
    access: own,
    params: contract.codeParams,
    body: contract.applyBody,
    handler: async (visit, trx) => {
      await applyToDrive(trx, { ...context, requestId: visit.requestId }, visit.person(), {
        code: visit.params.code,
        ...contract.readTimes(visit.body),
        words: visit.body.words,
      });
      return { redirect: recruitmentsPaths.own };
    },
    onRefusal: (visit, form) => {
      // Who is not signed in is sent to sign in, whether or not the code exists.
      visit.person();
      return drivePage(visit, form);
    },
  });
};

const registerLeading = (routes: Routes, context: Context): void => {
  const { db, config } = context;
  const act = (visit: Visit) => ({ ...context, requestId: visit.requestId });
  const page = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    const team = (await listTeamsOf(db, personId)).find((one) => one.id === visit.params.id);
    if (team === undefined) throw new AppError<TeamsError>("teams.not_found", { status: 404 });
    if (team.leaderPersonId !== personId) throw new AppError<TeamsError>("teams.not_leader", { status: 403 });
    const applications = await listApplications(db, context, team.id);
    // Names and words of people who are no members yet: who looked is on record.
    if (applications.length > 0)
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "recruitments.read_applications",
        outcome: "read",
        unitId: team.unitId,
        requestId: visit.requestId,
      });
    return {
      title: `${team.name}招募队员`,
      section: "me",
      breadcrumbs: [...crumbs, { label: team.name, href: toTeamPath(team.id) }],
      main: (
        <DrivesPage
          teamId={team.id}
          teamName={team.name}
          drives={await listDrivesOf(db, team.id, visit.now)}
          applications={applications}
          publicUrl={config.publicUrl}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({
    url: teamsPaths.recruitment,
    access: own,
    params: contract.idParams,
    handler: (visit) => page(visit, emptyForm),
  });
  routes.form({
    url: teamsPaths.recruitment,
    access: own,
    params: contract.idParams,
    body: contract.openBody,
    handler: async (visit, trx) => {
      await openDrive(trx, act(visit), visit.person(), { teamId: visit.params.id, ...visit.body });
      return { redirect: toDrivesPath(visit.params.id) };
    },
    onRefusal: page,
  });
  routes.form({
    url: recruitmentsPaths.close,
    access: own,
    params: contract.idParams,
    body: contract.closeBody,
    handler: async (visit, trx) => {
      await closeDrive(trx, act(visit), visit.person(), { teamId: visit.params.id, ...visit.body });
      return { redirect: toDrivesPath(visit.params.id) };
    },
    onRefusal: page,
  });
  routes.form({
    url: recruitmentsPaths.decide,
    access: own,
    params: contract.idParams,
    body: contract.decideBody,
    handler: async (visit, trx) => {
      await decideApplication(trx, act(visit), visit.person(), { teamId: visit.params.id, ...visit.body });
      return { redirect: toDrivesPath(visit.params.id) };
    },
    onRefusal: page,
  });
};
