import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { posterOpensAnswer, posterOpensQuery } from "./contract.ts";
import { listPosterOpens } from "./poster-opens.ts";

export const registerReaderApi = (routes: Routes, context: Context): void => {
  routes.read({
    url: "/api/poster-opens",
    access: { action: "readers.read_poster_opens" },
    summary: "How often the code on each street's poster of an item was opened; numbers alone, no readers",
    query: posterOpensQuery,
    response: posterOpensAnswer,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listPosterOpens(context.db, { scope: visit.scope(), page, size });
      return { rows: [...listed.rows], total: listed.total, page, size };
    },
  });
};
