import type { Actor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { writeNotice } from "./notices.ts";
import { moveRegistration, takeSeats } from "./registration-writes.ts";
import { momentWords } from "./times.ts";
import { answerBy, choosePromotions } from "./waiting-list.ts";

/**
 * Offers free places to the waiting list in its order. Whoever calls this holds the pool's row: two who free places at once
 * ask one after the other, and nobody is asked twice.
 */
export const promoteWaiting = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  poolId: string,
): Promise<number> => {
  const now = context.clock.now();
  const pool = await trx
    .selectFrom("seat_pools")
    .selectAll()
    .where("id", "=", poolId)
    .executeTakeFirstOrThrow();
  if (pool.status === "called_off" || pool.starts_at.getTime() <= now.getTime()) return 0;
  const queue = await trx
    .selectFrom("registrations")
    .selectAll()
    .where("pool_id", "=", poolId)
    .where("status", "=", "waiting")
    .orderBy("queue_no")
    .execute();
  const chosen = choosePromotions(
    pool.capacity - pool.seats_taken,
    queue.map((row) => ({ id: row.id, peopleCount: row.people_count })),
  );
  for (const { id, peopleCount } of chosen) {
    const registration = queue.find((row) => row.id === id);
    if (registration === undefined || (await takeSeats(trx, { poolId, count: peopleCount })) === "full")
      break;
    const until = answerBy(now, pool.starts_at);
    await moveRegistration(trx, context, actor, { registration, event: "promote", answerBy: until });
    await writeNotice(trx, context, {
      registrationId: id,
      event: "promote",
      body: `【湘江科普】“${pool.title}”（${momentWords(pool.starts_at)}）有位子了，给您留到 ${momentWords(until)}。请凭报名码答复“要”，不答复就让给下一位。`,
    });
  }
  return chosen.length;
};
