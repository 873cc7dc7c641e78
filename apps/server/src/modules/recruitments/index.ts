import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { listTeamsById } from "#modules/teams/index.ts";
import { registerRecruitmentApi } from "./api.ts";
import { recruitmentFactKinds } from "./facts.ts";
import { recruitmentsMessages, recruitmentsNames } from "./messages.ts";
import { recruitmentsNumericInputs } from "./numeric-inputs.ts";
import { recruitmentsDataSource } from "./personal-data.ts";
import { recruitmentsPlanRows } from "./plan-rows.ts";
import { recruitmentsPolicy } from "./policy.ts";
import { registerRecruitmentPages } from "./portal.tsx";
import { recruitmentEvents } from "./telling.ts";
import "./tables.ts";

export const recruitmentsModule: Module = {
  name: "recruitments",
  policy: recruitmentsPolicy,
  messages: recruitmentsMessages,
  names: recruitmentsNames,
  guardedTables: [
    {
      table: "recruitments",
      columns: ["id", "team_id", "code", "audience", "wanted", "apply_until_on", "status"],
    },
    {
      table: "recruitment_applications",
      columns: ["id", "recruitment_id", "person_id", "status"],
    },
  ],
  factKinds: recruitmentFactKinds,
  planRows: recruitmentsPlanRows,
  personalData: [recruitmentsDataSource],
  numericInputs: recruitmentsNumericInputs,
  events: recruitmentEvents,
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "recruitment_applications",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("recruitment_applications as one")
          .innerJoin("recruitments as drive", "drive.id", "one.recruitment_id")
          .select(["one.id", "drive.team_id"])
          .where("one.id", "in", [...ids])
          .execute();
        const teams = new Map(
          (
            await listTeamsById(
              db,
              rows.map((row) => row.team_id),
            )
          ).map((team) => [team.id, team.name]),
        );
        return new Map(
          rows.map((row) => [
            row.id,
            { title: `报名入队：${teams.get(row.team_id) ?? ""}`, href: "/workbench/recruitments" },
          ]),
        );
      },
    });
    registerRecruitmentApi(routes, context);
    registerRecruitmentPages(routes, context);
  },
};

export { applyToDrive, decideApplication } from "./applying.ts";
export { openDrive } from "./drives.ts";
export { recruitmentsPaths } from "./paths.ts";
