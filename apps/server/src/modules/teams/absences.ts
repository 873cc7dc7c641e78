import type { Db, Trx } from "#kernel/db.ts";

/** Days, both included, on which a team does not come: an examination, a holiday of the campus. */
export type Absence = { id: string; fromOn: string; untilOn: string; reason: string };

/** Absences that are not over, by team, the next first. */
export const listAbsences = async (
  db: Db | Trx,
  input: { teamIds: readonly string[]; from: string },
): Promise<ReadonlyMap<string, readonly Absence[]>> => {
  if (input.teamIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("team_absences")
    .select(["id", "team_id", "from_on as fromOn", "until_on as untilOn", "reason"])
    .where("team_id", "in", [...input.teamIds])
    .where("until_on", ">=", input.from)
    .orderBy("from_on")
    .execute();
  return Map.groupBy(rows, (row) => row.team_id);
};

/** The absence that holds a day. */
export const absenceOn = (absences: readonly Absence[], day: string): Absence | undefined =>
  absences.find((one) => one.fromOn <= day && day <= one.untilOn);
