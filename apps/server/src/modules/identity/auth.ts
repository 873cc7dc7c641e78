// better-auth, set up as the engine of password, OIDC and passkey sign-in. Why these and not the rest: docs/adr/0010-sign-in.md.
import { AsyncLocalStorage } from "node:async_hooks";
import { passkey } from "@better-auth/passkey";
import { APIError, betterAuth } from "better-auth";
import { genericOAuth, username } from "better-auth/plugins";
import type { Context } from "#kernel/context.ts";
import { createId } from "#kernel/ids.ts";
import { oidcProviderId } from "./accounts.ts";
import { createAuthAdapter } from "./auth-adapter.ts";
import { describeDevice } from "./devices.ts";
import { createPasswordHasher } from "./passwords.ts";
import { authBasePath } from "./paths.ts";
import { authSecret, cookieAttributes, sessionCookieName, sessionLimits } from "./session-cookie.ts";
import type { SignInMethod } from "./tables.ts";

/**
 * Who finishes linking an external identity in this request. The engine ties it to whoever began; on a shared computer
 * somebody else may have signed in between.
 */
export const linkingPerson = new AsyncLocalStorage<{ personId: string | undefined }>();

/** What a provider hands out is used once and not kept. */
const withoutTokens = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
  scope: null,
} as const;

const methodOf = (path: string | undefined): SignInMethod => {
  if (path?.startsWith("/passkey") ?? false) return "passkey";
  return (path?.startsWith("/callback") ?? false) ? "oidc" : "password";
};

const times = { createdAt: "created_at", updatedAt: "updated_at" } as const;

