import type { Trx } from "#kernel/db.ts";

const minuteMs = 60_000;
/** Minutes until the next try; after the last one a person has to look. */
const retryMinutes = [1, 2, 5, 15, 30, 60, 180] as const;

/** When a delivery that failed is tried next, and whether that was its last try. */
export const retryAt = (now: Date, attempts: number): { at: Date; isLast: boolean } => {
  const pause = retryMinutes[attempts];
  return {
    at: new Date(now.getTime() + (pause ?? 24 * 60) * minuteMs),
    isLast: pause === undefined,
  };
};

/** The delivery that is due longest, locked; one that another worker holds is passed over. Which channels, the caller says. */
export const dueDelivery = (trx: Trx, now: Date) =>
  trx
    .selectFrom("deliveries as delivery")
    .innerJoin("channels as channel", "channel.code", "delivery.channel_code")
    .select([
      "delivery.id",
      "delivery.channel_code",
      "channel.kind",
      "channel.target",
      "delivery.content_id",
      "delivery.version_id",
      "delivery.act",
      "delivery.attempts",
    ])
    .where("delivery.status", "in", ["queued", "failing", "awaiting"])
    .where("delivery.next_try_at", "<=", now)
    .orderBy("delivery.next_try_at")
    .orderBy("delivery.id")
    .limit(1)
    .forUpdate("delivery")
    .skipLocked();
