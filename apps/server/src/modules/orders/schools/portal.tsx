import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { PageView, Routes } from "#kernel/http-types.ts";
import { listLibrary } from "#modules/people/index.ts";
import { listOpenTalks } from "../lectures/talks.ts";
import { ordersPaths } from "../paths.ts";
import { libraryQuery } from "./contract.ts";
import { LibraryPage } from "./views.tsx";

/** /experts: who can be asked. Read anew each time: a term ends by the calendar, without anybody's act. */
export const registerLibraryPage = (routes: Routes, { db }: Context): void => {
  routes.page({
    url: ordersPaths.library,
    access: { allow: "public" },
    query: libraryQuery,
    handler: async (visit): Promise<PageView> => {
      const { field } = visit.query;
      return {
        title: "专家库",
        section: "order",
        breadcrumbs: [
          { label: "首页", href: "/" },
          { label: "点单", href: ordersPaths.menu },
        ],
        description: "在聘的专家、他们的领域和可以点的讲题，学校和社区都可以请。",
        main: (
          <LibraryPage
            experts={await listLibrary(db, { day: toDistrictDate(visit.now), field })}
            talks={await listOpenTalks(db)}
            chosen={field}
          />
        ),
      };
    },
  });
};
