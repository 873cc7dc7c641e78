import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { inTransaction } from "#kernel/db.ts";
import { dateTimeText } from "#ui/date-text.ts";
import { toLocalPath } from "#ui/mode.ts";
import { recordAudit } from "#kernel/audit.ts";
import { backForm, backQuery, codeForm, passwordForm, phoneForm } from "./contract.ts";
import { hasDevelopmentOutbox, listDevelopmentMessages } from "./message-sender.ts";
import { type IdentityError, refusalSentence } from "./messages.ts";
import { identityPaths, withReturn } from "./paths.ts";
import { findPendingPhone, requestPhoneCode } from "./phone-codes.ts";
import { maskPhone, parsePhone } from "./phone.ts";
import {
  clearSessionCookie,
  cookieAttributes,
  readSessionToken,
  writeSessionCookie,
} from "./session-cookie.ts";
import { endRequestSession } from "./sessions.ts";
import { type SignInRequest, signInWithPassword, signInWithPhoneCode } from "./sign-in.ts";
import { countSecondFactorGuess, getSecondFactorState, passSecondFactor } from "./two-factors.ts";
import {
  CodePage,
  OutboxPage,
  PasswordPage,
  PhonePage,
  SecondFactorPage,
  type SignInWays,
} from "./views.tsx";

/** Ties a code to the browser that asked for it; lives as long as the code. */
const phoneCookie = "kepu_phone_code";
const outsideReason =
  "guesses stay counted when the act is refused; sign-in sets a cookie, which an idempotent answer would not repeat";

export const toSignInRequest = (context: Context, request: FastifyRequest): SignInRequest => ({
  address: request.ip,
  userAgent: request.headers["user-agent"],
  oldToken: readSessionToken(request, context.config),
  requestId: request.id,
});

/** Where a return address may lead: a path of this site, and not back into signing in. */
const toBack = (value: unknown): string => {
  const path = toLocalPath(value);
  return path.startsWith(identityPaths.signIn) || path.startsWith(identityPaths.signOut) ? "/" : path;
};

