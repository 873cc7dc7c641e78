import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerReturneeApi } from "./api.ts";
import { returneesFactKinds } from "./facts.ts";
import { tendMatches } from "./matches.ts";
import { returneesMessages, returneesNames } from "./messages.ts";
import { returneesNumericInputs } from "./numeric-inputs.ts";
import { returneesDataSource } from "./personal-data.ts";
import { returneesPlanRows } from "./plan-rows.ts";
import { returneesPolicy } from "./policy.ts";
import { registerReturneePages } from "./portal.tsx";
import { countToConfirm } from "./queries.ts";
import "./tables.ts";

export const returneesModule: Module = {
  name: "returnees",
  policy: returneesPolicy,
  messages: returneesMessages,
  names: returneesNames,
  guardedTables: [
    {
      table: "returnees",
      columns: ["id", "person_id", "unit_id", "kind", "skills", "hours_a_month", "consented_at", "status"],
    },
    { table: "village_requests", columns: ["id", "unit_id", "skill", "until_on", "status"] },
    {
      table: "returnee_matches",
      columns: ["id", "returnee_id", "request_id", "status", "proposed_by_person_id"],
    },
    {
      table: "returnee_incentives",
      columns: ["id", "returnee_id", "kind", "title", "document", "given_on", "by_person_id"],
    },
  ],
  factKinds: returneesFactKinds,
  planRows: returneesPlanRows,
  personalData: [returneesDataSource],
  numericInputs: returneesNumericInputs,
  jobs: (context) => [
    {
      name: "returnees.tend",
      title: "村里请人：告诉本人、到期前提醒、到时没有答复的放开",
      everySeconds: 120,
      run: async () => tendMatches(context),
    },
  ],
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "returnee_matches",
      resolve: async (db, ids) =>
        new Map(
          (
            await db
              .selectFrom("returnee_matches as match")
              .innerJoin("village_requests as request", "request.id", "match.request_id")
              .select(["match.id", "request.wanted"])
              .where("match.id", "in", [...ids])
              .execute()
          ).map((row) => [row.id, { title: `帮村里：${row.wanted}`, href: "/workbench/village-requests" }]),
        ),
    });
    registerWaitingSource("returnees.confirm", async ({ db, policy }, actor) => [
      {
        kind: "returnees.confirm",
        title: "返乡人才、新乡贤说做完了，等村里确认",
        href: "/workbench/village-requests?status=matched",
        count: await countToConfirm(db, policy.scopeOf(actor, "returnees.manage")),
      },
    ]);
    registerReturneeApi(routes, context);
    registerReturneePages(routes, context);
  },
};

export { answerMatch, askForHelp, confirmHelp, proposeMatch } from "./matches.ts";
export { noteIncentive, registerReturnee } from "./offers.ts";
export { returneesPaths } from "./paths.ts";
