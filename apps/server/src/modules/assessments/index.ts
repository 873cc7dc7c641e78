import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerAssessmentApi } from "./api.ts";
import { registerSchemeApi } from "./api-schemes.ts";
import { assessmentFactKinds } from "./facts.ts";
import { assessmentsMessages, assessmentsNames } from "./messages.ts";
import { assessmentsNumericInputs } from "./numeric-inputs.ts";
import { assessmentsPlanRows } from "./plan-rows.ts";
import { assessmentsPolicy } from "./policy.ts";
import { registerAssessmentPages } from "./portal.tsx";
import { countOpenAppeals } from "./queries.ts";
import "./tables.ts";

export const assessmentsModule: Module = {
  name: "assessments",
  policy: assessmentsPolicy,
  messages: assessmentsMessages,
  names: assessmentsNames,
  guardedTables: [
    {
      table: "score_schemes",
      columns: ["id", "unit_id", "code", "version", "title", "status", "published_by_person_id"],
    },
    {
      table: "assessments",
      columns: ["id", "assessment_no", "unit_id", "scheme_id", "year", "status", "frozen_hash"],
    },
    {
      table: "score_lines",
      columns: [
        "id",
        "assessment_id",
        "unit_id",
        "item_id",
        "input",
        "fact_count",
        "points",
        "judged_by_person_id",
        "appeal_id",
      ],
    },
    {
      table: "score_appeals",
      columns: [
        "id",
        "line_id",
        "reason",
        "status",
        "points_before",
        "points_after",
        "decision",
        "decided_by_person_id",
      ],
    },
  ],
  factKinds: assessmentFactKinds,
  planRows: assessmentsPlanRows,
  numericInputs: assessmentsNumericInputs,
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "assessments",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("assessments")
          .select(["id", "year"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `${row.year} 年度考核`, href: `/workbench/assessments/${row.id}` },
          ]),
        );
      },
    });
    registerWaitingSource("assessments", async ({ db, policy }, actor) => [
      {
        kind: "assessments.appeals",
        title: "得分申诉等复议",
        href: "/workbench/assessments",
        count: await countOpenAppeals(db, policy.scopeOf(actor, "assessments.run")),
      },
    ]);
    registerSchemeApi(routes, context);
    registerAssessmentApi(routes, context);
    registerAssessmentPages(routes, context);
  },
};

export { decideAppeal, fileAppeal } from "./appeals.ts";
export type { AssessmentsError } from "./errors.ts";
export { getAssessment, listAppeals, listAssessments, listLines, listSchemes } from "./queries.ts";
export { draftScheme, type NewItem, publishScheme } from "./schemes.ts";
export {
  computeScores,
  freezeAssessment,
  judgeLine,
  openAssessment,
  publishAssessment,
  recomputeScores,
} from "./scores.ts";
