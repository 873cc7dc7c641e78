import type { Module } from "#kernel/module.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerPolicyRoutes } from "./api.ts";
import { policiesMessages } from "./messages.ts";
import { policiesNames } from "./names.ts";
import { policiesPolicy } from "./policy.ts";
import { listPolicies } from "./queries.ts";
import "./tables.ts";

export const policiesModule: Module = {
  name: "policies",
  policy: policiesPolicy,
  messages: policiesMessages,
  names: policiesNames,
  guardedTables: [
    {
      table: "policies",
      columns: [
        "id",
        "unit_id",
        "title",
        "document_no",
        "issuer",
        "level",
        "issued_on",
        "effective_on",
        "ended_on",
        "end_reason",
        "official_url",
        "looked_up_on",
        "summary",
        "points",
        "status",
        "drafted_by_person_id",
        "published_by_person_id",
      ],
    },
  ],
  planRows: [
    {
      id: "K-01",
      state: "works",
      where: "/policies · /policies/which · /workbench/policies",
      note: "政策库、逐条白话解读、“哪些和我有关”两问，基地管理员查得到适用的政策：policies.test.ts、policy-pages.test.ts。",
    },
  ],
  routes: (routes, context) => {
    registerWaitingSource("policies.drafts", async ({ db, policy }, actor) => {
      const scope = policy.scopeOf(actor, "policies.publish");
      if (scope !== "everywhere" && scope.length === 0) return [];
      const { total } = await listPolicies(db, { scope, status: "draft", page: 1, size: 1 });
      return [
        {
          kind: "policies.drafts",
          title: "等待核对发布的政策解读",
          href: "/workbench/policies?status=draft",
          count: total,
        },
      ];
    });
    registerPolicyRoutes(routes, context);
  },
};

export { draftPolicy, endPolicy, type PolicyInput, publishPolicy, takeBackPolicy } from "./commands.ts";
export type { PoliciesError } from "./errors.ts";
export { policiesPaths, toPolicyPath } from "./paths.ts";
export {
  findPublished,
  isInForce,
  listInForce,
  type PolicyView,
  pointsFor,
  type PublicFilter,
} from "./queries.ts";
export type { PolicyPoint } from "./tables.ts";
export {
  type Applicant,
  applicantCodes,
  applicants,
  isApplicant,
  isLevel,
  isMatter,
  levelCodes,
  levels,
  type Matter,
  matterCodes,
  matters,
} from "./vocabulary.ts";
