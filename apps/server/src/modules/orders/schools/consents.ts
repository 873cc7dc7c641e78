import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { isRealDay, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { getTeam } from "#modules/teams/index.ts";
import { requireRequester } from "../desk.ts";
import type { OrdersError } from "../errors.ts";
import { findItem } from "../menu.ts";
import { writeNotice } from "../notices.ts";
import { type LockedOrder, lockOrder, noteEvent } from "../order-writes.ts";
import type { OrderStatus } from "../state.ts";
import { type LittleSafety, toOrderNo } from "../vocabulary.ts";
import { adultsFor } from "./kindergartens.ts";

const dayMs = 86_400_000;
/** A school's word of half a year ago is asked for again. */
const oldestDays = 180;
const mostAdults = 200;
/** Until somebody stands in the classroom. */
const openStatuses: readonly OrderStatus[] = [
  "submitted",
  "screened",
  "dispatched",
  "declined",
  "timed_out",
  "accepted",
  "scheduled",
  "no_show",
  "substituted",
  "reopened",
];

export type NewConsent = {
  orderId: string;
  signerName: string;
  signerPosition: string;
  agreedOn: string;
  classes: string;
  guardiansToldOn: string | undefined;
  /** Without a letter, who records it says that the named person agreed in writing. */
  confirmed: "yes" | "no";
  letterFileId: string | undefined;
  /** Grown-ups of a kindergarten's own who are there; a school is not asked. */
  adultsCount?: number | undefined;
};

type OrderOfPlace = Pick<LockedOrder, "id" | "item_code" | "place_unit_id" | "people_count">;

/** The series that an order was made of. */
const seriesOf = async (db: Db | Trx, orderId: string): Promise<string | null> => {
  const row = await db
    .selectFrom("standing_occurrences")
    .select("standing_id")
    .where("order_id", "=", orderId)
    .executeTakeFirst();
  return row?.standing_id ?? null;
};

/** `none`: no school, nothing to ask for; `health`: guardians are to be told as well; `little`: a kindergarten, guardians told and grown-ups there. */
export type AskedConsent = "none" | "school" | "health" | "little";

export type ConsentView = {
  asked: AskedConsent;
  isOpen: boolean;
  /** At a kindergarten: what the service says of itself, and how many grown-ups of its own it takes. */
  little: (LittleSafety & { adultsNeeded: number }) | undefined;
  given:
    | {
        signerPosition: string;
        agreedOn: string;
        classes: string;
        guardiansToldOn: string | null;
        adultsCount: number | null;
        letterFileId: string | null;
        wholeSeries: boolean;
        givenAt: Date;
      }
    | undefined;
};

/** What an order at a school asks for: talks on health tell the guardians too (生理卫生、自我保护: they ask for the health badge). */
const askedOf = async (db: Db | Trx, order: OrderOfPlace): Promise<Pick<ConsentView, "asked" | "little">> => {
  const place = await db
    .selectFrom("org_units")
    .select("kind")
    .where("id", "=", order.place_unit_id)
    .executeTakeFirstOrThrow();
  if (place.kind !== "school" && place.kind !== "kindergarten") return { asked: "none", little: undefined };
  const item = order.item_code === null ? undefined : await findItem(db, order.item_code);
  if (place.kind === "kindergarten") {
    const little = item?.little;
    return {
      asked: "little",
      little:
        little === undefined ? undefined : { ...little, adultsNeeded: adultsFor(little, order.people_count) },
    };
  }
  return { asked: item?.badges.includes("health") === true ? "health" : "school", little: undefined };
};

/** Guardians hear of it beforehand where health is talked about, and whatever little children do. */
const tellsGuardians = (asked: AskedConsent): boolean => asked === "health" || asked === "little";

const hasEnoughAdults = (little: ConsentView["little"], adultsCount: number | null | undefined): boolean =>
  little === undefined || (adultsCount ?? 0) >= little.adultsNeeded;

const findStanding = async (db: Db | Trx, orderId: string) => {
  const standingId = await seriesOf(db, orderId);
  return db
    .selectFrom("school_consents")
    .selectAll()
    .where("superseded_at", "is", null)
    .where((eb) => (standingId === null ? eb("order_id", "=", orderId) : eb("standing_id", "=", standingId)))
    .executeTakeFirst();
};

/** Whether an order needs a school's consent, and the one that stands; without the name of who signed. */
export const readConsent = async (
  db: Db | Trx,
  order: OrderOfPlace & { status: OrderStatus },
): Promise<ConsentView> => {
  const { asked, little } = await askedOf(db, order);
  const row = asked === "none" ? undefined : await findStanding(db, order.id);
  return {
    asked,
    little,
    isOpen: asked !== "none" && openStatuses.includes(order.status),
    given:
      row === undefined
        ? undefined
        : {
            signerPosition: row.signer_position,
            agreedOn: row.agreed_on,
            classes: row.classes,
            guardiansToldOn: row.guardians_told_on,
            adultsCount: row.adults_count,
            letterFileId: row.letter_file_id,
            wholeSeries: row.standing_id !== null,
            givenAt: row.given_at,
          },
  };
};

/**
 * Nobody's time is named for a school that has not agreed in writing (Y-30); where health is talked about, guardians were told. At a
 * kindergarten they always were, and there are grown-ups enough for the children who come now (Y-06).
 * @throws AppError `orders.consent_needed` | `orders.consent_guardians` | `orders.consent_adults`
 */
export const requireSchoolConsent = async (trx: Trx, order: OrderOfPlace): Promise<void> => {
  const { asked, little } = await askedOf(trx, order);
  if (asked === "none") return;
  const standing = await findStanding(trx, order.id);
  if (standing === undefined) throw new AppError<OrdersError>("orders.consent_needed", { status: 409 });
  if (tellsGuardians(asked) && standing.guardians_told_on === null)
    throw new AppError<OrdersError>("orders.consent_guardians", { status: 409 });
  if (!hasEnoughAdults(little, standing.adults_count))
    throw new AppError<OrdersError>("orders.consent_adults", {
      status: 409,
      values: { needed: little?.adultsNeeded ?? 1 },
    });
};

const refuse = (field: string, code: OrdersError): AppError<OrdersError> =>
  new AppError<OrdersError>(code, { fields: { [field]: code } });

const checkDay = (field: string, day: string, now: Date): void => {
  const oldest = toDistrictDate(new Date(now.getTime() - oldestDays * dayMs));
  if (!isRealDay(day) || day > toDistrictDate(now) || day < oldest) throw refuse(field, "orders.consent_day");
};

const writeConsent = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  { order, input }: { order: LockedOrder; input: NewConsent },
): Promise<string> => {
  const now = context.clock.now();
  const { asked, little } = await askedOf(trx, order);
  if (asked === "none") throw new AppError<OrdersError>("orders.consent_needless", { status: 409 });
  if (!openStatuses.includes(order.status))
    throw new AppError<OrdersError>("orders.not_now", { status: 409 });
  // The team that wants to come does not say for the school that it may.
  if (order.team_id !== null && (await getTeam(trx, order.team_id)).leaderPersonId === actor.personId)
    throw new AppError<OrdersError>("orders.consent_own_team", { status: 409 });
  const name = requireText<OrdersError>("orders.consent_signer", input.signerName, {
    least: 2,
    field: "signerName",
  });
  const position = requireText<OrdersError>("orders.consent_position", input.signerPosition, {
    least: 2,
    field: "signerPosition",
  });
  const classes = requireText<OrdersError>("orders.consent_classes", input.classes, {
    least: 2,
    field: "classes",
  });
  checkDay("agreedOn", input.agreedOn, now);
  if (input.guardiansToldOn !== undefined) checkDay("guardiansToldOn", input.guardiansToldOn, now);
  else if (tellsGuardians(asked)) throw refuse("guardiansToldOn", "orders.consent_guardians");
  const { adultsCount } = input;
  const isCount = adultsCount === undefined || (Number.isInteger(adultsCount) && adultsCount <= mostAdults);
  if (asked === "little" && !(isCount && hasEnoughAdults(little, adultsCount)))
    throw new AppError<OrdersError>("orders.consent_adults", {
      fields: { adultsCount: "orders.consent_adults" },
      values: { needed: little?.adultsNeeded ?? 1 },
    });
  if (input.letterFileId === undefined && input.confirmed !== "yes")
    throw refuse("confirmed", "orders.consent_proof");
  const standingId = await seriesOf(trx, order.id);
  // Orders of one series are locked one by one: its own row keeps two of them from giving a consent each.
  if (standingId !== null)
    await trx.selectFrom("standing_orders").select("id").where("id", "=", standingId).forUpdate().execute();
  await trx
    .updateTable("school_consents")
    .set({ superseded_at: now })
    .where("superseded_at", "is", null)
    .where((eb) => (standingId === null ? eb("order_id", "=", order.id) : eb("standing_id", "=", standingId)))
    .execute();
  const id = createId(context.clock);
  await trx
    .insertInto("school_consents")
    .values({
      id,
      order_id: order.id,
      standing_id: standingId,
      signer_name_sealed: context.cipher.encrypt(name),
      signer_position: position,
      agreed_on: input.agreedOn,
      classes,
      guardians_told_on: input.guardiansToldOn ?? null,
      adults_count: asked === "little" ? (adultsCount ?? null) : null,
      letter_file_id: input.letterFileId ?? null,
      given_by_person_id: actor.personId,
      given_at: now,
      superseded_at: null,
    })
    .execute();
  const eventId = await noteEvent(trx, context, actor, {
    orderId: order.id,
    event: "school_consent",
    from: order.status,
    to: order.status,
    ownerUnitId: order.owner_unit_id,
    teamId: order.team_id,
  });
  if (order.team_id !== null && order.status === "accepted")
    await writeNotice(trx, context, {
      orderId: order.id,
      eventId,
      personId: (await getTeam(trx, order.team_id)).leaderPersonId,
      body: `【湘江科普】${toOrderNo(order.order_no)} 学校已经书面同意，可以约时间了。`,
    });
  await recordAudit(trx, context, {
    actor,
    action: "orders.school_consent",
    unitId: order.owner_unit_id,
    record: { table: "school_consents", id },
    requestId: context.requestId,
  });
  return id;
};

