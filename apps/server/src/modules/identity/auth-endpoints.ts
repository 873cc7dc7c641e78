// The few addresses of better-auth that answer from outside: the passkey ceremonies and the return from the identity
// provider. They are not routes of ours: the library makes the answer. Everything else below /api/auth is not found.
import { readFileSync } from "node:fs";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { recordAudit } from "#kernel/audit.ts";
import { countAttempt } from "#kernel/attempts.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { toLocalPath } from "#ui/mode.ts";
import { hasExternalIdentity, oidcProviderId } from "./accounts.ts";
import { type Auth, authOf, linkingPerson, oidcAuthOf } from "./auth.ts";
import { identityMessages, type IdentityError } from "./messages.ts";
import { authBasePath, identityPaths } from "./paths.ts";
import { readPersonalFields } from "./persons.ts";
import { maskName, maskPhone } from "./phone.ts";
import { toSignInRequest } from "./portal.tsx";
import { sessionCookieName } from "./session-cookie.ts";
import { requireSamePage } from "#kernel/http-security.ts";
import { createActorResolver, markSecondFactor } from "./sessions.ts";
import { finishEngineSignIn } from "./sign-in.ts";
import { requireSecondFactorToChange } from "./two-factors.ts";

const perAddress = { purpose: "passkey-address", windowMs: 15 * 60_000, limit: 200 };

/** The library's answer to this request as a whole: status, cookies, body. */
const askEngine = async (auth: Auth, context: Context, request: FastifyRequest): Promise<Response> => {
  const headers = new Headers();
  for (const name of ["cookie", "content-type", "accept", "user-agent"] as const) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const { origin } = new URL(context.config.publicUrl);
  // Where a write comes from was checked for every route (kernel/http-security.ts); old browsers send no Origin here.
  if (request.method !== "GET") headers.set("origin", origin);
  return auth.handler(
    new Request(new URL(request.url, origin), {
      method: request.method,
      headers,
      ...(request.method === "GET" ? {} : { body: JSON.stringify(request.body ?? {}) }),
    }),
  );
};

const sessionTokenIn = (response: Response, context: Context): string | undefined => {
  const name = `${sessionCookieName(context.config)}=`;
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith(name));
  const value = cookie?.slice(name.length).split(";", 1)[0];
  return value === undefined || value === "" ? undefined : decodeURIComponent(value).split(".", 1)[0];
};

const passCookies = (reply: FastifyReply, response: Response): void => {
  for (const cookie of response.headers.getSetCookie()) reply.header("set-cookie", cookie);
};

const codeOf = (body: unknown, otherwise: IdentityError = "identity.passkey_failed"): IdentityError => {
  const code = typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
  return Object.keys(identityMessages).find((known): known is IdentityError => known === code) ?? otherwise;
};

