import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";

export type ExpertStanding = {
  expertId: string;
  personId: string;
  publicTitle: string;
  unitId: string;
  isSenior: boolean;
  /** Appointed in some field on the day. */
  isAppointed: boolean;
  isAway: boolean;
};

/** How experts stand on a day, by their ids: in the senior group, appointed, away. */
export const listStandings = async (
  db: Db | Trx,
  input: { expertIds: readonly string[]; day: string },
): Promise<ReadonlyMap<string, ExpertStanding>> => {
  if (input.expertIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("experts as expert")
    .leftJoin("expert_profiles as profile", "profile.expert_id", "expert.id")
    .select([
      "expert.id as expertId",
      "expert.person_id as personId",
      "expert.public_title as publicTitle",
      "expert.unit_id as unitId",
      sql<boolean>`coalesce(profile.is_senior, false)`.as("isSenior"),
      sql<boolean>`exists (select 1 from expert_terms term where term.expert_id = expert.id and term.starts_on <= ${input.day}
        and term.ends_on >= ${input.day} and (term.ended_on is null or term.ended_on > ${input.day}))`.as(
        "isAppointed",
      ),
      sql<boolean>`coalesce(profile.away_from <= ${input.day} and profile.away_until >= ${input.day}, false)`.as(
        "isAway",
      ),
    ])
    .where("expert.id", "in", [...input.expertIds])
    .execute();
  return new Map(rows.map((row) => [row.expertId, row]));
};
