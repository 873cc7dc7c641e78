import type { PersonalDataSource } from "#kernel/personal-data.ts";
import { markFileDeleted } from "#kernel/stored-files.ts";

const erasedWords = "（已按本人要求删除）";

/** What is kept of a person as an expert, or as one who wants to be one. */
export const expertsDataSource: PersonalDataSource = {
  title: "专家",
  exportOf: async (trx, _context, personId) => ({
    applications: await trx
      .selectFrom("expert_applications")
      .select(["public_title", "fields", "offers", "proof", "status", "decision_reason", "created_at"])
      .where("person_id", "=", personId)
      .orderBy("created_at")
      .execute(),
    // Papers of advice are the district's records and stay: an expert reads his own here and on his page.
    advice: await trx
      .selectFrom("advice_papers")
      .select(["title", "body", "status", "reply", "created_at"])
      .where("submitted_by_person_id", "=", personId)
      .orderBy("created_at")
      .execute(),
    times: await trx
      .selectFrom("expert_profiles as profile")
      .innerJoin("experts as expert", "expert.id", "profile.expert_id")
      .select(["profile.is_senior", "profile.open_limit", "profile.away_from", "profile.away_until"])
      .where("expert.person_id", "=", personId)
      .execute(),
    interests: await trx
      .selectFrom("expert_interests as interest")
      .innerJoin("experts as expert", "expert.id", "interest.expert_id")
      .select(["interest.organisation", "interest.relation", "interest.declared_at", "interest.ended_at"])
      .where("expert.person_id", "=", personId)
      .orderBy("interest.declared_at")
      .execute(),
    duties: await trx
      .selectFrom("expert_duties as duty")
      .innerJoin("experts as expert", "expert.id", "duty.expert_id")
      .select(["duty.kind", "duty.week_starts_on"])
      .where("expert.person_id", "=", personId)
      .orderBy("duty.week_starts_on")
      .execute(),
  }),
  erase: async (trx, context, personId) => {
    const files = await trx
      .selectFrom("expert_applications")
      .select("proof_file_id")
      .where("person_id", "=", personId)
      .execute();
    for (const { proof_file_id: fileId } of files)
      if (fileId !== null) await markFileDeleted(trx, context.clock, fileId);
    await trx
      .updateTable("expert_applications")
      .set({ proof: erasedWords, proof_file_id: null })
      .where("person_id", "=", personId)
      .execute();
    const expert = await trx
      .selectFrom("experts")
      .select("id")
      .where("person_id", "=", personId)
      .executeTakeFirst();
    if (expert === undefined) return;
    await trx
      .updateTable("expert_profiles")
      .set({ away_from: null, away_until: null })
      .where("expert_id", "=", expert.id)
      .execute();
    await trx
      .updateTable("expert_interests")
      .set({ relation: erasedWords })
      .where("expert_id", "=", expert.id)
      .execute();
  },
};
