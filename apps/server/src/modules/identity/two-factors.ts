import { randomBytes, timingSafeEqual } from "node:crypto";
import { createOTP } from "@better-auth/utils/otp";
import type { PersonActor } from "#kernel/actor.ts";
import { countAttempt } from "#kernel/attempts.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { IdentityError } from "./messages.ts";
import { parseCode } from "./phone.ts";
import { markSecondFactor } from "./sessions.ts";

const stepMs = 30_000;
const guesses = { purpose: "second-factor", windowMs: 15 * 60_000, limit: 10 };
const recoveryCodeCount = 10;

export type SecondFactorState = {
  totp: "none" | "pending" | "confirmed";
  passkeys: number;
  recoveryCodes: number;
};

export const getSecondFactorState = async (db: Db | Trx, personId: string): Promise<SecondFactorState> => {
  const totp = await db
    .selectFrom("auth_two_factors")
    .select("confirmed_at")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  const passkeys = await db
    .selectFrom("auth_passkeys")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("user_id", "=", personId)
    .executeTakeFirstOrThrow();
  const codes = await db
    .selectFrom("auth_recovery_codes")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("person_id", "=", personId)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return {
    totp: totp === undefined ? "none" : totp.confirmed_at === null ? "pending" : "confirmed",
    passkeys: passkeys.count,
    recoveryCodes: codes.count,
  };
};

/** Whether the person has a second factor that this session has not passed yet. */
export const mustPassSecondFactor = async (db: Db | Trx, actor: PersonActor): Promise<boolean> => {
  if (actor.secondFactor) return false;
  const state = await getSecondFactorState(db, actor.personId);
  return state.totp === "confirmed" || state.passkeys > 0;
};

/** A person who has a second factor must have shown it in this session before changing how he signs in. */
export const requireSecondFactorToChange = async (db: Db | Trx, actor: PersonActor): Promise<void> => {
  if (await mustPassSecondFactor(db, actor))
    throw new AppError<IdentityError>("identity.second_factor_first", { status: 409 });
};

const otpOf = (secret: string) => createOTP(secret, { digits: 6, period: 30 });

/** The secret of a set-up under way, made where there is none; as text for typing and as address for the QR code. */
export const beginTotp = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<void> => {
  await requireSecondFactorToChange(trx, actor);
  const sealed = context.cipher.encrypt(randomBytes(20).toString("hex"));
  const now = context.clock.now();
  const result = await trx
    .insertInto("auth_two_factors")
    .values({ person_id: actor.personId, secret_sealed: sealed, confirmed_at: null, created_at: now })
    .onConflict((conflict) =>
      conflict
        .column("person_id")
        .doUpdateSet({ secret_sealed: sealed, created_at: now })
        .where("auth_two_factors.confirmed_at", "is", null),
    )
    .executeTakeFirst();
  if (result.numInsertedOrUpdatedRows === 0n)
    throw new AppError<IdentityError>("identity.totp_exists", { status: 409 });
};

export const findPendingTotp = async (
  db: Db,
  context: ActContext,
  options: { personId: string; issuer: string },
): Promise<{ secret: string; uri: string } | undefined> => {
  const row = await db
    .selectFrom("auth_two_factors")
    .select(["secret_sealed", "confirmed_at"])
    .where("person_id", "=", options.personId)
    .executeTakeFirst();
  if (row === undefined || row.confirmed_at !== null) return undefined;
  const uri = otpOf(context.cipher.decrypt(row.secret_sealed)).url(options.issuer, "登录");
  const secret = new URL(uri).searchParams.get("secret") ?? "";
  return { secret: secret.replace(/(.{4})(?=.)/g, "$1 "), uri };
};

const wrong = (): AppError =>
  new AppError<IdentityError>("identity.totp_wrong", { fields: { code: "identity.totp_wrong" } });

/** Counts a guess of a person; outside the transaction, so that a refused one stays counted. */
export const countSecondFactorGuess = async (context: Context, actor: PersonActor): Promise<void> =>
  countAttempt(context.db, context, actor.personId, guesses);

/** The step whose code this is: the present one or one beside it, never one that was used. Takes it up atomically. */
const useTotp = async (trx: Trx, context: ActContext, personId: string, typed: string): Promise<boolean> => {
  const row = await trx
    .selectFrom("auth_two_factors")
    .selectAll()
    .where("person_id", "=", personId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new AppError<IdentityError>("identity.totp_none", { status: 409 });
  const otp = otpOf(context.cipher.decrypt(row.secret_sealed));
  const now = Math.floor(context.clock.now().getTime() / stepMs);
  for (const step of [now, now - 1, now + 1]) {
    if (step <= row.last_step) continue;
    const expected = Buffer.from(await otp.hotp(step));
    const given = Buffer.from(typed);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) continue;
    await trx
      .updateTable("auth_two_factors")
      .set({ last_step: step, ...(row.confirmed_at === null ? { confirmed_at: context.clock.now() } : {}) })
      .where("person_id", "=", personId)
      .execute();
    return true;
  }
  return false;
};

