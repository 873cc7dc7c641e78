import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import * as contract from "../contract.ts";
import { ordersPaths, toTeamRatingPath } from "../paths.ts";
import { getTeamRating, listTeamRatings, replyToRating } from "./rating-replies.ts";
import { TeamRatingPage, TeamRatingsPage } from "./views.tsx";

const own = { action: "orders.own" } as const;
const crumbs = [
  { label: "我的", href: "/me" },
  { label: "接单", href: ordersPaths.work },
];

/** Phone pages on which a leader reads what residents said of his teams and answers. */
export const registerReplyPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  routes.page({
    url: ordersPaths.teamRatings,
    access: own,
    handler: async (visit): Promise<PageView> => ({
      title: "收到的评价",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <TeamRatingsPage
          ratings={await listTeamRatings(db, context, visit.person().personId)}
          now={visit.now}
        />
      ),
    }),
  });
  const ratingPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const rating = await getTeamRating(db, context, {
      ratingId: visit.params.id,
      leaderPersonId: visit.person().personId,
    });
    return {
      title: form === emptyForm ? `评价：${rating.title}` : `出错：${rating.title}`,
      section: "me",
      breadcrumbs: [...crumbs, { label: "收到的评价", href: ordersPaths.teamRatings }],
      main: <TeamRatingPage rating={rating} form={form} formKey={visit.formKey} now={visit.now} />,
    };
  };
  routes.page({
    url: ordersPaths.teamRating,
    access: own,
    params: contract.idParams,
    handler: (visit) => ratingPage(visit, emptyForm),
  });
  routes.form({
    url: `${ordersPaths.teamRating}/reply`,
    access: own,
    params: contract.idParams,
    body: contract.replyBody,
    handler: async (visit, trx) => {
      const act = { clock, cipher, requestId: visit.requestId };
      await replyToRating(trx, act, visit.person(), { ratingId: visit.params.id, words: visit.body.words });
      return { redirect: toTeamRatingPath(visit.params.id) };
    },
    onRefusal: ratingPage,
  });
};
