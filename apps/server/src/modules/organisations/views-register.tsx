import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent, Radios } from "#ui/field/choices.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { organisationKindCodes, organisationKinds } from "./organisation-kinds.ts";
import { organisationsPaths, toRegisterSendPath, toRegisterStepPath } from "./paths.ts";
import { type DraftAnswers, type DraftStep, draftDays, draftSteps } from "./registration-drafts.ts";
import {
  AddressField,
  ContactNameField,
  ContactPhoneField,
  CreditCodeField,
  HomeField,
  type HomeOption,
  NameField,
  NonProfitField,
  ProofField,
  PurposeField,
} from "./views-fields.tsx";

type StepProps = {
  form: FormState;
  formKey: string;
  answers: DraftAnswers;
  homes: readonly HomeOption[];
  hasProof: "yes" | "no";
};

const kindOptions = organisationKindCodes.map((code) => ({
  value: code,
  text: organisationKinds[code].name,
  hint: organisationKinds[code].hint,
}));

const KindFields = ({ form, answers }: StepProps) => (
  <Radios
    name="kind"
    legend="你们是哪一种单位？"
    heading="h1"
    options={kindOptions}
    value={typed(form, "kind", answers.kind)}
    error={form.errors["kind"]}
  />
);

const IdentityFields = ({ form, answers }: StepProps) => (
  <>
    <h1>你们单位叫什么？</h1>
    <NameField form={form} known={answers.name} hint="和证照上的一样。" />
    <CreditCodeField form={form} known={answers.creditNo} hint="18 位，印在营业执照或登记证书上。" />
  </>
);

const PlaceFields = ({ form, answers, homes }: StepProps) => (
  <>
    <h1>你们在哪里？</h1>
    <HomeField form={form} known={answers.homeUnitId} homes={homes} hint="由那里的工作人员核实。" />
    <AddressField form={form} known={answers.address} />
  </>
);

const PurposeFields = ({ form, answers }: StepProps) => (
  <>
    <h1>你们想做哪些科普？</h1>
    <PurposeField
      form={form}
      known={answers.purpose}
      hint="几句话就行，核实后会公开。例如：每月开放一次实验室，派老师进社区讲用药安全。"
    />
    <NonProfitField form={form} known={answers.nonProfit} hint="非营利单位核实后还会列入公益科普机构名录。" />
  </>
);

const ContactFields = ({ form, answers }: StepProps) => (
  <>
    <h1>我们和谁联系？</h1>
    <ContactNameField form={form} known={answers.contactName} />
    <ContactPhoneField
      form={form}
      known={answers.contactPhone}
      hint="手机或带区号的座机。查进度时要用；核实后用它开通第一个账号。"
    />
    <Consent
      name="consent"
      text="我同意为办理登记保存联系人的姓名和电话"
      hint="加密保存，只有核实的工作人员能看，每次查看都有记录。不通过或撤回后，180 天内删除。"
      checked={ticked(form, "consent").includes("yes") || answers.consent === "yes"}
      error={form.errors["consent"]}
    />
  </>
);

const ProofFields = ({ form, hasProof }: StepProps) => (
  <>
    <h1>有证照的照片或扫描件吗？</h1>
    <ProofField
      form={form}
      label="证明材料"
      hint="营业执照、登记证书等，PDF、JPG 或 PNG，最大 10 MB。没有也可以直接下一步，核实会慢一些。"
      {...(hasProof === "yes" ? { kept: [{ id: "kept", name: "已上传的证明材料" }] } : {})}
    />
  </>
);

const fieldsOf: Readonly<Record<Exclude<DraftStep, "check">, (props: StepProps) => preact.JSX.Element>> = {
  kind: KindFields,
  identity: IdentityFields,
  place: PlaceFields,
  purpose: PurposeFields,
  contact: ContactFields,
  proof: ProofFields,
};

const StepCount = ({ step }: { step: DraftStep }) => (
  <p class="small">
    单位登记 · 第 {draftSteps.indexOf(step) + 1} 步，共 {draftSteps.length} 步
  </p>
);

