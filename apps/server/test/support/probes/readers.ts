import { inTransaction } from "#kernel/db.ts";
import { countPosterOpen } from "#modules/readers/poster-opens.ts";
import type { Probe } from "../matrix.ts";
import { buildContent } from "./contents.ts";

export const readersProbes: readonly Probe[] = [
  {
    kind: "list",
    method: "GET",
    url: "/api/poster-opens",
    query: { size: "200" },
    seed: async (world, unit) => {
      const { contentId } = await buildContent(world, unit, "published");
      await inTransaction(world.system.context.db, (trx) =>
        countPosterOpen(trx, world.system.context, { contentId, streetId: unit.id }),
      );
    },
    unitsOf: ({ json }) => (json() as { rows: { unitId: string }[] }).rows.map((row) => row.unitId), // the contract test checks the shape
  },
];
