import { toDistrictDate } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerAdviceRoutes } from "./advice/api.ts";
import { adviceEvents } from "./advice/telling.ts";
import { passLateAdviceUp } from "./advice/papers.ts";
import { registerAdvicePages } from "./advice/portal.tsx";
import { registerExpertRoutes } from "./api-experts.ts";
import { clearOldChildTime } from "./child-time.ts";
import { peopleFactKinds } from "./facts.ts";
import { registerExpertDeskRoutes } from "./api-expert-desk.ts";
import { listApplications } from "./expert-applications.ts";
import { expertsDataSource } from "./expert-data.ts";
import { registerExpertPages } from "./expert-portal.tsx";
import { registerHelpingRoutes } from "./helping-portal.tsx";
import { peopleMessages, peopleNames } from "./messages.ts";
import { clearOldExports, peopleDataSource } from "./own-data.ts";
import { peoplePolicy } from "./policy.ts";
import { registerOwnRoutes } from "./portal.tsx";
import { endOverdue } from "./proxies.ts";
import "./tables.ts";

export const peopleModule: Module = {
  name: "people",
  policy: peoplePolicy,
  messages: peopleMessages,
  names: peopleNames,
  guardedTables: [
    {
      table: "consents",
      columns: [
        "id",
        "person_id",
        "purpose",
        "text_version",
        "given_by_person_id",
        "method",
        "witness_person_id",
        "given_at",
        "withdrawn_at",
      ],
    },
    {
      table: "children",
      columns: ["person_id", "guardian_person_id", "relation", "consent_id"],
      idColumn: "person_id",
    },
    {
      table: "proxy_acts",
      columns: [
        "id",
        "helper_person_id",
        "elder_person_id",
        "unit_id",
        "consent_id",
        "started_at",
        "ends_at",
        "ended_at",
      ],
    },
    { table: "experts", columns: ["id", "person_id", "unit_id", "public_title"] },
    {
      table: "expert_terms",
      columns: [
        "id",
        "expert_id",
        "field",
        "can_sign",
        "starts_on",
        "ends_on",
        "appointed_by_person_id",
        "document",
        "ended_on",
        "end_reason",
      ],
    },
    {
      table: "expert_profiles",
      columns: ["expert_id", "is_senior", "open_limit"],
      idColumn: "expert_id",
    },
    { table: "expert_interests", columns: ["id", "expert_id", "organisation", "declared_at", "ended_at"] },
    {
      table: "expert_applications",
      columns: [
        "id",
        "person_id",
        "unit_id",
        "public_title",
        "fields",
        "is_senior",
        "status",
        "decided_by_person_id",
      ],
    },
    {
      table: "advice_requests",
      columns: ["id", "unit_id", "title", "question", "closes_on", "asked_by_person_id"],
    },
    {
      table: "advice_papers",
      columns: [
        "id",
        "expert_id",
        "unit_id",
        "owner_unit_id",
        "request_id",
        "title",
        "body",
        "status",
        "reply",
        "drafted_by_person_id",
        "answered_by_person_id",
      ],
    },
    {
      table: "data_requests",
      columns: ["id", "person_id", "kind", "asked_by_person_id", "content_hash", "done_at"],
    },
  ],
  factKinds: peopleFactKinds,
  events: adviceEvents,
  personalData: [peopleDataSource, expertsDataSource],
  planRows: [
    {
      id: "Y-05",
      state: "partly",
      where: "/my/family",
      note: "监护人同意、撤回即删并留凭证已通（people.test.ts）；缺：把孩子连到班级，学校、家庭、场馆共用的一份记录。",
    },
    {
      id: "E-00",
      state: "partly",
      where: "长辈版 · /my/helping",
      note: "长辈版、高对比与代办（双方姓名留痕）已通（people.test.ts、portal-modes.e2e.ts）；语音提问在 questions，语音点单在 orders。缺：数字素养和健康素养测评，自动识别语音。",
    },
    {
      id: "E-02",
      state: "works",
      where: "/experts/apply · /my/expert/advice · 工作台—老专家建议",
      note: "老专家申请时自己说明，进老专家组：expert-desk.test.ts。街道提问，老专家的建议归档并连到问题，收下、拟答复、第二人确认，逾期转上级，答复了计一件：advice.test.ts；答复、退回、转上级发短信，夜里不发，一天最多三条：telling.test.ts。",
    },
  ],
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "proxy_acts",
      resolve: async (db, ids) => {
        const acts = await db
          .selectFrom("proxy_acts")
          .select(["id", "started_at"])
          .where("id", "in", [...ids])
          .execute();
        // The act itself names two people: the explorer shows when it was, the two see the rest on their own page.
        return new Map(
          acts.map((act) => [act.id, { title: `代办 ${toDistrictDate(act.started_at)}`, href: undefined }]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "advice_papers",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("advice_papers")
          .select(["id", "title"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `老专家建议：${row.title}`, href: "/workbench/advice-papers?status=answered" },
          ]),
        );
      },
    });
    registerOwnRoutes(routes, context);
    registerAdviceRoutes(routes, context);
    registerAdvicePages(routes, context);
    registerExpertRoutes(routes, context);
    registerExpertDeskRoutes(routes, context);
    registerExpertPages(routes, context);
    registerWaitingSource("people.applications", async ({ db, policy, cipher }, actor) => {
      const { total } = await listApplications(
        db,
        { cipher },
        { scope: policy.scopeOf(actor, "people.decide_application"), status: "submitted", page: 1, size: 1 },
      );
      return [
        {
          kind: "people.applications",
          title: "专家申请等核对",
          href: "/workbench/expert-applications?status=submitted",
          count: total,
        },
      ];
    });
    registerHelpingRoutes(routes, context);
  },
  jobs: (context) => [
    {
      name: "people.pass_advice_up",
      title: "到时没办的老专家建议转到上级单位",
      everySeconds: 300,
      run: async () => void (await passLateAdviceUp(context)),
    },
    {
      name: "people.clear_child_time",
      title: "清除孩子昨天的用时",
      schedule: "5 0 * * *",
      run: async () => {
        await inTransaction(context.db, (trx) => clearOldChildTime(trx, context));
      },
    },
    {
      name: "people.close_overdue",
      title: "到时的代办自动结束，过期的导出清除",
      schedule: "* * * * *",
      run: async () => {
        await inTransaction(context.db, async (trx) => {
          await endOverdue(trx, context);
          await clearOldExports(trx, context);
        });
      },
    },
  ],
};

