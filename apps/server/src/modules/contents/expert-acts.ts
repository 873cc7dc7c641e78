import { sql } from "kysely";
import type { ExpertActSource } from "#modules/people/index.ts";

const day = sql<string>`(step.decided_at at time zone 'Asia/Shanghai')::date::text`;

/** Science checks that experts signed, whether the text passed or went back: both are the work of reading it. */
export const listScienceChecks: ExpertActSource = async (db, { experts, from, until }) => {
  const rows = await db
    .selectFrom("review_steps as step")
    .select(["step.id", "step.person_id as personId", day.as("day")])
    .where("step.stage", "=", "science")
    .where("step.person_id", "in", [...experts.keys()])
    .where(sql<boolean>`(step.decided_at at time zone 'Asia/Shanghai')::date between ${from} and ${until}`)
    .execute();
  return rows.map((row) => ({
    kind: "science_check",
    expertId: experts.get(row.personId) ?? "",
    record: { table: "review_steps", id: row.id },
    day: row.day,
  }));
};
