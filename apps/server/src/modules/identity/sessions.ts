import { randomBytes } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { sql } from "kysely";
import { type Actor, anonymous, type Grant, type PersonActor, staffRoles } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext, Context } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { describeDevice } from "./devices.ts";
import type { IdentityError } from "./messages.ts";
import { clearSessionCookie, hashToken, readSessionToken, sessionLimits } from "./session-cookie.ts";
import type { SignInMethod } from "./tables.ts";
import "./tables.ts";

export const methodNames: Readonly<Record<SignInMethod, string>> = {
  password: "密码",
  phone_code: "短信验证码",
  oidc: "统一身份认证",
  passkey: "通行密钥",
  guardian: "家长交来的设备",
};

/** How often the time of the last request is written down; finer steps would cost a write on every page. */
const seenStepMs = 60_000;

type SessionRow = {
  id: string;
  personId: string;
  method: SignInMethod;
  startedAt: Date;
  lastSeenAt: Date;
  secondFactorAt: Date | null;
  actingForPersonId: string | null;
  proxyActId: string | null;
  actingUntil: Date | null;
  nameSealed: Buffer | null;
  actingForNameSealed: Buffer | null;
  grants: Grant[];
};

/** The session of a token with the roles in force today; units that are closed give no rights. */
const findLiveSession = async (db: Db, token: string, today: string): Promise<SessionRow | undefined> => {
  const found = await sql<SessionRow>`
    select s.id, s.user_id as "personId", s.method, s.started_at as "startedAt", s.last_seen_at as "lastSeenAt", s.second_factor_at as "secondFactorAt",
      s.acting_for_person_id as "actingForPersonId", s.proxy_act_id as "proxyActId", s.acting_until as "actingUntil",
      p.name_sealed as "nameSealed", (select e.name_sealed from persons e where e.id = s.acting_for_person_id) as "actingForNameSealed",
      coalesce(json_agg(json_build_object('role', g.role, 'unitId', u.id, 'unitPath', u.path::text) order by g.granted_at) filter (where u.id is not null), '[]') as grants
    from auth_sessions s
    join persons p on p.id = s.user_id and p.status = 'active'
    left join role_grants g on g.person_id = p.id and g.ended_at is null and g.starts_on <= ${today}::date and (g.ends_on is null or g.ends_on >= ${today}::date)
    left join org_units u on u.id = g.unit_id and (u.valid_to is null or u.valid_to > ${today}::date)
    where s.token = ${hashToken(token)}
    group by s.id, p.id`.execute(db);
  return found.rows[0];
};

/** Whether a session has lain idle or lasted too long; those with staff roles end sooner. */
const isOver = (session: SessionRow, now: Date): boolean => {
  const limits = session.grants.some((grant) => staffRoles.has(grant.role))
    ? sessionLimits.staff
    : sessionLimits.resident;
  return (
    now.getTime() - session.lastSeenAt.getTime() > limits.idleMs ||
    now.getTime() - session.startedAt.getTime() > limits.absoluteMs
  );
};

/**
 * Who a request comes from. Asks the database at every request, so that an ended session, a disabled person or a role
 * that ran out counts at once, on every node.
 */
export const createActorResolver =
  (context: Context) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<Actor> => {
    const { config, db, clock, cipher } = context;
    const nameOf = (sealed: Buffer | null): { displayName?: string } =>
      sealed === null ? {} : { displayName: cipher.decrypt(sealed) };
    const token = readSessionToken(request, config);
    if (token === undefined) return anonymous;
    const now = clock.now();
    const session = await findLiveSession(db, token, toDistrictDate(now));
    if (session === undefined || isOver(session, now)) {
      if (session !== undefined) await db.deleteFrom("auth_sessions").where("id", "=", session.id).execute();
      clearSessionCookie(reply, config);
      return anonymous;
    }
    if (now.getTime() - session.lastSeenAt.getTime() > seenStepMs)
      await db.updateTable("auth_sessions").set({ last_seen_at: now }).where("id", "=", session.id).execute();
    return {
      kind: "person",
      personId: session.personId,
      sessionId: session.id,
      ...nameOf(session.nameSealed),
      grants: session.grants,
      secondFactor: session.secondFactorAt !== null || config.demo,
      ...(session.method === "guardian" ? { childSession: true as const } : {}),
      ...(session.actingForPersonId === null ||
      session.proxyActId === null ||
      (session.actingUntil !== null && session.actingUntil <= now)
        ? {}
        : {
            onBehalfOf: {
              personId: session.actingForPersonId,
              proxyActId: session.proxyActId,
              ...nameOf(session.actingForNameSealed),
            },
          }),
    };
  };

/**
 * Opens a session for an active person, always under a new token, in the transaction of the act.
 * @returns the token for the cookie; the table holds its hash
 * @throws AppError `identity.person_disabled` (409)
 */
