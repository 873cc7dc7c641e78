import { sql } from "kysely";
import type { ExpertActSource } from "#modules/people/index.ts";

const day = sql<string>`(signature.signed_at at time zone 'Asia/Shanghai')::date::text`;

/** Signatures under verdicts, for and against: a dissent is as much work as an agreement. */
export const listVerdictSignatures: ExpertActSource = async (db, { experts, from, until }) => {
  const rows = await db
    .selectFrom("verdict_signatures as signature")
    .select(["signature.id", "signature.person_id as personId", day.as("day")])
    .where("signature.person_id", "in", [...experts.keys()])
    .where(
      sql<boolean>`(signature.signed_at at time zone 'Asia/Shanghai')::date between ${from} and ${until}`,
    )
    .execute();
  return rows.map((row) => ({
    kind: "verdict",
    expertId: experts.get(row.personId) ?? "",
    record: { table: "verdict_signatures", id: row.id },
    day: row.day,
  }));
};
