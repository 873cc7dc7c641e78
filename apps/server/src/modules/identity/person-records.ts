import type { Actor } from "#kernel/actor.ts";
import { hashRow, recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { applyTransition } from "#kernel/transitions.ts";
import { readContent } from "./message-outbox.ts";
import { readPersonalFields } from "./persons.ts";
import { personStates } from "./state.ts";

/**
 * Forgets a person: personal fields, salt, sign-in means and sessions go, roles end; id and pseudonym stay, so that audit,
 * facts and ledger keep their place (PIPL 47).
 * @throws AppError `state.conflict` (409, already erased) · `state.not_found` (404)
 */
export const erasePerson = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  personId: string,
): Promise<void> => {
  const now = context.clock.now();
  const record = { table: "persons", id: personId };
  const beforeHash = await hashRow(trx, context.cipher, record);
  const person = await trx
    .selectFrom("persons")
    .select("phone_index")
    .where("id", "=", personId)
    .executeTakeFirst();
  await applyTransition(trx as never, {
    machine: personStates,
    table: "persons",
    id: personId,
    event: "erase",
    now,
    set: {
      salt: null,
      name_sealed: null,
      name_index: null,
      phone_sealed: null,
      phone_index: null,
      birth_date_sealed: null,
      unit_id: null,
    },
  });
  if (person?.phone_index)
    await trx.deleteFrom("phone_codes").where("phone_index", "=", person.phone_index).execute();
  await trx.deleteFrom("wechat_bindings").where("person_id", "=", personId).execute();
  // What waits is not sent any more; the keys of what left name nobody.
  await trx
    .deleteFrom("text_messages")
    .where("person_id", "=", personId)
    .where("status", "<>", "sent")
    .execute();
  await trx.updateTable("text_messages").set({ person_id: null }).where("person_id", "=", personId).execute();
  const ended = await trx
    .updateTable("role_grants")
    .set({
      ended_at: now,
      end_reason: "账号注销",
      ended_by_person_id: actor.kind === "person" ? actor.personId : null,
    })
    .where("person_id", "=", personId)
    .where("ended_at", "is", null)
    .returning("id")
    .execute();
  for (const grant of ended)
    await recordAudit(trx, context, {
      actor,
      action: "identity.end_grant",
      record: { table: "role_grants", id: grant.id },
      requestId: context.requestId,
    });
  // Sessions, password, external identities, passkeys and second factors hang on this row.
  await trx.deleteFrom("auth_users").where("id", "=", personId).execute();
  await recordAudit(trx, context, {
    actor,
    action: "identity.erase_person",
    record,
    beforeHash,
    requestId: context.requestId,
  });
};

/** Everything this module holds about a person, for the person (PIPL 45). Secrets (hashes, keys) are named, not shown. */
export const exportPerson = async (
  db: Db | Trx,
  context: ActContext,
  personId: string,
): Promise<Record<string, unknown>> => {
  const fields = await readPersonalFields(db, context.cipher, personId);
  const user = await db
    .selectFrom("auth_users")
    .select("username")
    .where("id", "=", personId)
    .executeTakeFirst();
  const grants = await db
    .selectFrom("role_grants as g")
    .innerJoin("org_units as u", "u.id", "g.unit_id")
    .select([
      "g.role",
      "u.name as unit",
      "g.starts_on as from",
      "g.ends_on as until",
      "g.ended_at as endedAt",
      "g.reason",
      "g.end_reason as endReason",
    ])
    .where("g.person_id", "=", personId)
    .orderBy("g.granted_at")
    .execute();
  const sessions = await db
    .selectFrom("auth_sessions")
    .select(["user_agent as device", "method", "started_at as startedAt", "last_seen_at as lastSeenAt"])
    .where("user_id", "=", personId)
    .execute();
  const accounts = await db
    .selectFrom("auth_accounts")
    .select(["provider_id as kind", "account_id as subject", "created_at as since"])
    .where("user_id", "=", personId)
    .execute();
  const passkeys = await db
    .selectFrom("auth_passkeys")
    .select(["name", "created_at as since"])
    .where("user_id", "=", personId)
    .execute();
  const authenticator = await db
    .selectFrom("auth_two_factors")
    .select("confirmed_at as since")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  const wechat = await db
    .selectFrom("wechat_bindings")
    .select("bound_at")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  const waiting = await db
    .selectFrom("text_messages")
    .select(["content_sealed", "created_at"])
    .where("person_id", "=", personId)
    .where("content_sealed", "is not", null)
    .execute();
  const person = await db
    .selectFrom("persons")
    .select(["pseudonym", "created_at"])
    .where("id", "=", personId)
    .executeTakeFirstOrThrow();
  return {
    name: fields.name,
    phone: fields.phone ?? null,
    birthDate: fields.birthDate ?? null,
    accountName: user?.username ?? null,
    pseudonym: person.pseudonym,
    since: person.created_at,
    grants,
    sessions,
    passkeys,
    authenticatorSince: authenticator?.since ?? null,
    wechatSince: wechat?.bound_at ?? null,
    messagesWaiting: waiting.map((message) => ({
      words: message.content_sealed === null ? "" : readContent(context.cipher, message.content_sealed).text,
      since: message.created_at,
    })),
    accounts: accounts.map((account) =>
      account.kind === "credential" ? { kind: "password", since: account.since } : account,
    ),
  };
};
