import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerCommissionerApi } from "./api.ts";
import { commissionerFactKinds } from "./facts.ts";
import { commissionersMessages, commissionersNames } from "./messages.ts";
import { commissionersDataSource } from "./personal-data.ts";
import { commissionersPlanRows } from "./plan-rows.ts";
import { commissionersPolicy } from "./policy.ts";
import { registerCommissionerPages } from "./portal.tsx";
import { toDistrictDate } from "#kernel/clock.ts";
import { removeDeletedBytes } from "#kernel/stored-files.ts";
import { commissionersNumericInputs } from "./numeric-inputs.ts";
import { photoPurpose } from "./photos.ts";
import { listLogs } from "./queries.ts";
import { registerSelectionApi } from "./selection/api.ts";
import { registerSelectionPages } from "./selection/portal.tsx";
import { countToDecide } from "./selection/queries.ts";
import { commissionerEvents } from "./telling.ts";
import "./tables.ts";

export const commissionersModule: Module = {
  name: "commissioners",
  policy: commissionersPolicy,
  messages: commissionersMessages,
  names: commissionersNames,
  guardedTables: [
    {
      table: "commissioner_contracts",
      columns: [
        "id",
        "person_id",
        "unit_id",
        "field",
        "starts_on",
        "ends_on",
        "status",
        "signed_by_person_id",
      ],
    },
    {
      table: "commissioner_calls",
      columns: ["id", "unit_id", "field", "seats", "apply_until_on", "starts_on", "ends_on", "status"],
    },
    {
      table: "commissioner_applications",
      columns: [
        "id",
        "call_id",
        "person_id",
        "nominated_by_unit_id",
        "nominated_by_person_id",
        "status",
        "decided_by_person_id",
      ],
    },
    {
      table: "commissioner_logs",
      columns: [
        "id",
        "contract_id",
        "order_id",
        "visited_at",
        "status",
        "confirmed_by",
        "decided_by_person_id",
      ],
    },
  ],
  factKinds: commissionerFactKinds,
  planRows: commissionersPlanRows,
  personalData: [commissionersDataSource],
  numericInputs: commissionersNumericInputs,
  jobs: (context) => [
    {
      name: "commissioners.remove_photos",
      title: "删掉已经停用的特派员服务照片",
      schedule: "57 3 * * *",
      run: async () => void (await removeDeletedBytes(context, photoPurpose)),
    },
  ],
  events: commissionerEvents,
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "commissioner_logs",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("commissioner_logs")
          .select(["id", "place"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `特派员服务：${row.place}`, href: "/workbench/commissioner-logs" },
          ]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "commissioner_applications",
      resolve: async (db, ids) =>
        new Map(
          (
            await db
              .selectFrom("commissioner_applications as application")
              .innerJoin("commissioner_calls as call", "call.id", "application.call_id")
              .select(["application.id", "call.title", "call.id as callId"])
              .where("application.id", "in", [...ids])
              .execute()
          ).map((row) => [
            row.id,
            { title: `选派：${row.title}`, href: `/workbench/commissioner-applications?call=${row.callId}` },
          ]),
        ),
    });
    registerWaitingSource("commissioners.selection", async ({ db, policy, clock }, actor) => [
      {
        kind: "commissioners.selection",
        title: "特派员申请等评审、决定",
        href: "/workbench/commissioner-applications?status=applied",
        count: await countToDecide(db, {
          scope: policy.scopeOf(actor, "commissioners.select"),
          today: toDistrictDate(clock.now()),
        }),
      },
    ]);
    registerWaitingSource("commissioners.unconfirmed", async ({ db, policy }, actor) => {
      const { total } = await listLogs(
        db,
        { scope: policy.scopeOf(actor, "commissioners.confirm"), status: "reported" },
        { page: 1, size: 1 },
      );
      return [
        {
          kind: "commissioners.unconfirmed",
          title: "特派员服务等农户确认",
          href: "/workbench/commissioner-logs?status=reported",
          count: total,
        },
      ];
    });
    registerCommissionerApi(routes, context);
    registerCommissionerPages(routes, context);
    registerSelectionApi(routes, context);
    registerSelectionPages(routes, context);
  },
};

export { endContract, requestVisit, signContract } from "./contracts.ts";
export type { CommissionersError } from "./errors.ts";
export { confirmByCode, confirmByOther, logVisit } from "./logs.ts";
export { commissionersPaths } from "./paths.ts";
export { keepVisitPhotos } from "./photos.ts";
export { applyToCall, nominate } from "./selection/applications.ts";
export { nameReviewer, openCall } from "./selection/calls.ts";
export { appointSelected, decideApplication, reviewApplication } from "./selection/decisions.ts";
export { listAreasServed, listScores, readCodeMessage } from "./queries.ts";
export { type CommissionerField, commissionerFieldCodes, commissionerFields } from "./state.ts";
