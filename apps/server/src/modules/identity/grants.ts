import { sql } from "kysely";
import { type Actor, isAtOrBelow, type Role, staffRoles } from "#kernel/actor.ts";
import { hashRow, recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { IdentityError } from "./messages.ts";
import { grantableBy } from "./policy.ts";

export type NewGrant = {
  personId: string;
  role: Role;
  unitId: string;
  /** YYYY-MM-DD; today where left out. */
  startsOn?: string;
  /** Last day, inclusive. */
  endsOn?: string;
  reason: string;
};

/**
 * Whether the actor may give (or take) this role at this unit: by a role of his at the unit or above whose list names it,
 * and never to himself. The system (command line, events) may give any.
 */
export const mayGrant = (
  actor: Actor,
  grant: { role: Role; unitPath: string; personId: string },
): { ok: true } | { ok: false; reason: IdentityError | "policy.outside_area" } => {
  if (actor.kind === "system") return { ok: true };
  if (actor.kind === "anonymous") return { ok: false, reason: "identity.grant_role_not_yours" };
  if (actor.personId === grant.personId) return { ok: false, reason: "identity.self_grant" };
  const naming = actor.grants.filter((own) => grantableBy[own.role]?.includes(grant.role) ?? false);
  if (naming.length === 0) return { ok: false, reason: "identity.grant_role_not_yours" };
  const strong = naming.filter((own) => actor.secondFactor || !staffRoles.has(own.role));
  return strong.some((own) => isAtOrBelow(grant.unitPath, own.unitPath))
    ? { ok: true }
    : { ok: false, reason: "policy.outside_area" };
};

/** Path of an open unit. @throws AppError `identity.unit_not_found` (422) */
export const getOpenUnitPath = async (db: Db | Trx, context: ActContext, unitId: string): Promise<string> => {
  const unit = await db
    .selectFrom("org_units")
    .select("path")
    .where("id", "=", unitId)
    .where((eb) =>
      eb.or([eb("valid_to", "is", null), eb("valid_to", ">", toDistrictDate(context.clock.now()))]),
    )
    .executeTakeFirst();
  if (unit === undefined)
    throw new AppError<IdentityError>("identity.unit_not_found", {
      fields: { unitId: "identity.unit_not_found" },
    });
  return unit.path;
};

const exclusion = (error: unknown): string | undefined =>
  error instanceof Error &&
  "code" in error &&
  error.code === "23P01" &&
  "constraint" in error &&
  typeof error.constraint === "string"
    ? error.constraint
    : undefined;

/**
 * Gives a role at a unit for a term. Overlaps and the separation of the three powers (三权分立) are constraints of the
 * database: they hold under concurrency.
 * @throws AppError `identity.grant_role_not_yours` | `identity.self_grant` | `policy.outside_area` (403) · `identity.grant_term` (422) ·
 *   `identity.unit_not_found` (422) · `identity.grant_overlap` | `identity.three_powers` | `identity.person_disabled` (409)
 */
export const grantRole = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewGrant,
): Promise<string> => {
  const now = context.clock.now();
  const today = toDistrictDate(now);
  const startsOn = input.startsOn ?? today;
  if (input.endsOn !== undefined && (input.endsOn < startsOn || input.endsOn < today))
    throw new AppError<IdentityError>("identity.grant_term", { fields: { endsOn: "identity.grant_term" } });
  const unitPath = await getOpenUnitPath(trx, context, input.unitId);
  requireMayGrant(actor, { role: input.role, unitPath, personId: input.personId });
  const person = await trx
    .selectFrom("persons")
    .select("status")
    .where("id", "=", input.personId)
    // One grant of a person at a time: inserts that meet in an exclusion constraint wait for each other and deadlock.
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (person === undefined) throw new AppError<IdentityError>("identity.person_not_found", { status: 404 });
  if (person.status !== "active")
    throw new AppError<IdentityError>("identity.person_disabled", { status: 409 });
  const id = createId(context.clock);
  try {
    await trx
      .insertInto("role_grants")
      .values({
        id,
        person_id: input.personId,
        role: input.role,
        unit_id: input.unitId,
        starts_on: startsOn,
        ends_on: input.endsOn ?? null,
        reason: input.reason.trim(),
        granted_by_person_id: actor.kind === "person" ? actor.personId : null,
        granted_at: now,
        ended_at: null,
        ended_by_person_id: null,
        end_reason: null,
      })
      .execute();
  } catch (error) {
    const constraint = exclusion(error);
    if (constraint === "role_grants_three_powers")
      throw new AppError<IdentityError>("identity.three_powers", { status: 409, cause: error });
    if (constraint === "role_grants_once")
      throw new AppError<IdentityError>("identity.grant_overlap", { status: 409, cause: error });
    throw error;
  }
  await recordAudit(trx, context, {
    actor,
    action: "identity.grant_role",
    unitId: input.unitId,
    record: { table: "role_grants", id },
    reason: input.reason,
    requestId: context.requestId,
  });
  return id;
};

const requireMayGrant = (actor: Actor, grant: { role: Role; unitPath: string; personId: string }): void => {
  const decision = mayGrant(actor, grant);
  if (!decision.ok) throw new AppError(decision.reason, { status: 403 });
};

