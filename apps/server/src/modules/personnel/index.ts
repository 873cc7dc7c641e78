import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerPersonnelApi } from "./api.ts";
import { personnelFactKinds } from "./facts.ts";
import { personnelMessages, personnelNames } from "./messages.ts";
import { personnelNumericInputs } from "./numeric-inputs.ts";
import { personnelPlanRows } from "./plan-rows.ts";
import { personnelPolicy } from "./policy.ts";
import { employments, staffJobs } from "./vocabulary.ts";
import "./tables.ts";

export const personnelModule: Module = {
  name: "personnel",
  policy: personnelPolicy,
  messages: personnelMessages,
  names: personnelNames,
  guardedTables: [
    {
      table: "science_staff",
      columns: ["id", "unit_id", "employment", "job", "field", "joined_on", "left_on", "status"],
    },
  ],
  factKinds: personnelFactKinds,
  planRows: personnelPlanRows,
  numericInputs: personnelNumericInputs,
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "science_staff",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("science_staff")
          .select(["id", "employment", "job"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [
            row.id,
            {
              title: `科普${employments[row.employment]}人员（${staffJobs[row.job]}）`,
              href: "/workbench/science-staff",
            },
          ]),
        );
      },
    });
    registerPersonnelApi(routes, context);
  },
};

export { leaveStaff, registerStaff } from "./commands.ts";
