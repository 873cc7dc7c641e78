import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { PageView, Routes } from "#kernel/http-types.ts";
import { findPlanInForce } from "./documents.ts";
import { plansPaths } from "./paths.ts";
import { PlanPage, NoPlanPage } from "./portal-views.tsx";
import { readStanding } from "./standing.ts";

/** What the district promised and where it stands, for anybody; made of the records, never stale. */
export const registerPlanPage = (routes: Routes, { db }: Context): void => {
  routes.page({
    url: plansPaths.plan,
    access: { allow: "public" },
    handler: async (visit): Promise<PageView> => {
      const asOf = toDistrictDate(visit.now);
      const document = await findPlanInForce(db);
      return {
        title: "科普方案说了什么，做到哪一步",
        description: "本区科学素质方案的每项任务、目标和进展，数字由记录算出。",
        breadcrumbs: [{ label: "首页", href: "/" }],
        main:
          document === undefined ? (
            <NoPlanPage />
          ) : (
            <PlanPage
              plan={document}
              standing={await readStanding(db, { documentId: document.id, asOf })}
              asOf={asOf}
              now={visit.now}
            />
          ),
      };
    },
  });
};
