import { sql } from "kysely";
import type { Clock } from "./clock.ts";
import type { Db, Trx } from "./db.ts";
import type { FieldCipher } from "./encryption.ts";
import { AppError } from "./errors.ts";

export type AttemptsError = "attempts.too_many";

export type AttemptLimit = { purpose: string; windowMs: number; limit: number };

const windowStartOf = (clock: Clock, limit: AttemptLimit): Date => {
  const nowMs = clock.now().getTime();
  return new Date(nowMs - (nowMs % limit.windowMs));
};

/**
 * Counts one attempt of a subject (phone, account, address; stored as keyed digest) in its window and refuses the
 * one past the limit. One upsert, so that parallel guesses are all counted. Use the pool, not the transaction of the
 * attempt: a refused attempt must stay counted.
 * @throws AppError `attempts.too_many` (429) with `minutes` until the window ends
 */
export const countAttempt = async (
  db: Db | Trx,
  context: { clock: Clock; cipher: FieldCipher },
  subject: string,
  limit: AttemptLimit,
): Promise<void> => {
  const windowStart = windowStartOf(context.clock, limit);
  const result = await sql<{ attempts: number }>`
    insert into attempt_counts as counted (subject, purpose, window_start, attempts)
    values (${context.cipher.blindIndex(limit.purpose, subject)}, ${limit.purpose}, ${windowStart}, 1)
    on conflict on constraint attempt_counts_pkey do update set attempts = counted.attempts + 1
    returning attempts`.execute(db);
  if ((result.rows[0]?.attempts ?? 1) <= limit.limit) return;
  const leftMs = windowStart.getTime() + limit.windowMs - context.clock.now().getTime();
  const minutes = Math.max(1, Math.ceil(leftMs / 60_000));
  throw new AppError<AttemptsError>("attempts.too_many", { status: 429, values: { minutes } });
};

/**
 * Takes back one counted attempt that turned out right. Counting first and taking back keeps parallel guesses bounded;
 * only one is taken back, so that the owner's own sign-ins do not give a guesser a fresh count.
 */
export const takeBackAttempt = async (
  db: Db | Trx,
  context: { clock: Clock; cipher: FieldCipher },
  subject: string,
  limit: AttemptLimit,
): Promise<void> => {
  await sql`
    update attempt_counts set attempts = attempts - 1
    where subject = ${context.cipher.blindIndex(limit.purpose, subject)} and purpose = ${limit.purpose}
      and window_start = ${windowStartOf(context.clock, limit)} and attempts > 0`.execute(db);
};
