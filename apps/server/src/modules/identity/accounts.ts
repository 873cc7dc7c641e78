import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { IdentityError } from "./messages.ts";
import { type PasswordHasher, requireGoodPassword } from "./passwords.ts";
import { endSessionsOf } from "./sessions.ts";

const credential = "credential";

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
        provider_id: "oidc",
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
