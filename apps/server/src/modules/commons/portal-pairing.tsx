import { countAttempt } from "#kernel/attempts.ts";
import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { findLatestStatus, listTopics, toArticlePath } from "#modules/contents/index.ts";
import { ownerOf } from "./acts.ts";
import { emptyBody, idParams, pairBody, yesBody } from "./contract.ts";
import {
  closePairRequest,
  getPairRequest,
  listOpenResults,
  listOwnPairRequests,
  openPairRequest,
  sayYes,
} from "./pairs.ts";
import { commonsPaths, toPairPath } from "./paths.ts";
import { PairingPage, PairNewPage, PairRequestPage } from "./views-pairing.tsx";

const own = { action: "commons.own" } as const;
const home = [{ label: "首页", href: "/" }];
const crumbs = [...home, { label: "科研和创作配对", href: commonsPaths.pairing }];
const openLimit = { purpose: "commons.pair", windowMs: 86_400_000, limit: 20 };

/** the pair board of researchers and creators. */
export const registerPairingPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.page({
    url: commonsPaths.pairing,
    access: own,
    handler: async (visit) => ({
      title: "科研和创作配对",
      section: "me",
      breadcrumbs: home,
      main: (
        <PairingPage
          own={await listOwnPairRequests(db, ownerOf(visit.person()))}
          results={await listOpenResults(db, { size: 30 })}
          now={visit.now}
        />
      ),
    }),
  });

  const newPage = async (visit: Visit, form: FormState): Promise<PageView> => ({
    title: "我要找搭档",
    section: "me",
    breadcrumbs: crumbs,
    main: <PairNewPage form={form} formKey={visit.formKey} topics={await listTopics(db)} />,
  });
  routes.page({ url: commonsPaths.pairingNew, access: own, handler: (visit) => newPage(visit, emptyForm) });
  routes.form({
    url: commonsPaths.pairingNew,
    access: own,
    body: pairBody,
    beforeTransaction: (visit) => countAttempt(db, { clock, cipher }, visit.person().personId, openLimit),
    handler: async (visit, trx) => ({
      redirect: toPairPath(await openPairRequest(trx, act(visit), visit.person(), visit.body)),
    }),
    onRefusal: newPage,
  });

  const requestPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const found = await getPairRequest(db, ownerOf(visit.person()), visit.params.id);
    const item =
      found.contentId === undefined
        ? undefined
        : (await findLatestStatus(db, [found.contentId])).get(found.contentId);
    return {
      title: found.request.title,
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <PairRequestPage
          request={found.request}
          matches={found.matches}
          joint={
            item === undefined
              ? undefined
              : {
                  statusName: item.statusName,
                  href: item.status === "published" ? toArticlePath(item.no) : undefined,
                }
          }
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({
    url: commonsPaths.pairRequest,
    access: own,
    params: idParams,
    handler: (visit) => requestPage(visit, emptyForm),
  });
  routes.form({
    url: commonsPaths.pairYes,
    access: own,
    params: idParams,
    body: yesBody,
    handler: async (visit, trx) => {
      await sayYes(trx, act(visit), visit.person(), { id: visit.params.id, otherId: visit.body.otherId });
      return { redirect: toPairPath(visit.params.id) };
    },
    onRefusal: requestPage,
  });
  routes.form({
    url: commonsPaths.pairClose,
    access: own,
    params: idParams,
    body: emptyBody,
    handler: async (visit, trx) => {
      await closePairRequest(trx, act(visit), visit.person(), { id: visit.params.id });
      return { redirect: toPairPath(visit.params.id) };
    },
    onRefusal: requestPage,
  });
};
