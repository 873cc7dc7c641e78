import { APIError } from "better-auth";
import { countAttempt, takeBackAttempt } from "#kernel/attempts.ts";
import { systemActor, type PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import { inTransaction, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { authOf } from "./auth.ts";
import type { IdentityError } from "./messages.ts";
import { createPerson, findPersonByPhone } from "./persons.ts";
import { checkPhoneCode, consumePhoneCode } from "./phone-codes.ts";
import { endRequestSession, methodNames, openSession } from "./sessions.ts";
import type { SignInMethod } from "./tables.ts";
import { hashToken } from "./session-cookie.ts";

/** What a sign-in needs to know of the request. */
export type SignInRequest = {
  address: string;
  userAgent: string | undefined;
  oldToken: string | undefined;
  requestId: string;
};

const passwordGuesses = { purpose: "password-account", windowMs: 15 * 60_000, limit: 10 };
const passwordAddress = { purpose: "password-address", windowMs: 15 * 60_000, limit: 200 };

const auditSignIn = async (
  trx: Trx,
  context: ActContext,
  signedIn: { personId: string; sessionId: string; method: SignInMethod; requestId: string },
): Promise<void> => {
  const actor: PersonActor = {
    kind: "person",
    personId: signedIn.personId,
    sessionId: signedIn.sessionId,
    grants: [],
    secondFactor: false,
  };
  await recordAudit(trx, context, {
    actor,
    action: "identity.sign_in",
    reason: methodNames[signedIn.method],
    requestId: signedIn.requestId,
  });
};

/**
 * Signs in by a code sent to a phone. A new number gets a record of its own, so that the answer does not tell who was known.
 * @returns the new session's token
 * @throws AppError `identity.code_again` | `identity.code_wrong` (422) · `identity.person_disabled` (409) · `attempts.too_many` (429)
 */
export const signInWithPhoneCode = async (
  context: Context,
  request: SignInRequest,
  input: { browserKey: string | undefined; code: string },
): Promise<string> => {
  const { codeId, phone } = await checkPhoneCode(context, { ...input, address: request.address });
  return inTransaction(context.db, async (trx) => {
    await consumePhoneCode(trx, context, codeId);
    const known = await findPersonByPhone(trx, context.cipher, phone);
    const personId =
      known?.id ??
      (await createPerson(trx, { ...context, requestId: request.requestId }, systemActor("phone sign-in"), {
        fullName: `手机尾号${phone.slice(-4)}的居民`,
        phone,
      }));
    await endRequestSession(trx, request.oldToken);
    const { token, sessionId } = await openSession(trx, context, personId, {
      method: "phone_code",
      userAgent: request.userAgent,
    });
    await auditSignIn(trx, context, {
      personId,
      sessionId,
      method: "phone_code",
      requestId: request.requestId,
    });
    return token;
  });
};

/** Writes down a sign-in that better-auth did, and ends the session that the browser had before. */
export const finishEngineSignIn = async (
  context: Context,
  request: SignInRequest,
  token: string,
): Promise<void> => {
  await inTransaction(context.db, async (trx) => {
    const session = await trx
      .selectFrom("auth_sessions")
      .select(["id", "user_id", "method"])
      .where("token", "=", hashToken(token))
      .executeTakeFirst();
    if (session === undefined) return;
    if (request.oldToken !== token) await endRequestSession(trx, request.oldToken);
    await auditSignIn(trx, context, {
      personId: session.user_id,
      sessionId: session.id,
      method: session.method,
      requestId: request.requestId,
    });
  });
};

/**
 * Signs in by account name and password. Wrong guesses are counted for the account, known or not, and for the address.
 * @returns the new session's token
 * @throws AppError `identity.sign_in_failed` (422) · `identity.password_locked` (429) · `identity.person_disabled` (409)
 */
export const signInWithPassword = async (
  context: Context,
  request: SignInRequest,
  input: { username: string; password: string },
): Promise<string> => {
  const username = input.username.trim().toLowerCase();
  await countAttempt(context.db, context, request.address, passwordAddress);
  await countAttempt(context.db, context, username, passwordGuesses).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
    throw new AppError<IdentityError>("identity.password_locked", {
      status: 429,
      values: { minutes: error.values["minutes"] ?? 15 },
    });
  });
  const token = await askEngine(context, request, { username, password: input.password });
  await takeBackAttempt(context.db, context, request.address, passwordAddress);
  await takeBackAttempt(context.db, context, username, passwordGuesses);
  await finishEngineSignIn(context, request, token);
  return token;
};

const askEngine = async (
  context: Context,
  request: SignInRequest,
  body: { username: string; password: string },
): Promise<string> => {
  const headers = new Headers(request.userAgent === undefined ? {} : { "user-agent": request.userAgent });
  try {
    const result = await authOf(context).api.signInUsername({ body, headers });
    return result.token;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    if (error.body?.code === "identity.person_disabled")
      throw new AppError<IdentityError>("identity.person_disabled", { status: 409, cause: error });
    // One answer for a wrong name, a wrong password and an account without one.
    throw new AppError<IdentityError>("identity.sign_in_failed", { cause: error });
  }
};
