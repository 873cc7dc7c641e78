import { inTransaction } from "#kernel/db.ts";
import { registerIndicators } from "#kernel/indicators.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { removeDeletedBytes } from "#kernel/stored-files.ts";
import { declareUnitUse } from "#modules/organisations/index.ts";
import { registerExpertActSource } from "#modules/people/index.ts";
import { registerOnSiteApi } from "./api-on-site.ts";
import { registerSessionApi } from "./api-sessions.ts";
import { registerThemeDayApi } from "./api-theme-days.ts";
import { registerActivityApi } from "./api.ts";
import { evidencePurpose } from "./evidence.ts";
import { listExpertSessions } from "./expert-acts.ts";
import { activityFactKinds, activityIndicators } from "./facts.ts";
import { forgetContacts } from "./keeping.ts";
import { activitiesMessages, activitiesNames } from "./messages.ts";
import { activitiesNumericInputs } from "./numeric-inputs.ts";
import { sendNotices } from "./notices.ts";
import { toSessionDeskPath } from "./paths.ts";
import { activitiesDataSource } from "./personal-data.ts";
import { activityPlanRows } from "./plan-rows.ts";
import { activitiesPolicy } from "./policy.ts";
import { registerEvidencePages } from "./portal-evidence.tsx";
import { registerOnSitePage } from "./portal-on-site.ts";
import { registerActivityPages } from "./portal.tsx";
import { lapseOffers } from "./registering.ts";
import "./tables.ts";

declareUnitUse({
  name: "activities",
  label: "个没办完的活动",
  count: async (db, unitId) => {
    const row = await db
      .selectFrom("activities")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("unit_id", "=", unitId)
      .where("status", "not in", ["reported", "cancelled"])
      .executeTakeFirstOrThrow();
    return row.count;
  },
});

export const activitiesModule: Module = {
  name: "activities",
  policy: activitiesPolicy,
  messages: activitiesMessages,
  names: activitiesNames,
  guardedTables: [
    {
      table: "activities",
      columns: ["id", "activity_no", "status", "title", "kind", "entry", "topic", "unit_id", "team_id"],
    },
    {
      table: "activity_sessions",
      columns: ["id", "activity_id", "status", "place_unit_id", "starts_at", "ends_at", "pool_id"],
    },
    {
      table: "head_counts",
      columns: [
        "id",
        "session_id",
        "status",
        "method",
        "people_count",
        "counted_from",
        "counted_to",
        "photo_id",
        "counted_by_person_id",
        "decided_by_person_id",
      ],
    },
  ],
  factKinds: activityFactKinds,
  planRows: activityPlanRows,
  personalData: [activitiesDataSource],
  jobs: (context) => [
    {
      name: "activities.lapse_offers",
      title: "候补没有答复的，让给下一位",
      everySeconds: 20,
      run: async () => void (await lapseOffers(context)),
    },
    {
      name: "activities.send_notices",
      title: "发活动报名的短信（夜里不发）",
      everySeconds: 5,
      run: async () => void (await sendNotices(context)),
    },
    {
      name: "activities.remove_photos",
      title: "清除删掉的现场照片",
      schedule: "47 4 * * *",
      run: async () => void (await removeDeletedBytes(context, evidencePurpose)),
    },
    {
      name: "activities.forget_contacts",
      title: "删除办完 30 天的活动报名称呼和电话",
      schedule: "37 4 * * *",
      run: async () => void (await inTransaction(context.db, (trx) => forgetContacts(trx, context))),
    },
  ],
  numericInputs: activitiesNumericInputs,
  routes: (routes, context) => {
    registerExpertActSource("activities", listExpertSessions);
    registerIndicators(activityIndicators);
    registerRecordResolver({
      sourceTable: "activity_sessions",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("activity_sessions as session")
          .innerJoin("activities as activity", "activity.id", "session.activity_id")
          .select(["session.id", "activity.title"])
          .where("session.id", "in", [...ids])
          .execute();
        return new Map(rows.map((row) => [row.id, { title: row.title, href: toSessionDeskPath(row.id) }]));
      },
    });
    registerRecordResolver({
      sourceTable: "head_counts",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("head_counts as heads")
          .innerJoin("activity_sessions as session", "session.id", "heads.session_id")
          .innerJoin("activities as activity", "activity.id", "session.activity_id")
          .select(["heads.id", "session.id as session_id", "activity.title"])
          .where("heads.id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [row.id, { title: row.title, href: toSessionDeskPath(row.session_id) }]),
        );
      },
    });
    registerActivityPages(routes, context);
    registerActivityApi(routes, context);
    registerSessionApi(routes, context);
    registerThemeDayApi(routes, context);
    registerOnSiteApi(routes, context);
    registerOnSitePage(routes);
    registerEvidencePages(routes, context);
  },
};

export {
  type ActivityInput,
  addSession,
  cancelActivity,
  cancelSession,
  changeSession,
  createActivity,
  publishActivity,
  type SessionInput,
  turnRegistration,
} from "./commands.ts";
export { listSessionParties, listSessionsOf, type SessionParties } from "./session-parties.ts";
export { toSessionEvents } from "./calendar-file.ts";
export { type ActivitiesError } from "./errors.ts";
export { addEvidencePhoto, cleanEvidence, type EvidenceTarget } from "./evidence.ts";
export { addHeadCount, decideHeadCount, withdrawHeadCount } from "./head-counts.ts";
export { signInAtDesk } from "./on-site.ts";
export { activitiesPaths, onSiteScript, toActivityPath, toEditionPath } from "./paths.ts";
export {
  type ActivityView,
  findSessionPool,
  getActivity,
  listActivities,
  listPublicUnder,
  listUpcoming,
} from "./queries.ts";
export { cancelRegistration, confirmOffer, type NewRegistration, register } from "./registering.ts";
export { correctSession, holdSession, reportSession } from "./reporting.ts";
export { listHungActivities, summarise } from "./theme-days.ts";
export { type ActivityLine, toActivityLine } from "./views-public.tsx";
export { callOffPool, changePool, createPool, movePool, type PoolInput } from "./seat-pools.ts";
export { entries, type Entry, entryCodes, entryTag } from "./vocabulary.ts";
