import type { Context } from "#kernel/context.ts";
import { type LedgerKeys, ledgerOrigin, loadLedgerKeys } from "#kernel/ledger-keys.ts";
import { registerLedgerSubject } from "#kernel/ledger-verify-rows.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerPackRoutes } from "./api.ts";
import { digestHandler, writeDigests } from "./digest.ts";
import { manifestContent, packsJobs } from "./jobs.ts";
import { packsMessages, packsNames } from "./messages.ts";
import { packsPlanRows } from "./plan-rows.ts";
import { packsPolicy } from "./policy.ts";
import { registerPackPages } from "./portal.tsx";
import type { PackManifestsTable } from "./tables.ts";
import "./tables.ts";

/** Read when a pack is sealed: a command line that seals nothing needs no key. */
const lazyKeys = ({ config }: Context): (() => LedgerKeys) => {
  let keys: LedgerKeys | undefined;
  return () => (keys ??= loadLedgerKeys(config.dataFolder, ledgerOrigin(config.publicUrl)));
};

registerLedgerSubject({
  table: "pack_manifests",
  columns: ["id", "manifest_hash", "file_count", "as_of", "made_at"],
  toContent: (row) => manifestContent(row as unknown as PackManifestsTable), // the columns above are its own
});

export const packsModule: Module = {
  name: "packs",
  policy: packsPolicy,
  messages: packsMessages,
  names: packsNames,
  guardedTables: [
    {
      table: "evidence_packs",
      columns: [
        "id",
        "unit_id",
        "document_id",
        "title",
        "as_of",
        "status",
        "file_id",
        "byte_count",
        "failure",
      ],
    },
  ],
  planRows: packsPlanRows,
  jobs: (context) => [
    ...packsJobs(context, lazyKeys(context)),
    {
      name: "packs.digest",
      title: "每周一给联络员发本周要办的事",
      schedule: "30 8 * * 1",
      run: async () => void (await writeDigests(context)),
    },
  ],
  events: (context) => [digestHandler(context)],
  routes: (routes, context) => {
    registerRecordResolver({
      sourceTable: "evidence_packs",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("evidence_packs")
          .select(["id", "title"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(rows.map((row) => [row.id, { title: row.title, href: "/workbench/evidence-packs" }]));
      },
    });
    registerPackRoutes(routes, context);
    registerPackPages(routes, context);
  },
};

export { askPack } from "./commands.ts";
export { packsPaths } from "./paths.ts";
export { type PackReport, verifyPack } from "./verify-archive.ts";
