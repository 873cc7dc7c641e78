import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { PeopleError } from "./errors.ts";
import { type ConsentMethod, type ConsentPurpose, consentPurposes } from "./vocabulary.ts";

export type ConsentView = {
  purpose: ConsentPurpose;
  name: string;
  text: string;
  needed: boolean;
  standing: boolean;
  /** The text changed since: it has to be asked again. */
  outdated: boolean;
  givenAt: Date | undefined;
};

export type GiveConsent = {
  personId: string;
  purpose: ConsentPurpose;
  givenByPersonId: string;
  method: ConsentMethod;
  witnessPersonId?: string;
};

/**
 * Records that a person agreed to a purpose in its present wording. Agreeing again to the same wording changes nothing;
 * a newer wording closes the old consent and opens a new one.
 * @returns the standing consent's id
 */
export const giveConsent = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: GiveConsent,
): Promise<string> => {
  const { version } = consentPurposes[input.purpose];
  const standing = await trx
    .selectFrom("consents")
    .select(["id", "text_version"])
    .where("person_id", "=", input.personId)
    .where("purpose", "=", input.purpose)
    .where("withdrawn_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  // A proxy's consent is for one act: it is always asked anew.
  if (standing !== undefined && standing.text_version === version && input.purpose !== "proxy")
    return standing.id;
  const now = context.clock.now();
  if (standing !== undefined)
    await closeConsents(trx, context, actor, {
      which: { id: standing.id },
      byPersonId: input.givenByPersonId,
    });
  const id = createId(context.clock);
  await trx
    .insertInto("consents")
    .values({
      id,
      person_id: input.personId,
      purpose: input.purpose,
      text_version: version,
      given_by_person_id: input.givenByPersonId,
      method: input.method,
      witness_person_id: input.witnessPersonId ?? null,
      given_at: now,
      withdrawn_at: null,
      withdrawn_by_person_id: null,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "people.consent_given",
    record: { table: "consents", id },
    requestId: context.requestId,
  });
  return id;
};

/** Closes standing consents one by one, each with its own trace: their rows are guarded. */
export const closeConsents = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { which: { id: string } | { personId: string }; byPersonId: string },
): Promise<number> => {
  let query = trx
    .updateTable("consents")
    .set({ withdrawn_at: context.clock.now(), withdrawn_by_person_id: input.byPersonId })
    .where("withdrawn_at", "is", null);
  query =
    "id" in input.which
      ? query.where("id", "=", input.which.id)
      : query.where("person_id", "=", input.which.personId);
  const closed = await query.returning("id").execute();
  for (const { id } of closed) {
    await recordAudit(trx, context, {
      actor,
      action: "people.consent_withdrawn",
      record: { table: "consents", id },
      requestId: context.requestId,
    });
  }
  return closed.length;
};

/**
 * Takes a consent back; what it allowed stops with the next request.
 * @throws AppError `people.consent_unknown` when none stands
 */
export const withdrawConsent = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { personId: string; purpose: ConsentPurpose; byPersonId: string },
): Promise<void> => {
  const standing = await trx
    .selectFrom("consents")
    .select("id")
    .where("person_id", "=", input.personId)
    .where("purpose", "=", input.purpose)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  const closed =
    standing === undefined
      ? 0
      : await closeConsents(trx, context, actor, {
          which: { id: standing.id },
          byPersonId: input.byPersonId,
        });
  if (closed === 0) throw new AppError<PeopleError>("people.consent_unknown", { status: 409 });
};

/** Whether a purpose's present wording is agreed to; later modules ask this before each use. */
export const hasConsent = async (
  db: Db | Trx,
  personId: string,
  purpose: ConsentPurpose,
): Promise<boolean> => {
  const found = await db
    .selectFrom("consents")
    .select("id")
    .where("person_id", "=", personId)
    .where("purpose", "=", purpose)
    .where("text_version", "=", consentPurposes[purpose].version)
    .where("withdrawn_at", "is", null)
    .executeTakeFirst();
  return found !== undefined;
};

/**
 * The standing consent's id, held until the transaction ends: what is stored on the strength of it cannot cross its
 * withdrawal. Undefined where none stands in the present wording.
 */
export const holdConsent = async (
  trx: Trx,
  personId: string,
  purpose: ConsentPurpose,
): Promise<string | undefined> => {
  const found = await trx
    .selectFrom("consents")
    .select("id")
    .where("person_id", "=", personId)
    .where("purpose", "=", purpose)
    .where("text_version", "=", consentPurposes[purpose].version)
    .where("withdrawn_at", "is", null)
    .forShare()
    .executeTakeFirst();
  return found?.id;
};

/** The purposes a person decides about alone, with what stands. */
export const listOwnConsents = async (db: Db | Trx, personId: string): Promise<readonly ConsentView[]> =>
  consentsOf(db, personId, ["account", "messages", "recommendation"]);

const consentsOf = async (
  db: Db | Trx,
  personId: string,
  purposes: readonly ConsentPurpose[],
): Promise<readonly ConsentView[]> => {
  const standing = await db
    .selectFrom("consents")
    .select(["purpose", "text_version", "given_at"])
    .where("person_id", "=", personId)
    .where("withdrawn_at", "is", null)
    .execute();
  return purposes.map((purpose) => {
    const { version, name, text, needed } = consentPurposes[purpose];
    const found = standing.find((row) => row.purpose === purpose);
    return {
      purpose,
      name,
      text,
      needed,
      standing: found?.text_version === version,
      outdated: found !== undefined && found.text_version !== version,
      givenAt: found?.given_at,
    };
  });
};

/** What a guardian agreed to for a child, and whether it stands. */
export const listConsentsOfChild = async (
  db: Db | Trx,
  childPersonId: string,
): Promise<readonly ConsentView[]> => consentsOf(db, childPersonId, ["child_account", "child_sign_in"]);
