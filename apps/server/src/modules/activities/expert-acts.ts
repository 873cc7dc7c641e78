import { sql } from "kysely";
import type { ExpertActSource } from "#modules/people/index.ts";

const day = sql<string>`(session.starts_at at time zone 'Asia/Shanghai')::date::text`;

/** Reported sessions of activities that name an expert as the speaker. */
export const listExpertSessions: ExpertActSource = async (db, { experts, from, until }) => {
  const rows = await db
    .selectFrom("activity_sessions as session")
    .innerJoin("activities as activity", "activity.id", "session.activity_id")
    .select(["session.id", "activity.expert_id as expertId", day.as("day")])
    .where("session.status", "=", "reported")
    .where("activity.expert_id", "in", [...experts.values()])
    .where(sql<boolean>`(session.starts_at at time zone 'Asia/Shanghai')::date between ${from} and ${until}`)
    .execute();
  return rows.map((row) => ({
    kind: "activity",
    expertId: row.expertId ?? "",
    record: { table: "activity_sessions", id: row.id },
    day: row.day,
  }));
};
