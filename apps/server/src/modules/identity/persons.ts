import { createHash, randomBytes } from "node:crypto";
import type { Actor } from "#kernel/actor.ts";
import { hashRow, recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import type { FieldCipher } from "#kernel/encryption.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { applyTransition } from "#kernel/transitions.ts";
import type { IdentityError } from "./messages.ts";
import { maskName, nameIndex, parsePhone, phoneIndex } from "./phone.ts";
import { endSessionsOf } from "./sessions.ts";
import { personStates, type PersonStatus } from "./state.ts";

export type NewPerson = {
  fullName: string;
  phone?: string;
  /** YYYY-MM-DD */
  birthDate?: string;
  /** The unit whose administrator looks after the record. */
  unitId?: string;
  /** Who has consented for a child under 14. */
  guardianPersonId?: string;
};

const guardianAge = 14;

const isUnder14 = (birthDate: string, today: string): boolean =>
  `${Number(birthDate.slice(0, 4)) + guardianAge}${birthDate.slice(4)}` > today;

/**
 * Opens the record of one human being.
 * @returns the person's id
 * @throws AppError `identity.phone_format` | `identity.phone_taken` (422) · `identity.under_14` (422) without a guardian (PIPL 31)
 */
export const createPerson = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewPerson,
): Promise<string> => {
  const { clock, cipher } = context;
  const now = clock.now();
  if (
    input.birthDate !== undefined &&
    input.guardianPersonId === undefined &&
    isUnder14(input.birthDate, toDistrictDate(now))
  )
    throw new AppError<IdentityError>("identity.under_14", { fields: { birthDate: "identity.under_14" } });
  const phone = input.phone === undefined ? undefined : parsePhone(input.phone);
  const name = input.fullName.trim();
  const id = createId(clock);
  const salt = randomBytes(16);
  try {
    await trx
      .insertInto("persons")
      .values({
        id,
        pseudonym: createHash("sha256").update(salt).update(id).digest("hex").slice(0, 20),
        salt,
        status: "active",
        status_changed_at: now,
        name_sealed: cipher.encrypt(name),
        name_index: nameIndex(cipher, name),
        phone_sealed: phone === undefined ? null : cipher.encrypt(phone),
        phone_index: phone === undefined ? null : phoneIndex(cipher, phone),
        birth_date_sealed: input.birthDate === undefined ? null : cipher.encrypt(input.birthDate),
        unit_id: input.unitId ?? null,
        created_at: now,
        created_by_person_id: actor.kind === "person" ? actor.personId : null,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "persons_phone_index_key"))
      throw new AppError<IdentityError>("identity.phone_taken", {
        fields: { phone: "identity.phone_taken" },
        cause: error,
      });
    throw error;
  }
  await trx
    .insertInto("auth_users")
    .values({
      id,
      name: "",
      email: `${id}@person.invalid`,
      email_verified: false,
      image: null,
      username: null,
      created_at: now,
      updated_at: now,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "identity.create_person",
    unitId: input.unitId,
    record: { table: "persons", id },
    requestId: context.requestId,
  });
  return id;
};

/** The person with this number, whatever his state; undefined where there is none. */
export const findPersonByPhone = async (
  db: Db | Trx,
  cipher: FieldCipher,
  phone: string,
): Promise<{ id: string; status: PersonStatus } | undefined> =>
  db
    .selectFrom("persons")
    .select(["id", "status"])
    .where("phone_index", "=", phoneIndex(cipher, parsePhone(phone)))
    .executeTakeFirst();

