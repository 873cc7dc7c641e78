import type { Module } from "#kernel/module.ts";
import { registerInspectionExports } from "./api-exports.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { declareUnitUse } from "#modules/organisations/index.ts";
import { registerInspectionApi } from "./api.ts";
import { registerNoticeApi } from "./api-notices.ts";
import { registerRectificationApi } from "./api-rectifications.ts";
import { inspectionFactKinds } from "./facts.ts";
import { inspectionsMessages, inspectionsNames } from "./messages.ts";
import { inspectionsNumericInputs } from "./numeric-inputs.ts";
import { inspectionsPlanRows } from "./plan-rows.ts";
import { inspectionsPolicy } from "./policy.ts";
import { registerInspectionPages } from "./portal.tsx";
import { countWaiting } from "./queries.ts";
import { remindLate } from "./reminders.ts";
import "./tables.ts";

declareUnitUse({
  name: "inspections",
  label: "项没销号的整改",
  count: async (db, unitId) => {
    const row = await db
      .selectFrom("rectifications")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("unit_id", "=", unitId)
      .where("status", "!=", "closed")
      .executeTakeFirstOrThrow();
    return row.count;
  },
});

export const inspectionsModule: Module = {
  name: "inspections",
  policy: inspectionsPolicy,
  messages: inspectionsMessages,
  names: inspectionsNames,
  guardedTables: [
    { table: "unit_notices", columns: ["id", "notice_no", "unit_id", "title", "body", "receive_by"] },
    {
      table: "inspections",
      columns: [
        "id",
        "inspection_no",
        "unit_id",
        "title",
        "period_from",
        "period_to",
        "sample_size",
        "fact_kinds",
        "status",
        "announced_note",
        "population_count",
        "population_hash",
        "drawn_note",
        "seed",
        "conclusion",
      ],
    },
    {
      table: "inspection_samples",
      columns: ["id", "inspection_id", "draw_no", "position", "verdict", "finding", "checked_by_person_id"],
    },
    {
      table: "rectifications",
      columns: [
        "id",
        "rectification_no",
        "inspection_id",
        "sample_id",
        "unit_id",
        "body",
        "ordered_on",
        "due_on",
        "status",
        "reported_by_person_id",
        "verified_by_person_id",
      ],
    },
  ],
  factKinds: inspectionFactKinds,
  planRows: inspectionsPlanRows,
  numericInputs: inspectionsNumericInputs,
  jobs: (context) => [
    {
      name: "inspections.remind_late",
      title: "提醒逾期整改：先整改单位，七天后检查单位",
      schedule: "40 8 * * *",
      run: async () => void (await remindLate(context)),
    },
  ],
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "inspections",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("inspections")
          .select(["id", "title"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [row.id, { title: row.title, href: `/workbench/inspections/${row.id}` }]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "rectifications",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("rectifications")
          .select(["id", "rectification_no"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `整改 ${row.rectification_no} 号`, href: `/workbench/rectifications/${row.id}` },
          ]),
        );
      },
    });
    registerWaitingSource("inspections", async ({ db, policy }, actor) => {
      const counts = await countWaiting(db, {
        own: policy.scopeOf(actor, "inspections.respond"),
        run: policy.scopeOf(actor, "inspections.run"),
      });
      return [
        {
          kind: "inspections.notices",
          title: "通知等签收",
          href: "/my/notices",
          count: counts.notices,
        },
        {
          kind: "inspections.ordered",
          title: "检查发现要整改",
          href: "/workbench/rectifications?status=ordered",
          count: counts.ordered,
        },
        {
          kind: "inspections.reported",
          title: "整改等复核或销号",
          href: "/workbench/rectifications",
          count: counts.reported,
        },
      ];
    });
    registerNoticeApi(routes, context);
    registerInspectionApi(routes, context);
    registerRectificationApi(routes, context);
    registerInspectionExports(routes, context);
    registerInspectionPages(routes, context);
  },
};

export type { InspectionsError } from "./errors.ts";
export {
  announceInspection,
  checkSample,
  concludeInspection,
  drawInspection,
  fileSelfCheck,
  freezePopulation,
  type NewInspection,
} from "./inspections.ts";
export { issueNotice, receiveNotice } from "./notices.ts";
export { inspectionsPaths, toProofPath } from "./paths.ts";
export {
  getInspection,
  type InspectionView,
  listInspectedUnits,
  listInspections,
  listRectifications,
  listSamples,
  type RectificationView,
} from "./queries.ts";
export { orderRectification, reportRectification, settleRectification } from "./rectifications.ts";
