import { type Expression, type SqlBool, sql } from "kysely";
import { type Actor, isAtOrBelow, type PersonActor, roles, staffRoles } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { MeView, PeoplePage, PeopleQuery, PersonDetail } from "./contract.ts";
import { listGrantsOf, mayGrant } from "./grants.ts";
import { identityMessages, type IdentityError } from "./messages.ts";
import { maskName, maskPhone, nameIndex, phoneIndex, parsePhone } from "./phone.ts";
import { getPersonName } from "./persons.ts";
import { roleNames } from "./policy.ts";
import { personStatusNames, type PersonStatus } from "./state.ts";
import { getSecondFactorState } from "./two-factors.ts";

/** Who I am, what I may do, and what is still asked of me. */
export const getMe = async (context: Context, actor: PersonActor): Promise<MeView> => {
  const { db, cipher, config, policy } = context;
  const person = await db
    .selectFrom("persons")
    .select(["id", "pseudonym", "name_sealed", "phone_sealed"])
    .where("id", "=", actor.personId)
    .executeTakeFirstOrThrow();
  const grants = (await listGrantsOf(db, context, actor.personId)).filter(
    (grant) =>
      actor.grants.some((held) => held.role === grant.role && held.unitId === grant.unitId) &&
      grant.state === "in_force",
  );
  const state = await getSecondFactorState(db, actor.personId);
  const actions = Object.keys(policy.table).filter((action) => {
    const scope = policy.scopeOf(actor, action);
    return scope === "everywhere" || scope.length > 0;
  });
  const passed =
    (
      await db
        .selectFrom("auth_sessions")
        .select("second_factor_at")
        .where("id", "=", actor.sessionId)
        .executeTakeFirst()
    )?.second_factor_at ?? null;
  return {
    person: {
      id: person.id,
      name: person.name_sealed === null ? "" : cipher.decrypt(person.name_sealed),
      maskedPhone: person.phone_sealed === null ? null : maskPhone(cipher.decrypt(person.phone_sealed)),
      pseudonym: person.pseudonym,
    },
    grants: grants.map((grant) => ({
      role: grant.role,
      roleName: roleNames[grant.role],
      unitId: grant.unitId,
      unitName: grant.unitName,
      unitPath: grant.unitPath,
      until: grant.endsOn,
    })),
    secondFactor: {
      needed: grants.some((grant) => staffRoles.has(grant.role)),
      passed: passed !== null,
      relaxed: config.demo && passed === null,
      totp: state.totp,
      passkeys: state.passkeys,
    },
    actions,
    demo: config.demo,
    onBehalfOf:
      actor.onBehalfOf === undefined
        ? null
        : {
            personId: actor.onBehalfOf.personId,
            name: await getPersonName(db, cipher, actor.onBehalfOf.personId),
          },
  };
};

/** People whose record, or one of whose roles (past ones too), lies in one of the paths. */
const inScope = (paths: readonly string[]): Expression<SqlBool> => sql<boolean>`(
  exists (select 1 from org_units u where u.id = p.unit_id and u.path <@ any(${sql.val([...paths])}::ltree[]))
  or exists (select 1 from role_grants g join org_units u on u.id = g.unit_id where g.person_id = p.id and u.path <@ any(${sql.val([...paths])}::ltree[])))`;

const plainPhone = (text: string): string | undefined => {
  try {
    return parsePhone(text);
  } catch {
    // Not a number: then it is a name.
    return undefined;
  }
};

