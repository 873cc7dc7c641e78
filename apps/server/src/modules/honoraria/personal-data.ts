import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { findExpertOf } from "#modules/people/index.ts";

/** Honoraria and yearly reviews of one who is an expert. Amounts stay as accounting records; what was said of him goes. */
export const honorariaDataSource: PersonalDataSource = {
  title: "专家酬劳与年度评议",
  exportOf: async (trx, _context, personId) => {
    const expertId = await findExpertOf(trx, personId);
    if (expertId === undefined) return {};
    return {
      honoraria: await trx
        .selectFrom("honoraria")
        .select(["act_kind", "happened_on", "amount_fen", "status", "decision_reason", "paid_on", "voucher"])
        .where("expert_id", "=", expertId)
        .orderBy("happened_on")
        .execute(),
      reviews: await trx
        .selectFrom("appointment_reviews")
        .select(["year", "act_counts", "duty_weeks", "opinion", "outcome", "renew_until", "status"])
        .where("expert_id", "=", expertId)
        .orderBy("year")
        .execute(),
    };
  },
  erase: async (trx, _context, personId) => {
    const expertId = await findExpertOf(trx, personId);
    if (expertId === undefined) return;
    await trx
      .updateTable("appointment_reviews")
      .set({ opinion: "（已按本人要求删除）" })
      .where("expert_id", "=", expertId)
      .execute();
  },
};