/**
 * Ends a role now. The actor's own roles he may always lay down.
 * @throws AppError `identity.grant_not_found` (404) · `identity.grant_ended` (409) · refusals as for {@link grantRole} (403)
 */
export const endGrant = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { grantId: string; reason: string },
): Promise<void> => {
  const grant = await findGrant(trx, input.grantId);
  if (grant === undefined) throw new AppError<IdentityError>("identity.grant_not_found", { status: 404 });
  const layingDown = actor.kind === "person" && actor.personId === grant.personId;
  if (!layingDown) requireMayGrant(actor, grant);
  await endGrantUnchecked(trx, context, actor, input);
};

const endGrantUnchecked = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { grantId: string; reason: string },
): Promise<void> => {
  const record = { table: "role_grants", id: input.grantId };
  const beforeHash = await hashRow(trx, context.cipher, record);
  const result = await trx
    .updateTable("role_grants")
    .set({
      ended_at: context.clock.now(),
      end_reason: input.reason.trim(),
      ended_by_person_id: actor.kind === "person" ? actor.personId : null,
    })
    .where("id", "=", input.grantId)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n)
    throw new AppError<IdentityError>("identity.grant_ended", { status: 409 });
  await recordAudit(trx, context, {
    actor,
    action: "identity.end_grant",
    record,
    beforeHash,
    reason: input.reason,
    requestId: context.requestId,
  });
};

export type FoundGrant = { id: string; personId: string; role: Role; unitId: string; unitPath: string };

export const findGrant = async (db: Db | Trx, grantId: string): Promise<FoundGrant | undefined> =>
  db
    .selectFrom("role_grants as g")
    .innerJoin("org_units as u", "u.id", "g.unit_id")
    .select(["g.id", "g.person_id as personId", "g.role", "g.unit_id as unitId", "u.path as unitPath"])
    .where("g.id", "=", grantId)
    .executeTakeFirst();

export type GrantView = {
  id: string;
  role: Role;
  unitId: string;
  unitName: string;
  unitPath: string;
  startsOn: string;
  endsOn: string | null;
  reason: string;
  state: "in_force" | "future" | "over" | "ended";
  endReason: string | null;
};

const stateOf = (
  row: { starts_on: string; ends_on: string | null; ended_at: Date | null },
  today: string,
): GrantView["state"] => {
  if (row.ended_at !== null) return "ended";
  if (row.starts_on > today) return "future";
  return row.ends_on !== null && row.ends_on < today ? "over" : "in_force";
};

/** All roles of a person, past and coming ones included, the newest first. */
export const listGrantsOf = async (
  db: Db | Trx,
  context: ActContext,
  personId: string,
): Promise<readonly GrantView[]> => {
  const today = toDistrictDate(context.clock.now());
  const rows = await db
    .selectFrom("role_grants as g")
    .innerJoin("org_units as u", "u.id", "g.unit_id")
    .select([
      "g.id",
      "g.role",
      "g.unit_id",
      "u.name",
      "u.path",
      "g.starts_on",
      "g.ends_on",
      "g.reason",
      "g.ended_at",
      "g.end_reason",
    ])
    .where("g.person_id", "=", personId)
    .orderBy("g.granted_at", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    role: row.role,
    unitId: row.unit_id,
    unitName: row.name,
    unitPath: row.path,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    reason: row.reason,
    state: stateOf(row, today),
    endReason: row.end_reason,
  }));
};

/** Whether the person holds a role today or will by a grant already given. */
export const holdsAnyRole = async (db: Db | Trx, context: ActContext, personId: string): Promise<boolean> => {
  const today = toDistrictDate(context.clock.now());
  const found =
    await sql`select 1 from role_grants where person_id = ${personId} and ended_at is null and (ends_on is null or ends_on >= ${today}::date) limit 1`.execute(
      db,
    );
  return found.rows.length > 0;
};

/** Who holds a role in force today at exactly this unit; for notices and assignments of other modules. */
export const listHoldersAt = async (
  db: Db | Trx,
  context: ActContext,
  input: { role: Role; unitId: string },
): Promise<readonly string[]> => {
  const today = toDistrictDate(context.clock.now());
  const found = await sql<{ personId: string }>`
    select g.person_id as "personId" from role_grants g join persons p on p.id = g.person_id and p.status = 'active'
    where g.role = ${input.role} and g.unit_id = ${input.unitId} and g.ended_at is null and g.starts_on <= ${today}::date and (g.ends_on is null or g.ends_on >= ${today}::date)
    order by g.granted_at`.execute(db);
  return found.rows.map((row) => row.personId);
};

/** How many people hold a role in force today at exactly this unit; such a unit cannot be closed. */
export const countHoldersAt = async (db: Db | Trx, unitId: string): Promise<number> => {
  // The caller has no clock to hand on; a day's difference here only delays a closing.
  const found = await sql<{ count: number }>`
    select count(distinct person_id) as count from role_grants
    where unit_id = ${unitId} and ended_at is null and (ends_on is null or ends_on >= (now() at time zone 'Asia/Shanghai')::date)`.execute(
    db,
  );
  return found.rows[0]?.count ?? 0;
};
