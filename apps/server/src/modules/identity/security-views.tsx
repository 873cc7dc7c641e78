// Views of 登录安全: the ways in, and where one is signed in.
import type { FormState } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { CodeField, TextField } from "#ui/field/field.tsx";
import { problemsOf, typed } from "#ui/form/form-state.ts";
import { Form, NextStep } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { Qr } from "#ui/qr/qr.tsx";
import { SectionHead } from "#ui/section-head/section-head.tsx";
import { Table } from "#ui/table/table.tsx";
import { identityPaths } from "./paths.ts";
import { PasskeyIsland } from "./views.tsx";

export type SecurityPageProps = {
  formKey: string;
  form: FormState;
  done: string | undefined;
  sessions: readonly { id: string; device: string; method: string; lastSeen: string; current: boolean }[];
  passkeys: readonly { id: string; name: string; since: string }[];
  totp: "none" | "pending" | "confirmed";
  recoveryCodes: number;
  password: "set" | "none";
  secondFactor: "passed" | "open";
  /** 统一身份认证, where this site has it. */
  oidc: { label: string; linked: boolean } | undefined;
  wechat: "on" | "off";
};

const doneSentences: Readonly<Record<string, string>> = {
  password: "密码已改好。别处的登录都已退出，这里已换成新的登录。",
  "new-password": "新密码已设好。别处的登录都已退出，这里已换成新的登录。",
  oidc: "统一身份已关联，下次可以用它登录。",
  "oidc-removed": "统一身份已解除。用它登录的别处都已退出。",
  totp: "验证器已绑定，这次登录已完成第二重验证。",
  "totp-removed": "验证器已解绑。",
  passkey: "通行密钥已绑定。",
  "passkey-removed": "通行密钥已删除。",
  session: "那次登录已经退出。",
  others: "别处的登录都已退出。",
};

export function SecurityPage(props: SecurityPageProps) {
  const {
    formKey,
    form,
    done,
    sessions,
    passkeys,
    totp,
    recoveryCodes,
    password,
    secondFactor,
    oidc,
    wechat,
  } = props;
  const sentence = done === undefined ? undefined : doneSentences[done];
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>登录安全</h1>
      {sentence !== undefined && <Notice tone="done" title={sentence} live="status" />}
      {secondFactor === "open" && (totp === "confirmed" || passkeys.length > 0) && (
        <p>
          <LinkButton
            href={`${identityPaths.secondFactor}?back=${encodeURIComponent(identityPaths.security)}`}
          >
            先完成第二重验证
          </LinkButton>
        </p>
      )}

      <SectionHead title="登录着的设备" />
      <Table
        caption="登录着的设备"
        captionShown="hidden"
        rows={sessions}
        rowKey={(row) => row.id}
        empty={<p>没有别的登录。</p>}
        columns={[
          {
            header: "设备",
            role: "name",
            cell: (row) => (row.current ? `${row.device}（这里）` : row.device),
          },
          { header: "登录办法", cell: (row) => row.method },
          { header: "最近使用", cell: (row) => row.lastSeen },
          {
            header: "操作",
            cell: (row) =>
              row.current ? (
                "正在使用"
              ) : (
                <Form
                  action={identityPaths.endSession.replace(":id", row.id)}
                  formKey={formKey}
                  landmark="none"
                >
                  <Button variant="secondary" size="small">
                    退出这台
                  </Button>
                </Form>
              ),
          },
        ]}
      />
      {sessions.length > 1 && (
        <Form action={identityPaths.endOtherSessions} formKey={formKey} label="退出别处">
          <Button variant="secondary">退出别处所有登录</Button>
        </Form>
      )}

      <SectionHead title="验证器" />
      {totp === "confirmed" ? (
        <>
          <p>
            已绑定。登录后再填一次验证器上的数字，别人拿到您的手机号或密码也进不来。还剩 {recoveryCodes}{" "}
            个备用码。
          </p>
          <Form action={identityPaths.recoveryCodes} formKey={formKey} label="备用码">
            <Button variant="secondary">生成一组新的备用码</Button>
          </Form>
          <Form action={identityPaths.totpRemove} formKey={formKey} label="解绑验证器">
            <Button variant="quiet">解绑验证器</Button>
          </Form>
        </>
      ) : (
        <>
          <p>在手机上装一个验证器应用（支持 TOTP 的都可以），扫码绑定，不需要网络。</p>
          <Form action={identityPaths.totp} formKey={formKey} label="绑定验证器">
            <Button>绑定验证器</Button>
          </Form>
        </>
      )}

      <SectionHead title="通行密钥" />
      <p>用设备的指纹、面容或锁屏密码登录，不用记密码。</p>
      {passkeys.length > 0 && (
        <Table
          caption="通行密钥"
          captionShown="hidden"
          rows={passkeys}
          rowKey={(row) => row.id}
          empty={<></>}
          columns={[
            { header: "名称", role: "name", cell: (row) => row.name },
            { header: "绑定时间", cell: (row) => row.since },
            {
              header: "操作",
              cell: (row) => (
                <Form
                  action={identityPaths.removePasskey.replace(":id", row.id)}
                  formKey={formKey}
                  label={`删除${row.name}`}
                >
                  <Button variant="quiet" size="small">
                    删除
                  </Button>
                </Form>
              ),
            },
          ]}
        />
      )}
      <PasskeyIsland
        kind="register"
        back={`${identityPaths.security}?done=passkey`}
        label="绑定一把通行密钥"
      />

      {oidc !== undefined && (
        <>
          <SectionHead title={oidc.label} />
          {oidc.linked ? (
            <>
              <p>已关联，可以用它登录。</p>
              <Form action={identityPaths.unlinkOidc} formKey={formKey} label={`解除${oidc.label}`}>
                <Button variant="quiet">解除关联</Button>
              </Form>
            </>
          ) : (
            <>
              <p>关联以后，可以用{oidc.label}登录。我们只记下它给您的编号，不取姓名和别的资料。</p>
              <p>
                <LinkButton href={identityPaths.linkOidc} variant="secondary" icon="shield">
                  关联{oidc.label}
                </LinkButton>
              </p>
            </>
          )}
        </>
      )}

      {wechat === "on" && (
        <>
          <SectionHead title="微信提醒" />
          <p>
            <LinkButton href={identityPaths.wechat} variant="secondary">
              提醒发到微信
            </LinkButton>
          </p>
        </>
      )}

      {password === "none" && (
        <>
          <SectionHead title="密码" />
          <p>您现在不用密码登录。想用密码，可以设一个账号名和密码。</p>
          <p>
            <LinkButton href={identityPaths.newPassword} variant="secondary">
              设密码
            </LinkButton>
          </p>
        </>
      )}

      {password === "set" && (
        <>
          <SectionHead title="改密码" />
          <Form action={identityPaths.changePassword} formKey={formKey} label="改密码">
            <TextField
              name="password"
              label="现在的密码"
              type="password"
              autocomplete="current-password"
              width="medium"
              error={form.errors["password"]}
            />
            <TextField
              name="newPassword"
              label="新密码"
              type="password"
              autocomplete="new-password"
              width="medium"
              error={form.errors["newPassword"]}
              hint="至少 12 个字，一句自己记得住的话就行，不要求大小写和符号。"
            />
            <NextStep>改好以后，别处的登录都会退出。</NextStep>
            <Button>改密码</Button>
          </Form>
        </>
      )}
    </div>
  );
}

