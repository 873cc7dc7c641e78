import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import { countAttempt } from "#kernel/attempts.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { messageSenderOf } from "./message-sender.ts";
import type { IdentityError } from "./messages.ts";
import { parseCode, phoneIndex } from "./phone.ts";

/** 7 digits: 23 bits, with five guesses a code and ten codes a day (reliability control 7: at least 20 bits). */
export const codeDigits = 7;
const lifeMs = 10 * 60_000;
const pauseMs = 60_000;
const maxWrongGuesses = 5;

const perDay = { purpose: "phone-code-day", windowMs: 86_400_000, limit: 10 };
const perMinute = { purpose: "phone-code-minute", windowMs: pauseMs, limit: 1 };
const perAddress = { purpose: "phone-code-address", windowMs: 3_600_000, limit: 60 };
const guessesPerAddress = { purpose: "phone-guess-address", windowMs: 15 * 60_000, limit: 100 };

const hashBrowser = (browserKey: string): Buffer => createHash("sha256").update(browserKey).digest();

// The code's row is part of the hash, so that equal codes do not look equal in the table.
const hashCode = (context: ActContext, id: string, code: string): Buffer =>
  context.cipher.blindIndex("phone-code", `${id}:${code}`);

const tooSoon = (seconds: number): AppError =>
  new AppError<IdentityError>("identity.code_too_soon", { status: 429, values: { seconds } });

/**
 * Sends a code to a number, whether or not somebody has it: the answer must not tell who has an account.
 * @returns the key that binds the code to this browser, for its cookie
 * @throws AppError `identity.code_too_soon` | `identity.code_day_limit` | `attempts.too_many` (429) · `identity.no_sms` (409)
 */
export const requestPhoneCode = async (
  context: Context,
  input: { phone: string; address: string },
): Promise<{ browserKey: string }> => {
  const { db, clock, cipher, config } = context;
  const index = phoneIndex(cipher, input.phone);
  const now = clock.now();
  await countAttempt(db, context, input.address, perAddress);
  const latest = await db
    .selectFrom("phone_codes")
    .select("created_at")
    .where("phone_index", "=", index)
    .orderBy("created_at", "desc")
    .limit(1)
    .executeTakeFirst();
  const waitMs = latest === undefined ? 0 : latest.created_at.getTime() + pauseMs - now.getTime();
  if (waitMs > 0 && waitMs <= pauseMs) throw tooSoon(Math.ceil(waitMs / 1000));
  // Two requests at the same moment both see no earlier code; this counter lets one of them pass.
  await countAttempt(db, context, input.phone, perMinute).catch(() => {
    throw tooSoon(60);
  });
  await countAttempt(db, context, input.phone, perDay).catch(() => {
    throw new AppError<IdentityError>("identity.code_day_limit", { status: 429 });
  });
  const code = String(randomInt(10 ** codeDigits)).padStart(codeDigits, "0");
  const browserKey = randomBytes(32).toString("base64url");
  const id = createId(clock);
  await messageSenderOf(context).send({
    key: `identity.code:${id}`,
    phone: input.phone,
    text: `【${config.siteName}】验证码 ${code.slice(0, 3)} ${code.slice(3)}，10 分钟内有效。工作人员不会向您要验证码，请不要告诉别人。`,
  });
  await db
    .insertInto("phone_codes")
    .values({
      id,
      browser_hash: hashBrowser(browserKey),
      phone_index: index,
      phone_sealed: cipher.encrypt(input.phone),
      code_hash: hashCode(context, id, code),
      created_at: now,
      expires_at: new Date(now.getTime() + lifeMs),
      used_at: null,
    })
    .execute();
  return { browserKey };
};

/** The number that a code of this browser was sent to, while it can still be used. */
export const findPendingPhone = async (
  db: Db,
  context: ActContext,
  browserKey: string | undefined,
): Promise<string | undefined> => {
  if (browserKey === undefined) return undefined;
  const row = await db
    .selectFrom("phone_codes")
    .select("phone_sealed")
    .where("browser_hash", "=", hashBrowser(browserKey))
    .where("used_at", "is", null)
    .where("expires_at", ">", context.clock.now())
    .where("guesses", "<", maxWrongGuesses)
    .executeTakeFirst();
  return row === undefined ? undefined : context.cipher.decrypt(row.phone_sealed);
};

/**
 * Counts a guess before it is looked at, and outside any transaction: of a hundred guesses at once five are compared.
 * @returns the code's row where the guess was right; it is not used up yet
 * @throws AppError `identity.code_again` | `identity.code_wrong` (422) on field `code` · `attempts.too_many` (429)
 */
export const checkPhoneCode = async (
  context: Context,
  input: { browserKey: string | undefined; code: string; address: string },
): Promise<{ codeId: string; phone: string }> => {
  const { db, clock, cipher } = context;
  const refuse = (code: IdentityError): AppError => new AppError<IdentityError>(code, { fields: { code } });
  await countAttempt(db, context, input.address, guessesPerAddress);
  if (input.browserKey === undefined) throw refuse("identity.code_again");
  const counted = await sql<{ id: string; phone_sealed: Buffer; code_hash: Buffer }>`
    update phone_codes set guesses = guesses + 1
    where browser_hash = ${hashBrowser(input.browserKey)} and used_at is null and expires_at > ${clock.now()} and guesses < ${maxWrongGuesses}
    returning id, phone_sealed, code_hash`.execute(db);
  const row = counted.rows[0];
  if (row === undefined) throw refuse("identity.code_again");
  if (!timingSafeEqual(row.code_hash, hashCode(context, row.id, parseCode(input.code))))
    throw refuse("identity.code_wrong");
  return { codeId: row.id, phone: cipher.decrypt(row.phone_sealed) };
};

/**
 * Uses a code up. Of several at once exactly one wins: the UPDATE names the state it starts from.
 * @throws AppError `identity.code_again` (422)
 */
export const consumePhoneCode = async (trx: Trx, context: ActContext, codeId: string): Promise<void> => {
  const result = await trx
    .updateTable("phone_codes")
    .set({ used_at: context.clock.now() })
    .where("id", "=", codeId)
    .where("used_at", "is", null)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n)
    throw new AppError<IdentityError>("identity.code_again", { fields: { code: "identity.code_again" } });
};
