import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { listServedVisits } from "#modules/orders/index.ts";
import { fileClaim, fileClaimAgain, requireOwnClaim, withdrawClaim } from "./commands.ts";
import * as contract from "./contract.ts";
import { keepPapers, maxPaperBytes } from "./papers.ts";
import { claimsPaths } from "./paths.ts";
import { listOwnClaims } from "./queries.ts";
import { ClaimsPage } from "./views.tsx";

const own = { action: "claims.own" } as const;
const back = { redirect: claimsPaths.own };
const files = { fields: ["paper"], maxBytes: maxPaperBytes };

/** A volunteer's insurance claims: what happened, the papers, who has it and by when. */
export const registerClaimPages = (routes: Routes, context: Context): void => {
  const { db } = context;
  const act = (visit: Visit) => ({ ...context, requestId: visit.requestId });
  const page = async (visit: Visit, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    return {
      title: "我的理赔",
      section: "me",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      main: (
        <ClaimsPage
          claims={await listOwnClaims(db, context, personId)}
          visits={await listServedVisits(db, { personId, now: visit.now })}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({ url: claimsPaths.own, access: own, handler: (visit) => page(visit, emptyForm) });
  routes.form({
    url: claimsPaths.own,
    access: own,
    body: contract.fileBody,
    files,
    handler: async (visit, trx) => {
      const claimId = await fileClaim(trx, act(visit), visit.person(), visit.body);
      await keepPapers(trx, context, visit.person(), {
        claimId,
        files: visit.files,
        requestId: visit.requestId,
      });
      return back;
    },
    onRefusal: page,
  });
  routes.form({
    url: claimsPaths.again,
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    files,
    handler: async (visit, trx) => {
      const { id: claimId } = await requireOwnClaim(trx, visit.person(), visit.params.id);
      await keepPapers(trx, context, visit.person(), {
        claimId,
        files: visit.files,
        requestId: visit.requestId,
      });
      await fileClaimAgain(trx, act(visit), visit.person(), claimId);
      return back;
    },
    onRefusal: page,
  });
  routes.form({
    url: claimsPaths.withdraw,
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await withdrawClaim(trx, act(visit), visit.person(), visit.params.id);
      return back;
    },
    onRefusal: page,
  });
};