export { receivePaper, submitPaper } from "./advice/papers.ts";
export { askAdvice } from "./advice/requests.ts";
export { endChildSessions, startChildSession } from "./child-sessions.ts";
export {
  type ChildTime,
  findChildTime,
  firstHour,
  lastHour,
  minuteChoices,
  setChildLimit,
  spendChildTime,
} from "./child-time.ts";
export { addChild, isKnownMinor, listChildren, removeChild, requireOwnChild } from "./children.ts";
export {
  giveConsent,
  hasConsent,
  holdConsent,
  listConsentsOfChild,
  listOwnConsents,
  withdrawConsent,
  type ConsentView,
} from "./consents.ts";
export { expertFields, isExpertField, type ExpertField } from "./expert-fields.ts";
export {
  appointExpert,
  endExpertTerm,
  findAppointedExpert,
  findExpertOf,
  findSigningTerm,
  listExpertTitles,
  listExperts,
  expertFieldName,
  listTermTitles,
  termTitleOf,
  registerExpert,
} from "./experts.ts";
export {
  applyAsExpert,
  decideApplication,
  type ExpertApplication,
  listApplications,
} from "./expert-applications.ts";
export {
  type ExpertAct,
  type ExpertActKind,
  expertActKindCodes,
  expertActKinds,
  type ExpertActSource,
  listExpertActs,
  registerExpertActSource,
} from "./expert-acts.ts";
export { listDuties, removeDuty, setDuty } from "./expert-duties.ts";
export { type ExpertStanding, listStandings } from "./expert-standing.ts";
export { type LibraryExpert, listLibrary } from "./expert-library.ts";
export { countDutyWeeks, endExpertTerms, getExpertPlace, renewExpert } from "./expert-renewal.ts";
export {
  declareInterest,
  listReadyExperts,
  lockExpert,
  type ReadyExpert,
  setOwnProfile,
  setSenior,
} from "./expert-profiles.ts";
export type { PeopleError } from "./errors.ts";
export { eraseOwnAccount, exportOwnData } from "./own-data.ts";
export { peoplePaths, toChildPath } from "./paths.ts";
export { endProxy, findRunningProxyAct, listProxyActsOf, startProxy } from "./proxies.ts";
export {
  ageOn,
  childAgeYears,
  consentPurposes,
  relations,
  type ConsentPurpose,
  type Relation,
} from "./vocabulary.ts";
