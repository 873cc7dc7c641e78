import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import type { Pillar } from "#kernel/pillars.ts";
import { listTopics } from "#modules/contents/index.ts";
import { editionsIn, listOccasions, parseEditionKey, suggestEditions } from "#modules/occasions/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { listExperts } from "#modules/people/index.ts";
import { listWorkingTeams } from "#modules/teams/index.ts";
import {
  type ActivityInput,
  addSession,
  cancelActivity,
  changeActivity,
  createActivity,
  publishActivity,
  type SessionInput,
  turnRegistration,
} from "./commands.ts";
import * as contract from "./contract.ts";
import { activityActions, toActivityRow, toSessionRow } from "./desk-views.ts";
import { type ActivityView, getActivity, listActivities, listPlaces } from "./queries.ts";

const edit = { action: "activities.edit" } as const;
const read = { action: "activities.read" } as const;
const maxExperts = 1_000;

type ActivityBody = Omit<
  ActivityInput,
  "minors" | "teamId" | "expertId" | "phone" | "occasion" | "pillars"
> & {
  teamId?: string;
  expertId?: string;
  phone?: string;
  occasion?: string;
  pillars?: Pillar[];
  minors: "yes" | "no";
};
const toInput = (body: ActivityBody): ActivityInput => ({
  title: body.title,
  about: body.about,
  kind: body.kind,
  entry: body.entry,
  topic: body.topic,
  audiences: body.audiences,
  teamId: body.teamId,
  expertId: body.expertId,
  phone: body.phone,
  minors: body.minors === "yes",
  occasion: body.occasion,
  pillars: body.pillars,
});

type SessionBody = {
  placeUnitId: string;
  address: string;
  startsAt: string;
  endsAt: string;
  capacity?: number;
  groupLimit?: number;
  closesAt?: string;
};
/** Without a number of places nobody registers; without a last moment one may until it begins. */
export const toSessionInput = (body: SessionBody): SessionInput => ({
  placeUnitId: body.placeUnitId,
  address: body.address,
  startsAt: new Date(body.startsAt),
  endsAt: new Date(body.endsAt),
  seats:
    body.capacity === undefined
      ? undefined
      : {
          capacity: body.capacity,
          groupLimit: body.groupLimit ?? 5,
          closesAt: new Date(body.closesAt ?? body.startsAt),
        },
});

