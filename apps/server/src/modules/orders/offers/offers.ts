import { type PersonActor, systemActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { listTopics } from "#modules/contents/index.ts";
import { listHoldersAt } from "#modules/identity/index.ts";
import {
  expertFieldName,
  findExpertOf,
  listExpertTitles,
  listReadyExperts,
  lockExpert,
  type ReadyExpert,
} from "#modules/people/index.ts";
import { type Half, listTeamsOf } from "#modules/teams/index.ts";
import type { OrdersError } from "../errors.ts";
import { writeNotice } from "../notices.ts";
import { noteEvent } from "../order-writes.ts";
import type { OrderStatus } from "../state.ts";
import { type ItemInput, toOrderNo } from "../vocabulary.ts";
import { beginningOf, listNotAsked } from "../volunteers/able.ts";
import { type ExpertOfferEvent, expertOfferStates, type ExpertOfferStatus } from "./state.ts";
import { topicFields } from "./topic-fields.ts";

/** Experts told of one order, and orders that one expert is told of in a day. */
const mostExperts = 3;
const mostADay = 2;
const dayMs = 86_400_000;
/** As long as nobody is found, a word of an expert helps. */
const openStatuses: readonly OrderStatus[] = [
  "submitted",
  "screened",
  "dispatched",
  "declined",
  "timed_out",
  "reopened",
];

type OfferedOrder = {
  id: string;
  eventId: string;
  unitId: string;
  no: string;
  item: Pick<ItemInput, "title" | "topic" | "effort" | "demands">;
  wantedOn: string;
  wantedHalf: Half;
  requesterPersonId: string | undefined;
};

/** The fields of experts for a topic: its own, or those of the nearest topic above that has some. */
const fieldsOf = async (trx: Trx, topic: string) => {
  const topics = new Map((await listTopics(trx)).map((one) => [one.code, one.parentCode]));
  for (let code: string | null | undefined = topic; typeof code === "string"; code = topics.get(code)) {
    const fields = topicFields[code];
    if (fields !== undefined) return fields;
  }
  return [];
};

/** Of experts who are there, those who want to be told, can do it by their own word (E-03) and have not been told of enough lately; who is on duty first. */
const chooseExperts = async (
  trx: Trx,
  context: ActContext,
  order: Pick<OfferedOrder, "item" | "wantedOn" | "wantedHalf" | "requesterPersonId">,
): Promise<readonly { expert: ReadyExpert; field: string }[]> => {
  const found = new Map<string, { expert: ReadyExpert; field: string }>();
  for (const field of await fieldsOf(trx, order.item.topic))
    for (const expert of await listReadyExperts(trx, { field, day: order.wantedOn }))
      if (!expert.away && !found.has(expert.id)) found.set(expert.id, { expert, field });
  const persons = [...found.values()].map((one) => one.expert.personId);
  if (persons.length === 0) return [];
  // One after the other, in one order everywhere: two orders at once would each count the other's message as not sent.
  for (const id of [...found.keys()].toSorted()) await lockExpert(trx, id);
  const paused = await trx
    .selectFrom("expert_offer_pauses")
    .select("person_id")
    .where("person_id", "in", persons)
    .execute();
  const told = await trx
    .selectFrom("order_expert_offers")
    .select(["person_id", (eb) => eb.fn.countAll<number>().as("count")])
    .where("person_id", "in", persons)
    .where("offered_at", ">", new Date(context.clock.now().getTime() - dayMs))
    .groupBy("person_id")
    .execute();
  const counts = new Map(told.map((row) => [row.person_id, row.count]));
  const notAsked = await listNotAsked(trx, context, {
    personIds: persons,
    effort: order.item.effort,
    demands: order.item.demands,
    startsAt: beginningOf({ day: order.wantedOn, half: order.wantedHalf }),
  });
  const off = new Set([...paused.map((row) => row.person_id), ...notAsked]);
  return [...found.values()]
    .filter(
      ({ expert: { personId } }) =>
        !off.has(personId) && personId !== order.requesterPersonId && (counts.get(personId) ?? 0) < mostADay,
    )
    .sort(
      (one, other) =>
        Number(other.expert.onDuty) - Number(one.expert.onDuty) ||
        (counts.get(one.expert.personId) ?? 0) - (counts.get(other.expert.personId) ?? 0) ||
        (one.expert.id < other.expert.id ? -1 : 1),
    )
    .slice(0, mostExperts);
};

/**
 * Tells experts of an order's field of it, in the transaction in which it is taken (U-01: the same day). The message waits out the
 * night and the day's cap like every other; it names no person and no address.
 * @returns how many were told
 */
export const offerToExperts = async (trx: Trx, context: ActContext, order: OfferedOrder): Promise<number> => {
  const now = context.clock.now();
  const chosen = await chooseExperts(trx, context, order);
  for (const { expert, field } of chosen) {
    const id = createId(context.clock);
    await trx
      .insertInto("order_expert_offers")
      .values({
        id,
        order_id: order.id,
        expert_id: expert.id,
        person_id: expert.personId,
        field,
        status: "offered",
        status_changed_at: now,
        offered_at: now,
      })
      .execute();
    await recordAudit(trx, context, {
      actor: systemActor("orders.offer_to_experts"),
      action: "orders.offer_expert",
      unitId: order.unitId,
      record: { table: "order_expert_offers", id },
      requestId: context.requestId,
    });
    await writeNotice(trx, context, {
      orderId: order.id,
      eventId: order.eventId,
      personId: expert.personId,
      body: `【湘江科普】有一单和您的领域（${expertFieldName(field)}）对口：${order.no}“${order.item.title}”，${order.wantedOn}。愿意去请到“我做专家—找我的单”答复；不想再收到也在那里关。`,
    });
  }
  return chosen.length;
};

/**
 * An expert says whether he would go. A yes is told to the station's dispatchers, with the team by which he can be sent.
 * @throws AppError `orders.offer_not_found` (404) | `orders.offer_over` | `state.conflict`
 */
export const answerExpertOffer = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { id: string; event: ExpertOfferEvent },
): Promise<void> => {
  const offer = await trx
    .selectFrom("order_expert_offers as offer")
    .innerJoin("orders as made", "made.id", "offer.order_id")
    .select([
      "offer.order_id",
      "offer.expert_id",
      "made.order_no",
      "made.title",
      "made.status",
      "made.owner_unit_id",
    ])
    .where("offer.id", "=", input.id)
    .where("offer.person_id", "=", actor.personId)
    .executeTakeFirst();
  if (offer === undefined || actor.onBehalfOf !== undefined)
    throw new AppError<OrdersError>("orders.offer_not_found", { status: 404 });
  if (!openStatuses.includes(offer.status))
    throw new AppError<OrdersError>("orders.offer_over", { status: 409 });
  await applyTransition(trx as never, {
    machine: expertOfferStates,
    table: "order_expert_offers",
    id: input.id,
    event: input.event,
    now: context.clock.now(),
  }); // the function is generic over all modules' tables
  await recordAudit(trx, context, {
    actor,
    action: "orders.answer_offer",
    unitId: offer.owner_unit_id,
    record: { table: "order_expert_offers", id: input.id },
    requestId: context.requestId,
  });
  if (input.event !== "agree") return;
  const teams = (await listTeamsOf(trx, actor.personId)).filter((team) => team.status === "verified");
  const by = teams[0] === undefined ? "他还没有加入服务队" : `可以派给${teams[0].name}`;
  const titles = await listExpertTitles(trx, [offer.expert_id]);
  const eventId = await noteEvent(trx, context, actor, {
    orderId: offer.order_id,
    event: "expert_willing",
    from: offer.status,
    to: offer.status,
    ownerUnitId: offer.owner_unit_id,
    teamId: teams[0]?.id ?? null,
  });
  const dispatchers = await listHoldersAt(trx, context, {
    role: "dispatcher",
    unitId: offer.owner_unit_id,
  });
  for (const personId of new Set(dispatchers))
    await writeNotice(trx, context, {
      orderId: offer.order_id,
      eventId,
      personId,
      body: `【湘江科普】${titles.get(offer.expert_id)?.publicTitle ?? "专家"}愿意去 ${toOrderNo(offer.order_no)}“${offer.title}”，${by}。`,
    });
};

