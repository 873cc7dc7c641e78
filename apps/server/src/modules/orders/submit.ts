import { randomInt } from "node:crypto";
import type { Actor } from "#kernel/actor.ts";
import { type Audience, audienceNames } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emitEvent } from "#kernel/events.ts";
import { createId } from "#kernel/ids.ts";
import { listHoldersAt } from "#modules/identity/index.ts";
import { findStationFor, listHomeUnits, listTakeOverStations } from "#modules/organisations/index.ts";
import { dueAt } from "./deadlines.ts";
import type { OrdersError } from "./errors.ts";
import { findItem } from "./menu.ts";
import { findLecturer } from "./lectures/lecturers.ts";
import { offerToExperts } from "./offers/offers.ts";
import { notePests } from "./pests/recorded.ts";
import { noteEvent } from "./order-writes.ts";
import { workingDue } from "./series/calendar.ts";
import { writeNotice } from "./notices.ts";
import { type AskedConsent, readConsent } from "./schools/consents.ts";
import { requireFitItem } from "./schools/kindergartens.ts";
import { listOwnSchools } from "./schools/places.ts";
import type { Half } from "#modules/teams/index.ts";
import { type OrderChannel, toOrderNo } from "./vocabulary.ts";

declare module "#kernel/events.ts" {
  interface Events {
    "orders.submitted": { orderId: string };
  }
}

export type NewOrder = {
  /** Undefined for a free request, which then needs `details`. */
  itemCode: string | undefined;
  details: string | undefined;
  audience: Audience | undefined;
  placeUnitId: string;
  address: string | undefined;
  peopleCount: number;
  wantedOn: string;
  wantedHalf: Half;
  contactName: string;
  contactPhone: string | undefined;
};

const dayMs = 86_400_000;
const openLimit = 10;

/** Full-width digits, gaps and dashes as people type them. */
export const toPlainPhone = (text: string): string =>
  text
    .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
    .replace(/[\s－—]/g, "");

export const isContactPhone = (phone: string): boolean => /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/.test(phone);

const refuse = (field: string, code: OrdersError): never => {
  throw new AppError<OrdersError>(code, { fields: { [field]: code } });
};

/** The day and half day that somebody may wish for. @throws AppError `orders.day` */
export const checkWanted = (wantedOn: string, now: Date): void => {
  const first = toDistrictDate(new Date(now.getTime() + dayMs));
  const last = toDistrictDate(new Date(now.getTime() + 90 * dayMs));
  if (wantedOn < first || wantedOn > last) refuse("wantedOn", "orders.day");
};

/** What is wrong with an order before anything is written. @throws AppError OrdersError with its fields */
const checkOrder = async (trx: Trx, actor: Actor, input: NewOrder & Orderer, now: Date): Promise<void> => {
  const details = input.details?.trim() ?? "";
  if (input.itemCode === undefined && (details.length < 5 || details.length > 300))
    refuse("details", "orders.details");
  if (details.length > 300) refuse("details", "orders.details");
  checkWanted(input.wantedOn, now);
  if (input.contactName.trim().length < 1 || input.contactName.trim().length > 30)
    refuse("contactName", "orders.contact_name");
  if (input.contactPhone !== undefined && !isContactPhone(toPlainPhone(input.contactPhone)))
    refuse("contactPhone", "orders.contact_phone");
  // A series is at a school or a station, which the station chose; a resident names where people live, a teacher also his school.
  if (input.channel === "standing") return;
  const today = toDistrictDate(now);
  const homes = await listHomeUnits(trx, today);
  const schools = actor.kind === "person" ? await listOwnSchools(trx, actor, today) : [];
  if (![...homes, ...schools].some((place) => place.id === input.placeUnitId))
    refuse("placeUnitId", "orders.place");
};

/** Somebody with ten orders under way waits for one of them, or calls. */
const checkOpenOrders = async (trx: Trx, personId: string): Promise<void> => {
  const row = await trx
    .selectFrom("orders")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("requester_person_id", "=", personId)
    .where("due_at", "is not", null)
    .executeTakeFirstOrThrow();
  if (row.count >= openLimit) throw new AppError<OrdersError>("orders.too_many", { status: 409 });
};

/**
 * The station an order falls to (B-09): the one that serves the place, or where it has no dispatcher in office the next one
 * above that has. Where none has, the place's own station: its deadline then brings the order up.
 */
export const stationInCharge = async (
  trx: Trx,
  context: ActContext,
  placeUnitId: string,
): Promise<{ id: string; name: string } | undefined> => {
  const today = toDistrictDate(context.clock.now());
  const nearest = await findStationFor(trx, placeUnitId, today);
  if (nearest === undefined) return undefined;
  for (const station of [nearest, ...(await listTakeOverStations(trx, nearest.id, today))])
    if ((await listHoldersAt(trx, context, { role: "dispatcher", unitId: station.id })).length > 0)
      return station;
  return nearest;
};

const otherTitle = (audience: Audience | undefined): string =>
  `${audience === undefined ? "" : audienceNames[audience]}其他科普服务`;

/** A talk's order names talk and lecturer, in the sixty characters that a title has. */
const toTalkTitle = (title: string, publicTitle: string): string =>
  `${title}（主讲：${publicTitle}）`.slice(0, 60).toWellFormed();

