import { systemActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, type Trx } from "#kernel/db.ts";
import { findTakeOverStation } from "#modules/organisations/index.ts";
import { confirmOrder, takeOver } from "./desk.ts";
import { confirmDays, ratingDays } from "./deadlines.ts";
import { endAssignment, findOpenDispatch, leaderNotice, moveDispatch } from "./dispatching.ts";
import { takeBack } from "./hub/exchange.ts";
import { type LockedOrder, moveOrder } from "./order-writes.ts";
import { unmerge } from "./together/merge.ts";
import { endVisit, missVisit } from "./visits.ts";
import { toOrderNo } from "./vocabulary.ts";

const clockActor = systemActor("orders.deadline");

/** The station above takes over; at the top the centre keeps it with a new time, and the board shows how often that was. */
const passUp = async (trx: Trx, context: ActContext, order: LockedOrder): Promise<void> => {
  const above = await findTakeOverStation(trx, order.owner_unit_id, toDistrictDate(context.clock.now()));
  await takeOver(trx, context, clockActor, {
    order,
    ownerUnitId: above?.id ?? order.owner_unit_id,
    reason: above === undefined ? "中心也没有按时办，重新计时" : `没有按时办，转到${above.name}`,
  });
};

/** What happens to an order whose time has passed, by its state; every state has an answer. */
const actOn = async (trx: Trx, context: ActContext, order: LockedOrder): Promise<void> => {
  switch (order.status) {
    case "submitted":
    case "screened":
    case "declined":
    case "timed_out":
    case "no_show":
    case "reopened":
      return passUp(trx, context, order);
    case "dispatched": {
      const open = await findOpenDispatch(trx, order.id);
      if (open !== undefined) await moveDispatch(trx, context, { id: open.id, event: "time_out" });
      await moveOrder(trx, context, clockActor, order, {
        event: "time_out",
        teamId: open?.team_id ?? null,
        notices: await leaderNotice(
          trx,
          open?.team_id ?? null,
          `【湘江科普】${toOrderNo(order.order_no)} 没有按时答复，已转给别的队。`,
        ),
      });
      return;
    }
    case "accepted":
      await endAssignment(trx, context, { orderId: order.id, kind: "timed_out" });
      await moveOrder(trx, context, clockActor, order, {
        event: "time_out",
        reason: "接单后没有按时约时间",
        teamId: order.team_id,
        set: { team_id: null },
        notices: await leaderNotice(
          trx,
          order.team_id,
          `【湘江科普】${toOrderNo(order.order_no)} 没有按时约时间，已转给别的队。`,
        ),
      });
      return;
    case "scheduled":
    case "substituted":
      return missVisit(trx, context, clockActor, { order, reason: "开始后 30 分钟没有人签到" });
    case "under_way":
      return endVisit(trx, context, clockActor, { order, peopleServed: null, by: "clock" });
    case "done":
      await confirmOrder(trx, context, clockActor, { order, reason: `${confirmDays} 天没有回音，算做完` });
      return;
    case "confirmed":
      await moveOrder(trx, context, clockActor, order, {
        event: "lapse",
        reason: `${ratingDays} 天没有评价`,
      });
      return;
    case "merged":
      await unmerge(trx, context, clockActor, { order, reason: "一起办的单还没有办成，拆开单独办" });
      return;
    case "sent_up":
      await takeBack(trx, context, clockActor, { order, reason: "市级中心 5 天没有回音，站点接着办" });
      return;
    case "rated":
    case "not_ours":
    case "cannot":
    case "withdrawn":
      throw new Error(`order ${order.id} is over and has a due time`);
    default: {
      const never: never = order.status;
      throw new Error(`no deadline for ${String(never)}`);
    }
  }
};

/**
 * Acts on every order whose time has passed, each in its own transaction, taken with SKIP LOCKED: several nodes share the
 * work and nobody is held up by an order that somebody is working on. Returns how many there were.
 */
export const actOnOverdue = async (parts: { db: Db } & ActContext, limit = 200): Promise<number> => {
  let count = 0;
  for (; count < limit; count += 1) {
    const acted = await inTransaction(parts.db, async (trx) => {
      const order = await trx
        .selectFrom("orders")
        .selectAll()
        .where("due_at", "<=", parts.clock.now())
        .orderBy("due_at")
        .orderBy("id")
        .limit(1)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst();
      if (order === undefined) return false;
      await actOn(trx, parts, order);
      return true;
    });
    if (!acted) break;
  }
  return count;
};

/** Drafts that nobody came back to. */
export const clearOldDrafts = async (trx: Trx, context: Pick<ActContext, "clock">): Promise<void> => {
  await trx
    .deleteFrom("order_drafts")
    .where("updated_at", "<", new Date(context.clock.now().getTime() - 7 * 86_400_000))
    .execute();
};
