import { toDistrictDate } from "#kernel/clock.ts";
import { inTransaction } from "#kernel/db.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerExpertRoutes } from "./api-experts.ts";
import { peopleFactKinds } from "./facts.ts";
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
      table: "data_requests",
      columns: ["id", "person_id", "kind", "asked_by_person_id", "content_hash", "done_at"],
    },
  ],
  factKinds: peopleFactKinds,
  personalData: [peopleDataSource],
  planRows: [
    {
      id: "Y-05",
      state: "partly",
      where: "/my/family",
      note: "监护人同意、撤回即删并留凭证已通（people.test.ts）；班级关联与共同记录随活动模块提供。",
    },
    {
      id: "E-00",
      state: "partly",
      where: "长辈版 · /my/helping",
      note: "长辈版、高对比与代办（双方姓名留痕）已通（people.test.ts、portal-modes.e2e.ts）；语音输入与数字素养测评随后续模块提供。",
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
    registerOwnRoutes(routes, context);
    registerExpertRoutes(routes, context);
    registerHelpingRoutes(routes, context);
  },
  jobs: (context) => [
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

export {
  addChild,
  isKnownMinor,
  listChildren,
  removeChild,
  type AddChild,
  type ChildView,
} from "./children.ts";
export {
  giveConsent,
  hasConsent,
  holdConsent,
  listOwnConsents,
  withdrawConsent,
  type ConsentView,
  type GiveConsent,
} from "./consents.ts";
export { expertFields, isExpertField, type ExpertField } from "./expert-fields.ts";
export {
  type AppointedExpert,
  appointExpert,
  endExpertTerm,
  type ExpertView,
  findAppointedExpert,
  findExpertOf,
  findSigningTerm,
  listExpertTitles,
  listExperts,
  expertFieldName,
  listTermTitles,
  termTitleOf,
  type NewExpertTerm,
  registerExpert,
} from "./experts.ts";
export type { PeopleError } from "./errors.ts";
export { eraseOwnAccount, exportOwnData } from "./own-data.ts";
export { peoplePaths } from "./paths.ts";
export {
  endProxy,
  findRunningProxyAct,
  listProxyActsOf,
  startProxy,
  type ProxyActView,
  type StartProxy,
} from "./proxies.ts";
export {
  ageOn,
  childAgeYears,
  consentPurposes,
  relations,
  type ConsentPurpose,
  type Relation,
} from "./vocabulary.ts";