const atSchool = "地点在学校，请在“我的点单”登记学校的书面同意，登记了才能约时间。";
const consentWords: Readonly<Record<AskedConsent, string>> = {
  none: "",
  school: atSchool,
  health: atSchool,
  little: "地点在幼儿园，请在“我的点单”登记园里的书面同意、哪天告诉家长的、到场几位大人，登记了才能约时间。",
};

/** Who orders, for whom, and through which door. */
type Orderer = {
  requesterPersonId: string | undefined;
  channel: OrderChannel;
  /** Who made the series, where the clock makes its orders. */
  orderedByPersonId?: string;
};

/**
 * Takes an order (点单, B-12): it falls to the station that serves its place, with a number, a code that proves attendance
 * later, and a due time. A helper's order carries the act of helping, so that both names stand in the record.
 * @returns the order's id and number
 * @throws AppError OrdersError
 */
export const submitOrder = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewOrder & Orderer,
): Promise<{ id: string; no: string }> => {
  const { clock, cipher } = context;
  const now = clock.now();
  const helping = actor.kind === "person" ? actor.onBehalfOf : undefined;
  const orderedBy = actor.kind === "person" ? actor.personId : input.orderedByPersonId;
  if (orderedBy === undefined) throw new Error("an order is somebody's: the series names who made it");
  await checkOrder(trx, actor, input, now);
  if (input.requesterPersonId !== undefined) await checkOpenOrders(trx, input.requesterPersonId);
  const item = input.itemCode === undefined ? undefined : await findItem(trx, input.itemCode);
  if (input.itemCode !== undefined && (item === undefined || !item.isOpen)) refuse("item", "orders.item");
  await requireFitItem(trx, { placeUnitId: input.placeUnitId, item, field: "placeUnitId" });
  const lecturer = await findLecturer(trx, { itemCode: item?.code ?? null, day: input.wantedOn });
  const station = await stationInCharge(trx, context, input.placeUnitId);
  const ownerUnitId = station?.id ?? input.placeUnitId;
  const id = createId(clock);
  const seal = (text: string | undefined): Buffer | null =>
    text === undefined || text.trim() === "" ? null : cipher.encrypt(text.trim());
  const audience = input.audience ?? (item?.audiences.length === 1 ? item.audiences[0] : undefined);
  const inserted = await trx
    .insertInto("orders")
    .values({
      id,
      status: "submitted",
      status_changed_at: now,
      round: 1,
      owner_unit_id: ownerUnitId,
      due_at: await workingDue(trx, { status: "submitted", due: dueAt("submitted", now), now }),
      take_overs: 0,
      item_code: item?.code ?? null,
      title:
        lecturer === undefined
          ? (item?.title ?? otherTitle(audience))
          : toTalkTitle(item?.title ?? "", lecturer.publicTitle),
      topic: item?.topic ?? null,
      audience: audience ?? null,
      details_sealed: seal(input.details),
      requester_person_id: input.requesterPersonId ?? null,
      ordered_by_person_id: orderedBy,
      proxy_act_id: helping?.proxyActId ?? null,
      channel: helping === undefined ? input.channel : "helper",
      contact_name_sealed: seal(input.contactName),
      contact_phone_sealed: seal(
        input.contactPhone === undefined ? undefined : toPlainPhone(input.contactPhone),
      ),
      place_unit_id: input.placeUnitId,
      address_sealed: seal(input.address),
      people_count: input.peopleCount,
      wanted_on: input.wantedOn,
      wanted_half: input.wantedHalf,
      code_sealed: cipher.encrypt(String(randomInt(100_000, 1_000_000))),
      team_id: null,
      visit_starts_at: null,
      visit_ends_at: null,
      better_door: null,
      end_reason: null,
      first_response_at: null,
      created_at: now,
    })
    .returning("order_no")
    .executeTakeFirstOrThrow();
  const no = toOrderNo(inserted.order_no);
  await notePests(trx, { orderId: id, details: input.details });
  const eventId = await noteEvent(trx, context, actor, {
    orderId: id,
    event: "submit",
    from: null,
    to: "submitted",
    ownerUnitId,
    teamId: null,
  });
  const told = input.requesterPersonId ?? (input.contactPhone === undefined ? undefined : null);
  const { asked } = await readConsent(trx, {
    id,
    status: "submitted",
    item_code: item?.code ?? null,
    place_unit_id: input.placeUnitId,
    people_count: input.peopleCount,
  });
  const school = consentWords[asked];
  if (told !== undefined)
    await writeNotice(trx, context, {
      orderId: id,
      eventId,
      personId: told,
      body: `【湘江科普】收到您的点单，单号 ${no}。${station?.name ?? "站点"}会在 24 小时内看您的单。${school}`,
    });
  await recordAudit(trx, context, {
    actor,
    action: "orders.submit",
    unitId: ownerUnitId,
    record: { table: "orders", id },
    requestId: context.requestId,
  });
  // A series has its own team, a talk its own lecturer, and one-to-one help needs no expert.
  if (item !== undefined && item.kind !== "help" && lecturer === undefined && input.channel !== "standing")
    await offerToExperts(trx, context, {
      id,
      eventId,
      unitId: ownerUnitId,
      no,
      item,
      wantedOn: input.wantedOn,
      wantedHalf: input.wantedHalf,
      requesterPersonId: input.requesterPersonId,
    });
  await emitEvent(trx, clock, "orders.submitted", { orderId: id });
  return { id, no };
};