export const authEndpoints = async (app: FastifyInstance, context: Context): Promise<void> => {
  const { config, db } = context;
  const resolveActor = createActorResolver(context);
  const script = readFileSync(new URL("islands/passkey.js", import.meta.url), "utf8");
  app.get(identityPaths.passkeyScript, { schema: { hide: true } }, async (_request, reply) =>
    reply.header("cache-control", "public, max-age=300").type("text/javascript; charset=utf-8").send(script),
  );

  /** @throws AppError where the library refused; its own words are not for people */
  const askForPasskey = async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<{ response: Response; body: unknown }> => {
    await countAttempt(db, context, request.ip, perAddress);
    const response = await askEngine(authOf(context), context, request);
    const body: unknown = await response.json().catch(() => undefined);
    if (!response.ok)
      throw new AppError<IdentityError>(codeOf(body), {
        status: response.status >= 500 || response.status === 401 ? 400 : response.status,
      });
    passCookies(reply, response);
    return { response, body };
  };
  const answer = (reply: FastifyReply, body: unknown): FastifyReply =>
    reply
      .header("cache-control", "no-store")
      .type("application/json; charset=utf-8")
      .serializer(JSON.stringify)
      .send(body);

  /** The signed-in person, who may change how he signs in. */
  const requireOwner = async (request: FastifyRequest, reply: FastifyReply) => {
    request.actor = await resolveActor(request, reply);
    const { actor } = request;
    if (actor.kind !== "person") throw new AppError("policy.sign_in", { status: 401 });
    // A helper does not change the ways in of the person he helps, nor his own under that flag.
    if (actor.onBehalfOf !== undefined) throw new AppError("policy.role", { status: 403 });
    await requireSecondFactorToChange(db, actor);
    return actor;
  };

  app.get(
    `${authBasePath}/passkey/generate-register-options`,
    { schema: { hide: true } },
    async (request, reply) => {
      const actor = await requireOwner(request, reply);
      const { body } = await askForPasskey(request, reply);
      const options = body as { user: object }; // PublicKeyCredentialCreationOptionsJSON (WebAuthn 3 §5.1.8)
      // The library names the key after its e-mail field, which is a placeholder of ours; people read this in their device's list.
      const { phone, name } = await readPersonalFields(db, context.cipher, actor.personId);
      const label = phone === undefined ? maskName(name) : maskPhone(phone);
      return answer(reply, { ...options, user: { ...options.user, name: label, displayName: label } });
    },
  );
  app.post(
    `${authBasePath}/passkey/verify-registration`,
    { schema: { hide: true } },
    async (request, reply) => {
      const actor = await requireOwner(request, reply);
      await askForPasskey(request, reply);
      // Its owner was verified at registration just now: this session has shown possession and a second factor.
      await inTransaction(db, async (trx) => {
        await markSecondFactor(trx, context, actor);
        await recordAudit(trx, context, {
          actor,
          action: "identity.register_passkey",
          requestId: request.id,
        });
      });
      return answer(reply, { done: true });
    },
  );
  app.get(
    `${authBasePath}/passkey/generate-authenticate-options`,
    { schema: { hide: true } },
    async (request, reply) => {
      const { body } = await askForPasskey(request, reply);
      return answer(reply, { ...(body as object), userVerification: "required" }); // the library asks for it "preferred" only
    },
  );
  app.post(
    `${authBasePath}/passkey/verify-authentication`,
    { schema: { hide: true } },
    async (request, reply) => {
      const before = toSignInRequest(context, request);
      const { response } = await askForPasskey(request, reply);
      const token = sessionTokenIn(response, context);
      if (token !== undefined) await finishEngineSignIn(context, before, token);
      return answer(reply, { done: true });
    },
  );

  app.get(identityPaths.oidc, { schema: { hide: true } }, async (request, reply) => {
    const back = toLocalPath((request.query as { back?: unknown }).back); // toLocalPath takes anything
    if (config.oidc === undefined) throw new AppError<IdentityError>("identity.oidc_off", { status: 404 });
    await countAttempt(db, context, request.ip, perAddress);
    const auth = await oidcAuthOf(context);
    if (auth === undefined)
      return reply.redirect(`${identityPaths.signIn}?error=identity.oidc_unavailable`, 303);
    const response = await auth.api.signInSocial({
      body: {
        provider: oidcProviderId,
        callbackURL: back,
        errorCallbackURL: identityPaths.signIn,
        disableRedirect: true,
      },
      headers: new Headers(),
      asResponse: true,
    });
    const { url } = (await response.json()) as { url?: string }; // the library's documented answer
    if (url === undefined)
      return reply.redirect(`${identityPaths.signIn}?error=identity.oidc_unavailable`, 303);
    passCookies(reply, response);
    return reply.header("cache-control", "no-store").redirect(url, 303);
  });

  const securityWith = (parameter: string): string => `${identityPaths.security}?${parameter}`;

  app.get(identityPaths.linkOidc, { schema: { hide: true } }, async (request, reply) => {
    if (config.oidc === undefined) throw new AppError<IdentityError>("identity.oidc_off", { status: 404 });
    // A link on another site must not begin this: whose identity is linked can sign in as the person afterwards.
    requireSamePage(request, config.publicUrl);
    const actor = await requireOwner(request, reply);
    await countAttempt(db, context, request.ip, perAddress);
    if (await hasExternalIdentity(db, actor.personId))
      return reply.redirect(securityWith("error=identity.oidc_linked"), 303);
    const auth = await oidcAuthOf(context);
    const response = await auth?.api.linkSocialAccount({
      body: {
        provider: oidcProviderId,
        callbackURL: securityWith("done=oidc"),
        errorCallbackURL: identityPaths.security,
        disableRedirect: true,
      },
      headers: new Headers({ cookie: request.headers.cookie ?? "" }),
      asResponse: true,
    });
    const { url } = ((await response?.json()) ?? {}) as { url?: string }; // the library's documented answer
    if (response === undefined || url === undefined)
      return reply.redirect(securityWith("error=identity.oidc_unavailable"), 303);
    passCookies(reply, response);
    return reply.header("cache-control", "no-store").redirect(url, 303);
  });

  /** The end of a linking: the engine has tied the subject to the person, or says why not. */
  const finishLinking = async (request: FastifyRequest, reply: FastifyReply, response: Response) => {
    const location = response.headers.get("location");
    const { actor } = request;
    const found = location === null ? undefined : new URL(location, "http://local.invalid").searchParams;
    if (actor.kind !== "person" || found?.get("done") !== "oidc" || found.get("error") !== null) {
      const body: unknown = location === null ? await response.json().catch(() => undefined) : undefined;
      const code = location === null ? codeOf(body, "identity.oidc_failed") : refusalOf(location);
      return reply.redirect(securityWith(`error=${code}`), 303);
    }
    await inTransaction(db, async (trx) =>
      recordAudit(trx, context, {
        actor,
        action: "identity.link_subject",
        record: { table: "persons", id: actor.personId },
        requestId: request.id,
      }),
    );
    return reply.redirect(securityWith("done=oidc"), 303);
  };

  app.get(
    `${authBasePath}/callback/${oidcProviderId}`,
    { schema: { hide: true } },
    async (request, reply) => {
      const before = toSignInRequest(context, request);
      const auth = await oidcAuthOf(context);
      if (auth === undefined)
        return reply.redirect(`${identityPaths.signIn}?error=identity.oidc_unavailable`, 303);
      request.actor = await resolveActor(request, reply);
      const { actor } = request;
      const response = await linkingPerson.run(
        { personId: actor.kind === "person" ? actor.personId : undefined },
        () => askEngine(auth, context, request),
      );
      const token = sessionTokenIn(response, context);
      passCookies(reply, response);
      reply.header("cache-control", "no-store");
      if (token === undefined && isLinking(response)) return finishLinking(request, reply, response);
      if (token === undefined)
        return reply.redirect(
          `${identityPaths.signIn}?error=${refusalOf(response.headers.get("location"))}`,
          303,
        );
      await finishEngineSignIn(context, before, token);
      return reply.redirect(toLocalPath(response.headers.get("location")), 303);
    },
  );
};

/** A linking leads back to the security page, and a refusal by our own hook has no address at all. */
const isLinking = (response: Response): boolean => {
  const location = response.headers.get("location");
  return location === null
    ? response.status === 403
    : new URL(location, "http://local.invalid").pathname === identityPaths.security;
};

/** What the library says in the address it would lead to. */
const refusalOf = (location: string | null): IdentityError => {
  const error =
    location === null ? null : new URL(location, "http://local.invalid").searchParams.get("error");
  if (error === "signup_disabled" || error === "account_not_linked") return "identity.oidc_not_linked";
  if (error === "account_already_linked_to_different_user") return "identity.oidc_taken";
  if (error === "identity.person_disabled") return "identity.person_disabled";
  return "identity.oidc_failed";
};
