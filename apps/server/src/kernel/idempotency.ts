import { createHash } from "node:crypto";
import type { Actor } from "./actor.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Clock } from "./clock.ts";
import type { Trx } from "./db.ts";
import type { FieldCipher } from "./encryption.ts";
import { AppError } from "./errors.ts";

export type IdempotencyError = "idempotency.missing_key" | "idempotency.other_body";

const keyPattern = /^[\w-]{16,80}$/;

export const isIdempotencyKey = (key: unknown): key is string =>
  typeof key === "string" && keyPattern.test(key);

/**
 * Runs `work` once for each (actor, route, key). A repetition with the same body gets the first answer back; with
 * another body it is refused (409). Two at once: the second waits on the first one's row, because both insert the
 * same primary key inside their transaction.
 * @param request.body what the answer depends on, canonicalised and hashed
 * @throws AppError `idempotency.missing_key` (400) | `idempotency.other_body` (409)
 */
export const runOnce = async <T>(
  trx: Trx,
  context: { clock: Clock; cipher: FieldCipher },
  request: { actor: Actor; anonymousKey: string; route: string; key: unknown; body: unknown },
  work: () => Promise<T>,
): Promise<{ response: T; repeated: boolean }> => {
  const { key } = request;
  if (!isIdempotencyKey(key))
    throw new AppError<IdempotencyError>("idempotency.missing_key", { status: 400 });
  const requestHash = createHash("sha256").update(canonicalJson(request.body)).digest();
  const actorKey =
    request.actor.kind === "person" ? `person:${request.actor.personId}` : request.anonymousKey;
  const inserted = await trx
    .insertInto("idempotency_keys")
    .values({
      actor_key: actorKey,
      route: request.route,
      key,
      request_hash: requestHash,
      response: null,
      created_at: context.clock.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  const own = trx
    .selectFrom("idempotency_keys")
    .where("actor_key", "=", actorKey)
    .where("route", "=", request.route)
    .where("key", "=", key);
  if (inserted.numInsertedOrUpdatedRows === 0n) {
    const earlier = await own.selectAll().executeTakeFirstOrThrow();
    if (!earlier.request_hash.equals(requestHash) || earlier.response === null)
      throw new AppError<IdempotencyError>("idempotency.other_body", { status: 409 });
    // It was stored by this same function for this same route: the type is the route's.
    return { response: JSON.parse(context.cipher.decrypt(earlier.response)) as T, repeated: true };
  }
  const response = await work();
  await trx
    .updateTable("idempotency_keys")
    .set({ response: context.cipher.encrypt(JSON.stringify(response)) })
    .where("actor_key", "=", actorKey)
    .where("route", "=", request.route)
    .where("key", "=", key)
    .execute();
  return { response, repeated: false };
};
