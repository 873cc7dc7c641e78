import type { Actor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
import type { ActContext } from "#kernel/context.ts";
import { type Db, isUniqueViolation, type Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { confirmOrder, openAgain } from "./desk.ts";
import type { OrdersError } from "./errors.ts";
import { type LockedOrder, lockOrder, moveOrder } from "./order-writes.ts";
import { countSigned, hasRoll } from "./rolls/queries.ts";
import { isOrderCode } from "./visit-codes.ts";
import { lowStars, starNames } from "./vocabulary.ts";

type NewRating = {
  orderId: string;
  stars: number;
  comment: string | undefined;
  /** The code that is told on site; without it only the resident who ordered may rate. */
  code: string | undefined;
};

/** The finished visit of this round at which somebody signed in on site; without one nobody attended. */
const findAttendedVisit = async (trx: Trx, order: LockedOrder): Promise<string | undefined> => {
  const visit = await trx
    .selectFrom("visits as visit")
    .select("visit.id")
    .where((eb) =>
      eb.or([
        eb.and([eb("visit.order_id", "=", order.id), eb("visit.round", "=", order.round)]),
        // Served together with another order: that one's visit.
        eb("visit.order_id", "=", order.merged_into),
      ]),
    )
    .where("visit.status", "=", "finished")
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("visit_members as member")
          .select("member.person_id")
          .whereRef("member.visit_id", "=", "visit.id")
          .where("member.signed_in_at", "is not", null),
      ),
    )
    .executeTakeFirst();
  return visit?.id;
};

const proofOf = (
  context: ActContext,
  actor: Actor,
  order: LockedOrder,
  code: string | undefined,
): "requester" | "code" => {
  const personId = actor.kind === "person" ? (actor.onBehalfOf?.personId ?? actor.personId) : undefined;
  if (personId !== undefined && personId === order.requester_person_id) return "requester";
  if (code === undefined || !isOrderCode(context, order, code))
    throw new AppError<OrdersError>("orders.code", { fields: { code: "orders.code" } });
  return "code";
};

/**
 * Rates a service (评单): by the resident who ordered it or by whoever knows the code told on site, once for each round, and
 * only where somebody signed in on site. Rating a service that is not confirmed yet confirms it; two stars or fewer open it
 * again.
 * @throws AppError `orders.stars` | `orders.code` | `orders.no_attendance` | `orders.rated_already` | `orders.not_now`
 */
export const rateOrder = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: NewRating,
): Promise<{ reopened: "yes" | "no" }> => {
  if (!Number.isInteger(input.stars) || input.stars < 1 || input.stars > 5)
    throw new AppError<OrdersError>("orders.stars", { fields: { stars: "orders.stars" } });
  const found = await lockOrder(trx, input.orderId);
  const proof = proofOf(context, actor, found, input.code);
  const earlier = await trx
    .selectFrom("order_ratings")
    .select("id")
    .where("order_id", "=", found.id)
    .where("round", "=", found.round)
    .executeTakeFirst();
  if (earlier !== undefined) throw new AppError<OrdersError>("orders.rated_already", { status: 409 });
  const visitId = await findAttendedVisit(trx, found);
  // Where a roll says who came, nobody came before it is signed (Y-34).
  const unsigned =
    visitId !== undefined &&
    (await hasRoll(trx, found.item_code)) &&
    (await countSigned(trx, visitId)) === undefined;
  if (visitId === undefined || unsigned)
    throw new AppError<OrdersError>("orders.no_attendance", { status: 409 });
  const order = found.status === "done" ? await confirmOrder(trx, context, actor, { order: found }) : found;
  const id = createId(context.clock);
  const comment = input.comment?.trim() ?? "";
  try {
    await trx
      .insertInto("order_ratings")
      .values({
        id,
        order_id: order.id,
        round: order.round,
        visit_id: visitId,
        stars: input.stars,
        comment_sealed: comment === "" ? null : context.cipher.encrypt(comment),
        proof,
        rated_by_person_id: actor.kind === "person" ? actor.personId : null,
        created_at: context.clock.now(),
        reply_sealed: null,
        replied_by_person_id: null,
        replied_at: null,
      })
      .execute();
  } catch (error) {
    if (isUniqueViolation(error, "order_ratings_once"))
      throw new AppError<OrdersError>("orders.rated_already", { status: 409, cause: error });
    throw error;
  }
  const words = starNames[input.stars - 1] ?? "";
  const isLow = input.stars <= lowStars;
  if (isLow) await openAgain(trx, context, actor, { order, event: "rate_low", reason: `评价“${words}”` });
  else await moveOrder(trx, context, actor, order, { event: "rate", reason: `评价“${words}”` });
  await recordAudit(trx, context, {
    actor,
    action: "orders.rating",
    unitId: order.owner_unit_id,
    record: { table: "order_ratings", id },
    requestId: context.requestId,
  });
  return { reopened: isLow ? "yes" : "no" };
};

export type RatingView = {
  round: number;
  stars: number;
  comment: string | undefined;
  at: Date;
  /** What the team that came answered. */
  reply: string | undefined;
};

export const listRatings = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  orderId: string,
): Promise<readonly RatingView[]> => {
  const rows = await db
    .selectFrom("order_ratings")
    .selectAll()
    .where("order_id", "=", orderId)
    .orderBy("round", "desc")
    .execute();
  return rows.map((row) => ({
    round: row.round,
    stars: row.stars,
    comment: row.comment_sealed === null ? undefined : context.cipher.decrypt(row.comment_sealed),
    at: row.created_at,
    reply: row.reply_sealed === null ? undefined : context.cipher.decrypt(row.reply_sealed),
  }));
};
