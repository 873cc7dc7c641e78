import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { listOwnOrders } from "#modules/orders/index.ts";
import { appealComplaint, fileComplaint, withdrawComplaint } from "./commands.ts";
import * as contract from "./contract.ts";
import { complaintsPaths } from "./paths.ts";
import { listOwnComplaints } from "./queries.ts";
import { ComplaintsPage } from "./views.tsx";

const own = { action: "complaints.own" } as const;

/** A resident's complaints: what was said, who answers by when, the answer, the objection. */
export const registerComplaintPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const page = async (visit: Visit, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    const orders = await listOwnOrders(db, personId);
    return {
      title: "我的投诉",
      section: "me",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      main: (
        <ComplaintsPage
          complaints={await listOwnComplaints(db, context, personId)}
          orders={orders}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({ url: complaintsPaths.own, access: own, handler: (visit) => page(visit, emptyForm) });
  routes.form({
    url: complaintsPaths.own,
    access: own,
    body: contract.fileBody,
    handler: async (visit, trx) => {
      await fileComplaint(trx, act(visit), visit.person(), visit.body);
      return { redirect: complaintsPaths.own };
    },
    onRefusal: page,
  });
  routes.form({
    url: complaintsPaths.act.replace(":act", "appeal"),
    access: own,
    params: contract.idParams,
    body: contract.appealBody,
    handler: async (visit, trx) => {
      const input = { complaintId: visit.params.id, reason: visit.body.reason };
      await appealComplaint(trx, act(visit), visit.person(), input);
      return { redirect: complaintsPaths.own };
    },
    onRefusal: page,
  });
  routes.form({
    url: complaintsPaths.act.replace(":act", "withdraw"),
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await withdrawComplaint(trx, act(visit), visit.person(), visit.params.id);
      return { redirect: complaintsPaths.own };
    },
    onRefusal: page,
  });
};