export function TotpPage({
  formKey,
  form,
  secret,
  uri,
}: {
  formKey: string;
  form: FormState;
  secret: string;
  uri: string;
}) {
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>绑定验证器</h1>
      <p class="lead">用手机上的验证器扫下面的码，再把它显示的 6 位数字填进来。</p>
      <Qr text={uri} label="验证器的绑定码" />
      <p>
        扫不了？在验证器里选“手动输入”，填这串密钥：<strong>{secret}</strong>
      </p>
      <Form action={identityPaths.totpConfirm} formKey={formKey}>
        <CodeField name="code" label="验证器上的 6 位数字" digits={6} error={form.errors["code"]} />
        <Button>完成绑定</Button>
      </Form>
      <p>
        <a href={identityPaths.security}>先不绑定，返回</a>
      </p>
    </div>
  );
}

export function RecoveryCodesPage({ codes }: { codes: readonly string[] }) {
  return (
    <div class="stack">
      <h1>备用码</h1>
      <p class="lead">
        10
        分钟内能再看，过后谁也看不到。请抄下来或打印，收在安全的地方。手机不在身边时，每个码能用一次。旧的备用码已作废。
      </p>
      <ul>
        {codes.map((code) => (
          <li key={code}>
            <code>{`${code.slice(0, 5)}-${code.slice(5)}`}</code>
          </li>
        ))}
      </ul>
      <p>
        <LinkButton href={identityPaths.security}>我已收好</LinkButton>
      </p>
    </div>
  );
}

/** A first password, or a new one for a forgotten one; the person has just proved his phone. */
export function NewPasswordPage({
  formKey,
  form,
  accountName,
}: {
  formKey: string;
  form: FormState;
  accountName: string | undefined;
}) {
  return (
    <div class="sign-in stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>设新密码</h1>
      <Form action={identityPaths.newPassword} formKey={formKey}>
        {accountName === undefined ? (
          <TextField
            name="username"
            label="账号名"
            autocomplete="username"
            width="medium"
            hint="登录时填它。3–30 个小写字母、数字、点或下划线。"
            value={typed(form, "username")}
            error={form.errors["username"]}
          />
        ) : (
          <p>
            您的账号名是 <strong>{accountName}</strong>，登录时填它。
          </p>
        )}
        <TextField
          name="password"
          label="新密码"
          type="password"
          autocomplete="new-password"
          width="medium"
          hint="至少 12 个字，可以用一句自己记得住的话。"
          error={form.errors["password"]}
        />
        <NextStep>设好以后，别处的登录都会退出。</NextStep>
        <Button>设新密码</Button>
      </Form>
    </div>
  );
}
