// Views of signing in; props in, HTML out. The first thing asked is the h1 where a page asks one thing.
import type { ComponentChildren } from "preact";
import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { EmptyState } from "#ui/empty-state/empty-state.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { CodeField, TextField } from "#ui/field/field.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { Form, NextStep } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Listing } from "#ui/listing/listing.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { Tabs } from "#ui/tabs/tabs.tsx";
import { identityPaths, withReturn } from "./paths.ts";
import { codeDigits } from "./phone-codes.ts";

type FormBase = { formKey: string; form: FormState; /** A path of this site to go on to. */ back: string };
export type SignInWays = { oidcLabel: string | undefined; outbox: "shown" | "hidden" };

/** Drawn by the island /assets/islands/passkey.js into a button; without JavaScript the page is whole without it. */
export function PasskeyIsland({
  kind,
  back,
  label,
}: {
  kind: "sign-in" | "register";
  back: string;
  label: string;
}) {
  return <div class="stack" data-passkey={kind} data-back={back} data-label={label} />;
}

function SignInFrame({
  form,
  back,
  ways,
  current,
  children,
}: {
  form: FormState;
  back: string;
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
          { text: "短信验证码", href: withReturn(identityPaths.signIn, back), current: current === "phone" },
          {
            text: "账号和密码",
            href: withReturn(identityPaths.password, back),
            current: current === "password",
          },
        ]}
      />
      {children}
      <PasskeyIsland kind="sign-in" back={back} label="用通行密钥登录" />
      {ways.oidcLabel !== undefined && (
        <p>
          <LinkButton href={withReturn(identityPaths.oidc, back)} variant="secondary" icon="shield">
            {ways.oidcLabel}
          </LinkButton>
        </p>
      )}
    </div>
  );
}

export function PhonePage({ formKey, form, back, ways }: FormBase & { ways: SignInWays }) {
  return (
    <SignInFrame form={form} back={back} ways={ways} current="phone">
      <Form action={identityPaths.signIn} formKey={formKey} hidden={{ back }}>
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
        <NextStep>
          我们发一条短信，里面有 {codeDigits} 位数字，10 分钟内有效。手机号只用来登录和联系您。
        </NextStep>
        <Button>发验证码给我</Button>
      </Form>
    </SignInFrame>
  );
}

export function PasswordPage({ formKey, form, back, ways }: FormBase & { ways: SignInWays }) {
  return (
    <SignInFrame form={form} back={back} ways={ways} current="password">
      <Form action={identityPaths.password} formKey={formKey} hidden={{ back }}>
        <TextField
          name="username"
          label="账号名"
          autocomplete="username"
          width="medium"
          value={typed(form, "username")}
          error={form.errors["username"]}
        />
        <TextField
          name="password"
          label="密码"
          type="password"
          autocomplete="current-password"
          width="medium"
          error={form.errors["password"]}
        />
        <Button>登录</Button>
      </Form>
      <p>
        <a href={withReturn(identityPaths.signIn, identityPaths.newPassword)}>忘了密码，用短信验证码设新的</a>
      </p>
    </SignInFrame>
  );
}

export function CodePage({
  formKey,
  form,
  back,
  maskedPhone,
  ways,
}: FormBase & { maskedPhone: string; ways: SignInWays }) {
  return (
    <div class="sign-in stack">
      <ErrorSummary problems={problemsOf(form)} />
      <Form action={identityPaths.code} formKey={formKey} hidden={{ back }}>
        <CodeField
          name="code"
          label={`短信里的 ${codeDigits} 位数字`}
          heading="h1"
          digits={codeDigits + 2}
          hint={`发到 ${maskedPhone}，10 分钟内有效。中间有没有空格都可以。`}
          error={form.errors["code"]}
        />
        <Button>登录</Button>
      </Form>
      <p>
        没收到？等 1 分钟，<a href={withReturn(identityPaths.signIn, back)}>重新填写手机号</a>，可以再要一次。
      </p>
      {ways.outbox === "shown" && (
        <Notice title="这里是演示环境，短信不会真的发出">
          <p>
            验证码在<a href={identityPaths.outbox}>演示短信箱</a>里看。
          </p>
        </Notice>
      )}
    </div>
  );
}

export function SecondFactorPage({
  formKey,
  form,
  back,
  passkeys,
  totp,
}: FormBase & { passkeys: "some" | "none"; totp: "some" | "none" }) {
  return (
    <div class="sign-in stack">
      <ErrorSummary problems={problemsOf(form)} />
      {totp === "some" ? (
        <Form action={identityPaths.secondFactor} formKey={formKey} hidden={{ back }}>
          <CodeField
            name="code"
            label="验证器上的 6 位数字"
            heading="h1"
            digits={12}
            hint="您的岗位能改别人的资料，所以多验一步。打开手机上的验证器照着填；手机不在身边，填一个备用码。"
            error={form.errors["code"]}
          />
          <Button>验证</Button>
        </Form>
      ) : (
        <>
          <h1>第二重验证</h1>
          <p class="lead">
            {passkeys === "some"
              ? "请用您的通行密钥完成验证。"
              : "您的岗位能改别人的资料，要多验一步。请先绑定验证器或通行密钥。"}
          </p>
        </>
      )}
      {passkeys === "some" && <PasskeyIsland kind="sign-in" back={back} label="用通行密钥验证" />}
      <p>
        <a href={identityPaths.security}>去“登录安全”</a>
      </p>
    </div>
  );
}

export function OutboxPage({
  messages,
}: {
  messages: readonly { id: string; phone: string; text: string; time: string }[];
}) {
  return (
    <div class="stack">
      <h1>演示短信箱</h1>
      <p class="lead">演示和开发时，短信不真的发出，都列在这里，1 小时后清掉。正式运行没有这一页。</p>
      {messages.length === 0 ? (
        <EmptyState title="还没有短信">在登录页填一个手机号，短信就会出现在这里。</EmptyState>
      ) : (
        <Listing
          heading="h2"
          items={messages.map((message) => ({
            key: message.id,
            title: `发给 ${message.phone}`,
            meta: message.time,
            text: message.text,
          }))}
        />
      )}
    </div>
  );
}
