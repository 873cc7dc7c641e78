import Type from "typebox";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { Button } from "#ui/button/button.tsx";
import { dateTimeText } from "#ui/date-text.ts";
import { ErrorSummary } from "#ui/error-summary/error-summary.tsx";
import { problemsOf } from "#ui/form/form-state.ts";
import { Form } from "#ui/form/form.tsx";
import { LinkButton } from "#ui/link-button/link-button.tsx";
import { Notice } from "#ui/notice/notice.tsx";
import { identityPaths } from "./paths.ts";
import {
  bindWechat,
  findWechatBinding,
  isOwnState,
  requireWechat,
  toConsentAddress,
  unbindWechat,
} from "./wechat-binding.ts";

const backQuery = Type.Object({
  code: Type.Optional(Type.String({ maxLength: 200 })),
  state: Type.Optional(Type.String({ maxLength: 200 })),
});
const bindBody = Type.Object(
  {
    code: Type.String({ title: "微信给的编号", minLength: 1, maxLength: 200 }),
    state: Type.String({ title: "办理编号", minLength: 1, maxLength: 200 }),
  },
  { additionalProperties: false },
);
const emptyBody = Type.Object({}, { additionalProperties: false });

function WechatPage(props: {
  formKey: string;
  form: FormState;
  boundSince: string | undefined;
  address: string;
}) {
  const { formKey, form, boundSince, address } = props;
  return (
    <div class="stack">
      <ErrorSummary problems={problemsOf(form)} />
      <h1>微信提醒</h1>
      {boundSince === undefined ? (
        <>
          <p>
            绑定以后，点单、报名的提醒发到您的微信，不再发短信。我们只保存服务号给您的编号，不取头像、昵称和好友。
          </p>
          <p>请在微信里打开本页再点下面的按钮，并先关注服务号。</p>
          <p>
            <LinkButton href={address}>绑定微信</LinkButton>
          </p>
        </>
      ) : (
        <>
          <Notice tone="done" title={`已绑定（${boundSince}）。提醒发到微信；微信收不到时改发短信。`} />
          <Form action={identityPaths.wechatUnbind} formKey={formKey} label="解除微信">
            <Button variant="secondary">解除绑定，改回短信</Button>
          </Form>
        </>
      )}
    </div>
  );
}

function ConfirmPage(props: { formKey: string; code: string; state: string }) {
  return (
    <div class="stack">
      <h1>绑定微信提醒</h1>
      <p>微信已同意。点“确认绑定”，以后的提醒就发到这个微信。</p>
      <Form action={identityPaths.wechatBind} formKey={props.formKey} label="确认绑定">
        <input type="hidden" name="code" value={props.code} />
        <input type="hidden" name="state" value={props.state} />
        <Button>确认绑定</Button>
      </Form>
    </div>
  );
}

/** /my/security/wechat: only where this installation has a service account. */
export const wechatPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const owner = (visit: Pick<Visit, "person">) => {
    const actor = visit.person();
    if (actor.onBehalfOf !== undefined) throw new AppError("policy.role", { status: 403 });
    return actor;
  };
  const wechatPage = async (visit: Visit, form: FormState = emptyForm): Promise<PageView> => {
    requireWechat(context);
    const { personId } = owner(visit);
    const since = await findWechatBinding(db, personId);
    return {
      title: "微信提醒",
      section: "me",
      main: (
        <WechatPage
          formKey={visit.formKey}
          form={form}
          boundSince={since === undefined ? undefined : dateTimeText(since, visit.now)}
          address={toConsentAddress(context, personId)}
        />
      ),
    };
  };
  const access = { allow: "signedIn" } as const;
  routes.page({ url: identityPaths.wechat, access, handler: async (visit) => wechatPage(visit) });
  routes.page({
    url: identityPaths.wechatBack,
    access,
    query: backQuery,
    handler: async (visit) => {
      requireWechat(context);
      const { code = "", state = "" } = visit.query;
      if (code === "" || !isOwnState(context, owner(visit).personId, state))
        throw new AppError("identity.wechat_code", { status: 409 });
      return {
        title: "绑定微信提醒",
        section: "me",
        main: <ConfirmPage formKey={visit.formKey} code={code} state={state} />,
      };
    },
  });
  routes.form({
    url: identityPaths.wechatBind,
    access,
    body: bindBody,
    handler: async (visit, trx) => {
      await bindWechat(trx, context, owner(visit), { ...visit.body, requestId: visit.requestId });
      return { redirect: identityPaths.wechat };
    },
    onRefusal: async (visit, form) => wechatPage(visit, form),
  });
  routes.form({
    url: identityPaths.wechatUnbind,
    access,
    body: emptyBody,
    handler: async (visit, trx) => {
      await unbindWechat(trx, { clock, cipher, requestId: visit.requestId }, owner(visit));
      return { redirect: identityPaths.wechat };
    },
    onRefusal: async (visit, form) => wechatPage(visit, form),
  });
};
