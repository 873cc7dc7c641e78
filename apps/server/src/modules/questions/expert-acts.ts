import { sql } from "kysely";
import type { ExpertActSource } from "#modules/people/index.ts";

const day = sql<string>`(question.ended_at at time zone 'Asia/Shanghai')::date::text`;

/** Answers that experts wrote and a second person checked and sent. */
export const listCheckedAnswers: ExpertActSource = async (db, { experts, from, until }) => {
  const rows = await db
    .selectFrom("questions as question")
    .select(["question.id", "question.drafted_by_person_id as personId", day.as("day")])
    .where("question.status", "=", "answered")
    .where("question.drafted_by_person_id", "in", [...experts.keys()])
    .where(sql<boolean>`(question.ended_at at time zone 'Asia/Shanghai')::date between ${from} and ${until}`)
    .execute();
  return rows.map((row) => ({
    kind: "answer",
    expertId: experts.get(row.personId ?? "") ?? "",
    record: { table: "questions", id: row.id },
    day: row.day,
  }));
};
