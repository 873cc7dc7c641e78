import type { Module } from "#kernel/module.ts";
import { declareUnitUse } from "#modules/organisations/index.ts";
import { countHoldersAt } from "./grants.ts";
import { identityEvents } from "./events.ts";
import { identityApi } from "./api.ts";
import { authEndpoints } from "./auth-endpoints.ts";
import { identityJobs } from "./jobs.ts";
import { identityMessages, identityNames } from "./messages.ts";
import { identityPolicy } from "./policy.ts";
import { signInPages } from "./portal.tsx";
import { securityPages } from "./security-portal.tsx";
import { createActorResolver } from "./sessions.ts";
import { wechatPages } from "./wechat-portal.tsx";

declareUnitUse({ name: "people", label: "个在任人员", count: countHoldersAt });

export const identityModule: Module = {
  name: "identity",
  policy: identityPolicy,
  messages: identityMessages,
  names: identityNames,
  guardedTables: [
    {
      table: "persons",
      columns: ["id", "pseudonym", "status", "phone_index", "name_index", "created_by_person_id"],
    },
    {
      table: "role_grants",
      columns: [
        "id",
        "person_id",
        "role",
        "unit_id",
        "starts_on",
        "ends_on",
        "granted_by_person_id",
        "ended_by_person_id",
        "end_reason",
      ],
    },
    { table: "handovers", columns: ["id", "from_person_id", "to_person_id", "unit_id", "by_person_id"] },
  ],
  planRows: [
    {
      id: "I-21",
      state: "partly",
      where: "/sign-in · /api/me · openapi.json",
      note: "统一身份认证（OIDC）与开放接口已通，oidc.test.ts；缺：网络钩子，嵌入组件。",
    },
    {
      id: "B-09",
      state: "works",
      where: "/api/people · /api/people/:id/grants",
      note: "三级站点的人员与任期岗位已通：grants.test.ts；派单与超时接管在 orders。",
    },
  ],
  actorResolver: createActorResolver,
  routes: (routes, context) => {
    signInPages(routes, context);
    securityPages(routes, context);
    wechatPages(routes, context);
    identityApi(routes, context);
  },
  plugins: authEndpoints,
  events: identityEvents,
  jobs: identityJobs,
};

export type { IdentityError } from "./messages.ts";
export { identityPaths } from "./paths.ts";
export { roleNames } from "./policy.ts";
export {
  type NewPerson,
  type PersonalFields,
  correctPerson,
  createPerson,
  disablePerson,
  enablePerson,
  findMobile,
  findPersonByPhone,
  getMaskedNames,
  getPersonName,
  getPersonNames,
  openMobile,
  readPersonalFields,
} from "./persons.ts";
export { erasePerson, exportPerson } from "./person-records.ts";
export { createAccountWithPassword, findAccountNames, linkExternalIdentity } from "./accounts.ts";
export { listPeople } from "./people-queries.ts";
export { createPasswordHasher, type PasswordHasher } from "./passwords.ts";
export {
  endGrant,
  grantRole,
  type GrantView,
  holdsAnyRole,
  listGrantsOf,
  listHoldersAt,
  type NewGrant,
} from "./grants.ts";
export { endActingFor, endSessionsOf, setActingFor } from "./sessions.ts";
export { type HandoverItem, type HandoverSource, registerHandoverSource } from "./handover.ts";
export { countStuckMessages, queueMessage, sendMessages } from "./message-outbox.ts";
export { type MessageSender, messageSenderOf, type TextMessage, useMessageSender } from "./message-sender.ts";
export { countSessionsOf, findSignedInBy, giveDevice } from "./new-session.ts";
export { maskName, maskPhone, parsePhone } from "./phone.ts";
export type { PersonStatus } from "./state.ts";
