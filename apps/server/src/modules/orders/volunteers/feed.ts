import { randomBytes } from "node:crypto";
import { ICalCalendar } from "ical-generator";
import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import type { OrdersError } from "../errors.ts";
import { toWorkOrderPath } from "../paths.ts";
import { placeText, selectOrders } from "../queries.ts";

const indexOf = (context: Pick<ActContext, "cipher">, token: string): Buffer =>
  context.cipher.blindIndex("orders.calendar", token);

/** A secret address of one's own visits for a phone's calendar; a new one ends the old one. */
export const openFeed = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<void> => {
  if (actor.onBehalfOf !== undefined)
    throw new AppError<OrdersError>("orders.not_while_helping", { status: 403 });
  const token = randomBytes(24).toString("base64url");
  const values = {
    token_sealed: context.cipher.encrypt(token),
    token_index: indexOf(context, token),
    created_at: context.clock.now(),
  };
  await trx
    .insertInto("calendar_feeds")
    .values({ person_id: actor.personId, ...values })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(values))
    .execute();
  await recordAudit(trx, context, {
    actor,
    action: "orders.open_calendar",
    record: { table: "calendar_feeds", id: actor.personId },
    requestId: context.requestId,
  });
};

/** The address answers nobody from now on. */
export const closeFeed = async (trx: Trx, context: ActContext, actor: PersonActor): Promise<void> => {
  await trx.deleteFrom("calendar_feeds").where("person_id", "=", actor.personId).execute();
  await recordAudit(trx, context, {
    actor,
    action: "orders.close_calendar",
    record: { table: "calendar_feeds", id: actor.personId },
    requestId: context.requestId,
  });
};

export const findFeedToken = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<string | undefined> => {
  const row = await db
    .selectFrom("calendar_feeds")
    .select("token_sealed")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row === undefined ? undefined : context.cipher.decrypt(row.token_sealed);
};

const keptDays = 60;

/**
 * The visits of whoever has the address (RFC 5545): title, time and the street, never the door, the name or the code of the
 * resident: whoever sees the calendar sees it.
 * @throws AppError `orders.calendar_gone` (404)
 */
export const readFeed = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher" | "clock">,
  input: { token: string; publicUrl: string },
): Promise<string> => {
  const owner = await db
    .selectFrom("calendar_feeds")
    .select("person_id")
    .where("token_index", "=", indexOf(context, input.token))
    .executeTakeFirst();
  if (owner === undefined) throw new AppError<OrdersError>("orders.calendar_gone", { status: 404 });
  const visits = await selectOrders(db)
    .innerJoin("visits as visit", "visit.order_id", "o.id")
    .innerJoin("visit_members as member", "member.visit_id", "visit.id")
    .select(["visit.id as visit_id", "visit.starts_at", "visit.ends_at", "visit.status_changed_at as stamp"])
    .where("member.person_id", "=", owner.person_id)
    .where("visit.status", "in", ["planned", "under_way", "finished"])
    .where("visit.starts_at", ">", new Date(context.clock.now().getTime() - keptDays * 86_400_000))
    .orderBy("visit.starts_at")
    .execute();
  const host = new URL(input.publicUrl).hostname;
  const calendar = new ICalCalendar({
    name: "湘江科普 · 我的志愿服务",
    prodId: { company: "kepu", product: "volunteer", language: "ZH" },
    ttl: 3_600,
  });
  for (const row of visits)
    calendar.createEvent({
      id: `${row.visit_id}@${host}`,
      stamp: row.stamp,
      start: row.starts_at,
      end: row.ends_at,
      summary: `志愿服务：${row.title}`,
      location: placeText(row),
      url: new URL(toWorkOrderPath(row.id), input.publicUrl).href,
    });
  return calendar.toString();
};