/**
 * Who ordered attaches the school's consent. What is given anew supersedes the consent before.
 * @throws AppError `orders.not_yours` | `orders.consent_needless` | `orders.not_now` | `orders.consent_own_team` | `orders.consent_signer` |
 * `orders.consent_position` | `orders.consent_classes` | `orders.consent_day` | `orders.consent_guardians` | `orders.consent_adults` | `orders.consent_proof`
 */
export const giveOwnConsent = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewConsent,
): Promise<string> => {
  const order = await lockOrder(trx, input.orderId);
  requireRequester(order, actor);
  return writeConsent(trx, context, actor, { order, input });
};

/** The station records what a school wrote or said to it; its area was asked for by the route. Errors as `giveOwnConsent`. */
export const recordConsent = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: NewConsent,
): Promise<string> =>
  writeConsent(trx, context, actor, { order: await lockOrder(trx, input.orderId), input });

/** Who of the school signed, opened for the desk; the reading is audited. @throws AppError `orders.not_found` (404) */
export const readSigner = async (
  db: Db | Trx,
  context: ActContext,
  actor: Actor,
  order: OrderOfPlace & { owner_unit_id: string },
): Promise<{ signerName: string | null; letterFileId: string | null }> => {
  const row = await findStanding(db, order.id);
  if (row === undefined) throw new AppError<OrdersError>("orders.not_found", { status: 404 });
  await recordAudit(db, context, {
    actor,
    action: "orders.school_signer",
    outcome: "read",
    unitId: order.owner_unit_id,
    record: { table: "school_consents", id: row.id },
    requestId: context.requestId,
  });
  return {
    signerName: row.signer_name_sealed === null ? null : context.cipher.decrypt(row.signer_name_sealed),
    letterFileId: row.letter_file_id,
  };
};
