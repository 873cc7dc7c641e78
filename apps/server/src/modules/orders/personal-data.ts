import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { dropAttachmentsOf } from "./attachments/attach.ts";
import { listOwnOrders, openSealed } from "./queries.ts";
import { dropConsentsOf } from "./schools/letters.ts";
import { statusNames } from "./state.ts";
import { toOrderNo } from "./vocabulary.ts";

/** A resident's orders with what was typed; a volunteer's visits stay as proof of hours, by his pseudonymous id alone. */
export const ordersDataSource: PersonalDataSource = {
  title: "点单与评价",
  exportOf: async (trx, context, personId) => {
    const orders = await listOwnOrders(trx, personId);
    const ratings = await trx
      .selectFrom("order_ratings")
      .select(["order_id", "stars", "comment_sealed", "created_at"])
      .where("rated_by_person_id", "=", personId)
      .execute();
    const replies = await trx
      .selectFrom("order_ratings")
      .select(["order_id", "reply_sealed", "replied_at"])
      .where("replied_by_person_id", "=", personId)
      .execute();
    const attachments = await trx
      .selectFrom("order_attachments as a")
      .innerJoin("orders as o", "o.id", "a.order_id")
      .select(["a.order_id as orderId", "a.about", "a.kind", "a.seconds", "a.created_at as at"])
      .where("o.requester_person_id", "=", personId)
      .execute();
    const talks = await trx
      .selectFrom("lecture_talks")
      .select(["title", "about", "audiences", "minutes", "status", "decision_reason", "created_at"])
      .where("submitted_by_person_id", "=", personId)
      .execute();
    const expertOffers = await trx
      .selectFrom("order_expert_offers")
      .select(["field", "status", "offered_at"])
      .where("person_id", "=", personId)
      .execute();
    const schoolConsents = await trx
      .selectFrom("school_consents as consent")
      .innerJoin("orders as made", "made.id", "consent.order_id")
      .select([
        "consent.order_id as orderId",
        "consent.signer_name_sealed",
        "consent.signer_position as signerPosition",
        "consent.agreed_on as agreedOn",
        "consent.classes",
        "consent.guardians_told_on as guardiansToldOn",
      ])
      .where("made.requester_person_id", "=", personId)
      .execute();
    return {
      schoolConsents: schoolConsents.map(({ signer_name_sealed: sealed, ...consent }) => ({
        ...consent,
        signerName: sealed === null ? undefined : context.cipher.decrypt(sealed),
      })),
      talks,
      expertOffers,
      // The files themselves are on the page of each order.
      attachments,
      orders: orders.map((order) => {
        const { details, contactName, contactPhone, address } = openSealed(context, order);
        return {
          no: toOrderNo(order.order_no),
          title: order.title,
          status: statusNames[order.status],
          createdAt: order.created_at,
          details,
          contactName,
          contactPhone,
          address,
        };
      }),
      ratings: ratings.map((rating) => ({
        orderId: rating.order_id,
        stars: rating.stars,
        comment: rating.comment_sealed === null ? undefined : context.cipher.decrypt(rating.comment_sealed),
        at: rating.created_at,
      })),
      ratingReplies: replies.map((one) => ({
        orderId: one.order_id,
        words: one.reply_sealed === null ? undefined : context.cipher.decrypt(one.reply_sealed),
        at: one.replied_at,
      })),
    };
  },
  erase: async (trx, context, personId) => {
    await dropAttachmentsOf(trx, context, personId);
    await dropConsentsOf(trx, context, personId);
    await trx
      .updateTable("orders")
      .set({
        details_sealed: null,
        contact_name_sealed: null,
        contact_phone_sealed: null,
        address_sealed: null,
      })
      .where("requester_person_id", "=", personId)
      .execute();
    await trx
      .updateTable("order_ratings")
      .set({ comment_sealed: null })
      .where("rated_by_person_id", "=", personId)
      .execute();
    await trx
      .updateTable("order_ratings")
      .set({ reply_sealed: null })
      .where("replied_by_person_id", "=", personId)
      .execute();
    await trx.deleteFrom("order_drafts").where("person_id", "=", personId).execute();
  },
};
