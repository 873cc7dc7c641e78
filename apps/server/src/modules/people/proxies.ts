import { sql } from "kysely";
import type { Actor, PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { recordFacts } from "#kernel/facts.ts";
import { createId } from "#kernel/ids.ts";
import { endActingFor, setActingFor } from "#modules/identity/index.ts";
import { closeConsents, giveConsent } from "./consents.ts";
import type { PeopleError } from "./errors.ts";

/** How long one act of helping may last; after it the session falls back to the helper's own. */
export const proxyMinutes = 60;

export type StartProxy = {
  elderPersonId: string;
  unitId: string;
  matter: string;
  /** How the elder agreed: a code sent to the elder's own phone, a signed paper, or aloud before a witness. */
  method: "phone_code" | "spoken" | "paper";
  witnessPersonId?: string;
  readBack: boolean;
};

export type ProxyActView = {
  id: string;
  helperPersonId: string;
  elderPersonId: string;
  unitId: string;
  matter: string;
  method: string;
  startedAt: Date;
  endsAt: Date;
  endedAt: Date | undefined;
};

/**
 * Starts helping an elder (代办): consent, the act with both persons, and the helper's session turned to the elder.
 * The database admits one running act for each helper and each elder, so that two counters at once cannot both win.
 * @throws AppError PeopleError
 */
export const startProxy = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: StartProxy,
): Promise<string> => {
  if (actor.onBehalfOf !== undefined) throw new AppError<PeopleError>("people.helper_busy", { status: 409 });
  if (input.elderPersonId === actor.personId) throw new AppError<PeopleError>("people.helping_oneself");
  if (!input.readBack)
    throw new AppError<PeopleError>("people.read_back_needed", {
      fields: { readBack: "people.read_back_needed" },
    });
  const witness = input.witnessPersonId;
  if (
    input.method === "spoken" &&
    (witness === undefined || witness === actor.personId || witness === input.elderPersonId)
  )
    throw new AppError<PeopleError>("people.witness_needed", {
      fields: { witness: "people.witness_needed" },
    });
  const now = context.clock.now();
  await endOverdue(trx, context, [actor.personId, input.elderPersonId]);
  const id = createId(context.clock);
  try {
    const consentId = await giveConsent(trx, context, actor, {
      personId: input.elderPersonId,
      purpose: "proxy",
      givenByPersonId: input.elderPersonId,
      method: input.method,
      ...(witness === undefined ? {} : { witnessPersonId: witness }),
    });
    await trx
      .insertInto("proxy_acts")
      .values({
        id,
        helper_person_id: actor.personId,
        elder_person_id: input.elderPersonId,
        unit_id: input.unitId,
        matter: input.matter,
        consent_id: consentId,
        read_back: true,
        started_at: now,
        ends_at: new Date(now.getTime() + proxyMinutes * 60_000),
        ended_at: null,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "proxy_acts_helper_busy"))
      throw new AppError<PeopleError>("people.helper_busy", { status: 409, cause: error });
    if (
      isUniqueViolation(error, "proxy_acts_elder_busy") ||
      isUniqueViolation(error, "consents_one_standing")
    )
      throw new AppError<PeopleError>("people.elder_busy", { status: 409, cause: error });
    throw error;
  }
  await setActingFor(trx, actor.sessionId, {
    personId: input.elderPersonId,
    proxyActId: id,
    until: new Date(now.getTime() + proxyMinutes * 60_000),
  });
  await recordAudit(trx, context, {
    actor: { ...actor, onBehalfOf: { personId: input.elderPersonId, proxyActId: id } },
    action: "people.proxy_started",
    unitId: input.unitId,
    record: { table: "proxy_acts", id },
    requestId: context.requestId,
  });
  return id;
};

/**
 * Ends an act of helping: by the helper, by the elder, or because its time is over. Ending what has ended changes
 * nothing. A finished act is a fact: a service by a person to a person.
 */
