import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { listItemAddresses } from "#modules/contents/index.ts";
import {
  giveConsent,
  hasConsent,
  holdConsent,
  isKnownMinor,
  withdrawConsent,
} from "#modules/people/index.ts";
import type { ReadersError } from "./errors.ts";
import { listSavedByNumber, type SavedItem } from "./saved-items.ts";

/** How long a reading stays noted. */
export const historyDays = 365;

const shownLimit = 100;

export type HistoryState = "on" | "off" | "closed to minors";

export const readHistoryState = async (
  db: Db | Trx,
  context: Pick<ActContext, "clock" | "cipher">,
  personId: string,
): Promise<HistoryState> => {
  if (await isKnownMinor(db, context, personId)) return "closed to minors";
  return (await hasConsent(db, personId, "reading_history")) ? "on" : "off";
};

/**
 * Switches the history on, by the reader's own consent; before it nothing was noted.
 * @throws AppError `readers.adults_only` (403) | `readers.age_needed` (422)
 */
export const turnHistoryOn = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { adult: "yes" | undefined },
): Promise<void> => {
  if (await isKnownMinor(trx, context, actor.personId))
    throw new AppError<ReadersError>("readers.adults_only", { status: 409 });
  if (input.adult !== "yes")
    throw new AppError<ReadersError>("readers.age_needed", { fields: { adult: "readers.age_needed" } });
  await giveConsent(trx, context, actor, {
    personId: actor.personId,
    purpose: "reading_history",
    givenByPersonId: actor.personId,
    method: "web",
  });
};

const deleteHistory = async (trx: Trx, personId: string): Promise<void> => {
  await trx.deleteFrom("reading_history").where("person_id", "=", personId).execute();
};

/**
 * Switches the history off and deletes all of it in the same transaction. The consent is withdrawn first: a reading that
 * is being noted holds it (holdConsent), so the deletion, which comes after, sees that row too.
 * @throws AppError `readers.history_off` (409)
 */
export const turnHistoryOff = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<void> => {
  if (!(await hasConsent(trx, actor.personId, "reading_history")))
    throw new AppError<ReadersError>("readers.history_off", { status: 409 });
  await withdrawConsent(trx, context, actor, {
    personId: actor.personId,
    purpose: "reading_history",
    byPersonId: actor.personId,
  });
  await deleteHistory(trx, actor.personId);
};

/** Deletes all that was noted; the switch stays as it is. */
export const eraseHistory = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<void> => {
  await deleteHistory(trx, actor.personId);
  await recordAudit(trx, context, {
    actor,
    action: "readers.history_erased",
    record: { table: "reading_history", id: actor.personId },
    requestId: context.requestId,
  });
};

/**
 * Notes that the person opened an item, if he asked for that; otherwise it does nothing and stores nothing. It is the one
 * thing that a GET writes: the reader's own note of his own reading.
 */
export const noteReading = async (
  trx: Trx,
  context: Pick<ActContext, "clock">,
  input: { personId: string; contentId: string },
): Promise<void> => {
  const consentId = await holdConsent(trx, input.personId, "reading_history");
  if (consentId === undefined) return;
  const row = { consent_id: consentId, last_read_at: context.clock.now() };
  await trx
    .insertInto("reading_history")
    .values({ person_id: input.personId, content_id: input.contentId, ...row })
    .onConflict((conflict) => conflict.constraint("reading_history_pkey").doUpdateSet(row))
    .execute();
};

/** What the person opened, newest first. */
export const listHistory = async (
  db: Db | Trx,
  now: Date,
  personId: string,
): Promise<readonly SavedItem[]> => {
  const rows = await db
    .selectFrom("reading_history")
    .select(["content_id", "last_read_at"])
    .where("person_id", "=", personId)
    .orderBy("last_read_at", "desc")
    .limit(shownLimit)
    .execute();
  const addresses = await listItemAddresses(
    db,
    rows.map((row) => row.content_id),
  );
  const readAt = new Map<number, Date>();
  for (const row of rows) {
    const no = addresses.get(row.content_id)?.no;
    if (no !== undefined) readAt.set(no, row.last_read_at);
  }
  return listSavedByNumber(db, now, [...readAt.keys()], (no) => readAt.get(no));
};

/** Forgets readings older than a year; returns how many. */
export const clearOldHistory = async (trx: Trx, context: Pick<ActContext, "clock">): Promise<number> => {
  const limit = new Date(context.clock.now().getTime() - historyDays * 86_400_000);
  const deleted = await trx
    .deleteFrom("reading_history")
    .where("last_read_at", "<", limit)
    .executeTakeFirst();
  return Number(deleted.numDeletedRows);
};
