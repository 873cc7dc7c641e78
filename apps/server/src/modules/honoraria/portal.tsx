import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { findExpertOf, peoplePaths } from "#modules/people/index.ts";
import type { HonorariaError } from "./errors.ts";
import { honorariaPaths } from "./paths.ts";
import { listHonoraria, listReviews } from "./queries.ts";
import { OwnHonorariaPage } from "./views.tsx";

/** More than an expert does in years; older entries stand in his export. */
const shown = 200;

/** /my/expert/honoraria: an expert sees what he is paid for, and what was said of his years. */
export const registerHonorariaPages = (routes: Routes, context: Context): void => {
  const { db } = context;
  routes.page({
    url: honorariaPaths.own,
    access: { action: "honoraria.own" },
    handler: async (visit) => {
      const actor = visit.person();
      if (actor.onBehalfOf !== undefined)
        throw new AppError<HonorariaError>("honoraria.person_only", { status: 403 });
      const expertId = await findExpertOf(db, actor.personId);
      const own = { scope: "everywhere", expertId, page: 1, size: shown } as const;
      return {
        title: "我的专家酬劳和评议",
        section: "me",
        breadcrumbs: [
          { label: "我的", href: "/me" },
          { label: "我做专家", href: peoplePaths.expertOwn },
        ],
        main: (
          <OwnHonorariaPage
            isExpert={expertId !== undefined}
            entries={expertId === undefined ? [] : (await listHonoraria(db, context, own)).rows}
            reviews={
              expertId === undefined
                ? []
                : (await listReviews(db, context, { ...own, status: "confirmed" })).rows
            }
          />
        ),
      };
    },
  });
};
