import type { Context } from "#kernel/context.ts";
import type { LedgerKeys } from "#kernel/ledger-keys.ts";
import type { Routes } from "#kernel/http-types.ts";
import { idParams } from "./contract.ts";
import { getProof, readLedger } from "./ledger-queries.ts";
import { trustPaths } from "./paths.ts";
import { EntryView, LedgerView } from "./views.tsx";

/** Public pages of the ledger. Not kept in memory: a checkpoint comes every minute and changes no other page. */
export const registerLedgerPages = (routes: Routes, context: Context, keys: () => LedgerKeys): void => {
  const { db } = context;
  routes.page({
    url: trustPaths.ledger,
    access: { action: "trust.read_public_ledger" },
    handler: async () => ({
      title: "公开账本",
      main: <LedgerView ledger={await readLedger(db, { checkpoints: 20, keys: keys() })} />,
    }),
  });
  routes.file({
    url: trustPaths.checkpoints,
    access: { action: "trust.read_public_ledger" },
    handler: async () => {
      const { checkpoints } = await readLedger(db, { checkpoints: 1_000, keys: keys() });
      // Notes hold a blank line of their own, so they are set apart by a line that no note can hold.
      return {
        contentType: "text/plain; charset=utf-8",
        body: checkpoints.map((checkpoint) => checkpoint.note).join("--\n"),
        cacheControl: "no-cache",
      };
    },
  });
  routes.page({
    url: trustPaths.entryPattern,
    access: { action: "trust.read_public_ledger" },
    params: idParams,
    handler: async (visit) => {
      const proof = await getProof(db, visit.params.id, keys());
      return {
        title: `第 ${proof.leafIndex} 号账目`,
        breadcrumbs: [{ label: "公开账本", href: trustPaths.ledger }],
        main: <EntryView proof={proof} />,
      };
    },
  });
  routes.file({
    url: trustPaths.proofPattern,
    access: { action: "trust.read_public_ledger" },
    params: idParams,
    handler: async (visit) => {
      const proof = await getProof(db, visit.params.id, keys());
      return {
        contentType: "application/json; charset=utf-8",
        body: `${JSON.stringify(proof, null, 2)}\n`,
        downloadName: `账目-${proof.leafIndex}.json`,
      };
    },
  });
};