/** One page of the registration: one question, or a few that belong together. */
export const RegisterStepPage = (
  props: StepProps & { step: Exclude<DraftStep, "check">; draft?: string },
) => {
  const { step, draft, form, formKey } = props;
  const Fields = fieldsOf[step];
  const previous = draftSteps[draftSteps.indexOf(step) - 1];
  return (
    <div class="stack">
      {draft !== undefined && previous !== undefined && (
        <p>
          <a href={toRegisterStepPath(draft, previous)}>返回上一步</a>
        </p>
      )}
      <ErrorSummary problems={problemsOf(form)} />
      <StepCount step={step} />
      <Form
        action={draft === undefined ? organisationsPaths.register : toRegisterStepPath(draft, step)}
        formKey={formKey}
        {...(step === "proof" ? { encoding: "files" as const } : {})}
      >
        <Fields {...props} />
        {draft === undefined && (
          <NextStep>大约 5 分钟。中途关掉也不要紧：记下网址，{draftDays} 天内可以接着填。</NextStep>
        )}
        <Button>下一步</Button>
      </Form>
      {draft === undefined && (
        <p>
          已经登记过？<a href={organisationsPaths.status}>查进度</a>
        </p>
      )}
    </div>
  );
};

/** All answers on one page, each with a way to change it; then it is sent. */
export const RegisterCheckPage = (
  props: Omit<StepProps, "homes"> & { draft: string; homeName: string; missing: DraftStep | undefined },
) => {
  const { draft, answers, form, formKey, homeName, hasProof, missing } = props;
  const change = (step: DraftStep, about: string) => ({
    href: toRegisterStepPath(draft, step),
    text: "修改",
    about,
  });
  return (
    <div class="stack">
      <p>
        <a href={toRegisterStepPath(draft, "proof")}>返回上一步</a>
      </p>
      <ErrorSummary problems={problemsOf(form).map(({ text }) => ({ text }))} />
      <StepCount step="check" />
      <h1>看看填得对不对</h1>
      <SummaryList
        rows={[
          {
            term: "单位种类",
            value: answers.kind === undefined ? "还没填" : organisationKinds[answers.kind].name,
            action: change("kind", "单位种类"),
          },
          { term: "单位名称", value: answers.name ?? "还没填", action: change("identity", "单位名称") },
          {
            term: "统一社会信用代码",
            value: answers.creditNo ?? "还没填",
            action: change("identity", "统一社会信用代码"),
          },
          { term: "所在地", value: homeName, action: change("place", "所在地") },
          { term: "详细地址", value: answers.address ?? "还没填", action: change("place", "详细地址") },
          {
            term: "想做哪些科普",
            value: answers.purpose ?? "还没填",
            action: change("purpose", "想做哪些科普"),
          },
          {
            term: "非营利单位",
            value: answers.nonProfit === undefined ? "还没填" : answers.nonProfit === "yes" ? "是" : "不是",
            action: change("purpose", "非营利单位"),
          },
          { term: "联系人", value: answers.contactName ?? "还没填", action: change("contact", "联系人") },
          {
            term: "联系电话",
            value: answers.contactPhone ?? "还没填",
            action: change("contact", "联系电话"),
          },
          {
            term: "证明材料",
            value: hasProof === "yes" ? "已上传" : "没有上传",
            action: change("proof", "证明材料"),
          },
        ]}
      />
      {missing === undefined ? (
        <Form action={toRegisterSendPath(draft)} formKey={formKey}>
          <NextStep>
            提交后，所在街道（镇）或园区的工作人员会核实，一般 5
            个工作日内有结果。你会拿到回执编号，可以随时查进度。
          </NextStep>
          <Button>提交登记</Button>
        </Form>
      ) : (
        <LinkButton href={toRegisterStepPath(draft, missing)}>接着填</LinkButton>
      )}
    </div>
  );
};
