import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { isRealDay, toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { createPerson, erasePerson, readPersonalFields } from "#modules/identity/index.ts";
import { closeConsents, giveConsent } from "./consents.ts";
import type { PeopleError } from "./errors.ts";
import type { OwnDataContext } from "./own-data.ts";
import { adultAgeYears, ageOn, childAgeYears, type Relation } from "./vocabulary.ts";

export type AddChild = {
  fullName: string;
  birthDate: string;
  relation: Relation;
  schoolUnitId?: string;
  consent: boolean;
};

/**
 * Adds a child under 14 to the guardian's family account: person, consent and guardian link in one transaction, so that
 * no child is ever stored without consent (个人信息保护法 第三十一条).
 * @throws AppError PeopleError
 */
export const addChild = async (
  trx: Trx,
  context: ActContext,
  guardian: PersonActor,
  input: AddChild,
): Promise<string> => {
  if (guardian.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.not_while_helping", { status: 403 });
  if (!input.consent)
    throw new AppError<PeopleError>("people.consent_needed", {
      fields: { consent: "people.consent_needed" },
    });
  const today = toDistrictDate(context.clock.now());
  if (!isRealDay(input.birthDate) || input.birthDate > today || ageOn(input.birthDate, today) > 100)
    throw new AppError<PeopleError>("people.birth_date", { fields: { birthDate: "people.birth_date" } });
  if (ageOn(input.birthDate, today) >= childAgeYears)
    throw new AppError<PeopleError>("people.child_too_old", {
      fields: { birthDate: "people.child_too_old" },
    });
  const personId = await createPerson(trx, context, guardian, {
    fullName: input.fullName,
    birthDate: input.birthDate,
    guardianPersonId: guardian.personId,
  });
  const consentId = await giveConsent(trx, context, guardian, {
    personId,
    purpose: "child_account",
    givenByPersonId: guardian.personId,
    method: "web",
  });
  await trx
    .insertInto("children")
    .values({
      person_id: personId,
      guardian_person_id: guardian.personId,
      relation: input.relation,
      consent_id: consentId,
      school_unit_id: input.schoolUnitId ?? null,
      created_at: context.clock.now(),
    })
    .execute();
  await recordAudit(trx, context, {
    actor: guardian,
    action: "people.child_added",
    record: { table: "children", id: personId },
    requestId: context.requestId,
  });
  return personId;
};

/**
 * The guardian withdraws: the child's data are erased in the same transaction; the request stays as proof.
 * @returns the proof's number
 * @throws AppError `people.child_not_yours`
 */
export const removeChild = async (
  trx: Trx,
  context: OwnDataContext,
  guardian: PersonActor,
  childPersonId: string,
): Promise<string> => {
  if (guardian.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.not_while_helping", { status: 403 });
  const removed = await trx
    .deleteFrom("children")
    .where("person_id", "=", childPersonId)
    .where("guardian_person_id", "=", guardian.personId)
    .returning("person_id")
    .executeTakeFirst();
  if (removed === undefined) throw new AppError<PeopleError>("people.child_not_yours", { status: 404 });
  await closeConsents(trx, context, guardian, {
    which: { personId: childPersonId },
    byPersonId: guardian.personId,
  });
  for (const source of context.personalData) await source.erase(trx, context, childPersonId);
  await erasePerson(trx, context, guardian, childPersonId);
  const id = createId(context.clock);
  await trx
    .insertInto("data_requests")
    .values({
      id,
      person_id: childPersonId,
      kind: "erase_child",
      asked_by_person_id: guardian.personId,
      content_hash: null,
      done_at: context.clock.now(),
      content_sealed: null,
      expires_at: null,
    })
    .execute();
  await recordAudit(trx, context, {
    actor: guardian,
    action: "people.child_removed",
    record: { table: "data_requests", id },
    requestId: context.requestId,
  });
  return id;
};

/**
 * The child, if it is in the actor's own family account.
 * @throws AppError `people.child_not_yours` (404) | `people.not_while_helping` (403)
 */
export const requireOwnChild = async (
  db: Db | Trx,
  guardian: PersonActor,
  childPersonId: string,
): Promise<ChildView> => {
  if (guardian.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.not_while_helping", { status: 403 });
  const child = (await listChildren(db, guardian.personId)).find((one) => one.personId === childPersonId);
  if (child === undefined) throw new AppError<PeopleError>("people.child_not_yours", { status: 404 });
  return child;
};

/** Whether we know that a person is under 18: by a guardian's registration or a date of birth. Not knowing is no. */
export const isKnownMinor = async (
  db: Db | Trx,
  context: Pick<ActContext, "clock" | "cipher">,
  personId: string,
): Promise<boolean> => {
  const child = await db
    .selectFrom("children")
    .select("person_id")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  if (child !== undefined) return true;
  const { birthDate } = await readPersonalFields(db, context.cipher, personId);
  return birthDate !== undefined && ageOn(birthDate, toDistrictDate(context.clock.now())) < adultAgeYears;
};

export type ChildView = { personId: string; relation: Relation; since: Date };

export const listChildren = async (db: Db | Trx, guardianPersonId: string): Promise<readonly ChildView[]> => {
  const rows = await db
    .selectFrom("children")
    .select(["person_id", "relation", "created_at"])
    .where("guardian_person_id", "=", guardianPersonId)
    .orderBy("created_at")
    .execute();
  return rows.map((row) => ({ personId: row.person_id, relation: row.relation, since: row.created_at }));
};
