import { sql } from "kysely";
import type { Clock } from "./clock.ts";
import type { Db, Trx } from "./db.ts";
import type { FieldCipher } from "./encryption.ts";
import { AppError } from "./errors.ts";

export type AttemptsError = "attempts.too_many";

export type AttemptLimit = { purpose: string; windowMs: number; limit: number };

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
  const nowMs = context.clock.now().getTime();
  const windowStartMs = nowMs - (nowMs % limit.windowMs);
  const result = await sql<{ attempts: number }>`
    insert into attempt_counts as counted (subject, purpose, window_start, attempts)
    values (${context.cipher.blindIndex(limit.purpose, subject)}, ${limit.purpose}, ${new Date(windowStartMs)}, 1)
    on conflict on constraint attempt_counts_pkey do update set attempts = counted.attempts + 1
    returning attempts`.execute(db);
  if ((result.rows[0]?.attempts ?? 1) <= limit.limit) return;
  const minutes = Math.max(1, Math.ceil((windowStartMs + limit.windowMs - nowMs) / 60_000));
  throw new AppError<AttemptsError>("attempts.too_many", { status: 429, values: { minutes } });
};
