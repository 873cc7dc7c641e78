import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { Consent, Radios } from "#ui/field/choices.tsx";
import { CodeField, SelectField, TextField } from "#ui/field/field.tsx";
import { Form, NextStep } from "#ui/form/form.tsx";
import { problemsOf, ticked, typed } from "#ui/form/form-state.ts";
import { Notice } from "#ui/notice/notice.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { peoplePaths } from "./paths.ts";
import { proxyMinutes } from "./proxies.ts";
import { consentPurposes } from "./vocabulary.ts";

type Choice = { value: string; text: string };
type HelpingProps = { form: FormState; formKey: string; witnesses: readonly Choice[] };

/** First step of helping: whom. An elder without an account gets one here, on the spoken word before a witness. */
export const HelpingPhonePage = ({ form, formKey, witnesses }: HelpingProps) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <Form action={peoplePaths.helpingCode} formKey={formKey} label="按手机号查找">
      <TextField
        name="phone"
        label="替谁办事？请填本人的手机号"
        heading="h1"
        type="tel"
        inputmode="numeric"
        autocomplete="off"
        width="medium"
        value={typed(form, "phone")}
        error={form.errors["phone"]}
        hint="本人要在场。系统会给这个号码发一个验证码。"
      />
      <NextStep>下一步：请本人念出验证码，或者口头同意、由另一位工作人员作证。</NextStep>
      <Button>下一步</Button>
    </Form>
    <section aria-labelledby="new-elder">
      <SectionHead title="本人还没有账户" id="new-elder" />
      <p>没有手机也可以。请先念给本人听：“{consentPurposes.account.text}”</p>
      <Form action={peoplePaths.helpingNew} formKey={formKey} label="为本人建立账户">
        <TextField
          name="fullName"
          label="本人的姓名"
          autocomplete="off"
          maxlength={40}
          value={typed(form, "fullName")}
          error={form.errors["fullName"]}
        />
        <TextField
          name="newPhone"
          label="本人的手机号"
          optional
          type="tel"
          inputmode="numeric"
          autocomplete="off"
          width="medium"
          value={typed(form, "newPhone")}
          error={form.errors["newPhone"]}
        />
        <SelectField
          name="witness"
          label="见证人"
          options={witnesses}
          emptyText="请选择"
          value={typed(form, "witness")}
          error={form.errors["witness"]}
          hint="在场的另一位工作人员。"
        />
        <Consent
          name="agreed"
          text="本人听完后同意建立账户"
          checked={ticked(form, "agreed").length > 0}
          error={form.errors["agreed"]}
        />
        <Button variant="secondary">建立账户，继续</Button>
      </Form>
    </section>
  </div>
);

type HelpingConsentProps = HelpingProps & {
  elderPersonId: string;
  elderName: string;
  hasPhone: boolean;
  units: readonly Choice[];
};

/** Second step: read aloud, agreed, started. */
export const HelpingConsentPage = ({
  form,
  formKey,
  elderPersonId,
  elderName,
  hasPhone,
  units,
  witnesses,
}: HelpingConsentProps) => (
  <div class="stack">
    <ErrorSummary problems={problemsOf(form)} />
    <h1>请把这段话念给{elderName}听</h1>
    <Notice title="念给本人听">{`“${consentPurposes.proxy.text}”`}</Notice>
    <Form action={peoplePaths.helpingStart} formKey={formKey} hidden={{ elderPersonId }} label="开始代办">
      <TextField
        name="matter"
        label="要办什么事"
        maxlength={200}
        value={typed(form, "matter")}
        error={form.errors["matter"]}
        hint="例如：报名周三的手机课"
      />
      <SelectField
        name="unitId"
        label="在哪个站点"
        options={units}
        value={typed(form, "unitId")}
        error={form.errors["unitId"]}
      />
      <Radios
        name="method"
        legend="本人怎样同意"
        options={[
          ...(hasPhone ? [{ value: "phone_code", text: "念出手机收到的验证码" }] : []),
          { value: "spoken", text: "口头同意，有见证人" },
          { value: "paper", text: "在纸上签了字" },
        ]}
        value={typed(form, "method")}
        error={form.errors["method"]}
      />
      {hasPhone && (
        <CodeField
          name="code"
          label="验证码"
          digits={8}
          optional
          error={form.errors["code"]}
          hint="选“念出手机收到的验证码”时填写。"
        />
      )}
      <SelectField
        name="witness"
        label="见证人"
        optional
        options={witnesses}
        emptyText="没有"
        value={typed(form, "witness")}
        error={form.errors["witness"]}
        hint="选“口头同意”时填写，必须是另一位工作人员。"
      />
      <Consent
        name="readBack"
        text="我已经把上面的话和要办的事念给本人听，本人点头同意"
        checked={ticked(form, "readBack").length > 0}
        error={form.errors["readBack"]}
      />
      <NextStep>{`代办最长 ${proxyMinutes} 分钟，到时自动结束。页面上方会一直显示两个人的名字。`}</NextStep>
      <Button>开始代办</Button>
    </Form>
  </div>
);
