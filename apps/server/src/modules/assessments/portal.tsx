import type { Context } from "#kernel/context.ts";
import type { PageView, Routes } from "#kernel/http-types.ts";
import * as contract from "./contract.ts";
import { assessmentsPaths } from "./paths.ts";
import { gatherScores, getPublished, listItems, listLines } from "./queries.ts";
import { PublishedPage } from "./views.tsx";

/** A published year, for anybody: units in the order of the tree, never a ranking. */
export const registerAssessmentPages = (routes: Routes, { db }: Context): void => {
  routes.page({
    url: assessmentsPaths.published,
    access: { allow: "public" },
    params: contract.noParams,
    handler: async (visit): Promise<PageView> => {
      const assessment = await getPublished(db, visit.params.no);
      return {
        title: `${assessment.year} 年度考核结果`,
        breadcrumbs: [{ label: "首页", href: "/" }],
        main: (
          <PublishedPage
            assessment={assessment}
            items={await listItems(db, assessment.schemeId)}
            scores={gatherScores(await listLines(db, { assessmentId: assessment.id, scope: "everywhere" }))}
          />
        ),
      };
    },
  });
};
