import { type Actor, systemActor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, inTransaction, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { ActivitiesError } from "./errors.ts";
import { writeNotice } from "./notices.ts";
import { promoteWaiting } from "./promoting.ts";
import { createRegistrationCode, showRegistrationCode, toCodeIndex } from "./registration-code.ts";
import { freeSeats, moveRegistration, takeSeats } from "./registration-writes.ts";
import { type LockedPool, lockPool } from "./seat-pools.ts";
import { momentWords } from "./times.ts";

export type NewRegistration = {
  poolId: string;
  peopleCount: number;
  /** How many of them are under fourteen. */
  minorsCount: number;
  /** The guardian's word (PIPL 31), needed where there is a child. */
  guardianConsent: boolean;
  audience: Audience | undefined;
  contactName: string;
  contactPhone: string | undefined;
};

const clockActor = systemActor("activities.answers");

/** Full-width digits and gaps as people type them. */
const toPlainPhone = (text: string): string => text.normalize("NFKC").replaceAll(/[\s—－]/gu, "");
const isContactPhone = (phone: string): boolean => /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/u.test(phone);

const refuse = (field: string, code: ActivitiesError, values?: Record<string, number>): never => {
  throw new AppError<ActivitiesError>(code, { fields: { [field]: code }, ...(values && { values }) });
};

const check = (input: NewRegistration, pool: LockedPool, now: Date): void => {
  if (pool.status !== "open" || now.getTime() > pool.closes_at.getTime())
    throw new AppError<ActivitiesError>("activities.registration_closed", { status: 409 });
  const limit = Math.min(pool.group_limit, pool.capacity);
  if (input.peopleCount < 1 || input.peopleCount > limit)
    refuse("peopleCount", "activities.group_size", { limit });
  if (input.minorsCount > input.peopleCount) refuse("minorsCount", "activities.minors_count");
  if (input.minorsCount > 0 && !pool.minors) refuse("minorsCount", "activities.no_minors");
  if (input.minorsCount > 0 && !input.guardianConsent) refuse("guardian", "activities.guardian");
  const name = input.contactName.trim();
  if (name.length < 1 || name.length > 20) refuse("contactName", "activities.contact_name");
};

export type Registered = { id: string; code: string; status: "confirmed" | "waiting" };

/**
 * Registers one person or a group. Whoever fits has the places at once, everybody else the end of the waiting list: with free
 * places nobody on that list fits, or he would have been asked, so that nobody is overtaken.
 * @throws AppError ActivitiesError
 */
export const register = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewRegistration,
): Promise<Registered> => {
  const { clock, cipher } = context;
  const now = clock.now();
  const pool = await lockPool(trx, input.poolId);
  check(input, pool, now);
  const phone = input.contactPhone === undefined ? undefined : toPlainPhone(input.contactPhone);
  if (phone === undefined || !isContactPhone(phone)) throw contactPhoneError();
  const seats = await takeSeats(trx, { poolId: pool.id, count: input.peopleCount });
  const status = seats === "taken" ? "confirmed" : "waiting";
  const id = createId(clock);
  const code = createRegistrationCode();
  const person = actor.kind === "person" ? actor : undefined;
  try {
    await trx
      .insertInto("registrations")
      .values({
        id,
        pool_id: pool.id,
        status,
        status_changed_at: now,
        people_count: input.peopleCount,
        minors_count: input.minorsCount,
        guardian_consent_at: input.minorsCount > 0 ? now : null,
        audience: input.audience ?? null,
        contact_name_sealed: cipher.encrypt(input.contactName.trim()),
        contact_phone_sealed: cipher.encrypt(phone),
        contact_phone_index: cipher.blindIndex("registration-phone", phone),
        code_sealed: cipher.encrypt(code),
        code_index: toCodeIndex(cipher, code),
        person_id: person?.onBehalfOf?.personId ?? person?.personId ?? null,
        proxy_act_id: person?.onBehalfOf?.proxyActId ?? null,
        answer_by: null,
        created_at: now,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "registrations_phone_once"))
      throw new AppError<ActivitiesError>("activities.registered_already", {
        status: 409,
        fields: { contactPhone: "activities.registered_already" },
        cause: error,
      });
    throw error;
  }
  const where = `“${pool.title}”（${momentWords(pool.starts_at)}，${pool.place}）`;
  await writeNotice(trx, context, {
    registrationId: id,
    event: "register",
    body:
      status === "confirmed"
        ? `【湘江科普】${where}给您留了 ${input.peopleCount} 个位子。报名码 ${showRegistrationCode(code)}，签到时用。`
        : `【湘江科普】${where}满了，您在排队。有位子会告诉您。报名码 ${showRegistrationCode(code)}。`,
  });
  await recordAudit(trx, context, {
    actor,
    action: "activities.register",
    record: { table: "registrations", id },
    requestId: context.requestId,
  });
  return { id, code, status };
};

