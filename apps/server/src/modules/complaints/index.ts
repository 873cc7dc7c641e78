import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { removeDeletedBytes } from "#kernel/stored-files.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerComplaintApi } from "./api.ts";
import { passLateUp } from "./commands.ts";
import { complaintFactKinds } from "./facts.ts";
import { complaintsMessages, complaintsNames } from "./messages.ts";
import { complaintsDataSource } from "./personal-data.ts";
import { photoPurpose } from "./photos.ts";
import { complaintsPlanRows } from "./plan-rows.ts";
import { complaintsPolicy } from "./policy.ts";
import { registerComplaintPages } from "./portal.tsx";
import { countOpenComplaints } from "./queries.ts";
import { complaintEvents } from "./telling.ts";
import "./tables.ts";

export const complaintsModule: Module = {
  name: "complaints",
  policy: complaintsPolicy,
  messages: complaintsMessages,
  names: complaintsNames,
  guardedTables: [
    {
      table: "complaints",
      columns: ["id", "order_id", "session_id", "about", "team_id", "status", "owner_unit_id", "finding"],
    },
  ],
  factKinds: complaintFactKinds,
  planRows: complaintsPlanRows,
  personalData: [complaintsDataSource],
  events: complaintEvents,
  jobs: (context) => [
    {
      name: "complaints.pass_late_up",
      title: "到时没答复的投诉转上级",
      everySeconds: 300,
      run: async () => void (await passLateUp(context)),
    },
    {
      name: "complaints.remove_photos",
      title: "清掉已删除的投诉照片",
      everySeconds: 3_600,
      run: async () => void (await removeDeletedBytes(context, photoPurpose)),
    },
  ],
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "complaints",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("complaints")
          .select(["id", "complaint_no"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [row.id, { title: `投诉 ${row.complaint_no}`, href: "/workbench/complaints" }]),
        );
      },
    });
    registerWaitingSource("complaints.open", async ({ db, policy }, actor) => {
      const { count, dueAt } = await countOpenComplaints(db, policy.scopeOf(actor, "complaints.answer"));
      return [
        {
          kind: "complaints.open",
          title: "投诉等答复",
          href: "/workbench/complaints",
          count,
          ...(dueAt === undefined ? {} : { dueAt }),
        },
      ];
    });
    registerComplaintApi(routes, context);
    registerComplaintPages(routes, context);
  },
};

export { answerComplaint, fileComplaint } from "./commands.ts";
export { complaintsPaths } from "./paths.ts";
