import { randomInt, timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import { countAttempt } from "#kernel/attempts.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { messageSenderOf, readPersonalFields } from "#modules/identity/index.ts";
import type { PeopleError } from "./errors.ts";

const proxyCodeDigits = 7;
const lifeMs = 10 * 60_000;
const maxGuesses = 5;
const perDay = { purpose: "proxy-code-day", windowMs: 86_400_000, limit: 6 };

type ProxyPair = { elderPersonId: string; helperPersonId: string };

const hashCode = (context: ActContext, id: string, code: string): Buffer =>
  context.cipher.blindIndex("proxy-code", `${id}:${code}`);

/**
 * Sends the elder a code that this helper may be told. It opens nothing by itself: only one act of helping, by this
 * helper, within ten minutes.
 * @returns false where the elder has no phone
 * @throws AppError `people.code_too_many` (429)
 */
export const sendProxyCode = async (
  context: Context,
  input: { elderPersonId: string; helperPersonId: string; helperName: string },
): Promise<boolean> => {
  const { db, clock, cipher, config } = context;
  const { phone } = await readPersonalFields(db, cipher, input.elderPersonId);
  if (phone === undefined) return false;
  await countAttempt(db, context, input.elderPersonId, perDay).catch((cause: unknown) => {
    throw new AppError<PeopleError>("people.code_too_many", {
      status: 429,
      fields: { phone: "people.code_too_many" },
      cause,
    });
  });
  const id = createId(clock);
  const now = clock.now();
  const code = String(randomInt(10 ** proxyCodeDigits)).padStart(proxyCodeDigits, "0");
  await db
    .insertInto("proxy_codes")
    .values({
      id,
      elder_person_id: input.elderPersonId,
      helper_person_id: input.helperPersonId,
      code_hash: hashCode(context, id, code),
      created_at: now,
      expires_at: new Date(now.getTime() + lifeMs),
      used_at: null,
    })
    .execute();
  await messageSenderOf(context).send({
    key: `people.proxy_code:${id}`,
    phone,
    text: `【${config.siteName}】${input.helperName}要替您办事。您同意的话，把验证码 ${code.slice(0, 3)} ${code.slice(3)} 念给他听；不同意就不用理会。`,
  });
  return true;
};

/** Counts a guess outside the act's transaction, so that a refused one stays counted. */
const takeGuess = async (context: Context, pair: ProxyPair) => {
  const counted = await sql<{ id: string; code_hash: Buffer }>`
    update proxy_codes set guesses = guesses + 1
    where id = (select id from proxy_codes where elder_person_id = ${pair.elderPersonId} and helper_person_id = ${pair.helperPersonId}
      order by created_at desc limit 1)
      and used_at is null and expires_at > ${context.clock.now()} and guesses < ${maxGuesses}
    returning id, code_hash`.execute(context.db);
  return counted.rows[0];
};

const refuse = (code: PeopleError): AppError => new AppError<PeopleError>(code, { fields: { code } });

/**
 * Looks at a code that the elder read out, before the act's transaction: a refused guess stays counted.
 * @throws AppError `people.code_again` | `people.code_wrong`, on field `code`
 */
export const checkProxyCode = async (
  context: Context,
  input: ProxyPair & { code: string },
): Promise<void> => {
  const row = await takeGuess(context, input);
  if (row === undefined) throw refuse("people.code_again");
  const digits = input.code.normalize("NFKC").replaceAll(/\D/g, "");
  if (!timingSafeEqual(row.code_hash, hashCode(context, row.id, digits))) throw refuse("people.code_wrong");
};

/**
 * Uses the checked code up with the act; of two at once one wins.
 * @throws AppError `people.code_again`, on field `code`
 */
export const consumeProxyCode = async (trx: Trx, context: ActContext, pair: ProxyPair): Promise<void> => {
  const used = await sql<{ id: string }>`
    update proxy_codes set used_at = ${context.clock.now()}
    where id = (select id from proxy_codes where elder_person_id = ${pair.elderPersonId} and helper_person_id = ${pair.helperPersonId}
      order by created_at desc limit 1)
      and used_at is null and expires_at > ${context.clock.now()}
    returning id`.execute(trx);
  if (used.rows.length !== 1) throw refuse("people.code_again");
};
