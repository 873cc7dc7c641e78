import Type from "typebox";
import { countAttempt } from "#kernel/attempts.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { isFixCode, readToken, toFixCode, toToken, type TokenPurpose } from "./application-tokens.ts";
import { fixBody, statusBody, withdrawBody } from "./contract-organisations.ts";
import type { OrganisationsError } from "./errors.ts";
import {
  findByReceipt,
  getOrganisation,
  listOrganisationEvents,
  normaliseReceiptNo,
} from "./organisation-queries.ts";
import { organisationsPaths, toApplicationPath } from "./paths.ts";
import { listHomeUnits } from "./place-queries.ts";
import { maxProofBytes, storeProof } from "./proof-files.ts";
import { resubmitOrganisation, withdrawOrganisation } from "./review-commands.ts";
import { ApplicationPage, FixPage, ReceivedPage, StatusFormPage } from "./views-status.tsx";

const hourMs = 3_600_000;
const receivedMs = 30 * 60_000;
const tokenParams = Type.Object({ token: Type.String({ pattern: "^[0-9a-f]{72}$" }) });
const breadcrumbs = [
  { label: "科普单位", href: organisationsPaths.organisations },
  { label: "查登记进度", href: organisationsPaths.status },
];

const toTitle = (title: string, form: FormState): string => `${form === emptyForm ? "" : "出错："}${title}`;

/** Pages by which an applicant follows, corrects and takes back an application. */
export const registerStatusPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  const idOf = (token: string, purpose: TokenPurpose): string => {
    const organisationId = readToken(cipher, purpose, token);
    if (organisationId === undefined)
      throw new AppError<OrganisationsError>("organisations.not_found", { status: 404 });
    return organisationId;
  };
  /** Counted before the act's transaction, so that a wrong code stays counted. */
  const requireFixCode = async (organisationId: string, code: string): Promise<void> => {
    await countAttempt(db, context, organisationId, {
      purpose: "organisations.fix_code",
      windowMs: hourMs,
      limit: 5,
    });
    if (!isFixCode(cipher, organisationId, code))
      throw new AppError<OrganisationsError>("organisations.fix_code_wrong", {
        fields: { fixCode: "organisations.fix_code_wrong" },
      });
  };
  const showStatusForm = (visit: Visit, form: FormState): PageView => ({
    title: toTitle("查登记进度", form),
    breadcrumbs: breadcrumbs.slice(0, 1),
    main: <StatusFormPage form={form} formKey={visit.formKey} />,
  });
  const showApplication = async (visit: Visit<{ token: string }>, form: FormState): Promise<PageView> => {
    const organisation = await getOrganisation(db, idOf(visit.params.token, "application"));
    const events = await listOrganisationEvents(db, organisation.id);
    return {
      title: toTitle("登记进度", form),
      breadcrumbs,
      main: (
        <ApplicationPage
          organisation={organisation}
          events={events}
          token={visit.params.token}
          now={visit.now}
          form={form}
          formKey={visit.formKey}
        />
      ),
    };
  };
  const showFix = async (visit: Visit<{ token: string }>, form: FormState): Promise<PageView> => {
    const organisation = await getOrganisation(db, idOf(visit.params.token, "application"));
    if (organisation.status !== "returned") throw new AppError("state.conflict", { status: 409 });
    const events = await listOrganisationEvents(db, organisation.id);
    const reason = events.findLast((event) => event.event === "return")?.reason ?? "";
    return {
      title: toTitle("补正登记", form),
      breadcrumbs,
      main: (
        <FixPage
          organisation={organisation}
          reason={reason}
          token={visit.params.token}
          homes={await listHomeUnits(db, toDistrictDate(clock.now()))}
          form={form}
          formKey={visit.formKey}
        />
      ),
    };
  };

  routes.page({
    url: organisationsPaths.status,
    access: { allow: "public" },
    handler: (visit) => showStatusForm(visit, emptyForm),
  });
  routes.form({
    url: organisationsPaths.status,
    access: { allow: "public" },
    body: statusBody,
    beforeTransaction: async (visit) => {
      await countAttempt(db, context, visit.request.ip, {
        purpose: "organisations.status_address",
        windowMs: hourMs,
        limit: 60,
      });
      await countAttempt(db, context, normaliseReceiptNo(visit.body.receiptNo), {
        purpose: "organisations.status_receipt",
        windowMs: hourMs,
        limit: 10,
      });
    },
    handler: async (visit, trx) => {
      const found = await findByReceipt(trx, act(visit), visit.body);
      if (found === undefined)
        throw new AppError<OrganisationsError>("organisations.status_not_found", { status: 404 });
      return { redirect: toApplicationPath(toToken(cipher, "application", found.id)) };
    },
    onRefusal: showStatusForm,
  });
  routes.page({
    url: organisationsPaths.received,
    access: { allow: "public" },
    params: tokenParams,
    handler: async (visit) => {
      const organisation = await getOrganisation(db, idOf(visit.params.token, "received"));
      const token = toToken(cipher, "application", organisation.id);
      if (clock.now().getTime() - Date.parse(organisation.createdAt) > receivedMs)
        return { redirect: toApplicationPath(token) };
      visit.reply.header("cache-control", "no-store");
      return {
        title: "收到登记",
        main: (
          <ReceivedPage
            receiptNo={organisation.receiptNo}
            fixCode={toFixCode(cipher, organisation.id)}
            token={token}
          />
        ),
      };
    },
  });
  routes.page({
    url: organisationsPaths.application,
    access: { allow: "public" },
    params: tokenParams,
    handler: (visit) => showApplication(visit, emptyForm),
  });
  routes.page({
    url: organisationsPaths.fix,
    access: { allow: "public" },
    params: tokenParams,
    handler: (visit) => showFix(visit, emptyForm),
  });
  routes.form({
    url: organisationsPaths.fix,
    access: { allow: "public" },
    params: tokenParams,
    body: fixBody,
    files: { fields: ["proof"], maxBytes: maxProofBytes },
    beforeTransaction: (visit) => requireFixCode(idOf(visit.params.token, "application"), visit.body.fixCode),
    handler: async (visit, trx) => {
      const organisationId = idOf(visit.params.token, "application");
      const { fixCode: _checked, creditNo, nonProfit, ...answers } = visit.body;
      const [file] = visit.files;
      const proof =
        file === undefined
          ? undefined
          : await storeProof(trx, context, { upload: file, actor: visit.actor, requestId: visit.requestId });
      await resubmitOrganisation(trx, act(visit), visit.actor, {
        organisationId,
        answers: { ...answers, creditCode: creditNo, nonProfit: nonProfit === "yes" },
        ...(proof === undefined ? {} : { proofFileId: proof.id }),
      });
      return { redirect: toApplicationPath(visit.params.token) };
    },
    onRefusal: showFix,
  });
  routes.form({
    url: organisationsPaths.withdraw,
    access: { allow: "public" },
    params: tokenParams,
    body: withdrawBody,
    beforeTransaction: (visit) => requireFixCode(idOf(visit.params.token, "application"), visit.body.fixCode),
    handler: async (visit, trx) => {
      const organisationId = idOf(visit.params.token, "application");
      await withdrawOrganisation(trx, act(visit), visit.actor, { organisationId });
      return { redirect: toApplicationPath(visit.params.token) };
    },
    onRefusal: showApplication,
  });
};
