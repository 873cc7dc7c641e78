import { sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import { type Half, weekdayOf } from "./vocabulary.ts";

export type HalfDay = { weekday: number; half: Half };
/** From when to when a campus team comes at other times than usual (Y-21): a term with its timetable. */
export type Term = {
  id: string;
  name: string;
  fromOn: string;
  untilOn: string;
  times: readonly HalfDay[];
};

/** Terms that are not over, by team, the next first. */
export const listTerms = async (
  db: Db | Trx,
  input: { teamIds: readonly string[]; from: string },
): Promise<ReadonlyMap<string, readonly Term[]>> => {
  if (input.teamIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("team_terms as term")
    .select([
      "term.id",
      "term.team_id",
      "term.name",
      "term.from_on as fromOn",
      "term.until_on as untilOn",
      sql<HalfDay[]>`(
        select coalesce(json_agg(json_build_object('weekday', t.weekday, 'half', t.half) order by t.weekday, t.half), '[]')
        from team_term_times t where t.term_id = term.id)`.as("times"),
    ])
    .where("term.team_id", "in", [...input.teamIds])
    .where("term.until_on", ">=", input.from)
    .orderBy("term.from_on")
    .execute();
  return Map.groupBy(rows, (row) => row.team_id);
};

/** The term that holds a day. */
export const termOn = (terms: readonly Term[], day: string): Term | undefined =>
  terms.find((one) => one.fromOn <= day && day <= one.untilOn);

/** Whether the team comes in that half day: by the timetable of the term where one runs, else at its usual times. */
export const comesAt = (
  team: { times: readonly HalfDay[]; terms: readonly Term[] },
  when: { day: string; half: Half },
): boolean => {
  const weekday = weekdayOf(when.day);
  const times = termOn(team.terms, when.day)?.times ?? team.times;
  return times.some((time) => time.weekday === weekday && time.half === when.half);
};
