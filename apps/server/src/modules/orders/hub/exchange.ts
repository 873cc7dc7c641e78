import { sql } from "kysely";
import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { findTakeOverStation, type Scope, withinScope } from "#modules/organisations/index.ts";
import { takeOver } from "../desk.ts";
import type { OrdersError } from "../errors.ts";
import { type LockedOrder, lockOrder, moveOrder, requireReason } from "../order-writes.ts";
import { placeText, selectOrders } from "../queries.ts";
import { type HubEvent, type HubStatus, hubStates } from "../state.ts";
import { parseOrderNo, toOrderNo } from "../vocabulary.ts";

const dayMs = 86_400_000;

const moveExchange = (
  trx: Trx,
  context: ActContext,
  change: { id: string; event: HubEvent; set?: Record<string, unknown> },
) =>
  applyTransition(trx as never, {
    machine: hubStates,
    table: "hub_exchanges",
    id: change.id,
    event: change.event,
    now: context.clock.now(),
    ...(change.set === undefined ? {} : { set: change.set }),
  }); // the function is generic over all modules' tables

const findOpenExchange = (trx: Trx, orderId: string) =>
  trx
    .selectFrom("hub_exchanges")
    .selectAll()
    .where("order_id", "=", orderId)
    .where("status", "in", ["sent", "accepted"])
    .executeTakeFirst();

/**
 * Sends an order that the station cannot serve to the station above (now, not when its time has passed), or to the city's
 * hub (B-08), which answers by file. @throws AppError `orders.no_parent` | `orders.not_now` | `orders.reason_needed`
 */
export const sendUp = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { orderId: string; to: "parent" | "hub"; reason: string },
): Promise<void> => {
  const reason = requireReason(input.reason);
  const order = await lockOrder(trx, input.orderId);
  const now = context.clock.now();
  if (input.to === "parent") {
    const above = await findTakeOverStation(trx, order.owner_unit_id, toDistrictDate(now));
    if (above === undefined)
      throw new AppError<OrdersError>("orders.no_parent", {
        status: 409,
        fields: { to: "orders.no_parent" },
      });
    await takeOver(trx, context, actor, {
      order,
      ownerUnitId: above.id,
      reason: `请${above.name}来办：${reason}`,
    });
    return;
  }
  await moveOrder(trx, context, actor, order, {
    event: "send_up",
    reason,
    set: { first_response_at: order.first_response_at ?? now },
    notices: [
      {
        to: "requester",
        body: `【湘江科普】区里一时没有合适的队，${toOrderNo(order.order_no)} 已请市级中心帮忙。5 天没有回音，站点接着办。`,
      },
    ],
  });
  await trx
    .insertInto("hub_exchanges")
    .values({
      id: createId(context.clock),
      order_id: order.id,
      sent_at: now,
      sent_by_person_id: actor.personId,
      reason,
      status: "sent",
      status_changed_at: now,
      hub_ref: null,
      note: null,
    })
    .execute();
};

/** Back from the hub to the station's board, with a new time. */
export const takeBack = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: {
    order: LockedOrder;
    reason: string;
    event?: "take_back" | "refuse";
    set?: Record<string, unknown>;
  },
): Promise<void> => {
  const open = await findOpenExchange(trx, input.order.id);
  if (open !== undefined)
    await moveExchange(trx, context, {
      id: open.id,
      event: input.event ?? "take_back",
      ...(input.set === undefined ? {} : { set: input.set }),
    });
  await moveOrder(trx, context, actor, input.order, { event: "take_back", reason: input.reason });
};

export type HubAnswer = {
  no: string;
  state: string;
  hubRef: string | undefined;
  note: string | undefined;
};
export type HubOutcome = { no: string; ok: boolean; sentence: string };

const hubWords: Readonly<Record<string, HubStatus>> = {
  accepted: "accepted",
  已接: "accepted",
  done: "done",
  办完: "done",
  refused: "refused",
  办不了: "refused",
};

