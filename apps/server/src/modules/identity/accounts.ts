import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { IdentityError } from "./messages.ts";
import { type PasswordHasher, requireGoodPassword } from "./passwords.ts";
import { endSessionsOf } from "./sessions.ts";

const credential = "credential";
/** The identity provider's name in `auth_accounts` and in the engine. */
export const oidcProviderId = "oidc";

/**
 * Gives a person an account name and a password, or a new password.
 * @throws AppError `identity.username_format` | `identity.username_taken` | `identity.password_short` | `…_long` | `…_common` (422)
 */
export const createAccountWithPassword = async (
  trx: Trx,
  context: ActContext & { hasher: PasswordHasher },
  actor: Actor,
  input: { personId: string; username: string; password: string },
): Promise<void> => {
  const username = input.username.trim().toLowerCase();
  if (!/^[a-z0-9_.]{3,30}$/.test(username))
    throw new AppError<IdentityError>("identity.username_format", {
      fields: { username: "identity.username_format" },
    });
  requireGoodPassword(input.password, "password");
  const now = context.clock.now();
  try {
    await trx
      .updateTable("auth_users")
      .set({ username, updated_at: now })
      .where("id", "=", input.personId)
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "auth_users_username_key"))
      throw new AppError<IdentityError>("identity.username_taken", {
        fields: { username: "identity.username_taken" },
        cause: error,
      });
    throw error;
  }
  await writePassword(trx, context, input.personId, await context.hasher.hash(input.password));
  await recordAudit(trx, context, {
    actor,
    action: "identity.set_password",
    record: { table: "persons", id: input.personId },
    requestId: context.requestId,
  });
};