export const endProxy = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  proxyActId: string,
): Promise<boolean> => {
  const ended = await trx
    .updateTable("proxy_acts")
    .set({ ended_at: sql<Date>`least(${context.clock.now()}, ends_at)` })
    .where("id", "=", proxyActId)
    .where("ended_at", "is", null)
    .returning(["id", "unit_id", "started_at", "consent_id", "elder_person_id"])
    .executeTakeFirst();
  if (ended === undefined) return false;
  await endActingFor(trx, ended.id);
  await closeConsents(trx, context, actor, {
    which: { id: ended.consent_id },
    byPersonId: ended.elder_person_id,
  });
  await recordFacts(trx, context.clock, [
    {
      kind: "people.helped",
      occurredOn: toDistrictDate(ended.started_at),
      unitId: ended.unit_id,
      quantity: 1,
      measure: "次",
      audience: "elder",
      source: { table: "proxy_acts", id: ended.id },
    },
  ]);
  await recordAudit(trx, context, {
    actor,
    action: "people.proxy_ended",
    unitId: ended.unit_id,
    record: { table: "proxy_acts", id: ended.id },
    requestId: context.requestId,
  });
  return true;
};

/** Closes acts whose time is over, of the given persons or of all; their sessions fall back by themselves. */
export const endOverdue = async (
  trx: Trx,
  context: ActContext,
  personIds?: readonly string[],
): Promise<number> => {
  let query = trx
    .selectFrom("proxy_acts")
    .select("id")
    .where("ended_at", "is", null)
    .where("ends_at", "<=", context.clock.now())
    .orderBy("id");
  if (personIds !== undefined)
    query = query.where((eb) =>
      eb.or([eb("helper_person_id", "in", [...personIds]), eb("elder_person_id", "in", [...personIds])]),
    );
  const overdue = await query.execute();
  for (const act of overdue)
    await endProxy(trx, context, { kind: "system", name: "people.proxy_time_over" }, act.id);
  return overdue.length;
};

const toProxyActView = (row: {
  id: string;
  helper_person_id: string;
  elder_person_id: string;
  unit_id: string;
  matter: string;
  method: string;
  started_at: Date;
  ends_at: Date;
  ended_at: Date | null;
}): ProxyActView => ({
  id: row.id,
  helperPersonId: row.helper_person_id,
  elderPersonId: row.elder_person_id,
  unitId: row.unit_id,
  matter: row.matter,
  method: row.method,
  startedAt: row.started_at,
  endsAt: row.ends_at,
  endedAt: row.ended_at ?? undefined,
});

const selectActs = (db: Db | Trx) =>
  db
    .selectFrom("proxy_acts as a")
    .innerJoin("consents as c", "c.id", "a.consent_id")
    .select([
      "a.id",
      "a.helper_person_id",
      "a.elder_person_id",
      "a.unit_id",
      "a.matter",
      "c.method",
      "a.started_at",
      "a.ends_at",
      "a.ended_at",
    ])
    .orderBy("a.started_at", "desc");

/** Who helped me, and whom I helped: the newest hundred. */
export const listProxyActsOf = async (db: Db | Trx, personId: string): Promise<readonly ProxyActView[]> => {
  const rows = await selectActs(db)
    .where((eb) => eb.or([eb("a.elder_person_id", "=", personId), eb("a.helper_person_id", "=", personId)]))
    .limit(100)
    .execute();
  return rows.map(toProxyActView);
};

/** The running act with this id, whoever is part of it. */
export const findRunningProxyAct = async (
  db: Db | Trx,
  proxyActId: string,
  now: Date,
): Promise<ProxyActView | undefined> => {
  const row = await selectActs(db)
    .where("a.id", "=", proxyActId)
    .where("a.ended_at", "is", null)
    .where("a.ends_at", ">", now)
    .executeTakeFirst();
  return row === undefined ? undefined : toProxyActView(row);
};