/** People within the actor's scope, names and numbers masked. */
export const listPeople = async (
  context: Context,
  query: PeopleQuery,
  scope: "everywhere" | readonly string[],
): Promise<PeoplePage> => {
  const { db, cipher } = context;
  let base = db.selectFrom("persons as p").leftJoin("auth_users as a", "a.id", "p.id");
  if (scope !== "everywhere") base = base.where(inScope(scope));
  base =
    query.status === undefined
      ? base.where("p.status", "!=", "erased")
      : base.where("p.status", "=", query.status);
  const { q, role, unit: unitId } = query;
  if (q !== undefined && q.trim() !== "") {
    const phone = plainPhone(q);
    const text = q.trim();
    base = base.where((eb) =>
      phone === undefined
        ? eb.or([
            eb("p.name_index", "=", nameIndex(cipher, text)),
            eb(sql`starts_with(a.username, ${text.toLowerCase()})`, "=", true),
          ])
        : eb("p.phone_index", "=", phoneIndex(cipher, phone)),
    );
  }
  const today = toDistrictDate(context.clock.now());
  if (role !== undefined)
    base = base.where(
      sql<boolean>`exists (select 1 from role_grants g where g.person_id = p.id and g.role = ${role} and g.ended_at is null and g.starts_on <= ${today}::date and (g.ends_on is null or g.ends_on >= ${today}::date))`,
    );
  if (unitId !== undefined) {
    const unit = await db.selectFrom("org_units").select("path").where("id", "=", unitId).executeTakeFirst();
    base = base.where(inScope(unit === undefined ? [] : [unit.path]));
  }
  const { total } = await base.select((eb) => eb.fn.countAll<number>().as("total")).executeTakeFirstOrThrow();
  const direction = query.sort === "createdAt" ? "asc" : "desc";
  const rows = await base
    .select(["p.id", "p.name_sealed", "p.phone_sealed", "p.status", "p.created_at"])
    .orderBy("p.created_at", direction)
    .orderBy("p.id", direction)
    .limit(query.size)
    .offset((query.page - 1) * query.size)
    .execute();
  const grants = await currentRoles(
    db,
    rows.map((row) => row.id),
    today,
  );
  return {
    rows: rows.map((row) => ({
      id: row.id,
      name: row.name_sealed === null ? "已注销" : maskName(cipher.decrypt(row.name_sealed)),
      maskedPhone: row.phone_sealed === null ? null : maskPhone(cipher.decrypt(row.phone_sealed)),
      status: row.status,
      statusName: personStatusNames[row.status],
      createdAt: row.created_at.toISOString(),
      roles: grants
        .filter((grant) => grant.personId === row.id)
        .map(({ role: held, unitName }) => ({ role: held, roleName: roleNames[held], unitName })),
    })),
    total,
    page: query.page,
    size: query.size,
  };
};

const currentRoles = async (db: Db, personIds: readonly string[], today: string) => {
  if (personIds.length === 0) return [];
  return db
    .selectFrom("role_grants as g")
    .innerJoin("org_units as u", "u.id", "g.unit_id")
    .select(["g.person_id as personId", "g.role", "u.name as unitName"])
    .where("g.person_id", "in", personIds)
    .where("g.ended_at", "is", null)
    .where("g.starts_on", "<=", today)
    .where((eb) => eb.or([eb("g.ends_on", "is", null), eb("g.ends_on", ">=", today)]))
    .orderBy("g.granted_at")
    .execute();
};

/** The units by which a person is in somebody's area: his record's unit and those of his roles. */
export const listPersonPaths = async (db: Db | Trx, personId: string): Promise<readonly string[]> => {
  const rows = await sql<{ path: string }>`
    select u.path::text as path from persons p join org_units u on u.id = p.unit_id where p.id = ${personId}
    union select u.path::text from role_grants g join org_units u on u.id = g.unit_id where g.person_id = ${personId}`.execute(
    db,
  );
  return rows.rows.map((row) => row.path);
};

/** Units of roles that are not over, and of the record: whoever stops the account must answer for all of them. */
export const listLivePaths = async (
  db: Db | Trx,
  context: ActContext,
  personId: string,
): Promise<readonly string[]> => {
  const today = toDistrictDate(context.clock.now());
  const rows = await sql<{ path: string }>`
    select u.path::text as path from persons p join org_units u on u.id = p.unit_id where p.id = ${personId}
    union select u.path::text from role_grants g join org_units u on u.id = g.unit_id
      where g.person_id = ${personId} and g.ended_at is null and (g.ends_on is null or g.ends_on >= ${today}::date)`.execute(
    db,
  );
  return rows.rows.map((row) => row.path);
};

const withinOne = (paths: readonly string[], scope: "everywhere" | readonly string[]): boolean =>
  scope === "everywhere" || paths.some((path) => scope.some((own) => isAtOrBelow(path, own)));
export const withinAll = (paths: readonly string[], scope: "everywhere" | readonly string[]): boolean =>
  scope === "everywhere" ||
  (paths.length > 0 && paths.every((path) => scope.some((own) => isAtOrBelow(path, own))));