const applyAnswer = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  answer: HubAnswer & { scope: Scope },
): Promise<HubOutcome> => {
  const { no } = answer;
  const refuse = (sentence: string): HubOutcome => ({ no, ok: false, sentence });
  const state = hubWords[answer.state.trim()];
  if (state === undefined) return refuse(`state 只认 accepted、done、refused，这里是“${answer.state}”`);
  const orderNo = parseOrderNo(no);
  const found =
    orderNo === undefined
      ? undefined
      : await selectOrders(trx)
          .where("o.order_no", "=", orderNo)
          .where(withinScope("owner.path", answer.scope))
          .executeTakeFirst();
  if (found === undefined) return refuse("您的范围里没有这个单");
  const order = await lockOrder(trx, found.id);
  const last = await trx
    .selectFrom("hub_exchanges")
    .selectAll()
    .where("order_id", "=", order.id)
    .orderBy("sent_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (last === undefined) return refuse("这个单没有上送过");
  if (last.status === state) return { no, ok: true, sentence: "已经登记过，没有变化" };
  const event = ({ accepted: "accept", done: "finish", refused: "refuse" } as const)[
    // A state that the words above know.
    state as "accepted" | "done" | "refused"
  ];
  if (order.status !== "sent_up" || hubStates.next(last.status, event) === undefined)
    return refuse("这个单已经收回或结束，不能再改");
  const set = { hub_ref: answer.hubRef ?? last.hub_ref, note: answer.note ?? null };
  const said = answer.note === undefined ? "" : `：${answer.note}`;
  if (state === "refused") {
    await takeBack(trx, context, actor, { order, reason: `市级中心办不了${said}`, event: "refuse", set });
    return { no, ok: true, sentence: "已回到站点看板" };
  }
  await moveExchange(trx, context, { id: last.id, event, set });
  if (state === "done") {
    await moveOrder(trx, context, actor, order, {
      event: "finish",
      reason: `市级中心办完${said}`,
      set: { hub_served: true },
      notices: [
        {
          to: "requester",
          body: `【湘江科普】${toOrderNo(order.order_no)} 由市级中心办完。请到“我的点单”确认；没做好，点“没做好”。`,
        },
      ],
    });
    return { no, ok: true, sentence: "已记为办完，等居民确认" };
  }
  // The hub has taken it: its own time to do it, twice what it had to answer.
  await trx
    .updateTable("orders")
    .set({ due_at: new Date(context.clock.now().getTime() + 10 * dayMs) })
    .where("id", "=", order.id)
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "orders.hub_state",
    unitId: order.owner_unit_id,
    record: { table: "orders", id: order.id },
    reason: `市级中心已接${said}`,
    requestId: context.requestId,
  });
  return { no, ok: true, sentence: "已记为市级中心已接" };
};

/** Takes the hub's answers in, row by row; the same file twice changes nothing the second time. */
export const importHubAnswers = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { answers: readonly HubAnswer[]; scope: Scope },
): Promise<readonly HubOutcome[]> => {
  const outcomes: HubOutcome[] = [];
  for (const answer of input.answers)
    outcomes.push(await applyAnswer(trx, context, actor, { ...answer, scope: input.scope }));
  return outcomes;
};

export type HubRow = {
  no: string;
  title: string;
  topic: string | null;
  audience: string | null;
  place: string;
  wantedOn: string;
  wantedHalf: string;
  peopleCount: number;
  skill: string | null;
  badges: readonly string[];
  reason: string;
  sentAt: Date;
  status: HubStatus;
  hubRef: string | null;
  note: string | null;
  station: string;
  stationPhone: string | null;
  ownerUnitId: string;
  orderId: string;
};

/** What is or was at the hub, newest first; not a word of who asked: the hub calls the station. */
export const listHubRows = async (
  db: Db | Trx,
  filter: { scope: Scope; open: "only" | "all" },
): Promise<readonly HubRow[]> => {
  const rows = await selectOrders(db)
    .innerJoin("hub_exchanges as hub", "hub.order_id", "o.id")
    .leftJoin("service_items as item", "item.code", "o.item_code")
    .select([
      "hub.sent_at",
      "hub.reason",
      "hub.status as hub_status",
      "hub.hub_ref",
      "hub.note",
      "item.skill",
      sql<string[]>`coalesce(item.badges, '{}')`.as("badges"),
    ])
    .where(withinScope("owner.path", filter.scope))
    .$if(filter.open === "only", (query) => query.where("hub.status", "in", ["sent", "accepted"]))
    .orderBy("hub.sent_at", "desc")
    .orderBy("hub.id")
    .limit(1_000)
    .execute();
  return rows.map((row) => ({
    no: toOrderNo(row.order_no),
    title: row.title,
    topic: row.topic,
    audience: row.audience,
    place: placeText(row),
    wantedOn: row.wanted_on,
    wantedHalf: row.wanted_half,
    peopleCount: row.people_count,
    skill: row.skill,
    badges: row.badges,
    reason: row.reason,
    sentAt: row.sent_at,
    status: row.hub_status,
    hubRef: row.hub_ref,
    note: row.note,
    station: row.owner_name,
    stationPhone: row.owner_phone,
    ownerUnitId: row.owner_unit_id,
    orderId: row.id,
  }));
};
