import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { findGone, listItemAddresses, listLive, type LiveCard } from "#modules/contents/index.ts";
import type { ReadersError } from "./errors.ts";

/** More than anybody reads; a list without an end is a way to fill the database. */
export const savedLimit = 300;

export type SavedItem =
  | { state: "out"; no: number; card: LiveCard; savedAt: Date | undefined }
  | { state: "recalled" | "expired"; no: number; title: string; reason: string | undefined };

/** The item with this number, if it is out. @throws AppError `readers.not_out` (404) */
export const requireOut = async (db: Db | Trx, now: Date, no: number): Promise<LiveCard> => {
  const { rows } = await listLive(db, now, { filter: { nos: [no] }, page: 1, size: 1 });
  const [card] = rows;
  if (card === undefined) throw new AppError<ReadersError>("readers.not_out", { status: 404 });
  return card;
};

const insertSaved = async (
  trx: Trx,
  context: ActContext,
  input: { personId: string; contentId: string; savedAt: Date },
): Promise<string | undefined> => {
  const inserted = await trx
    .insertInto("saved_items")
    .values({
      id: createId(context.clock),
      person_id: input.personId,
      content_id: input.contentId,
      saved_at: input.savedAt,
    })
    .onConflict((conflict) => conflict.constraint("saved_items_once").doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted?.id;
};

const countSaved = async (db: Db | Trx, personId: string): Promise<number> => {
  const { count } = await db
    .selectFrom("saved_items")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("person_id", "=", personId)
    .executeTakeFirstOrThrow();
  return count;
};

/**
 * Puts an item that is out on the person's list; what is on it stays once. The audit names the list's row, which goes with
 * it, and not the item: what somebody likes to read is not kept for ever.
 * @throws AppError `readers.not_out` (404) | `readers.list_full` (409)
 */
export const saveItem = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  no: number,
): Promise<void> => {
  const now = context.clock.now();
  const card = await requireOut(trx, now, no);
  if ((await countSaved(trx, actor.personId)) >= savedLimit)
    throw new AppError<ReadersError>("readers.list_full", { status: 409, values: { limit: savedLimit } });
  const id = await insertSaved(trx, context, {
    personId: actor.personId,
    contentId: card.contentId,
    savedAt: now,
  });
  if (id === undefined) return;
  await recordAudit(trx, context, {
    actor,
    action: "readers.saved",
    record: { table: "saved_items", id },
    requestId: context.requestId,
  });
};

/** Takes an item off the list, whether it is still out or not; what is not on it changes nothing. */
export const unsaveItem = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  no: number,
): Promise<void> => {
  const rows = await trx
    .selectFrom("saved_items")
    .select(["id", "content_id"])
    .where("person_id", "=", actor.personId)
    .execute();
  const addresses = await listItemAddresses(
    trx,
    rows.map((row) => row.content_id),
  );
  const row = rows.find((one) => addresses.get(one.content_id)?.no === no);
  if (row === undefined) return;
  await trx.deleteFrom("saved_items").where("id", "=", row.id).execute();
  await recordAudit(trx, context, {
    actor,
    action: "readers.unsaved",
    record: { table: "saved_items", id: row.id },
    requestId: context.requestId,
  });
};

/**
 * Puts what was saved on a device before signing in on the account's list, as far as it is still out and there is room.
 * @returns how many were new
 */
export const mergeSaved = async (
  trx: Trx,
  context: ActContext,
  input: { personId: string; nos: readonly number[] },
): Promise<number> => {
  const now = context.clock.now();
  const room = savedLimit - (await countSaved(trx, input.personId));
  const { rows } = await listLive(trx, now, { filter: { nos: input.nos }, page: 1, size: input.nos.length });
  const cards = new Map(rows.map((card) => [card.no, card]));
  let merged = 0;
  for (const [index, no] of input.nos.entries()) {
    const card = cards.get(no);
    if (card === undefined || merged >= room) continue;
    // Newest first in the cookie: a millisecond apart keeps that order in the list.
    const savedAt = new Date(now.getTime() - index);
    const id = await insertSaved(trx, context, {
      personId: input.personId,
      contentId: card.contentId,
      savedAt,
    });
    if (id !== undefined) merged += 1;
  }
  return merged;
};

export const isSaved = async (db: Db | Trx, personId: string, contentId: string): Promise<boolean> => {
  const row = await db
    .selectFrom("saved_items")
    .select("id")
    .where("person_id", "=", personId)
    .where("content_id", "=", contentId)
    .executeTakeFirst();
  return row !== undefined;
};

const toGone = async (db: Db | Trx, no: number): Promise<SavedItem | undefined> => {
  const gone = await findGone(db, no);
  return gone === undefined ? undefined : { state: gone.status, no, title: gone.title, reason: gone.reason };
};

/** Items by number in the given order: those that are out, and of the others why they are not. */
export const listSavedByNumber = async (
  db: Db | Trx,
  now: Date,
  nos: readonly number[],
  savedAtOf: (no: number) => Date | undefined = () => undefined,
): Promise<readonly SavedItem[]> => {
  const { rows } = await listLive(db, now, { filter: { nos }, page: 1, size: Math.max(1, nos.length) });
  const cards = new Map(rows.map((card) => [card.no, card]));
  const items: SavedItem[] = [];
  for (const no of nos) {
    const card = cards.get(no);
    const item: SavedItem | undefined =
      card === undefined ? await toGone(db, no) : { state: "out", no, card, savedAt: savedAtOf(no) };
    if (item !== undefined) items.push(item);
  }
  return items;
};

/** The person's list, newest first. */
export const listSaved = async (db: Db | Trx, now: Date, personId: string): Promise<readonly SavedItem[]> => {
  const saved = await db
    .selectFrom("saved_items")
    .select(["content_id", "saved_at"])
    .where("person_id", "=", personId)
    .orderBy("saved_at", "desc")
    .limit(savedLimit)
    .execute();
  const addresses = await listItemAddresses(
    db,
    saved.map((row) => row.content_id),
  );
  const savedAt = new Map<number, Date>();
  for (const row of saved) {
    const no = addresses.get(row.content_id)?.no;
    if (no !== undefined) savedAt.set(no, row.saved_at);
  }
  return listSavedByNumber(db, now, [...savedAt.keys()], (no) => savedAt.get(no));
};

/** Takes everything off a person's list: when the account closes, and when a child no longer signs in. */
export const eraseSavedOf = async (trx: Trx, personId: string): Promise<void> => {
  await trx.deleteFrom("saved_items").where("person_id", "=", personId).execute();
};
