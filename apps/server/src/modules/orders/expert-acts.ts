import { sql } from "kysely";
import type { ExpertActSource } from "#modules/people/index.ts";

const day = sql<string>`(visit.starts_at at time zone 'Asia/Shanghai')::date::text`;

/** Visits from which an expert signed out and which are finished. */
export const listExpertVisits: ExpertActSource = async (db, { experts, from, until }) => {
  const rows = await db
    .selectFrom("visit_members as member")
    .innerJoin("visits as visit", "visit.id", "member.visit_id")
    .select(["visit.id", "member.person_id as personId", day.as("day")])
    .where("visit.status", "=", "finished")
    .where("member.signed_out_at", "is not", null)
    .where("member.person_id", "in", [...experts.keys()])
    .where(sql<boolean>`(visit.starts_at at time zone 'Asia/Shanghai')::date between ${from} and ${until}`)
    .execute();
  return rows.map((row) => ({
    kind: "visit",
    expertId: experts.get(row.personId) ?? "",
    record: { table: "visits", id: row.id },
    day: row.day,
  }));
};
