import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerHistoryApi } from "./api.ts";
import { discardOldHistories } from "./commands.ts";
import { historyFactKinds } from "./facts.ts";
import { historiesMessages, historiesNames } from "./messages.ts";
import { historiesPlanRows } from "./plan-rows.ts";
import { historiesPolicy } from "./policy.ts";
import { listHistories } from "./queries.ts";
import "./tables.ts";

export const historiesModule: Module = {
  name: "histories",
  policy: historiesPolicy,
  messages: historiesMessages,
  names: historiesNames,
  guardedTables: [
    {
      table: "past_activities",
      columns: [
        "id",
        "import_id",
        "unit_id",
        "title",
        "held_on",
        "audience",
        "people_count",
        "counted_by",
        "created_at",
      ],
    },
  ],
  factKinds: historyFactKinds,
  planRows: historiesPlanRows,
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "past_activities",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("past_activities")
          .select(["id", "title", "import_id"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `往年活动：${row.title}`, href: `/workbench/histories/${row.import_id}` },
          ]),
        );
      },
    });
    registerWaitingSource("histories.confirm", async ({ db, policy, clock, cipher }, actor) => {
      const { total } = await listHistories(
        db,
        { clock, cipher },
        { scope: policy.scopeOf(actor, "histories.import"), status: "previewed", page: 1, size: 1 },
      );
      return [
        {
          kind: "histories.confirm",
          title: "往年记录等第二个人确认",
          href: "/workbench/histories?status=previewed",
          count: total,
        },
      ];
    });
    registerHistoryApi(routes, context);
  },
  jobs: (context) => [
    {
      name: "histories.forget_rows",
      title: "放弃一周没人确认的往年记录表",
      schedule: "57 3 * * *",
      run: async () => discardOldHistories(context),
    },
  ],
};

export { applyHistory, discardHistory, previewHistory } from "./commands.ts";
export type { HistoriesError } from "./errors.ts";
export { getHistory, listHistories } from "./queries.ts";
export { parseHistory, toTemplate } from "./sheets.ts";
