import type { ActContext, Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { countAttempt } from "#kernel/attempts.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { recordAudit } from "#kernel/audit.ts";
import Type from "typebox";
import { dateTimeText } from "#ui/date-text.ts";
import {
  changeOwnPassword,
  findAccountName,
  hasExternalIdentity,
  hasFreshPhoneCode,
  setOwnPassword,
  unlinkOwnIdentity,
} from "./accounts.ts";
import { backQuery, changePasswordForm, codeForm, idParams, newPasswordForm } from "./contract.ts";
import { type IdentityError, refusalSentence } from "./messages.ts";
import { createPasswordHasher } from "./passwords.ts";
import { identityPaths, withReturn } from "./paths.ts";
import { NewPasswordPage, RecoveryCodesPage, SecurityPage, TotpPage } from "./security-views.tsx";
import { writeSessionCookie } from "./session-cookie.ts";
import { endOwnSession, endSessionsOf, listSessions, methodNames, openSession } from "./sessions.ts";
import {
  beginTotp,
  confirmTotp,
  countSecondFactorGuess,
  findPendingTotp,
  getSecondFactorState,
  listNewRecoveryCodes,
  makeRecoveryCodes,
  mustPassSecondFactor,
  removeTotp,
  requireSecondFactorToChange,
} from "./two-factors.ts";

const emptyBody = Type.Object({}, { additionalProperties: false });
const doneAt = (what: string): { redirect: string } => ({
  redirect: `${identityPaths.security}?done=${what}`,
});
const ownPasswordGuesses = { purpose: "own-password", windowMs: 15 * 60_000, limit: 10 };

/** Pages under /my/security. A helper who acts for somebody sees and changes his own ways in only after he stopped acting. */
export const securityPages = (routes: Routes, context: Context): void => {
  const { db, config, clock, cipher } = context;
  const act = (visit: { requestId: string }): ActContext => ({ clock, cipher, requestId: visit.requestId });
  const hasher = createPasswordHasher(config.environment);

  /** The person himself, not somebody acting for another. */
  const owner = (visit: Pick<Visit, "person">) => {
    const actor = visit.person();
    if (actor.onBehalfOf !== undefined) throw new AppError("policy.role", { status: 403 });
    return actor;
  };

  const securityPage = async (
    visit: Visit,
    form: FormState = emptyForm,
    done?: string,
  ): Promise<PageView> => {
    const actor = owner(visit);
    const state = await getSecondFactorState(db, actor.personId);
    const sessions = await listSessions(db, context, actor);
    const passkeys = await db
      .selectFrom("auth_passkeys")
      .select(["id", "name", "created_at"])
      .where("user_id", "=", actor.personId)
      .orderBy("created_at")
      .execute();
    const account = await db
      .selectFrom("auth_accounts")
      .select("id")
      .where("user_id", "=", actor.personId)
      .where("provider_id", "=", "credential")
      .executeTakeFirst();
    const current = sessions.find((session) => session.current);
    return {
      title: "登录安全",
      section: "me",
      scripts: [identityPaths.passkeyScript],
      main: (
        <SecurityPage
          formKey={visit.formKey}
          form={form}
          done={done}
          sessions={sessions.map((session) => ({
            id: session.id,
            device: session.device,
            method: methodNames[session.method],
            lastSeen: dateTimeText(session.lastSeenAt, visit.now),
            current: session.current,
          }))}
          passkeys={passkeys.map((key, index) => ({
            id: key.id,
            name: key.name ?? `通行密钥 ${index + 1}`,
            since: key.created_at === null ? "" : dateTimeText(key.created_at, visit.now),
          }))}
          totp={state.totp}
          recoveryCodes={state.recoveryCodes}
          password={account === undefined ? "none" : "set"}
          secondFactor={current?.secondFactor === true ? "passed" : "open"}
          wechat={config.wechat === undefined || config.demo ? "off" : "on"}
          oidc={
            config.oidc === undefined
              ? undefined
              : { label: config.oidc.label, linked: await hasExternalIdentity(db, actor.personId) }
          }
        />
      ),
    };
  };

  routes.page({
    url: identityPaths.security,
    access: { allow: "signedIn" },
    query: backQuery,
    handler: async (visit) => {
      const refusal = refusalSentence(visit.query.error);
      const form = refusal === undefined ? emptyForm : { ...emptyForm, summary: refusal };
      return securityPage(visit, form, visit.query.done);
    },
  });

  const newPasswordPage = async (visit: Visit, form: FormState = emptyForm): Promise<PageView> => ({
    title: "设新密码",
    section: "me",
    main: (
      <NewPasswordPage
        formKey={visit.formKey}
        form={form}
        accountName={await findAccountName(db, owner(visit).personId)}
      />
    ),
  });

  // Also for somebody who forgot his password: signing in by phone code is the proof, so it is asked for first.
  routes.page({
    url: identityPaths.newPassword,
    access: { allow: "public" },
    handler: async (visit) => {
      const actor = visit.actor.kind === "person" ? owner(visit) : undefined;
      if (actor === undefined || !(await hasFreshPhoneCode(db, context, actor)))
        return { redirect: withReturn(identityPaths.signIn, identityPaths.newPassword) };
      return (await mustPassSecondFactor(db, actor))
        ? { redirect: withReturn(identityPaths.secondFactor, identityPaths.newPassword) }
        : newPasswordPage(visit);
    },
  });

  routes.form({
    url: identityPaths.newPassword,
    access: { allow: "signedIn" },
    body: newPasswordForm,
    outsideTransaction:
      "the new session's cookie is set with the answer, which an idempotent one would not repeat",
    handler: async (visit) => {
      const actor = owner(visit);
      const token = await inTransaction(db, async (trx) => {
        await requireSecondFactorToChange(trx, actor);
        await setOwnPassword(trx, { ...act(visit), hasher }, actor, visit.body);
        const opened = await openSession(trx, context, actor.personId, {
          method: "password",
          userAgent: visit.request.headers["user-agent"],
        });
        return opened.token;
      });
      writeSessionCookie(visit.reply, config, token);
      return doneAt("new-password");
    },
    onRefusal: async (visit, form) => newPasswordPage(visit, form),
  });

  routes.form({
    url: identityPaths.unlinkOidc,
    access: { allow: "signedIn" },
    body: emptyBody,
    handler: async (visit, trx) => {
      const actor = owner(visit);
      await requireSecondFactorToChange(trx, actor);
      await unlinkOwnIdentity(trx, act(visit), actor);
      return doneAt("oidc-removed");
    },
    onRefusal: async (visit, form) => securityPage(visit, form),
  });

  routes.form({
    url: identityPaths.changePassword,
    access: { allow: "signedIn" },
    body: changePasswordForm,
    outsideTransaction: "wrong guesses stay counted; the new session's cookie is set with the answer",
    handler: async (visit) => {
      const actor = owner(visit);
      await countAttempt(db, context, actor.personId, ownPasswordGuesses);
      const token = await inTransaction(db, async (trx) => {
        await requireSecondFactorToChange(trx, actor);
        await changeOwnPassword(trx, { ...act(visit), hasher }, actor, visit.body);
        const opened = await openSession(trx, context, actor.personId, {
          method: "password",
          userAgent: visit.request.headers["user-agent"],
        });
        return opened.token;
      });
      writeSessionCookie(visit.reply, config, token);
      return doneAt("password");
    },
    onRefusal: async (visit, form) => securityPage(visit, form),
  });

  routes.form({
    url: identityPaths.endSession,
    access: { allow: "signedIn" },
    params: idParams,
    body: emptyBody,
    handler: async (visit, trx) => {
      await endOwnSession(trx, act(visit), owner(visit), visit.params.id);
      return doneAt("session");
    },
    onRefusal: async (visit, form) => securityPage(visit, form),
  });

  routes.form({
    url: identityPaths.endOtherSessions,
    access: { allow: "signedIn" },
    body: emptyBody,
    handler: async (visit, trx) => {
      const actor = owner(visit);
      await endSessionsOf(trx, actor.personId, { exceptSessionId: actor.sessionId });
      await recordAudit(trx, act(visit), {
        actor,
        action: "identity.end_session",
        requestId: visit.requestId,
      });
      return doneAt("others");
    },
    onRefusal: async (visit, form) => securityPage(visit, form),
  });

  routes.form({
    url: identityPaths.totp,
    access: { allow: "signedIn" },
    body: emptyBody,
    handler: async (visit, trx) => {
      await beginTotp(trx, act(visit), owner(visit));
      return { redirect: identityPaths.totp };
    },
    onRefusal: async (visit, form) => securityPage(visit, form),
  });

  const totpPage = async (visit: Visit, form: FormState = emptyForm): Promise<PageView | undefined> => {
    const pending = await findPendingTotp(db, context, {
      personId: owner(visit).personId,
      issuer: config.siteName,
    });
    return pending === undefined
      ? undefined
      : {
          title: "绑定验证器",
          section: "me",
          main: <TotpPage formKey={visit.formKey} form={form} {...pending} />,
        };
  };

  routes.page({
    url: identityPaths.totp,
    access: { allow: "signedIn" },
    handler: async (visit) => (await totpPage(visit)) ?? { redirect: identityPaths.security },
  });

  routes.form({
    url: identityPaths.totpConfirm,
    access: { allow: "signedIn" },
    body: codeForm,
    outsideTransaction: "a wrong code must stay counted when the act is refused",
    handler: async (visit) => {
      const actor = owner(visit);
      await countSecondFactorGuess(context, actor);
      await inTransaction(db, async (trx) => confirmTotp(trx, act(visit), actor, visit.body.code));
      return doneAt("totp");
    },
    onRefusal: async (visit, form) => (await totpPage(visit, form)) ?? securityPage(visit, form),
  });

  routes.form({
    url: identityPaths.totpRemove,
    access: { allow: "signedIn" },
    body: emptyBody,
    handler: async (visit, trx) => {
      await removeTotp(trx, act(visit), owner(visit));
      return doneAt("totp-removed");
    },
    onRefusal: async (visit, form) => securityPage(visit, form),
  });

  routes.form({
    url: identityPaths.recoveryCodes,
    access: { allow: "signedIn" },
    body: emptyBody,
    handler: async (visit, trx) => {
      await makeRecoveryCodes(trx, act(visit), owner(visit));
      return { redirect: identityPaths.recoveryCodes };
    },
    onRefusal: async (visit, form) => securityPage(visit, form),
  });

  routes.page({
    url: identityPaths.recoveryCodes,
    access: { allow: "signedIn" },
    handler: async (visit) => {
      const codes = await listNewRecoveryCodes(db, context, owner(visit));
      return codes.length === 0
        ? { redirect: identityPaths.security }
        : { title: "备用码", section: "me", main: <RecoveryCodesPage codes={codes} /> };
    },
  });

  routes.form({
    url: identityPaths.removePasskey,
    access: { allow: "signedIn" },
    params: idParams,
    body: emptyBody,
    handler: async (visit, trx) => {
      const actor = owner(visit);
      await requireSecondFactorToChange(trx, actor);
      const result = await trx
        .deleteFrom("auth_passkeys")
        .where("id", "=", visit.params.id)
        .where("user_id", "=", actor.personId)
        .executeTakeFirst();
      if (result.numDeletedRows === 0n)
        throw new AppError<IdentityError>("identity.passkey_not_found", { status: 404 });
      await recordAudit(trx, act(visit), {
        actor,
        action: "identity.remove_passkey",
        requestId: visit.requestId,
      });
      return doneAt("passkey-removed");
    },
    onRefusal: async (visit, form) => securityPage(visit, form),
  });
};
