import { countAttempt } from "#kernel/attempts.ts";
import type { PersonActor } from "#kernel/actor.ts";
import type { Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { listTopics } from "#modules/contents/index.ts";
import { readPersonalFields } from "#modules/identity/index.ts";
import { listExperts } from "#modules/people/index.ts";
import { listTeamsById } from "#modules/teams/index.ts";
import { toActivitiesCalendar } from "./calendar-file.ts";
import * as contract from "./contract.ts";
import type { ActivitiesError } from "./errors.ts";
import { activitiesMessages } from "./messages.ts";
import { listNotices } from "./notices.ts";
import { activitiesPaths, toActivityPath, toRegistrationPath } from "./paths.ts";
import {
  type ActivityView,
  countAhead,
  findByCode,
  findSessionOfPool,
  getPublicActivity,
  listHeldLately,
  listOwnRegistrations,
  listUpcoming,
  type SessionView,
} from "./queries.ts";
import { cancelRegistration, confirmOffer, register } from "./registering.ts";
import { toEventData } from "./structured-data.ts";
import { getEdition } from "./theme-days.ts";
import { ActivitiesPage, ActivityPage } from "./views-public.tsx";
import { LookupPage, OwnRegistrationsPage, RegisterPage, RegistrationPage } from "./views-registration.tsx";

const home = [{ label: "首页", href: "/" }];
const crumbs = [...home, { label: "活动", href: activitiesPaths.list }];
const readPublic = { action: "activities.read_public" } as const;
const hourMs = 3_600_000;
const heldShown = 6;
/** Tries of one visitor in an hour; a school's whole class registers from one address. */
const triesPerHour = 60;

const subjectOf = (person: PersonActor): string => person.onBehalfOf?.personId ?? person.personId;
const titled = (title: string, form: FormState): string => (form === emptyForm ? title : `出错：${title}`);

const toNo = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/u.test(text))
    throw new AppError<ActivitiesError>("activities.not_found", { status: 404 });
  return Number(text);
};

/** Activities for everybody: what there is, one with its sessions, the calendar for phones. */
const publicRoutes = (routes: Routes, context: Context): void => {
  const { db, config, clock, cipher } = context;
  routes.page({
    url: activitiesPaths.list,
    access: readPublic,
    query: contract.listQuery,
    handler: async (visit): Promise<PageView> => {
      const { for: audience, occasion } = visit.query;
      const edition = occasion === undefined ? undefined : await getEdition(db, occasion);
      return {
        title: edition === undefined ? "活动" : `${edition.name}（${edition.year}年）的活动`,
        section: "activities",
        breadcrumbs: edition === undefined ? home : crumbs,
        description: "讲座、动手实验、开放日和街头摊位：时间、地点、还有几个位子，手机上报名和排队。",
        main: (
          <ActivitiesPage
            upcoming={await listUpcoming(db, visit.now, { audience, occasion })}
            held={audience === undefined ? await listHeldLately(db, { size: heldShown, occasion }) : []}
            chosen={audience}
            edition={edition}
            signedIn={visit.actor.kind === "person"}
            now={visit.now}
          />
        ),
      };
    },
  });
  routes.file({
    url: activitiesPaths.calendar,
    access: readPublic,
    handler: async (visit) => ({
      contentType: "text/calendar; charset=utf-8",
      body: toActivitiesCalendar(await listUpcoming(db, visit.now), {
        name: config.siteName,
        publicUrl: config.publicUrl,
      }),
    }),
  });
  const hostsOf = async (activity: ActivityView): Promise<readonly string[]> => {
    const teams = activity.teamId === null ? [] : await listTeamsById(db, [activity.teamId]);
    if (activity.expertId === null) return teams.map((team) => team.name);
    const { rows } = await listExperts(
      db,
      { clock, cipher },
      { scope: "everywhere", page: 1, size: maxExperts },
    );
    const expert = rows.find((one) => one.id === activity.expertId);
    return [...teams.map((team) => team.name), ...(expert === undefined ? [] : [expert.publicTitle])];
  };
  routes.page({
    url: activitiesPaths.page,
    access: readPublic,
    params: contract.noParams,
    handler: async (visit): Promise<PageView> => {
      const activity = await getPublicActivity(db, toNo(visit.params.no));
      const topics = await listTopics(db);
      return {
        title: activity.title,
        section: "activities",
        breadcrumbs: crumbs,
        description: activity.about.slice(0, 120),
        structuredData: toEventData(activity, config.publicUrl),
        main: (
          <ActivityPage
            activity={activity}
            topicName={topics.find((topic) => topic.code === activity.topic)?.name ?? activity.topic}
            hosts={await hostsOf(activity)}
            now={visit.now}
          />
        ),
      };
    },
  });
};
const maxExperts = 1_000;

type RegisterVisit = Visit<{ no: string; sessionId: string }>;

const registerRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const open = async (
    from: Db | Trx,
    visit: RegisterVisit,
  ): Promise<{ activity: ActivityView; session: SessionView }> => {
    const activity = await getPublicActivity(from, toNo(visit.params.no));
    const session = activity.sessions.find((one) => one.id === visit.params.sessionId);
    if (session?.seats === undefined)
      throw new AppError<ActivitiesError>("activities.session_not_found", { status: 404 });
    return { activity, session };
  };
  const page = async (visit: RegisterVisit, form: FormState): Promise<PageView> => {
    const { activity, session } = await open(db, visit);
    const known =
      visit.actor.kind === "person"
        ? await readPersonalFields(db, cipher, subjectOf(visit.actor))
        : undefined;
    return {
      title: titled(`报名：${activity.title}`, form),
      section: "activities",
      breadcrumbs: [...crumbs, { label: activity.title, href: toActivityPath(activity.no) }],
      main: (
        <RegisterPage
          activity={activity}
          session={session}
          known={known === undefined ? undefined : { name: known.name, phone: known.phone ?? "" }}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  const access = { action: "activities.register" } as const;
  routes.page({
    url: activitiesPaths.register,
    access,
    params: contract.registerParams,
    handler: (visit) => page(visit, emptyForm),
  });
  routes.form({
    url: activitiesPaths.register,
    access,
    params: contract.registerParams,
    body: contract.registerBody,
    beforeTransaction: async (visit) => {
      const subject = visit.actor.kind === "person" ? visit.actor.personId : visit.request.ip;
      await countAttempt(db, context, subject, {
        purpose: "activities.register",
        windowMs: hourMs,
        limit: triesPerHour,
      }).catch((cause: unknown) => {
        throw new AppError<ActivitiesError>("activities.too_many", { status: 429, cause });
      });
    },
    handler: async (visit, trx) => {
      const { session } = await open(trx, visit);
      const { body } = visit;
      const { code } = await register(trx, { clock, cipher, requestId: visit.requestId }, visit.actor, {
        poolId: session.seats?.poolId ?? "",
        peopleCount: body.peopleCount,
        minorsCount: body.minorsCount ?? 0,
        guardianConsent: body.guardian === "yes",
        audience: body.audience,
        contactName: body.contactName,
        contactPhone: body.contactPhone,
      });
      return { redirect: `${toRegistrationPath(code)}?new=yes` };
    },
    onRefusal: page,
  });
};

type CodeVisit = Visit<{ code: string }>;

const codeRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, config } = context;
  const access = { action: "activities.register" } as const;
  const open = async (from: Db | Trx, visit: CodeVisit) => {
    const registration = await findByCode(from, { cipher }, visit.params.code);
    const of = registration === undefined ? undefined : await findSessionOfPool(from, registration.poolId);
    if (registration === undefined || of === undefined)
      throw new AppError<ActivitiesError>("activities.code_unknown", { status: 404 });
    return { registration, ...of };
  };
  const page = async (visit: CodeVisit, form: FormState, isNew: boolean): Promise<PageView> => {
    // One registration's page is nobody else's.
    visit.reply.header("cache-control", "no-store");
    const { registration, activity, session } = await open(db, visit);
    return {
      title: titled(`报名：${activity.title}`, form),
      section: "activities",
      breadcrumbs: crumbs,
      main: (
        <RegistrationPage
          registration={registration}
          activity={activity}
          session={session}
          ahead={await countAhead(db, registration)}
          notices={await listNotices(db, registration.id)}
          address={`${config.publicUrl}${toRegistrationPath(registration.code)}`}
          isNew={isNew}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({
    url: activitiesPaths.lookup,
    access,
    query: contract.codeQuery,
    handler: async (visit) => {
      visit.reply.header("cache-control", "no-store");
      const { code = "" } = visit.query;
      const found = code === "" ? undefined : await findByCode(db, { cipher }, code);
      if (found !== undefined) return { redirect: toRegistrationPath(found.code) };
      const problem = code === "" ? undefined : activitiesMessages["activities.code_unknown"];
      return {
        title: "查我的报名",
        section: "activities",
        breadcrumbs: crumbs,
        ...(problem === undefined ? {} : { status: 404 }),
        main: <LookupPage typedCode={code} problem={problem} />,
      };
    },
  });
  routes.page({
    url: activitiesPaths.registration,
    access,
    params: contract.codeParams,
    query: contract.newQuery,
    handler: (visit) => page(visit, emptyForm, visit.query.new === "yes"),
  });
  const acts = { confirm: confirmOffer, cancel: cancelRegistration } as const;
  for (const verb of ["confirm", "cancel"] as const)
    routes.form({
      url: activitiesPaths[verb],
      access,
      params: contract.codeParams,
      body: contract.emptyBody,
      handler: async (visit, trx) => {
        const { registration } = await open(trx, visit);
        await acts[verb](trx, { clock, cipher, requestId: visit.requestId }, visit.actor, registration.id);
        return { redirect: toRegistrationPath(registration.code) };
      },
      onRefusal: (visit, form) => page(visit, form, false),
    });
  routes.page({
    url: activitiesPaths.own,
    access: { action: "activities.own" },
    handler: async (visit): Promise<PageView> => ({
      title: "我报过的活动",
      section: "activities",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      main: (
        <OwnRegistrationsPage
          rows={await listOwnRegistrations(db, { cipher }, subjectOf(visit.person()))}
          now={visit.now}
        />
      ),
    }),
  });
};

export const registerActivityPages = (routes: Routes, context: Context): void => {
  publicRoutes(routes, context);
  registerRoutes(routes, context);
  codeRoutes(routes, context);
};
