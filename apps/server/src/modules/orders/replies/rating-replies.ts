import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { listTeamsOf } from "#modules/teams/index.ts";
import type { OrdersError } from "../errors.ts";
import { writeNotice } from "../notices.ts";
import { lockOrder, noteEvent, requesterOf } from "../order-writes.ts";
import { toOrderNo } from "../vocabulary.ts";

/** Ratings of visits by teams that the person leads today; what was said of another team is not his to read here. */
const listOwn = async (db: Db | Trx, leaderPersonId: string, ratingId?: string) => {
  const led = (await listTeamsOf(db, leaderPersonId)).filter(
    (team) => team.leaderPersonId === leaderPersonId,
  );
  if (led.length === 0) return [];
  const nameOf = new Map(led.map((team) => [team.id, team.name]));
  const rows = await db
    .selectFrom("order_ratings as rating")
    .innerJoin("visits as visit", "visit.id", "rating.visit_id")
    .innerJoin("orders as o", "o.id", "rating.order_id")
    .select([
      "rating.id",
      "rating.order_id as orderId",
      "o.order_no as orderNo",
      "o.title",
      "visit.team_id as teamId",
      "visit.starts_at as visitAt",
      "rating.stars",
      "rating.comment_sealed as comment",
      "rating.reply_sealed as reply",
      "rating.replied_at as repliedAt",
      "rating.created_at as at",
    ])
    .where("visit.team_id", "in", [...nameOf.keys()])
    .$if(ratingId !== undefined, (query) => query.where("rating.id", "=", ratingId ?? ""))
    .orderBy("rating.created_at", "desc")
    .limit(100)
    .execute();
  return rows.map((row) => ({ ...row, teamName: nameOf.get(row.teamId) ?? "" }));
};

type Row = Awaited<ReturnType<typeof listOwn>>[number];
export type TeamRating = Omit<Row, "comment" | "reply"> & {
  comment: string | undefined;
  reply: string | undefined;
};

const opened = (context: Pick<ActContext, "cipher">, row: Row): TeamRating => ({
  ...row,
  comment: row.comment === null ? undefined : context.cipher.decrypt(row.comment),
  reply: row.reply === null ? undefined : context.cipher.decrypt(row.reply),
});

/** The last hundred, those that wait for an answer first, of these the worst. */
export const listTeamRatings = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  leaderPersonId: string,
): Promise<readonly TeamRating[]> => {
  const rows = await listOwn(db, leaderPersonId);
  return rows
    .map((row) => opened(context, row))
    .toSorted((one, other) => {
      const waits = Number(one.repliedAt !== null) - Number(other.repliedAt !== null);
      return waits !== 0 || one.repliedAt !== null ? waits : one.stars - other.stars;
    });
};

/** @throws AppError `orders.rating_not_found` where there is none, or it is of a team that another leads */
export const getTeamRating = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  input: { ratingId: string; leaderPersonId: string },
): Promise<TeamRating> => {
  const [row] = await listOwn(db, input.leaderPersonId, input.ratingId);
  if (row === undefined) throw new AppError<OrdersError>("orders.rating_not_found", { status: 404 });
  return opened(context, row);
};

/**
 * The leader of the team that came answers what was said of it, once; the resident is told and reads it beside his rating.
 * It changes nothing of the order: a low rating has opened it again already.
 * @throws AppError `orders.rating_not_found` | `orders.rating_reply` | `orders.replied_already`
 */
export const replyToRating = async (
  trx: Trx,
  context: ActContext,
  actor: PersonActor,
  input: { ratingId: string; words: string },
): Promise<void> => {
  const words = requireText<OrdersError>("orders.rating_reply", input.words, { field: "words" });
  const rating = await getTeamRating(trx, context, {
    ratingId: input.ratingId,
    leaderPersonId: actor.personId,
  });
  const order = await lockOrder(trx, rating.orderId);
  const now = context.clock.now();
  const written = await trx
    .updateTable("order_ratings")
    .set({
      reply_sealed: context.cipher.encrypt(words),
      replied_by_person_id: actor.personId,
      replied_at: now,
    })
    .where("id", "=", rating.id)
    .where("replied_at", "is", null)
    .executeTakeFirst();
  if (written.numUpdatedRows === 0n)
    throw new AppError<OrdersError>("orders.replied_already", { status: 409 });
  const eventId = await noteEvent(trx, context, actor, {
    orderId: order.id,
    event: "answer_rating",
    from: order.status,
    to: order.status,
    ownerUnitId: order.owner_unit_id,
    teamId: rating.teamId,
  });
  const personId = requesterOf(order);
  if (personId !== undefined)
    await writeNotice(trx, context, {
      orderId: order.id,
      eventId,
      personId,
      body: `【湘江科普】${rating.teamName}答复了您对 ${toOrderNo(order.order_no)} 的评价，在“我的点单”里看。`,
    });
  await recordAudit(trx, context, {
    actor,
    action: "orders.answer_rating",
    unitId: order.owner_unit_id,
    record: { table: "order_ratings", id: rating.id },
    requestId: context.requestId,
  });
};
