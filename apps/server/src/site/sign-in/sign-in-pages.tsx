// Views of signing in; the module identity owns the routes and what happens behind them.
import type { ComponentChildren } from "preact";
import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { CodeField, TextField } from "#ui/field/field.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { Form, NextStep } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Tabs } from "#ui/tabs/tabs.tsx";
import { paths } from "#site/paths.ts";

type SignInBase = {
  /** Where the form is posted. */
  action: string;
  formKey: string;
  form: FormState;
  /** A path of this site to go on to. */
  back: string;
};

export type SignInWays = {
  phoneHref: string;
  passwordHref: string;
  oidc?: { label: string; href: string } | undefined;
};

type SignInPageProps = SignInBase & { ways: SignInWays };

/** First step with a phone: the code comes by message. */
export function PhoneSignInPage({ action, formKey, form, back, ways }: SignInPageProps) {
  return (
    <SignInFrame form={form} ways={ways} current="phone">
      <Form action={action} formKey={formKey} hidden={{ back }}>
        <TextField
          name="phone"
          label="手机号"
          type="tel"
          inputmode="tel"
          autocomplete="tel"
          width="medium"
          value={typed(form, "phone")}
          error={form.errors["phone"]}
          hint="没有账号也可以：验证手机号之后就有了。"
        />
        <NextStep>我们发一条短信，里面有 6 位数字。只用来登录，用法见“个人信息怎么用”。</NextStep>
        <Button>发验证码给我</Button>
      </Form>
    </SignInFrame>
  );
}

export function PasswordSignInPage({ action, formKey, form, back, ways }: SignInPageProps) {
  return (
    <SignInFrame form={form} ways={ways} current="password">
      <Form action={action} formKey={formKey} hidden={{ back }}>
        <TextField
          name="phone"
          label="手机号"

          inputmode="tel"
          autocomplete="username"
          width="medium"
          value={typed(form, "phone")}
          error={form.errors["phone"]}
        />
        <TextField
          name="password"
          label="密码"
          type="password"
          autocomplete="current-password"
          width="medium"
          error={form.errors["password"]}
          hint="忘了密码，就用短信验证码登录。"
        />
        <Button>登录</Button>
      </Form>
    </SignInFrame>
  );
}

function SignInFrame({
  form,
  ways,
  current,
  children,
}: {
  form: FormState;
  ways: SignInWays;
  current: "phone" | "password";
  children: ComponentChildren;
}) {
  return (
    <div class="sign-in stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>登录</h1>
      <Tabs
        label="登录的办法"
        tabs={[
          { text: "短信验证码", href: ways.phoneHref, current: current === "phone" },
          { text: "密码", href: ways.passwordHref, current: current === "password" },
        ]}
      />
      {children}
      {ways.oidc !== undefined && (
        <p>
          <LinkButton href={ways.oidc.href} variant="secondary" icon="shield">
            {ways.oidc.label}
          </LinkButton>
        </p>
      )}
      <p class="small">
        <a href={paths.privacy}>个人信息怎么用</a>　<a href={paths.help}>有人帮我</a>
      </p>
    </div>
  );
}

export type PhoneCodePageProps = SignInBase & {
  /** `138 **** 0001` */
  maskedPhone: string;
  minutes: number;
  /** A POST that sends another code; undefined while it is too early. */
  again?: { action: string; formKey: string } | undefined;
};

/** Second step with a phone: what the message said. */
export function PhoneCodePage({
  action,
  formKey,
  form,
  back,
  maskedPhone,
  minutes,
  again,
}: PhoneCodePageProps) {
  return (
    <div class="sign-in stack">
      <ErrorSummary problems={problemsOf(form)} />
      <Form action={action} formKey={formKey} hidden={{ back }}>
        <CodeField
          name="code"
          label="短信里的 6 位数字"
          heading="h1"
          hint={`发到 ${maskedPhone}，${minutes} 分钟内有效。`}
          error={form.errors["code"]}
        />
        <Button>登录</Button>
      </Form>
      {again === undefined ? (
        <p class="small">没收到？等 1 分钟，刷新这一页，可以再要一次。</p>
      ) : (
        <Form action={again.action} formKey={again.formKey} hidden={{ back }} label="再要一次验证码">
          <Button variant="quiet">没收到，再发一次</Button>
        </Form>
      )}
    </div>
  );
}

export type SecondFactorPageProps = SignInBase & {
  /** What else proves it: `passkey` needs JavaScript and comes as an island above the form. */
  recoveryHref?: string | undefined;
  island?: ComponentChildren;
};

/** Second factor for staff. */
export function SecondFactorPage({
  action,
  formKey,
  form,
  back,
  recoveryHref,
  island,
}: SecondFactorPageProps) {
  return (
    <div class="sign-in stack">
      <ErrorSummary problems={problemsOf(form)} />
      {island}
      <Form action={action} formKey={formKey} hidden={{ back }}>
        <CodeField
          name="code"
          label="验证器上的 6 位数字"
          heading="h1"
          hint="您的岗位能改别人的资料，所以多验一步。打开手机上的验证器，照着填。"
          error={form.errors["code"]}
        />
        <Button>验证</Button>
      </Form>
      {recoveryHref !== undefined && (
        <p>
          <a href={recoveryHref}>手机不在身边，用备用码</a>
        </p>
      )}
    </div>
  );
}
