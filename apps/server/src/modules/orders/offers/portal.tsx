import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { findExpertOf, peoplePaths } from "#modules/people/index.ts";
import { closed, idParams, oneOf } from "../contract.ts";
import { ordersPaths } from "../paths.ts";
import { answerExpertOffer, listExpertOffers, setOfferPause } from "./offers.ts";
import { ExpertOffersPage } from "./views.tsx";

const own = { action: "orders.own" } as const;

/** /my/expert/offers: an expert reads which orders suit him, says whether he would go, and turns the messages off. */
export const registerOfferPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const page = async (visit: Visit, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    return {
      title: form === emptyForm ? "找我的单" : "出错：找我的单",
      section: "me",
      breadcrumbs: [
        { label: "我的", href: "/me" },
        { label: "我做专家", href: peoplePaths.expertOwn },
      ],
      main: (
        <ExpertOffersPage
          form={form}
          formKey={visit.formKey}
          isExpert={(await findExpertOf(db, personId)) !== undefined}
          now={visit.now}
          {...await listExpertOffers(db, personId)}
        />
      ),
    };
  };
  routes.page({ url: ordersPaths.offers, access: own, handler: (visit) => page(visit, emptyForm) });
  routes.form({
    url: ordersPaths.offerAnswer,
    access: own,
    params: idParams,
    body: Type.Object({ answer: oneOf(["agree", "decline"] as const, "去不去") }, closed),
    handler: async (visit, trx) => {
      await answerExpertOffer(trx, act(visit), visit.person(), {
        id: visit.params.id,
        event: visit.body.answer,
      });
      return { redirect: ordersPaths.offers };
    },
    onRefusal: page,
  });
  routes.form({
    url: ordersPaths.offerPause,
    access: own,
    body: Type.Object({ paused: oneOf(["yes", "no"] as const, "要不要收到") }, closed),
    handler: async (visit, trx) => {
      await setOfferPause(trx, act(visit), visit.person(), visit.body.paused);
      return { redirect: ordersPaths.offers };
    },
    onRefusal: page,
  });
};
