import type { PersonActor, Role } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { emitEvent, onEvent } from "#kernel/events.ts";
import { weekOf } from "#kernel/form-burden.ts";
import { findMobile, listGrantsOf, listHoldersAt, queueMessage } from "#modules/identity/index.ts";
import { findRootUnit, listDescendants } from "#modules/organisations/index.ts";
import { type Duties, readDuties } from "./duties.ts";
import { packsPaths } from "./paths.ts";

declare module "#kernel/events.ts" {
  interface Events {
    /** What is due this week, in counts; names of records and people are on the page behind the sign-in. */
    "packs.digest": { personId: string; week: string; text: string };
  }
}

const liaisonRoles: readonly Role[] = ["street_liaison", "department_liaison"];

/** The message of a week; undefined where nothing is due: no message is sent about nothing. */
export const digestText = (duties: Duties, address: string): string | undefined => {
  const waiting = duties.waiting.map(({ title, count }) => `${title}${count}件`);
  const tasks = duties.units.flatMap(({ due }) => due).length;
  const asked = duties.units.flatMap(({ asked: wanted }) => wanted).length;
  const parts = [
    ...waiting,
    ...(tasks === 0 ? [] : [`${tasks}项任务要抓紧`]),
    ...(asked === 0 ? [] : [`${asked}处要补材料`]),
  ];
  if (parts.length === 0) return undefined;
  const filled = duties.units.reduce((sum, { filled: { facts } }) => sum + facts, 0);
  return `【湘江科普】本周要办：${parts.join("，")}。已自动记下${filled}条记录，不用再填。详见 ${address}`;
};

const actorOf = async (context: Context, personId: string): Promise<PersonActor> => {
  const grants = (await listGrantsOf(context.db, context, personId)).filter(
    ({ state }) => state === "in_force",
  );
  return {
    kind: "person",
    personId,
    sessionId: "packs.digest",
    // Only counts leave this function; the page behind asks for the second factor itself.
    secondFactor: true,
    grants: grants.map(({ role, unitId, unitPath }) => ({ role, unitId, unitPath })),
  };
};

/**
 * Writes the week's digest to every liaison in office who has something due, once a week however often it runs: the week's
 * row and all messages are one transaction, and of two nodes one wins. Returns how many were written.
 */
export const writeDigests = async (context: Context): Promise<number> => {
  const { db, clock } = context;
  const now = clock.now();
  const week = weekOf(now);
  const done = await db
    .selectFrom("digest_weeks")
    .select("week_starts_on")
    .where("week_starts_on", "=", week)
    .executeTakeFirst();
  if (done !== undefined) return 0;
  const people = new Set<string>();
  const root = await findRootUnit(db);
  const units =
    root === undefined ? [] : [root, ...(await listDescendants(db, root.path, toDistrictDate(now)))];
  for (const unit of units)
    for (const role of liaisonRoles)
      for (const personId of await listHoldersAt(db, context, { role, unitId: unit.id }))
        people.add(personId);
  const address = new URL(packsPaths.duties, context.config.publicUrl).href;
  const messages: { personId: string; text: string }[] = [];
  for (const personId of people) {
    const text = digestText(await readDuties(context, await actorOf(context, personId)), address);
    if (text !== undefined) messages.push({ personId, text });
  }
  return inTransaction(db, async (trx) => {
    const written = await trx
      .insertInto("digest_weeks")
      .values({ week_starts_on: week, written_at: now, messages: messages.length })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if (written.numInsertedOrUpdatedRows === 0n) return 0;
    for (const message of messages) await emitEvent(trx, clock, "packs.digest", { ...message, week });
    return messages.length;
  });
};

/** Sends a digest; a person who left or has no number since gets none, the page shows the same. */
export const digestHandler = (context: Context) =>
  onEvent({
    event: "packs.digest",
    consumer: "packs.send_digest",
    handle: async (trx, { personId, text, week }) => {
      const phone = await findMobile(trx, context.cipher, personId);
      if (phone !== undefined)
        await queueMessage(trx, context, { key: `packs.digest:${week}:${personId}`, phone, text, personId });
    },
  });
