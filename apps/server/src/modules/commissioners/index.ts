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
import { listLogs } from "./queries.ts";
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
  },
};

export { endContract, requestVisit, signContract } from "./contracts.ts";
export type { CommissionersError } from "./errors.ts";
export { confirmByCode, confirmByOther, logVisit } from "./logs.ts";
export { commissionersPaths } from "./paths.ts";
export { listAreasServed, listScores, readCodeMessage } from "./queries.ts";
export { type CommissionerField, commissionerFieldCodes, commissionerFields } from "./state.ts";