const readNames = async (
  db: Db | Trx,
  personIds: readonly string[],
  show: (sealed: Buffer | null) => string,
): Promise<ReadonlyMap<string, string>> => {
  if (personIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("persons")
    .select(["id", "name_sealed"])
    .where("id", "in", [...new Set(personIds)])
    .execute();
  return new Map(rows.map((row) => [row.id, show(row.name_sealed)]));
};

/** Full names by person id; erased persons are `已注销的用户`. The caller decides whether its reader may see them, and audits it. */
export const getPersonNames = async (
  db: Db | Trx,
  cipher: FieldCipher,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  readNames(db, personIds, (sealed) => (sealed === null ? "已注销的用户" : cipher.decrypt(sealed)));

/** Masked names for lists by person id; erased persons are `已注销`. */
export const getMaskedNames = async (
  db: Db | Trx,
  cipher: FieldCipher,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  readNames(db, personIds, (sealed) => (sealed === null ? "已注销" : maskName(cipher.decrypt(sealed))));

/** One full name, as {@link getPersonNames}. */
export const getPersonName = async (db: Db | Trx, cipher: FieldCipher, personId: string): Promise<string> => {
  const name = (await getPersonNames(db, cipher, [personId])).get(personId);
  if (name === undefined) throw new AppError<IdentityError>("identity.person_not_found", { status: 404 });
  return name;
};

export type PersonalFields = {
  id: string;
  status: PersonStatus;
  name: string;
  phone: string | undefined;
  birthDate: string | undefined;
};

/** The personal fields of a person, opened. @throws AppError `identity.person_not_found` (404) */
export const readPersonalFields = async (
  db: Db | Trx,
  cipher: FieldCipher,
  personId: string,
): Promise<PersonalFields> => {
  const row = await db.selectFrom("persons").selectAll().where("id", "=", personId).executeTakeFirst();
  if (row === undefined || row.name_sealed === null)
    throw new AppError<IdentityError>("identity.person_not_found", { status: 404 });
  return {
    id: row.id,
    status: row.status,
    name: cipher.decrypt(row.name_sealed),
    phone: row.phone_sealed === null ? undefined : cipher.decrypt(row.phone_sealed),
    birthDate: row.birth_date_sealed === null ? undefined : cipher.decrypt(row.birth_date_sealed),
  };
};

/** The mobile number behind a sealed field, as text messages go to one; undefined for none and for any other number. */
export const openMobile = (cipher: FieldCipher, sealed: Buffer | null | undefined): string | undefined => {
  if (sealed === null || sealed === undefined) return undefined;
  const phone = cipher.decrypt(sealed);
  return /^1\d{10}$/.test(phone) ? phone : undefined;
};

/** The mobile number of a person; undefined where there is none, or the account is gone: there is nobody to ring. */
export const findMobile = async (
  db: Db | Trx,
  cipher: FieldCipher,
  personId: string,
): Promise<string | undefined> => {
  const row = await db
    .selectFrom("persons")
    .select("phone_sealed")
    .where("id", "=", personId)
    .executeTakeFirst();
  return openMobile(cipher, row?.phone_sealed);
};

/**
 * Corrects personal fields (PIPL 46); what is left out stays.
 * @throws AppError `identity.person_not_found` (404) · `identity.phone_taken` | `identity.phone_format` (422)
 */
export const correctPerson = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { personId: string; fullName?: string; phone?: string; birthDate?: string },
): Promise<void> => {
  const { cipher } = context;
  const record = { table: "persons", id: input.personId };
  const beforeHash = await hashRow(trx, cipher, record);
  const phone = input.phone === undefined ? undefined : parsePhone(input.phone);
  const name = input.fullName?.trim();
  const changes = {
    ...(name === undefined ? {} : { name_sealed: cipher.encrypt(name), name_index: nameIndex(cipher, name) }),
    ...(phone === undefined
      ? {}
      : { phone_sealed: cipher.encrypt(phone), phone_index: phoneIndex(cipher, phone) }),
    ...(input.birthDate === undefined ? {} : { birth_date_sealed: cipher.encrypt(input.birthDate) }),
  };
  if (Object.keys(changes).length === 0) return;
  try {
    const result = await trx
      .updateTable("persons")
      .set(changes)
      .where("id", "=", input.personId)
      .where("status", "!=", "erased")
      .executeTakeFirst();
    if (result.numUpdatedRows === 0n)
      throw new AppError<IdentityError>("identity.person_not_found", { status: 404 });
  } catch (error) {
    if (isUniqueViolation(error, "persons_phone_index_key"))
      throw new AppError<IdentityError>("identity.phone_taken", {
        fields: { phone: "identity.phone_taken" },
        cause: error,
      });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "identity.correct_person",
    record,
    beforeHash,
    requestId: context.requestId,
  });
};

/**
 * Stops an account: no new session, and the open ones end at once.
 * @throws AppError `identity.self_disable` (409) · `state.conflict` (409) · `state.not_found` (404)
 */
export const disablePerson = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { personId: string; reason: string },
): Promise<void> => {
  if (actor.kind === "person" && actor.personId === input.personId)
    throw new AppError<IdentityError>("identity.self_disable", { status: 409 });
  await changeStatus(trx, context, actor, { ...input, event: "disable" });
};

/** Opens a stopped account again. @throws AppError `state.conflict` (409) · `state.not_found` (404) */
export const enablePerson = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { personId: string; reason: string },
): Promise<void> => changeStatus(trx, context, actor, { ...input, event: "enable" });

const changeStatus = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  change: { personId: string; reason: string; event: "disable" | "enable" },
): Promise<void> => {
  const record = { table: "persons", id: change.personId };
  const beforeHash = await hashRow(trx, context.cipher, record);
  await applyTransition(trx as never, {
    machine: personStates,
    table: "persons",
    id: change.personId,
    event: change.event,
    now: context.clock.now(),
  }); // generic over all tables
  await endSessionsOf(trx, change.personId);
  await recordAudit(trx, context, {
    actor,
    action: `identity.${change.event}_person`,
    record,
    beforeHash,
    reason: change.reason,
    requestId: context.requestId,
  });
};