const contactPhoneError = (): AppError =>
  new AppError<ActivitiesError>("activities.contact_phone", {
    fields: { contactPhone: "activities.contact_phone" },
  });

/** The registration with its pool, both held. @throws AppError `activities.code_unknown` */
const lockRegistration = async (trx: Trx, registrationId: string) => {
  const found = await trx
    .selectFrom("registrations")
    .select("pool_id")
    .where("id", "=", registrationId)
    .executeTakeFirst();
  if (found === undefined) throw new AppError<ActivitiesError>("activities.code_unknown", { status: 404 });
  const pool = await lockPool(trx, found.pool_id);
  const registration = await trx
    .selectFrom("registrations")
    .selectAll()
    .where("id", "=", registrationId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return { pool, registration };
};

/** The resident does not come: the places go to the waiting list. @throws AppError `activities.registration_over` */
export const cancelRegistration = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  registrationId: string,
): Promise<void> => {
  const { pool, registration } = await lockRegistration(trx, registrationId);
  const { status } = registration;
  const over = pool.starts_at.getTime() <= context.clock.now().getTime();
  if (over || (status !== "confirmed" && status !== "offered" && status !== "waiting"))
    throw new AppError<ActivitiesError>("activities.registration_over", { status: 409 });
  await moveRegistration(trx, context, actor, { registration, event: "cancel" });
  if (status === "waiting") return;
  await freeSeats(trx, { poolId: pool.id, count: registration.people_count });
  await promoteWaiting(trx, context, actor, pool.id);
};

/** Who was asked says yes, in time. @throws AppError `activities.offer_gone` */
export const confirmOffer = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  registrationId: string,
): Promise<void> => {
  const { registration } = await lockRegistration(trx, registrationId);
  const until = registration.answer_by;
  if (registration.status !== "offered" || until === null || until.getTime() <= context.clock.now().getTime())
    throw new AppError<ActivitiesError>("activities.offer_gone", { status: 409 });
  await moveRegistration(trx, context, actor, { registration, event: "confirm" });
};

/** Takes back one offer whose time has passed, and asks the next; false where there is none. */
const lapseOne = async (trx: Trx, context: ActContext): Promise<boolean> => {
  const now = context.clock.now();
  const due = await trx
    .selectFrom("registrations")
    .select("id")
    .where("status", "=", "offered")
    .where("answer_by", "<=", now)
    .orderBy("answer_by")
    .orderBy("queue_no")
    .limit(1)
    .executeTakeFirst();
  if (due === undefined) return false;
  const { pool, registration } = await lockRegistration(trx, due.id);
  // Somebody answered between the two looks: the next one is looked for.
  if (registration.status !== "offered") return true;
  await moveRegistration(trx, context, clockActor, { registration, event: "lapse" });
  await writeNotice(trx, context, {
    registrationId: registration.id,
    event: "lapse",
    body: `【湘江科普】“${pool.title}”的位子没有等到您的答复，让给下一位了。`,
  });
  await freeSeats(trx, { poolId: pool.id, count: registration.people_count });
  await promoteWaiting(trx, context, clockActor, pool.id);
  return true;
};

/** Acts on every offer whose time has passed, each in its own transaction. Returns how many looks it took. */
export const lapseOffers = async (parts: { db: Db } & ActContext, limit = 500): Promise<number> => {
  let count = 0;
  while (count < limit && (await inTransaction(parts.db, (trx) => lapseOne(trx, parts)))) count += 1;
  return count;
};
