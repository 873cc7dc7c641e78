import type { Audience } from "#kernel/audiences.ts";
import type { Db, Trx } from "#kernel/db.ts";
import {
  type OccasionKind,
  type OccasionRule,
  type Occurrence,
  occurrenceOn,
  type PeriodDays,
} from "./rule.ts";

export type OccasionSource = {
  publisher: string;
  title: string;
  date: string | null;
  url: string | null;
};
export type PeriodView = PeriodDays & { id: string; reason: string; endReason: string | null };
export type OccasionView = {
  code: string;
  kind: OccasionKind;
  name: string;
  about: string;
  advice: string;
  audiences: readonly Audience[];
  topics: readonly string[];
  words: readonly string[];
  rule: OccasionRule;
  source: OccasionSource | null;
  updatedAt: Date;
  /** Latest first. */
  periods: readonly PeriodView[];
};

/** All occasions with the dates that were set for them; reminders first, each group by name. */
export const listOccasions = async (
  db: Db | Trx,
  filter: { kind?: OccasionKind | undefined } = {},
): Promise<readonly OccasionView[]> => {
  let query = db.selectFrom("occasions").selectAll().orderBy("kind", "desc").orderBy("code");
  if (filter.kind !== undefined) query = query.where("kind", "=", filter.kind);
  const rows = await query.execute();
  const periods = await db
    .selectFrom("occasion_periods")
    .selectAll()
    .orderBy("starts_on", "desc")
    .orderBy("created_at", "desc")
    .execute();
  return rows.map((row) => ({
    code: row.code,
    kind: row.kind,
    name: row.name,
    about: row.about,
    advice: row.advice,
    audiences: row.audiences,
    topics: row.topics,
    words: row.words,
    rule: row.rule,
    source:
      row.source_publisher === null || row.source_title === null
        ? null
        : {
            publisher: row.source_publisher,
            title: row.source_title,
            date: row.source_date,
            url: row.source_url,
          },
    updatedAt: row.updated_at,
    periods: periods
      .filter((period) => period.occasion_code === row.code)
      .map((period) => ({
        id: period.id,
        startsOn: period.starts_on,
        endsOn: period.ends_on,
        isOn: period.is_on,
        reason: period.reason,
        endedOn: period.ended_on,
        endReason: period.end_reason,
      })),
  }));
};

/** What is on at a day, for everybody or for one audience; reminders before campaigns. */
export const listOnNow = async (
  db: Db | Trx,
  day: string,
  audience?: Audience,
): Promise<readonly (OccasionView & { occurrence: Occurrence })[]> =>
  (await listOccasions(db)).flatMap((occasion) => {
    if (audience !== undefined && !occasion.audiences.includes(audience)) return [];
    const occurrence = occurrenceOn(occasion, occasion.periods, day);
    return occurrence === undefined ? [] : [{ ...occasion, occurrence }];
  });