const writePassword = async (
  trx: Trx,
  context: ActContext,
  personId: string,
  hash: string,
): Promise<void> => {
  const now = context.clock.now();
  await trx
    .insertInto("auth_accounts")
    .values({
      id: createId(context.clock),
      user_id: personId,
      provider_id: credential,
      account_id: personId,
      access_token: null,
      refresh_token: null,
      id_token: null,
      access_token_expires_at: null,
      refresh_token_expires_at: null,
      scope: null,
      password: hash,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(["provider_id", "account_id"]).doUpdateSet({ password: hash, updated_at: now }),
    )
    .execute();
};

/** Whether the person can sign in by password. */
export const hasPassword = async (trx: Trx, personId: string): Promise<boolean> =>
  (await trx
    .selectFrom("auth_accounts")
    .select("id")
    .where("user_id", "=", personId)
    .where("provider_id", "=", credential)
    .executeTakeFirst()) !== undefined;

/**
 * Changes the actor's own password and ends every session of his, this one too: the caller opens a new one.
 * @throws AppError `identity.password_wrong` | `…_same` | `…_short` | `…_long` | `…_common` (422)
 */
export const changeOwnPassword = async (
  trx: Trx,
  context: ActContext & { hasher: PasswordHasher },
  actor: PersonActor,
  input: { password: string; newPassword: string },
): Promise<void> => {
  const account = await trx
    .selectFrom("auth_accounts")
    .select("password")
    .where("user_id", "=", actor.personId)
    .where("provider_id", "=", credential)
    .executeTakeFirst();
  const known = account?.password ?? undefined;
  if (known === undefined || !(await context.hasher.verify({ hash: known, password: input.password })))
    throw new AppError<IdentityError>("identity.password_wrong", {
      fields: { password: "identity.password_wrong" },
    });
  if (input.password === input.newPassword)
    throw new AppError<IdentityError>("identity.password_same", {
      fields: { newPassword: "identity.password_same" },
    });
  requireGoodPassword(input.newPassword, "newPassword");
  await writePassword(trx, context, actor.personId, await context.hasher.hash(input.newPassword));
  await endSessionsOf(trx, actor.personId);
  await recordAudit(trx, context, {
    actor,
    action: "identity.change_password",
    record: { table: "persons", id: actor.personId },
    requestId: context.requestId,
  });
};

/** How long a sign-in by phone code counts as proof enough for a new password. */
const freshMs = 10 * 60_000;

/** Whether this session was opened by a code sent to the person's phone just now. */
export const hasFreshPhoneCode = async (
  db: Db | Trx,
  context: ActContext,
  actor: PersonActor,
): Promise<boolean> =>
  (await db
    .selectFrom("auth_sessions")
    .select("id")
    .where("id", "=", actor.sessionId)
    .where("method", "=", "phone_code")
    .where("started_at", ">=", new Date(context.clock.now().getTime() - freshMs))
    .executeTakeFirst()) !== undefined;

export const findAccountName = async (db: Db | Trx, personId: string): Promise<string | undefined> =>
  (await findAccountNames(db, [personId])).get(personId);

/** Account names by person, of those who have one. */
export const findAccountNames = async (
  db: Db | Trx,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("auth_users")
    .select(["id", "username"])
    .where("id", "in", [...personIds])
    .execute();
  return new Map(rows.flatMap(({ id, username }) => (username === null ? [] : [[id, username] as const])));
};

/**
 * Gives the actor a new password in place of a forgotten one, or a first one with the account name he chooses. What
 * proves him is a code on his phone moments ago, not the old password. Ends every session of his: the caller opens a new one.
 * @throws AppError `identity.phone_code_first` (409) · `identity.username_format` | `identity.username_taken` | `identity.password_…` (422)
 */
export const setOwnPassword = async (
  trx: Trx,
  context: ActContext & { hasher: PasswordHasher },
  actor: PersonActor,
  input: { username?: string; password: string },
): Promise<void> => {
  if (!(await hasFreshPhoneCode(trx, context, actor)))
    throw new AppError<IdentityError>("identity.phone_code_first", { status: 409 });
  // A name that is in use stays: somebody else may know the person by it.
  const username = (await findAccountName(trx, actor.personId)) ?? input.username ?? "";
  await createAccountWithPassword(trx, context, actor, {
    personId: actor.personId,
    username,
    password: input.password,
  });
  await endSessionsOf(trx, actor.personId);
};

export const hasExternalIdentity = async (db: Db | Trx, personId: string): Promise<boolean> =>
  (await db
    .selectFrom("auth_accounts")
    .select("id")
    .where("user_id", "=", personId)
    .where("provider_id", "=", oidcProviderId)
    .executeTakeFirst()) !== undefined;

/**
 * Takes the actor's own external identity away and ends the other sessions that it opened.
 * @throws AppError `identity.oidc_none` (404) · `identity.oidc_only_way` (409)
 */
export const unlinkOwnIdentity = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<void> => {
  const { personId } = actor;
  const others = await trx
    .selectFrom("persons as p")
    .where("p.id", "=", personId)
    .where((eb) =>
      eb.or([
        eb("p.phone_sealed", "is not", null),
        eb.exists(
          eb
            .selectFrom("auth_accounts as a")
            .select("a.id")
            .where("a.user_id", "=", personId)
            .where("a.provider_id", "=", credential),
        ),
        eb.exists(eb.selectFrom("auth_passkeys as k").select("k.id").where("k.user_id", "=", personId)),
      ]),
    )
    .select("p.id")
    .executeTakeFirst();
  if (others === undefined) throw new AppError<IdentityError>("identity.oidc_only_way", { status: 409 });
  const result = await trx
    .deleteFrom("auth_accounts")
    .where("user_id", "=", personId)
    .where("provider_id", "=", oidcProviderId)
    .executeTakeFirst();
  if (result.numDeletedRows === 0n) throw new AppError<IdentityError>("identity.oidc_none", { status: 404 });
  await trx
    .deleteFrom("auth_sessions")
    .where("user_id", "=", personId)
    .where("method", "=", "oidc")
    .where("id", "!=", actor.sessionId)
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "identity.unlink_subject",
    record: { table: "persons", id: personId },
    requestId: context.requestId,
  });
};

/**
 * Ties a person to the subject that the identity provider (统一身份认证) knows him by. Names and addresses a provider
 * sends are never used for it.
 * @throws AppError `identity.subject_taken` (422)
 */
export const linkExternalIdentity = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { personId: string; subject: string },
): Promise<void> => {
  const now = context.clock.now();
  try {
    await trx
      .insertInto("auth_accounts")
      .values({
        id: createId(context.clock),
        user_id: input.personId,
        provider_id: oidcProviderId,
        account_id: input.subject.trim(),
        access_token: null,
        refresh_token: null,
        id_token: null,
        access_token_expires_at: null,
        refresh_token_expires_at: null,
        scope: null,
        password: null,
        created_at: now,
        updated_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error))
      throw new AppError<IdentityError>("identity.subject_taken", {
        fields: { subject: "identity.subject_taken" },
        cause: error,
      });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "identity.link_subject",
    record: { table: "persons", id: input.personId },
    requestId: context.requestId,
  });
};