/** Turns the messages about suitable orders off, or on again. @throws AppError `orders.offer_not_found` where the person is no expert */
export const setOfferPause = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  paused: "yes" | "no",
): Promise<void> => {
  const expertId = actor.onBehalfOf === undefined ? await findExpertOf(trx, actor.personId) : undefined;
  if (expertId === undefined) throw new AppError<OrdersError>("orders.offer_not_found", { status: 404 });
  if (paused === "yes")
    await trx
      .insertInto("expert_offer_pauses")
      .values({ person_id: actor.personId, paused_at: context.clock.now() })
      .onConflict((conflict) => conflict.column("person_id").doNothing())
      .execute();
  else await trx.deleteFrom("expert_offer_pauses").where("person_id", "=", actor.personId).execute();
};

export type ExpertOfferView = {
  id: string;
  no: string;
  title: string;
  placeName: string;
  wantedOn: string;
  fieldName: string;
  status: ExpertOfferStatus;
  isOpen: boolean;
};

/** What an expert was told of, the newest first, and whether the messages are off. */
export const listExpertOffers = async (
  db: Db | Trx,
  personId: string,
): Promise<{ rows: readonly ExpertOfferView[]; isPaused: boolean }> => {
  const rows = await db
    .selectFrom("order_expert_offers as offer")
    .innerJoin("orders as made", "made.id", "offer.order_id")
    .innerJoin("org_units as place", "place.id", "made.place_unit_id")
    .select([
      "offer.id",
      "offer.field",
      "offer.status",
      "made.order_no",
      "made.title",
      "made.status as order_status",
      "made.wanted_on",
      "place.name as place_name",
    ])
    .where("offer.person_id", "=", personId)
    .orderBy("offer.offered_at", "desc")
    .orderBy("offer.id")
    .limit(50)
    .execute();
  const pause = await db
    .selectFrom("expert_offer_pauses")
    .select("person_id")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return {
    isPaused: pause !== undefined,
    rows: rows.map((row) => ({
      id: row.id,
      no: toOrderNo(row.order_no),
      title: row.title,
      placeName: row.place_name,
      wantedOn: row.wanted_on,
      fieldName: expertFieldName(row.field),
      status: row.status,
      isOpen: openStatuses.includes(row.order_status),
    })),
  };
};

/** Experts who would go to an order, with the verified teams by which they can be sent. */
export const listWillingExperts = async (
  db: Db | Trx,
  orderId: string,
): Promise<readonly { publicTitle: string; teamIds: ReadonlySet<string> }[]> => {
  const rows = await db
    .selectFrom("order_expert_offers as offer")
    .select(["offer.expert_id", "offer.person_id"])
    .where("offer.order_id", "=", orderId)
    .where("offer.status", "=", "willing")
    .orderBy("offer.id")
    .execute();
  const titles = await listExpertTitles(
    db,
    rows.map((row) => row.expert_id),
  );
  const found: { publicTitle: string; teamIds: ReadonlySet<string> }[] = [];
  for (const row of rows) {
    const teams = await listTeamsOf(db, row.person_id);
    found.push({
      publicTitle: titles.get(row.expert_id)?.publicTitle ?? "",
      teamIds: new Set(teams.filter((team) => team.status === "verified").map((team) => team.id)),
    });
  }
  return found;
};