/** Whether somebody with these paths may know of the person; the whole tree's administrators know of all. */
export const requireKnown = async (
  db: Db | Trx,
  personId: string,
  scope: "everywhere" | readonly string[],
): Promise<void> => {
  const paths = await listPersonPaths(db, personId);
  if (withinOne(paths, scope)) return;
  // A resident without unit or role belongs to nobody's list: not found, as for an id that never was.
  throw new AppError<IdentityError>("identity.person_not_found", { status: 404 });
};

/** One person in full; the caller audits the reading. */
export const getPersonDetail = async (
  context: Context,
  actor: Actor,
  personId: string,
): Promise<PersonDetail> => {
  const { db, cipher, policy } = context;
  const row = await db
    .selectFrom("persons as p")
    .leftJoin("auth_users as a", "a.id", "p.id")
    .leftJoin("org_units as u", "u.id", "p.unit_id")
    .select([
      "p.id",
      "p.name_sealed",
      "p.phone_sealed",
      "p.status",
      "p.created_at",
      "p.unit_id",
      "u.name as unitName",
      "a.username",
    ])
    .where("p.id", "=", personId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<IdentityError>("identity.person_not_found", { status: 404 });
  const grants = await listGrantsOf(db, context, personId);
  const state = await getSecondFactorState(db, personId);
  const live = await listLivePaths(db, context, personId);
  const ownPaths = actor.kind === "person" ? actor.grants.map((grant) => grant.unitPath) : [];
  const grantable = roles.filter((role) =>
    ownPaths.some((unitPath) => mayGrant(actor, { role, unitPath, personId }).ok),
  );
  return {
    id: row.id,
    name: row.name_sealed === null ? "已注销" : cipher.decrypt(row.name_sealed),
    maskedPhone: row.phone_sealed === null ? null : maskPhone(cipher.decrypt(row.phone_sealed)),
    username: row.username,
    status: row.status,
    statusName: personStatusNames[row.status],
    unitId: row.unit_id,
    unitName: row.unitName,
    createdAt: row.created_at.toISOString(),
    grants: grants.map((grant) => ({ ...grant, roleName: roleNames[grant.role] })),
    secondFactor: { totp: state.totp === "confirmed", passkeys: state.passkeys },
    grantableRoles:
      row.status === "active" ? grantable.map((role) => ({ role, roleName: roleNames[role] })) : [],
    nextActions: nextActions({
      actor,
      personId,
      status: row.status,
      live,
      scopes: (action) => policy.scopeOf(actor, action),
      grantable: grantable.length,
    }),
  };
};

type NextAction = PersonDetail["nextActions"][number];

const nextActions = (facts: {
  actor: Actor;
  personId: string;
  status: PersonStatus;
  live: readonly string[];
  scopes: (action: string) => "everywhere" | readonly string[];
  grantable: number;
}): NextAction[] => {
  const self = facts.actor.kind === "person" && facts.actor.personId === facts.personId;
  const outside = "这不在您负责的单位范围内。";
  const action = (name: string, label: string, refusal: string | undefined): NextAction => ({
    action: name,
    label,
    allowed: refusal === undefined,
    ...(refusal === undefined ? {} : { reason: refusal }),
  });
  const active = facts.status === "active";
  const stopped = facts.status === "erased" ? "账号已注销。" : "账号已停用，先恢复再办。";
  const disable = self
    ? identityMessages["identity.self_disable"]
    : withinAll(facts.live, facts.scopes("identity.disable_person"))
      ? undefined
      : outside;
  const grant = self
    ? identityMessages["identity.self_grant"]
    : facts.grantable > 0
      ? undefined
      : identityMessages["identity.grant_role_not_yours"];
  const handover = facts.scopes("identity.handover").length > 0 ? undefined : outside;
  if (active)
    return [
      action("identity.grant_role", "授予岗位", grant),
      action("identity.handover", "交接工作", handover),
      action("identity.disable_person", "停用账号", disable),
    ];
  const enable =
    facts.status === "erased"
      ? stopped
      : withinAll(facts.live, facts.scopes("identity.enable_person"))
        ? undefined
        : outside;
  return [
    action("identity.enable_person", "恢复账号", enable),
    action("identity.grant_role", "授予岗位", stopped),
  ];
};
