import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import { countAttempt } from "#kernel/attempts.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { toToken } from "./application-tokens.ts";
import { registrationSteps } from "./contract-organisations.ts";
import { isCreditCode, normaliseCreditCode } from "./credit-code.ts";
import type { OrganisationsError } from "./errors.ts";
import { isContactPhone, normalisePhone, submitOrganisation } from "./organisation-commands.ts";
import { organisationsPaths, toReceivedPath, toRegisterStepPath } from "./paths.ts";
import { listHomeUnits } from "./place-queries.ts";
import { maxProofBytes, storeProof } from "./proof-files.ts";
import {
  createDraft,
  deleteDraft,
  type DraftAnswers,
  type DraftStep,
  draftSteps,
  firstMissingStep,
  getDraft,
  saveDraft,
  toAnswers,
} from "./registration-drafts.ts";
import { RegisterCheckPage, RegisterStepPage } from "./views-register.tsx";

const hourMs = 3_600_000;
const draftParams = Type.Object({ draft: Type.String({ pattern: "^[0-9a-f]{32}$" }) });
const stepParams = Type.Object({
  draft: Type.String({ pattern: "^[0-9a-f]{32}$" }),
  step: Type.Unsafe<DraftStep>({ type: "string", enum: [...draftSteps] }),
});
const breadcrumbs = [{ label: "科普单位", href: organisationsPaths.organisations }];

const titles: Readonly<Record<DraftStep, string>> = {
  kind: "你们是哪一种单位",
  identity: "你们单位叫什么",
  place: "你们在哪里",
  purpose: "你们想做哪些科普",
  contact: "我们和谁联系",
  proof: "证明材料",
  check: "看看填得对不对",
};

const toTitle = (step: DraftStep, form: FormState): string =>
  `${form === emptyForm ? "" : "出错："}${titles[step]} · 单位登记`;

const nextStep = (step: DraftStep): DraftStep => draftSteps[draftSteps.indexOf(step) + 1] ?? "check";

/** What the schema cannot say about one page's answers; the command checks everything again. */
const checkStep = (values: DraftAnswers, step: DraftStep): void => {
  const refuse = (field: string, code: OrganisationsError): never => {
    throw new AppError<OrganisationsError>(code, { fields: { [field]: code } });
  };
  if (step === "identity" && !isCreditCode(normaliseCreditCode(values.creditNo ?? "")))
    refuse("creditNo", "organisations.credit_code_wrong");
  if (step === "contact" && !isContactPhone(normalisePhone(values.contactPhone ?? "")))
    refuse("contactPhone", "organisations.phone_wrong");
  if (step === "contact" && values.consent !== "yes") refuse("consent", "organisations.consent_needed");
};

/** Pages by which an organisation registers itself (G-04): one question a page, kept as an encrypted draft between them. */
export const registerRegistrationPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const homes = async () => listHomeUnits(db, toDistrictDate(clock.now()));

  const showStep = async (
    visit: Visit<{ draft: string; step: DraftStep }>,
    form: FormState,
  ): Promise<PageView> => {
    const { draft: token, step } = visit.params;
    const draft = await getDraft(db, act(visit), token);
    const shared = {
      form,
      formKey: visit.formKey,
      answers: draft.answers,
      hasProof: draft.proofFileId === null ? ("no" as const) : ("yes" as const),
    };
    if (step !== "check")
      return {
        title: toTitle(step, form),
        breadcrumbs,
        main: (
          <RegisterStepPage
            {...shared}
            homes={step === "place" ? await homes() : []}
            step={step}
            draft={token}
          />
        ),
      };
    const homeName = (await homes()).find((home) => home.id === draft.answers.homeUnitId)?.name ?? "还没填";
    return {
      title: toTitle(step, form),
      breadcrumbs,
      main: (
        <RegisterCheckPage
          {...shared}
          draft={token}
          homeName={homeName}
          missing={firstMissingStep(draft.answers)}
        />
      ),
    };
  };
  const showStart = (visit: Visit, form: FormState): PageView => ({
    title: toTitle("kind", form),
    breadcrumbs,
    main: (
      <RegisterStepPage
        form={form}
        formKey={visit.formKey}
        answers={{}}
        homes={[]}
        hasProof="no"
        step="kind"
      />
    ),
  });

  routes.page({
    url: organisationsPaths.register,
    access: { allow: "public" },
    handler: (visit) => showStart(visit, emptyForm),
  });
  routes.form({
    url: organisationsPaths.register,
    access: { allow: "public" },
    body: registrationSteps.kind,
    beforeTransaction: async (visit) => {
      await countAttempt(db, context, visit.request.ip, {
        purpose: "organisations.register",
        windowMs: hourMs,
        limit: 30,
      });
    },
    handler: async (visit, trx) => {
      return { redirect: toRegisterStepPath(await createDraft(trx, act(visit), visit.body), "identity") };
    },
    onRefusal: showStart,
  });

  routes.page({
    url: organisationsPaths.registerStep,
    access: { allow: "public" },
    params: stepParams,
    handler: (visit) => showStep(visit, emptyForm),
  });
  for (const step of ["kind", "identity", "place", "purpose", "contact"] as const) {
    routes.form({
      url: organisationsPaths.registerStep.replace(":step", step),
      access: { allow: "public" },
      params: draftParams,
      body: registrationSteps[step],
      handler: async (visit, trx) => {
        checkStep(visit.body, step);
        await saveDraft(trx, act(visit), visit.params.draft, { answers: visit.body });
        return { redirect: toRegisterStepPath(visit.params.draft, nextStep(step)) };
      },
      onRefusal: (visit, form) => showStep({ ...visit, params: { ...visit.params, step } }, form),
    });
  }
  routes.form({
    url: organisationsPaths.registerStep.replace(":step", "proof"),
    access: { allow: "public" },
    params: draftParams,
    // The field tells that a file was kept from before; the draft knows it anyway.
    body: Type.Object(
      { "proof-kept": Type.Optional(Type.String({ maxLength: 40 })) },
      { additionalProperties: false },
    ),
    files: { fields: ["proof"], maxBytes: maxProofBytes },
    handler: async (visit, trx) => {
      const [file] = visit.files;
      if (file !== undefined)
        await saveDraft(trx, act(visit), visit.params.draft, {
          proofFileId: (
            await storeProof(trx, context, { upload: file, actor: visit.actor, requestId: visit.requestId })
          ).id,
        });
      return { redirect: toRegisterStepPath(visit.params.draft, "check") };
    },
    onRefusal: (visit, form) => showStep({ ...visit, params: { ...visit.params, step: "proof" } }, form),
  });

  routes.form({
    url: organisationsPaths.registerSend,
    access: { allow: "public" },
    params: draftParams,
    body: Type.Object({}, { additionalProperties: false }),
    handler: async (visit, trx) => {
      const draft = await getDraft(trx, act(visit), visit.params.draft);
      const answers = toAnswers(draft.answers);
      const { id } = await submitOrganisation(trx, act(visit), visit.actor, {
        answers,
        ...(draft.proofFileId === null ? {} : { proofFileId: draft.proofFileId }),
      });
      await deleteDraft(trx, draft.id);
      return { redirect: toReceivedPath(toToken(cipher, "received", id)) };
    },
    onRefusal: (visit, form) => showStep({ ...visit, params: { ...visit.params, step: "check" } }, form),
  });
};
