import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerTechniquesApi } from "./api.ts";
import { techniqueFactKinds } from "./facts.ts";
import { techniquesMessages, techniquesNames } from "./messages.ts";
import { techniquesDataSource } from "./personal-data.ts";
import { techniquesPlanRows } from "./plan-rows.ts";
import { techniquesPolicy } from "./policy.ts";
import { registerTechniquesPages } from "./portal.tsx";
import { countEntriesToCheck, listAdoptions } from "./queries.ts";
import "./tables.ts";

export const techniquesModule: Module = {
  name: "techniques",
  policy: techniquesPolicy,
  messages: techniquesMessages,
  names: techniquesNames,
  guardedTables: [
    {
      table: "technique_entries",
      columns: [
        "id",
        "unit_id",
        "kind",
        "field",
        "name",
        "summary",
        "source_title",
        "source_place",
        "status",
        "written_by_person_id",
        "decided_by_person_id",
      ],
    },
    {
      table: "technique_adoptions",
      columns: [
        "id",
        "entry_id",
        "person_id",
        "unit_id",
        "season_year",
        "season",
        "status",
        "confirmed_by",
        "decided_by_person_id",
        "outcome",
      ],
    },
  ],
  factKinds: techniqueFactKinds,
  planRows: techniquesPlanRows,
  personalData: [techniquesDataSource],
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "technique_entries",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("technique_entries")
          .select(["id", "name"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [row.id, { title: `品种技术条目：${row.name}`, href: "/workbench/techniques" }]),
        );
      },
    });
    registerRecordResolver({
      sourceTable: "technique_adoptions",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("technique_adoptions as one")
          .innerJoin("technique_entries as entry", "entry.id", "one.entry_id")
          .select(["one.id", "entry.name"])
          .where("one.id", "in", [...ids])
          .execute();
        return new Map(
          rows.map((row) => [row.id, { title: `采用：${row.name}`, href: "/workbench/technique-adoptions" }]),
        );
      },
    });
    registerWaitingSource("techniques.to_check", async ({ db, policy }, actor) => [
      {
        kind: "techniques.to_check",
        title: "品种技术条目等您核对",
        href: "/workbench/techniques?status=waiting",
        count: await countEntriesToCheck(db, {
          scope: policy.scopeOf(actor, "techniques.publish"),
          personId: actor.personId,
        }),
      },
    ]);
    registerWaitingSource("techniques.to_confirm", async ({ db, policy }, actor) => {
      const scope = policy.scopeOf(actor, "techniques.confirm");
      const { total } = await listAdoptions(db, context, { scope, status: "reported", page: 1, size: 1 });
      return [
        {
          kind: "techniques.to_confirm",
          title: "农户说用了，等确认",
          href: "/workbench/technique-adoptions?status=reported",
          count: total,
        },
      ];
    });
    registerTechniquesApi(routes, context);
    registerTechniquesPages(routes, context);
  },
};

export { adoptEntry, decideAdoption, tellOutcome } from "./adoptions.ts";
export { publishEntry, writeEntry } from "./entries.ts";
export { techniquesPaths } from "./paths.ts";
export { getEntry } from "./queries.ts";
