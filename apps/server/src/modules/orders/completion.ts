import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { recordFacts } from "#kernel/facts.ts";
import type { LockedOrder } from "./order-writes.ts";
import { countSigned } from "./rolls/queries.ts";

/** What an order that is confirmed counts: itself, and who was served; by audience where a roll says who came (Y-34). */
export const recordCompletion = async (
  trx: Trx,
  context: Pick<ActContext, "clock">,
  order: LockedOrder,
): Promise<void> => {
  const visit = await trx
    .selectFrom("visits")
    .select(["id", "people_served", "starts_at"])
    .where("order_id", "=", order.id)
    .where("status", "=", "finished")
    .orderBy("round", "desc")
    .limit(1)
    .executeTakeFirst();
  const counted = visit === undefined ? undefined : await countSigned(trx, visit.id);
  const shared = {
    occurredOn: toDistrictDate(visit?.starts_at ?? order.visit_starts_at ?? context.clock.now()),
    unitId: order.place_unit_id,
    source: { table: "orders", id: order.id },
    planTags: counted === undefined ? ["B-12"] : ["B-12", "Y-34"],
    ...(order.topic === null ? {} : { topic: order.topic }),
  };
  const wished = order.audience === null ? {} : { audience: order.audience };
  const served = counted ?? [{ ...wished, people: visit?.people_served ?? 0 }];
  await recordFacts(trx, context.clock, [
    // One wish split over two teams is one wish met: the second half counts its people alone.
    ...(order.split_from === null
      ? [{ ...shared, ...wished, kind: "orders.completed", quantity: 1, measure: "件" }]
      : []),
    ...served
      .filter((one) => one.people > 0)
      .map(({ people, ...who }) => ({
        ...shared,
        ...who,
        kind: "orders.people_served",
        quantity: people,
        measure: "人次",
      })),
  ]);
};
