import { createHash } from "node:crypto";
import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { correctPerson, erasePerson, exportPerson, holdsAnyRole } from "#modules/identity/index.ts";
import { listProxyActsOf } from "./proxies.ts";
import { closeConsents } from "./consents.ts";
import type { PeopleError } from "./errors.ts";

/** What this module itself holds about a person. */
export const peopleDataSource: PersonalDataSource = {
  title: "同意、家庭与代办",
  exportOf: async (trx, _context, personId) => ({
    consents: await trx
      .selectFrom("consents")
      .select(["purpose", "text_version", "method", "given_at", "withdrawn_at"])
      .where("person_id", "=", personId)
      .orderBy("given_at")
      .execute(),
    children: await trx
      .selectFrom("children")
      .select(["person_id", "relation", "created_at"])
      .where("guardian_person_id", "=", personId)
      .execute(),
    proxyActs: await listProxyActsOf(trx, personId),
    requests: await trx
      .selectFrom("data_requests")
      .select(["id", "kind", "done_at"])
      .where("person_id", "=", personId)
      .orderBy("done_at")
      .execute(),
  }),
  erase: async (trx, _context, personId) => {
    await trx
      .updateTable("proxy_acts")
      .set({ matter: "（已按本人要求删除）" })
      .where("elder_person_id", "=", personId)
      .execute();
  },
};

export type OwnDataContext = ActContext & { personalData: readonly PersonalDataSource[] };

/** Corrects the person's own name (PIPL 46) and leaves a request. */
export const correctOwnName = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  fullName: string,
): Promise<void> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.not_while_helping", { status: 403 });
  await correctPerson(trx, context, actor, { personId: actor.personId, fullName });
  await noteRequest(trx, context, actor, { kind: "correct" });
};

/** How long an export can be fetched. */
const exportHours = 24;

/**
 * Gathers everything the system holds about the person, as JSON (PIPL 45). It waits for its owner, sealed, for a day;
 * the request stays with the hash of what was handed out.
 * @returns the request's id, under which the export is fetched
 */
export const exportOwnData = async (
  trx: Trx,
  context: OwnDataContext,
  actor: PersonActor,
): Promise<string> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.not_while_helping", { status: 403 });
  const now = context.clock.now();
  const content: Record<string, unknown> = {
    说明: "这是系统里关于您的全部资料。",
    导出时间: now.toISOString(),
    账户: await exportPerson(trx, context, actor.personId),
  };
  for (const source of context.personalData)
    content[source.title] = await source.exportOf(trx, context, actor.personId);
  const json = `${JSON.stringify(content, null, 2)}\n`;
  const id = await noteRequest(trx, context, actor, {
    kind: "export",
    contentHash: createHash("sha256").update(json).digest(),
  });
  await trx
    .updateTable("data_requests")
    .set({
      content_sealed: context.cipher.encrypt(json),
      expires_at: new Date(now.getTime() + exportHours * 3_600_000),
    })
    .where("id", "=", id)
    .execute();
  return id;
};

/**
 * The export's JSON, for its owner, while it waits.
 * @throws AppError `people.export_gone` (404)
 */
export const readOwnExport = async (
  db: Db,
  context: ActContext,
  actor: PersonActor,
  requestId: string,
): Promise<string> => {
  const row = await db
    .selectFrom("data_requests")
    .select("content_sealed")
    .where("id", "=", requestId)
    .where("person_id", "=", actor.personId)
    .where("expires_at", ">", context.clock.now())
    .executeTakeFirst();
  if (row === undefined || row.content_sealed === null || actor.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.export_gone", { status: 404 });
  return context.cipher.decrypt(row.content_sealed);
};

/** Clears exports whose day is over. */
export const clearOldExports = async (trx: Trx, context: ActContext): Promise<void> => {
  await trx
    .updateTable("data_requests")
    .set({ content_sealed: null })
    .where("content_sealed", "is not", null)
    .where("expires_at", "<=", context.clock.now())
    .execute();
};

/** What one asked for before: number, kind and time. */
export const listDataRequests = async (db: Db, personId: string) =>
  db
    .selectFrom("data_requests")
    .select(["id", "kind", "done_at", "expires_at"])
    .where("person_id", "=", personId)
    .orderBy("done_at", "desc")
    .limit(20)
    .execute();

/**
 * Closes the account: personal fields and salt go, sessions end; audit, facts and ledger keep a number that leads
 * nowhere any more (PIPL 47).
 * @returns the proof's number
 * @throws AppError `people.erase_confirm` | `people.erase_has_role` | `people.erase_has_children`
 */
export const eraseOwnAccount = async (
  trx: Trx,
  context: OwnDataContext,
  actor: PersonActor,
  input: { confirm: string },
): Promise<string> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.not_while_helping", { status: 403 });
  if (input.confirm.trim() !== "注销")
    throw new AppError<PeopleError>("people.erase_confirm", { fields: { confirm: "people.erase_confirm" } });
  if (await holdsAnyRole(trx, context, actor.personId))
    throw new AppError<PeopleError>("people.erase_has_role", { status: 409 });
  const children = await trx
    .selectFrom("children")
    .select("person_id")
    .where("guardian_person_id", "=", actor.personId)
    .executeTakeFirst();
  if (children !== undefined) throw new AppError<PeopleError>("people.erase_has_children", { status: 409 });
  for (const source of context.personalData) await source.erase(trx, context, actor.personId);
  await closeConsents(trx, context, actor, {
    which: { personId: actor.personId },
    byPersonId: actor.personId,
  });
  const requestId = await noteRequest(trx, context, actor, { kind: "erase" });
  await erasePerson(trx, context, actor, actor.personId);
  return requestId;
};

const noteRequest = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { kind: "export" | "correct" | "erase"; contentHash?: Buffer },
): Promise<string> => {
  const id = createId(context.clock);
  await trx
    .insertInto("data_requests")
    .values({
      id,
      person_id: actor.personId,
      kind: input.kind,
      asked_by_person_id: actor.personId,
      content_hash: input.contentHash ?? null,
      done_at: context.clock.now(),
      content_sealed: null,
      expires_at: null,
    })
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: `people.data_${input.kind}`,
    record: { table: "data_requests", id },
    requestId: context.requestId,
  });
  return id;
};
