import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { Confirmation } from "#ui/confirmation/confirmation.tsx";
import { dateTimeText, machineTime } from "#ui/date-text.ts";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { CodeField, SelectField, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { StatusTag, type StatusTone } from "#ui/status-tag/status-tag.tsx";
import { Timeline } from "#ui/steps/steps.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import type { listOrganisationEvents, OrganisationView } from "./organisation-queries.ts";
import { organisationKindCodes, organisationKinds } from "./organisation-kinds.ts";
import {
  organisationsPaths,
  toApplicationPath,
  toFixPath,
  toOrganisationPath,
  toWithdrawPath,
} from "./paths.ts";
import { organisationStates, type OrganisationStatus } from "./state.ts";
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

const tones: Readonly<Record<OrganisationStatus, StatusTone>> = {
  submitted: "active",
  under_review: "active",
  returned: "soon",
  verified: "done",
  rejected: "wrong",
  suspended: "soon",
  withdrawn: "neutral",
};

const explanations: Readonly<Record<OrganisationStatus, string>> = {
  submitted: "已经收到，正等工作人员核实，一般 5 个工作日内有结果。",
  under_review: "工作人员正在核实。",
  returned: "有几处要补正。请按下面的说明改好，再交一次。",
  verified: "已经核实，列在公开名录里。",
  rejected: "这次没有通过，原因在下面。情况变了，可以重新登记。",
  suspended: "登记已暂停，暂时不在公开名录里，原因在下面。",
  withdrawn: "你们已经撤回这次登记。",
};

/** Right after sending: the receipt number and, this once, the code for later changes. */
export const ReceivedPage = ({
  receiptNo,
  fixCode,
  token,
}: {
  receiptNo: string;
  fixCode: string;
  token: string;
}) => (
  <Confirmation title="收到你们的登记了" reference={receiptNo}>
    <p>
      办理码 <strong>{fixCode}</strong>
    </p>
    <p>
      请把回执编号和办理码抄下来，或打印这一页：查进度要用回执编号，补正和撤回要用办理码。为了安全，办理码只在这里显示，半小时后不再显示。
    </p>
    <p>接下来：所在街道（镇）或园区的工作人员会核实，一般 5 个工作日内有结果，需要时会打联系电话。</p>
    <p>
      <a href={toApplicationPath(token)}>看办理进度</a>
    </p>
  </Confirmation>
);

export const StatusFormPage = ({ form, formKey }: { form: FormState; formKey: string }) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <h1>查登记进度</h1>
    <Form action={organisationsPaths.status} formKey={formKey}>
      <TextField
        name="receiptNo"
        label="回执编号"
        hint="DJ 开头，在提交成功的页面上。"
        width="medium"
        value={typed(form, "receiptNo")}
        error={form.errors["receiptNo"]}
      />
      <TextField
        name="phone"
        label="登记时填的联系电话"
        type="tel"
        inputmode="tel"
        autocomplete="tel"
        width="medium"
        value={typed(form, "phone")}
        error={form.errors["phone"]}
      />
      <Button>查进度</Button>
    </Form>
  </div>
);

type Events = Awaited<ReturnType<typeof listOrganisationEvents>>;

export const ApplicationPage = (props: {
  organisation: OrganisationView;
  events: Events;
  token: string;
  now: Date;
  form: FormState;
  formKey: string;
}) => {
  const { organisation, events, token, now, form, formKey } = props;
  const canWithdraw = organisationStates.next(organisation.status, "withdraw") !== undefined;
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>{organisation.name}</h1>
      <p>
        <StatusTag tone={tones[organisation.status]} text={organisation.statusName} />{" "}
        {explanations[organisation.status]}
      </p>
      {organisation.status === "returned" && (
        <Notice tone="soon" title="要补正的地方" heading="h2">
          <p>{events.findLast((event) => event.event === "return")?.reason}</p>
          <LinkButton href={toFixPath(token)}>去补正</LinkButton>
        </Notice>
      )}
      {organisation.status === "verified" && (
        <p>
          <a href={toOrganisationPath(organisation.id)}>看公开页面</a>
        </p>
      )}
      <SummaryList
        rows={[
          { term: "回执编号", value: organisation.receiptNo },
          { term: "单位种类", value: organisation.kindName },
          { term: "所在地", value: organisation.homeUnitName },
        ]}
      />
      <h2>办理经过</h2>
      <Timeline
        label="办理经过"
        entries={events.toReversed().map((event) => ({
          time: dateTimeText(new Date(event.at), now),
          machineTime: machineTime(new Date(event.at)),
          title: event.eventName,
          ...(event.reason === null ? {} : { children: <p>{event.reason}</p> }),
        }))}
      />
      {canWithdraw && (
        <>
          <h2>不想登记了？</h2>
          <Form action={toWithdrawPath(token)} formKey={formKey} label="撤回登记">
            <CodeField
              name="fixCode"
              label="办理码"
              digits={8}
              hint="提交成功页面上的 8 位数字。"
              error={form.errors["fixCode"]}
            />
            <NextStep>撤回后，联系人信息在 180 天内删除；以后可以重新登记。</NextStep>
            <Button variant="danger">撤回登记</Button>
          </Form>
        </>
      )}
    </div>
  );
};

/** The whole application again, to be corrected; the person who sent it proves it by the code. */
export const FixPage = (props: {
  organisation: OrganisationView;
  reason: string;
  token: string;
  homes: readonly HomeOption[];
  form: FormState;
  formKey: string;
}) => {
  const { organisation, reason, token, homes, form, formKey } = props;
  return (
    <div class="stack">
      <p>
        <a href={toApplicationPath(token)}>返回办理进度</a>
      </p>
      <ErrorSummary problems={problemsOf(form)} />
      <h1>补正登记</h1>
      <Notice tone="soon" title="要补正的地方" heading="h2">
        <p>{reason}</p>
      </Notice>
      <Form action={toFixPath(token)} formKey={formKey} encoding="files">
        <SelectField
          name="kind"
          label="单位种类"
          options={organisationKindCodes.map((code) => ({ value: code, text: organisationKinds[code].name }))}
          value={typed(form, "kind", organisation.kind)}
          error={form.errors["kind"]}
        />
        <NameField form={form} known={organisation.name} />
        <CreditCodeField form={form} known={organisation.creditCode} />
        <HomeField form={form} known={organisation.homeUnitId} homes={homes} />
        <AddressField form={form} known={organisation.address} />
        <PurposeField form={form} known={organisation.purpose} />
        <NonProfitField form={form} known={organisation.nonProfit ? "yes" : "no"} />
        <ContactNameField form={form} hint="为了安全，请再填一次。" />
        <ContactPhoneField form={form} />
        <ProofField form={form} label="新的证明材料" hint="不换就不用传。PDF、JPG 或 PNG，最大 10 MB。" />
        <CodeField
          name="fixCode"
          label="办理码"
          digits={8}
          hint="提交成功页面上的 8 位数字。"
          error={form.errors["fixCode"]}
        />
        <NextStep>再次提交后重新排队核实，一般 5 个工作日内有结果。</NextStep>
        <Button>再次提交</Button>
      </Form>
    </div>
  );
};