const createAuth = (
  context: Context,
  oidc: { issuer: string; clientId: string; clientSecret: string } | undefined,
) => {
  const { config, db, clock } = context;
  const origin = new URL(config.publicUrl).origin;
  const hasher = createPasswordHasher(config.environment);
  return betterAuth({
    appName: config.siteName,
    baseURL: origin,
    basePath: authBasePath,
    secret: authSecret(config),
    database: createAuthAdapter(db),
    trustedOrigins: [origin],
    telemetry: { enabled: false },
    // Its messages can hold what people typed; we log the refusal ourselves.
    logger: { disabled: true },
    // Ours count in the database for every node (kernel/attempts.ts).
    rateLimit: { enabled: false },
    onAPIError: { errorURL: "/sign-in" },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 1,
      maxPasswordLength: 128,
      password: hasher,
    },
    user: { modelName: "auth_users", fields: { emailVerified: "email_verified", ...times } },
    session: {
      modelName: "auth_sessions",
      fields: {
        expiresAt: "expires_at",
        ipAddress: "ip_address",
        userAgent: "user_agent",
        userId: "user_id",
        ...times,
      },
      additionalFields: {
        method: { type: "string", required: true, input: false },
        startedAt: { type: "date", required: true, input: false, fieldName: "started_at" },
        lastSeenAt: { type: "date", required: true, input: false, fieldName: "last_seen_at" },
        secondFactorAt: { type: "date", required: false, input: false, fieldName: "second_factor_at" },
      },
      // The limits that count are ours, by the injected clock (sessions.ts); this one only bounds its cookie.
      expiresIn: sessionLimits.resident.absoluteMs / 1000,
      disableSessionRefresh: true,
      freshAge: 0,
      cookieCache: { enabled: false },
    },
    account: {
      modelName: "auth_accounts",
      fields: {
        accountId: "account_id",
        providerId: "provider_id",
        userId: "user_id",
        accessToken: "access_token",
        refreshToken: "refresh_token",
        idToken: "id_token",
        accessTokenExpiresAt: "access_token_expires_at",
        refreshTokenExpiresAt: "refresh_token_expires_at",
        ...times,
      },
      // A person is tied to a subject by himself while signed in or by an administrator, never by an e-mail address or a
      // name that a provider sends: those are placeholders here, so they may differ, and nothing is linked unasked.
      accountLinking: {
        enabled: true,
        disableImplicitLinking: true,
        allowDifferentEmails: true,
        trustedProviders: [oidcProviderId],
      },
      updateAccountOnSignIn: false,
    },
    verification: {
      modelName: "auth_verifications",
      fields: { expiresAt: "expires_at", ...times },
      storeIdentifier: "hashed",
    },
    databaseHooks: {
      account: {
        create: {
          before: async (account) => {
            if (linkingPerson.getStore()?.personId !== account.userId)
              throw new APIError("FORBIDDEN", { code: "identity.oidc_other_person" });
            return { data: { ...account, ...withoutTokens } };
          },
        },
        update: { before: async (account) => ({ data: { ...account, ...withoutTokens } }) },
      },
      session: {
        create: {
          before: async (session, endpoint) => {
            const person = await db
              .selectFrom("persons")
              .select("status")
              .where("id", "=", session.userId)
              .executeTakeFirst();
            if (person?.status !== "active")
              throw new APIError("FORBIDDEN", { code: "identity.person_disabled" });
            const method = methodOf(endpoint?.path);
            const now = clock.now();
            return {
              data: {
                ...session,
                ipAddress: null,
                userAgent: describeDevice(session.userAgent ?? ""),
                method,
                startedAt: now,
                lastSeenAt: now,
                // A passkey that checked its owner is possession and knowledge or being in one (NIST SP 800-63B §5.1.9).
                secondFactorAt: method === "passkey" ? now : null,
              },
            };
          },
        },
      },
    },
    advanced: {
      database: { generateId: () => createId(clock) },
      useSecureCookies: false,
      cookiePrefix: "kepu_sign_in",
      defaultCookieAttributes: cookieAttributes(config),
      cookies: { session_token: { name: sessionCookieName(config), attributes: cookieAttributes(config) } },
      ipAddress: { disableIpTracking: true },
      disableOriginCheck: false,
    },
    plugins: [
      username({ displayUsername: false, minUsernameLength: 3, maxUsernameLength: 30 }),
      passkey({
        rpID: new URL(origin).hostname,
        rpName: config.siteName,
        origin,
        authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
        advanced: { webAuthnChallengeCookie: "passkey" },
        registration: {
          afterVerification: ({ verification }) => {
            if (verification.registrationInfo?.userVerified !== true)
              throw new APIError("BAD_REQUEST", { code: "identity.passkey_verify" });
          },
        },
        authentication: {
          // The library itself takes a key that only was touched; as the only proof of a person that is one factor.
          afterVerification: ({ verification }) => {
            if (!verification.authenticationInfo.userVerified)
              throw new APIError("BAD_REQUEST", { code: "identity.passkey_verify" });
          },
        },
        schema: {
          passkey: {
            modelName: "auth_passkeys",
            fields: {
              publicKey: "public_key",
              userId: "user_id",
              credentialID: "credential_id",
              deviceType: "device_type",
              backedUp: "backed_up",
              createdAt: "created_at",
            },
          },
        },
      }),
      ...(oidc === undefined
        ? []
        : [
            genericOAuth({
              config: [
                {
                  providerId: oidcProviderId,
                  clientId: oidc.clientId,
                  clientSecret: oidc.clientSecret,
                  discoveryUrl: `${oidc.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
                  scopes: ["openid"],
                  pkce: true,
                  requireIdTokenVerification: true,
                  disableSignUp: true,
                  disableImplicitSignUp: true,
                  accountSubject: ({ profile }) => String(profile["sub"] ?? ""),
                  // better-auth asks for an address; ours is a placeholder that names nobody and matches nobody.
                  mapProfileToUser: (profile) => ({
                    email: `${encodeURIComponent(String(profile["sub"]))}@oidc.invalid`,
                    emailVerified: false,
                    name: "",
                  }),
                },
              ],
            }),
          ]),
    ],
  });
};

export type Auth = ReturnType<typeof createAuth>;

const made = new WeakMap<Context, Auth>();
const madeWithOidc = new WeakMap<Context, Auth>();

/** One engine for each composed system. */
export const authOf = (context: Context): Auth => {
  const known = made.get(context);
  if (known !== undefined) return known;
  const auth = createAuth(context, undefined);
  made.set(context, auth);
  return auth;
};

/**
 * The engine with the identity provider. It reads the provider's discovery document when it is made, so it is made at the
 * first OIDC sign-in and again while the provider cannot be reached. @returns undefined where none is configured or reachable
 */
export const oidcAuthOf = async (context: Context): Promise<Auth | undefined> => {
  if (context.config.oidc === undefined) return undefined;
  const auth = madeWithOidc.get(context) ?? createAuth(context, context.config.oidc);
  const { socialProviders } = await auth.$context;
  if (socialProviders.length === 0) return undefined;
  madeWithOidc.set(context, auth);
  return auth;
};
