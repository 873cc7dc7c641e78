import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { getPersonNames } from "#modules/identity/index.ts";
import * as shared from "../contract.ts";
import type { CommissionersError } from "../errors.ts";
import { commissionersPaths } from "../paths.ts";
import { answerOwnApplication, applyToCall } from "./applications.ts";
import * as contract from "./contract.ts";
import { reviewApplication } from "./decisions.ts";
import { getCall, listOpenCalls, listOwnApplications, listToReview, readStatement } from "./queries.ts";
import { ApplyPage, CallsPage, ReviewPage, SelectionPage } from "./views.tsx";

const own = { action: "commissioners.own" } as const;

/** Open calls for everybody; one's own applications, and what one is to review. */
export const registerSelectionPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });

  routes.page({
    url: commissionersPaths.calls,
    access: { action: "commissioners.see_calls" },
    handler: async (visit): Promise<PageView> => ({
      title: "科技特派员选派",
      section: "home",
      main: <CallsPage calls={await listOpenCalls(db, toDistrictDate(visit.now))} now={visit.now} />,
    }),
  });
  const applyPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const call = await getCall(db, visit.params.id);
    return {
      title: `申请：${call.title}`,
      section: "me",
      breadcrumbs: [{ label: "科技特派员选派", href: commissionersPaths.calls }],
      main: <ApplyPage call={call} form={form} formKey={visit.formKey} now={visit.now} />,
    };
  };
  routes.page({
    url: commissionersPaths.apply,
    access: own,
    params: shared.idParams,
    handler: (visit) => applyPage(visit, emptyForm),
  });
  routes.form({
    url: commissionersPaths.apply,
    access: own,
    params: shared.idParams,
    body: contract.applyBody,
    handler: async (visit, trx) => {
      const { statement } = visit.body;
      await applyToCall(trx, act(visit), visit.person(), { callId: visit.params.id, statement });
      return { redirect: commissionersPaths.selection };
    },
    onRefusal: applyPage,
  });

  const page = async (visit: Visit, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    const toReview = await listToReview(db, context, {
      reviewerId: personId,
      today: toDistrictDate(visit.now),
    });
    const own = await listOwnApplications(db, personId);
    return {
      title: "特派员选派",
      section: "me",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      main: (
        <SelectionPage
          applications={await Promise.all(
            own.map(async (row) => ({ ...row, statement: await readStatement(db, context, row.id) })),
          )}
          toReview={toReview}
          names={await getPersonNames(
            db,
            cipher,
            toReview.map((row) => row.personId),
          )}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  const reviewPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const row = (
      await listToReview(db, context, {
        reviewerId: visit.person().personId,
        today: toDistrictDate(visit.now),
      })
    ).find((one) => one.id === visit.params.id && one.own === "none");
    if (row === undefined)
      throw new AppError<CommissionersError>("commissioners.application_not_found", { status: 404 });
    const names = await getPersonNames(db, cipher, [row.personId]);
    return {
      title: "评审特派员申请",
      section: "me",
      breadcrumbs: [
        { label: "我的", href: "/me" },
        { label: "特派员选派", href: commissionersPaths.selection },
      ],
      main: <ReviewPage row={row} name={names.get(row.personId) ?? ""} form={form} formKey={visit.formKey} />,
    };
  };
  routes.page({
    url: commissionersPaths.review,
    access: own,
    params: shared.idParams,
    handler: (visit) => reviewPage(visit, emptyForm),
  });
  routes.page({ url: commissionersPaths.selection, access: own, handler: (visit) => page(visit, emptyForm) });
  for (const event of ["accept", "withdraw"] as const)
    routes.form({
      url: commissionersPaths.application.replace(":act", event),
      access: own,
      params: shared.idParams,
      body: shared.emptyBody,
      handler: async (visit, trx) => {
        const applicationId = visit.params.id;
        await answerOwnApplication(trx, act(visit), visit.person(), { applicationId, event });
        return { redirect: commissionersPaths.selection };
      },
      onRefusal: page,
    });
  routes.form({
    url: commissionersPaths.application.replace(":act", "score"),
    access: own,
    params: shared.idParams,
    body: contract.scoreBody,
    handler: async (visit, trx) => {
      const { declared, comment, ...scores } = visit.body;
      if (declared === undefined)
        throw new AppError<CommissionersError>("commissioners.conflict_undeclared", {
          fields: { declared: "commissioners.conflict_undeclared" },
        });
      const applicationId = visit.params.id;
      await reviewApplication(trx, act(visit), visit.person(), {
        applicationId,
        conflict: false,
        scores,
        comment,
      });
      return { redirect: commissionersPaths.selection };
    },
    onRefusal: reviewPage,
  });
  routes.form({
    url: commissionersPaths.application.replace(":act", "recuse"),
    access: own,
    params: shared.idParams,
    body: shared.emptyBody,
    handler: async (visit, trx) => {
      const applicationId = visit.params.id;
      await reviewApplication(trx, act(visit), visit.person(), { applicationId, conflict: true });
      return { redirect: commissionersPaths.selection };
    },
    onRefusal: reviewPage,
  });
};