export const openSession = async (
  trx: Trx,
  context: ActContext,
  personId: string,
  options: { method: SignInMethod; userAgent: string | undefined; secondFactor?: "passed" },
): Promise<{ token: string; sessionId: string }> => {
  // The row lock orders this before or after a disabling: afterwards no session of a disabled person is left.
  const person = await trx
    .selectFrom("persons")
    .select("status")
    .where("id", "=", personId)
    .forShare()
    .executeTakeFirst();
  if (person?.status !== "active")
    throw new AppError<IdentityError>("identity.person_disabled", { status: 409 });
  const token = randomBytes(32).toString("base64url");
  const now = context.clock.now();
  const sessionId = createId(context.clock);
  await trx
    .insertInto("auth_sessions")
    .values({
      id: sessionId,
      user_id: personId,
      token: hashToken(token),
      // better-auth goes by the system's time and so does this column; the limits that count are in isOver().
      expires_at: sql`now() + interval '180 days'`,
      created_at: now,
      updated_at: now,
      ip_address: null,
      user_agent: describeDevice(options.userAgent ?? ""),
      method: options.method,
      started_at: now,
      last_seen_at: now,
      second_factor_at: options.secondFactor === "passed" ? now : null,
      acting_for_person_id: null,
      proxy_act_id: null,
      acting_until: null,
    })
    .execute();
  return { token, sessionId };
};

/** Ends the session that the request came with, so that no two live in one browser. */
export const endRequestSession = async (trx: Db | Trx, token: string | undefined): Promise<void> => {
  if (token !== undefined)
    await trx.deleteFrom("auth_sessions").where("token", "=", hashToken(token)).execute();
};

/** Ends all sessions of a person; each of their cookies is refused at its next request. */
export const endSessionsOf = async (
  trx: Trx,
  personId: string,
  options: { exceptSessionId?: string } = {},
): Promise<number> => {
  const result = await trx
    .deleteFrom("auth_sessions")
    .where("user_id", "=", personId)
    .$if(options.exceptSessionId !== undefined, (query) =>
      query.where("id", "!=", options.exceptSessionId ?? ""),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
};

/**
 * Ends one of the actor's own sessions.
 * @throws AppError `identity.session_not_found` (404), also for another person's
 */
export const endOwnSession = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  sessionId: string,
): Promise<void> => {
  const result = await trx
    .deleteFrom("auth_sessions")
    .where("id", "=", sessionId)
    .where("user_id", "=", actor.personId)
    .executeTakeFirst();
  if (result.numDeletedRows === 0n)
    throw new AppError<IdentityError>("identity.session_not_found", { status: 404 });
  await recordAudit(trx, context, { actor, action: "identity.end_session", requestId: context.requestId });
};

export type SessionView = {
  id: string;
  device: string;
  method: SignInMethod;
  startedAt: Date;
  lastSeenAt: Date;
  secondFactor: boolean;
  current: boolean;
};

/** The actor's sessions that still count, the last used first. */
export const listSessions = async (
  db: Db | Trx,
  context: ActContext,
  actor: PersonActor,
): Promise<readonly SessionView[]> => {
  const limits = actor.grants.some((grant) => staffRoles.has(grant.role))
    ? sessionLimits.staff
    : sessionLimits.resident;
  const nowMs = context.clock.now().getTime();
  const rows = await db
    .selectFrom("auth_sessions")
    .select([
      "id",
      "user_agent as device",
      "method",
      "started_at as startedAt",
      "last_seen_at as lastSeenAt",
      "second_factor_at as secondFactorAt",
    ])
    .where("user_id", "=", actor.personId)
    .where("last_seen_at", ">", new Date(nowMs - limits.idleMs))
    .where("started_at", ">", new Date(nowMs - limits.absoluteMs))
    .orderBy("last_seen_at", "desc")
    .execute();
  return rows.map(({ secondFactorAt, device, ...row }) => ({
    ...row,
    device: device ?? "其他设备",
    secondFactor: secondFactorAt !== null,
    current: row.id === actor.sessionId,
  }));
};

/** Notes that this session has passed a second factor. */
export const markSecondFactor = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<void> => {
  await trx
    .updateTable("auth_sessions")
    .set({ second_factor_at: context.clock.now() })
    .where("id", "=", actor.sessionId)
    .execute();
};

/**
 * From now on this session acts for another person (代办), or for its own person again. The people module calls it with
 * the record of consent; nothing else may.
 */
export const setActingFor = async (
  trx: Trx,
  sessionId: string,
  actingFor: { personId: string; proxyActId: string; until?: Date } | undefined,
): Promise<void> => {
  await trx
    .updateTable("auth_sessions")
    .set({
      acting_for_person_id: actingFor?.personId ?? null,
      proxy_act_id: actingFor?.proxyActId ?? null,
      acting_until: actingFor?.until ?? null,
    })
    .where("id", "=", sessionId)
    .execute();
};

/** Ends the acting of every session under a proxy act, when its consent is withdrawn or has run out. */
export const endActingFor = async (trx: Trx, proxyActId: string): Promise<void> => {
  await trx
    .updateTable("auth_sessions")
    .set({ acting_for_person_id: null, proxy_act_id: null, acting_until: null })
    .where("proxy_act_id", "=", proxyActId)
    .execute();
};