const recoveryHash = (context: ActContext, personId: string, code: string): Buffer =>
  context.cipher.blindIndex("recovery-code", `${personId}:${code}`);

const useRecoveryCode = async (
  trx: Trx,
  context: ActContext,
  personId: string,
  typed: string,
): Promise<boolean> => {
  const result = await trx
    .updateTable("auth_recovery_codes")
    .set({ used_at: context.clock.now() })
    .where("person_id", "=", personId)
    .where("code_hash", "=", recoveryHash(context, personId, typed.toLowerCase()))
    .where("used_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
};

/**
 * Passes the second factor in this session with a code of the authenticator or a recovery code; each works once.
 * @throws AppError `identity.totp_wrong` (422) | `identity.totp_none` (409)
 */
export const passSecondFactor = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  typed: string,
): Promise<void> => {
  const code = parseCode(typed);
  const state = await getSecondFactorState(trx, actor.personId);
  if (state.totp !== "confirmed") throw new AppError<IdentityError>("identity.totp_none", { status: 409 });
  const passed = /^\d{6}$/.test(code)
    ? await useTotp(trx, context, actor.personId, code)
    : await useRecoveryCode(trx, context, actor.personId, code);
  if (!passed) throw wrong();
  await markSecondFactor(trx, context, actor);
  await recordAudit(trx, context, {
    actor,
    action: "identity.pass_second_factor",
    requestId: context.requestId,
  });
};

/**
 * Ends the set-up with a first code: from now on the authenticator counts, and this session has passed it.
 * @throws AppError `identity.totp_wrong` (422) | `identity.totp_none` | `identity.totp_exists` (409)
 */
export const confirmTotp = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  typed: string,
): Promise<void> => {
  const state = await getSecondFactorState(trx, actor.personId);
  if (state.totp === "confirmed") throw new AppError<IdentityError>("identity.totp_exists", { status: 409 });
  await requireSecondFactorToChange(trx, actor);
  if (!(await useTotp(trx, context, actor.personId, parseCode(typed)))) throw wrong();
  await markSecondFactor(trx, context, actor);
  await recordAudit(trx, context, { actor, action: "identity.set_up_totp", requestId: context.requestId });
};

/** Takes the authenticator and its recovery codes away; asks for the second factor first. */
export const removeTotp = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<void> => {
  await requireSecondFactorToChange(trx, actor);
  await trx.deleteFrom("auth_two_factors").where("person_id", "=", actor.personId).execute();
  await trx.deleteFrom("auth_recovery_codes").where("person_id", "=", actor.personId).execute();
  await recordAudit(trx, context, { actor, action: "identity.remove_totp", requestId: context.requestId });
};

const alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
const makeRecoveryCode = (): string =>
  Array.from(randomBytes(10), (byte) => alphabet[byte % alphabet.length]).join("");

/** Ten new recovery codes in place of the old ones. They can be read for ten minutes; what stays are keyed hashes. */
export const makeRecoveryCodes = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<void> => {
  const state = await getSecondFactorState(trx, actor.personId);
  if (state.totp !== "confirmed") throw new AppError<IdentityError>("identity.totp_none", { status: 409 });
  await requireSecondFactorToChange(trx, actor);
  const codes = Array.from({ length: recoveryCodeCount }, makeRecoveryCode);
  await trx.deleteFrom("auth_recovery_codes").where("person_id", "=", actor.personId).execute();
  await trx
    .insertInto("auth_recovery_codes")
    .values(
      codes.map((code) => ({
        id: createId(context.clock),
        person_id: actor.personId,
        code_hash: recoveryHash(context, actor.personId, code),
        code_sealed: context.cipher.encrypt(code),
        created_at: context.clock.now(),
        used_at: null,
      })),
    )
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "identity.make_recovery_codes",
    requestId: context.requestId,
  });
};

const shownMs = 10 * 60_000;

/** The recovery codes made a moment ago, for their owner; later none can be read. */
export const listNewRecoveryCodes = async (
  db: Db,
  context: ActContext,
  actor: PersonActor,
): Promise<readonly string[]> => {
  await requireSecondFactorToChange(db, actor);
  const since = new Date(context.clock.now().getTime() - shownMs);
  const rows = await db
    .selectFrom("auth_recovery_codes")
    .select("code_sealed")
    .where("person_id", "=", actor.personId)
    .where("created_at", ">", since)
    .orderBy("id")
    .execute();
  return rows.flatMap((row) => (row.code_sealed === null ? [] : [context.cipher.decrypt(row.code_sealed)]));
};

/** Forgets the readable form of recovery codes whose ten minutes are over. */
export const clearShownRecoveryCodes = async (db: Db, now: Date): Promise<void> => {
  await db
    .updateTable("auth_recovery_codes")
    .set({ code_sealed: null })
    .where("code_sealed", "is not", null)
    .where("created_at", "<", new Date(now.getTime() - shownMs))
    .execute();
};
