import { sql } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { sumMarkedFacts } from "#kernel/fact-records.ts";
import {
  type Edition,
  editionsIn,
  findEdition,
  listOccasions,
  parseEditionKey,
  toEditionKey,
} from "#modules/occasions/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { ActivitiesError } from "./errors.ts";
import type { ActivityStatus, SessionStatus } from "./state.ts";
import { type ActivityKind, editionTag, type HeadCountMethod } from "./vocabulary.ts";

/** What counts under a theme day: shown to the public, and not called off. */
const counted = ["published", "open", "closed", "held", "reported"] as const satisfies ActivityStatus[];

/** An activity under a theme day with what its records and facts say of it. */
export type HungActivity = {
  id: string;
  no: number;
  title: string;
  status: ActivityStatus;
  kind: ActivityKind;
  audiences: readonly Audience[];
  unitId: string;
  unitName: string;
  /** Days of its sessions that were not called off, in order, each once. */
  days: readonly string[];
  sessions: readonly { id: string; status: SessionStatus; startsAt: Date }[];
  /** People with a place, as they registered. */
  registered: number;
  /** Sessions reported as held; people who signed in; counted heads that a second person agreed to: sums of facts. */
  held: number;
  attended: number;
  heads: number;
  headMethods: readonly HeadCountMethod[];
  photos: number;
};

const sumOf = (rows: readonly HungActivity[], key: "registered" | "held" | "attended" | "heads"): number =>
  rows.reduce((total, row) => total + row[key], 0);

/** What a theme day comes to: every figure is the sum of its activities' own. Signed in and counted heads are never added up. */
export const summarise = (rows: readonly HungActivity[]) => ({
  activities: rows.length,
  units: new Set(rows.map((row) => row.unitId)).size,
  registered: sumOf(rows, "registered"),
  held: sumOf(rows, "held"),
  attended: sumOf(rows, "attended"),
  heads: sumOf(rows, "heads"),
});

/** @throws AppError `activities.edition_not_found` */
export const getEdition = async (db: Db | Trx, key: string): Promise<Edition> => {
  const edition = await findEdition(db, key);
  if (edition === undefined)
    throw new AppError<ActivitiesError>("activities.edition_not_found", { status: 404 });
  return edition;
};

const factKinds = ["activities.held", "activities.attended", "activities.reach_counted"] as const;

/** The activities of units within reach that hang under an edition, by unit and first day. */
export const listHungActivities = async (
  db: Db | Trx,
  input: { edition: string; scope: Scope },
): Promise<readonly HungActivity[]> => {
  const named = parseEditionKey(input.edition);
  if (named === undefined) return [];
  const activities = await db
    .selectFrom("activities as a")
    .innerJoin("org_units as u", "u.id", "a.unit_id")
    .select(["a.id", "a.activity_no", "a.title", "a.status", "a.kind", "a.audiences", "a.unit_id"])
    .select("u.name as unit_name")
    .where("a.occasion_code", "=", named.code)
    .where("a.occasion_year", "=", named.year)
    .where("a.status", "in", counted)
    .where(withinScope("u.path", input.scope))
    .orderBy("u.path")
    .orderBy("a.activity_no")
    .execute();
  if (activities.length === 0) return [];
  const sessions = await db
    .selectFrom("activity_sessions as s")
    .select(["s.id", "s.activity_id", "s.status", "s.starts_at"])
    .select([
      sql<number>`(select coalesce(sum(r.people_count), 0)::int from registrations r
        where r.pool_id = s.pool_id and r.status = 'confirmed')`.as("registered"),
      sql<number>`(select count(*)::int from evidence_photos p
        where p.session_id = s.id and p.removed_at is null)`.as("photos"),
    ])
    .where(
      "s.activity_id",
      "in",
      activities.map((activity) => activity.id),
    )
    .where("s.status", "!=", "cancelled")
    .orderBy("s.starts_at")
    .orderBy("s.id")
    .execute();
  const heads =
    sessions.length === 0
      ? []
      : await db
          .selectFrom("head_counts")
          .select(["id", "session_id", "method"])
          .where("status", "=", "confirmed")
          .where(
            "session_id",
            "in",
            sessions.map((session) => session.id),
          )
          .execute();
  const facts = await sumMarkedFacts(db, { mark: editionTag(input.edition), kinds: factKinds });
  const factsOf = Map.groupBy(facts, (fact) => fact.recordId);
  const left = (kind: (typeof factKinds)[number], ids: readonly string[]): number =>
    ids
      .flatMap((id) => factsOf.get(id) ?? [])
      .reduce((sum, fact) => sum + (fact.kind === kind ? fact.quantity : 0), 0);
  return activities.map((activity): HungActivity => {
    const own = sessions.filter((session) => session.activity_id === activity.id);
    const ids = own.map((session) => session.id);
    const counts = heads.filter((count) => ids.includes(count.session_id));
    return {
      id: activity.id,
      no: activity.activity_no,
      title: activity.title,
      status: activity.status,
      kind: activity.kind,
      audiences: activity.audiences,
      unitId: activity.unit_id,
      unitName: activity.unit_name,
      days: [...new Set(own.map((session) => toDistrictDate(session.starts_at)))],
      sessions: own.map(({ id, status, starts_at }) => ({ id, status, startsAt: starts_at })),
      registered: own.reduce((sum, session) => sum + session.registered, 0),
      held: left("activities.held", ids),
      attended: left("activities.attended", ids),
      heads: left(
        "activities.reach_counted",
        counts.map((count) => count.id),
      ),
      headMethods: [...new Set(counts.map((count) => count.method))],
      photos: own.reduce((sum, session) => sum + session.photos, 0),
    };
  });
};

/** An edition with the units within reach that hung something under it. */
export type EditionRow = Edition & { activities: number; unitIds: readonly string[] };

/** The editions of last, this and next year, latest first, with how much units within reach hung under each. */
export const listEditions = async (
  db: Db | Trx,
  input: { year: number; scope: Scope },
): Promise<readonly EditionRow[]> => {
  const rows = await db
    .selectFrom("activities as a")
    .innerJoin("org_units as u", "u.id", "a.unit_id")
    .select(["a.occasion_code", "a.occasion_year"])
    .select([
      sql<number>`count(*)::int`.as("activities"),
      sql<string[]>`array_agg(distinct a.unit_id::text)`.as("unit_ids"),
    ])
    .where("a.occasion_code", "is not", null)
    .where("a.status", "in", counted)
    .where(withinScope("u.path", input.scope))
    .groupBy(["a.occasion_code", "a.occasion_year"])
    .execute();
  const counts = new Map(
    rows.map((row) => [toEditionKey(row.occasion_code ?? "", row.occasion_year ?? 0), row]),
  );
  const years = [input.year - 1, input.year, input.year + 1];
  return editionsIn(await listOccasions(db), years)
    .map((edition) => ({
      ...edition,
      activities: counts.get(edition.key)?.activities ?? 0,
      unitIds: counts.get(edition.key)?.unit_ids ?? [],
    }))
    .toReversed();
};