export const signInPages = (routes: Routes, context: Context): void => {
  const { config, db, clock, cipher } = context;
  const ways: SignInWays = {
    oidcLabel: config.oidc === undefined ? undefined : `用${config.oidc.label}登录`,
    outbox: hasDevelopmentOutbox(context) ? "shown" : "hidden",
  };
  const scripts = [identityPaths.passkeyScript];

  const phonePage = (visit: Visit, form = emptyForm, back = "/"): PageView => ({
    title: "登录",
    section: "me",
    scripts,
    main: <PhonePage formKey={visit.formKey} form={form} back={back} ways={ways} />,
  });
  const passwordPage = (visit: Visit, form = emptyForm, back = "/"): PageView => ({
    title: "用密码登录",
    section: "me",
    scripts,
    main: <PasswordPage formKey={visit.formKey} form={form} back={back} ways={ways} />,
  });
  const typedBack = (value: string | readonly string[] | undefined): string => toBack(value);

  routes.page({
    url: identityPaths.signIn,
    access: { allow: "public" },
    query: backQuery,
    handler: (visit) => {
      const back = toBack(visit.query.back);
      const refusal = refusalSentence(visit.query.error);
      return phonePage(visit, refusal === undefined ? emptyForm : { ...emptyForm, summary: refusal }, back);
    },
  });

  routes.form({
    url: identityPaths.signIn,
    access: { allow: "public" },
    body: phoneForm,
    outsideTransaction: outsideReason,
    handler: async (visit) => {
      const { browserKey } = await requestPhoneCode(context, {
        phone: parsePhone(visit.body.phone),
        address: visit.request.ip,
      });
      visit.reply.setCookie(phoneCookie, browserKey, {
        ...cookieAttributes(config),
        path: identityPaths.signIn,
        maxAge: 600,
      });
      return { redirect: withReturn(identityPaths.code, toBack(visit.body.back)) };
    },
    onRefusal: (visit, form) => phonePage(visit, form, typedBack(form.values["back"])),
  });

  const codePage = async (visit: Visit, form = emptyForm, back = "/"): Promise<PageView | undefined> => {
    const phone = await findPendingPhone(db, context, visit.request.cookies[phoneCookie]);
    if (phone === undefined) return undefined;
    return {
      title: "填写验证码",
      section: "me",
      main: (
        <CodePage
          formKey={visit.formKey}
          form={form}
          back={back}
          maskedPhone={maskPhone(phone)}
          ways={ways}
        />
      ),
    };
  };

  routes.page({
    url: identityPaths.code,
    access: { allow: "public" },
    query: backQuery,
    handler: async (visit) => {
      const back = toBack(visit.query.back);
      return (await codePage(visit, emptyForm, back)) ?? { redirect: withReturn(identityPaths.signIn, back) };
    },
  });

  routes.form({
    url: identityPaths.code,
    access: { allow: "public" },
    body: codeForm,
    outsideTransaction: outsideReason,
    handler: async (visit) => {
      const browserKey = visit.request.cookies[phoneCookie];
      const token = await signInWithPhoneCode(context, toSignInRequest(context, visit.request), {
        browserKey,
        code: visit.body.code,
      });
      writeSessionCookie(visit.reply, config, token);
      visit.reply.clearCookie(phoneCookie, { ...cookieAttributes(config), path: identityPaths.signIn });
      return { redirect: toBack(visit.body.back) };
    },
    // Where the code is used up the first page comes again, with the sentence.
    onRefusal: async (visit, form) => {
      const back = typedBack(form.values["back"]);
      return (
        (await codePage(visit, form, back)) ??
        phonePage(
          visit,
          { ...form, errors: {}, summary: form.summary ?? Object.values(form.errors)[0] ?? "" },
          back,
        )
      );
    },
  });

  routes.page({
    url: identityPaths.password,
    access: { allow: "public" },
    query: backQuery,
    handler: (visit) => passwordPage(visit, emptyForm, toBack(visit.query.back)),
  });

  routes.form({
    url: identityPaths.password,
    access: { allow: "public" },
    body: passwordForm,
    outsideTransaction: outsideReason,
    handler: async (visit) => {
      const token = await signInWithPassword(context, toSignInRequest(context, visit.request), visit.body);
      writeSessionCookie(visit.reply, config, token);
      return { redirect: toBack(visit.body.back) };
    },
    onRefusal: (visit, form) => passwordPage(visit, form, typedBack(form.values["back"])),
  });

  const secondFactorPage = async (visit: Visit, form = emptyForm, back = "/"): Promise<PageView> => {
    const state = await getSecondFactorState(db, visit.person().personId);
    return {
      title: "第二重验证",
      section: "me",
      scripts,
      main: (
        <SecondFactorPage
          formKey={visit.formKey}
          form={form}
          back={back}
          passkeys={state.passkeys > 0 ? "some" : "none"}
          totp={state.totp === "confirmed" ? "some" : "none"}
        />
      ),
    };
  };

  routes.page({
    url: identityPaths.secondFactor,
    access: { allow: "signedIn" },
    query: backQuery,
    handler: async (visit) => secondFactorPage(visit, emptyForm, toBack(visit.query.back)),
  });

  routes.form({
    url: identityPaths.secondFactor,
    access: { allow: "signedIn" },
    body: codeForm,
    outsideTransaction: "a wrong code must stay counted when the act is refused",
    handler: async (visit) => {
      const person = visit.person();
      await countSecondFactorGuess(context, person);
      await inTransaction(db, async (trx) =>
        passSecondFactor(trx, { clock, cipher, requestId: visit.requestId }, person, visit.body.code),
      );
      return { redirect: toBack(visit.body.back) };
    },
    onRefusal: async (visit, form) => secondFactorPage(visit, form, typedBack(form.values["back"])),
  });

  const signOut = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    await inTransaction(db, async (trx) => {
      await endRequestSession(trx, readSessionToken(request, config));
      if (request.actor.kind === "person")
        await recordAudit(trx, context, {
          actor: request.actor,
          action: "identity.sign_out",
          requestId: request.id,
        });
    });
    clearSessionCookie(reply, config);
  };

  routes.form({
    url: identityPaths.signOut,
    access: { allow: "public" },
    body: backForm,
    outsideTransaction:
      "clears a cookie, which an idempotent answer would not repeat; ending a session twice is harmless",
    handler: async (visit) => {
      await signOut(visit.request, visit.reply);
      return { redirect: toBack(visit.body.back) };
    },
    onRefusal: (visit, form) => phonePage(visit, form),
  });

  routes.page({
    url: identityPaths.outbox,
    access: { allow: "public" },
    handler: async (visit) => {
      if (!hasDevelopmentOutbox(context))
        throw new AppError<IdentityError | "http.not_found">("http.not_found", { status: 404 });
      const messages = await listDevelopmentMessages(context);
      return {
        title: "演示短信箱",
        main: (
          <OutboxPage
            messages={messages.map((message) => ({ ...message, time: dateTimeText(message.at, visit.now) }))}
          />
        ),
      };
    },
  });
};