/** The desk of who organises: his unit's activities and those below. */
export const registerActivityApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const enter = async (visit: Visit<{ id: string }>, trx: Trx) => {
    visit.authorise((await getActivity(trx, visit.params.id)).unitPath);
    return act(visit);
  };

  const editionsOf = async (years: readonly number[]) => editionsIn(await listOccasions(db), years);
  /** What an activity can be hung under: theme days that are not over, this year and next. */
  const listOpenEditions = async (now: Date) => {
    const today = toDistrictDate(now);
    const year = Number(today.slice(0, 4));
    return (await editionsOf([year - 1, year, year + 1])).filter(({ to }) => to >= today);
  };
  const occasionsOf = async (activity: ActivityView) => {
    const days = activity.sessions.map((session) => toDistrictDate(session.startsAt));
    const named = activity.occasion === null ? undefined : parseEditionKey(activity.occasion);
    const years = new Set(days.map((day) => Number(day.slice(0, 4))));
    const editions = await editionsOf([...years].flatMap((year) => [year - 1, year, year + 1]));
    const own = named === undefined ? [] : await editionsOf([named.year]);
    return {
      occasion: own.find(({ key }) => key === activity.occasion) ?? null,
      suggestedOccasions: [...suggestEditions(editions, days)].filter(({ key }) => key !== activity.occasion),
    };
  };

  routes.read({
    url: "/api/activities",
    access: read,
    summary: "Activities of my area, the latest session on top",
    query: contract.deskQuery,
    response: contract.deskPage,
    handler: async (visit) => {
      const { page = 1, size = 50, sort = "-nextAt", unit, ...filter } = visit.query;
      const unitPath =
        unit === undefined ? undefined : (await getUnit(db, unit, toDistrictDate(visit.now))).path;
      const listed = await listActivities(
        db,
        { ...filter, scope: visit.scope(), unitPath, sort },
        { page, size },
      );
      const topics = await listTopics(db);
      return {
        rows: listed.rows.map((activity) => toActivityRow(activity, topics, visit.now)),
        total: listed.total,
        page,
        size,
      };
    },
  });
  routes.read({
    url: "/api/activity-choices",
    access: { action: "activities.read_choices" },
    summary: "What an activity can be about, where it can be, and who can come",
    response: contract.choicesAnswer,
    handler: async (visit) => {
      const { rows } = await listExperts(db, context, { scope: "everywhere", page: 1, size: maxExperts });
      const teams = await listWorkingTeams(db, { day: toDistrictDate(visit.now) });
      return {
        places: [...(await listPlaces(db, visit.now))],
        topics: (await listTopics(db)).map(({ code, name }) => ({ code, name })),
        teams: teams.map(({ id, name }) => ({ id, name })),
        experts: rows.map((expert) => ({ id: expert.id, name: expert.publicTitle })),
        occasions: [...(await listOpenEditions(visit.now))],
      };
    },
  });
  routes.read({
    url: "/api/activities/:id",
    access: read,
    summary: "One activity with its sessions and what can be done",
    params: contract.idParams,
    response: contract.activityAnswer,
    handler: async (visit) => {
      const activity = await getActivity(db, visit.params.id);
      visit.authorise(activity.unitPath);
      return {
        ...toActivityRow(activity, await listTopics(db), visit.now),
        about: activity.about,
        teamId: activity.teamId,
        expertId: activity.expertId,
        phone: activity.phone,
        minors: activity.minors,
        ...(await occasionsOf(activity)),
        endReason: activity.endReason,
        createdAt: activity.createdAt,
        sessions: activity.sessions.map(toSessionRow),
        nextActions: [...activityActions(policy, visit.actor, activity)],
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/activities",
    access: edit,
    summary: "Draft an activity of a unit",
    body: contract.createBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const unit = await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now));
      visit.authorise(unit.path);
      return {
        id: await createActivity(trx, act(visit), visit.person(), {
          ...toInput(visit.body),
          unitId: unit.id,
        }),
      };
    },
  });
  routes.write({
    method: "PATCH",
    url: "/api/activities/:id",
    access: edit,
    summary: "Change what an activity says",
    params: contract.idParams,
    body: contract.changeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await changeActivity(trx, await enter(visit, trx), visit.person(), {
        activityId: visit.params.id,
        input: toInput(visit.body),
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/activities/:id/sessions",
    access: edit,
    summary: "Add a session",
    params: contract.idParams,
    body: contract.sessionBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => ({
      id: await addSession(trx, await enter(visit, trx), visit.person(), {
        activityId: visit.params.id,
        ...toSessionInput(visit.body),
      }),
    }),
  });
  const shared = {
    method: "POST",
    access: edit,
    params: contract.idParams,
    response: contract.idAnswer,
  } as const;
  routes.write({
    ...shared,
    url: "/api/activities/:id/publish",
    summary: "Show an activity to the public",
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await publishActivity(trx, await enter(visit, trx), visit.actor, { activityId: visit.params.id });
      return { id: visit.params.id };
    },
  });
  for (const event of ["open", "close"] as const)
    routes.write({
      ...shared,
      url: `/api/activities/:id/${event}`,
      summary: event === "open" ? "Open registration" : "Close registration",
      body: contract.emptyBody,
      handler: async (visit, trx) => {
        await turnRegistration(trx, await enter(visit, trx), visit.actor, {
          activityId: visit.params.id,
          event,
        });
        return { id: visit.params.id };
      },
    });
  routes.write({
    ...shared,
    url: "/api/activities/:id/cancel",
    summary: "Call an activity off; everybody on its lists is told",
    body: contract.reasonBody,
    handler: async (visit, trx) => {
      await cancelActivity(trx, await enter(visit, trx), visit.actor, {
        activityId: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
};
