import { sql } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { factsOfRecords } from "#kernel/fact-records.ts";
import { stationStatuses } from "../state.ts";
import { districtDay, entryOf, homes, isUnmet, type OrderEntry } from "./streets.ts";

const dayMs = 86_400_000;
const toDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
const factsOfOrders = (span: { from: string; to: string }) =>
  factsOfRecords({
    table: "orders",
    kinds: ["orders.completed", "orders.people_served"],
    from: span.from,
    to: span.to,
  });

type StreetFigures = {
  unitId: string | null;
  name: string;
  open: number;
  waiting: number;
  late: number;
  unmet: number;
  served: number;
  people: number;
  lastOn: string | null;
};

/**
 * Orders of a unit's stations by the street, town or park of their place: what is open, late, unmet now, and what was served
 * between two days by its facts. Orders at no street come last, without a unit. Counts only; nobody is named.
 */
export const listStreetFigures = async (
  db: Db,
  input: { unitPath: string; from: string; to: string; now: Date; today: string },
): Promise<readonly StreetFigures[]> => {
  const { unitPath, from, to, now, today } = input;
  const { rows } = await sql<StreetFigures>`
    with home as materialized (${homes}),
    open as (
      select home.street_id, count(*) filter (where o.due_at is not null) as open,
        count(*) filter (where o.status in (${sql.join(stationStatuses)})) as waiting,
        count(*) filter (where o.due_at <= ${now}) as late, count(*) filter (where ${isUnmet(now, today)}) as unmet
      from orders o join org_units owner on owner.id = o.owner_unit_id join home on home.place_id = o.place_unit_id
      where owner.path <@ ${unitPath}::ltree and (o.due_at is not null or o.status = 'cannot') group by 1),
    served as (
      select home.street_id, sum(f.quantity) filter (where f.kind = 'orders.completed') as served,
        sum(f.quantity) filter (where f.kind = 'orders.people_served') as people,
        max(f.occurred_on) filter (where f.kind = 'orders.completed' and f.quantity > 0) as last_on
      from ${factsOfOrders({ from, to })} f join orders o on o.id = f.record_id join org_units owner on owner.id = o.owner_unit_id
        join home on home.place_id = o.place_unit_id
      where owner.path <@ ${unitPath}::ltree group by 1),
    keys as (
      select id as street_id from org_units where kind in ('street', 'town', 'park')
        and valid_from <= ${today} and (valid_to is null or valid_to > ${today}) and path <@ ${unitPath}::ltree
      union select street_id from open union select street_id from served)
    select s.id as "unitId", coalesce(s.name, '不在街道里') as name, coalesce(open.open, 0)::int as open, coalesce(open.waiting, 0)::int as waiting,
      coalesce(open.late, 0)::int as late, coalesce(open.unmet, 0)::int as unmet, coalesce(served.served, 0)::int as served,
      coalesce(served.people, 0)::int as people, served.last_on::text as "lastOn"
    from keys left join org_units s on s.id = keys.street_id left join open on open.street_id is not distinct from keys.street_id
      left join served on served.street_id is not distinct from keys.street_id
    order by s.id is null, s.name_sort`.execute(db);
  return rows;
};

type CoverageCell = {
  audience: Audience | null;
  entry: OrderEntry;
  topic: string | null;
  served: number;
  people: number;
};

/** What was served between two days by its facts, by audience × entry × theme (E-09); only cells that hold something. */
export const listCoverageCells = async (
  db: Db,
  input: { unitPath: string; from: string; to: string },
): Promise<readonly CoverageCell[]> => {
  const { rows } = await sql<CoverageCell>`
    select o.audience, ${entryOf} as entry, o.topic,
      coalesce(sum(f.quantity) filter (where f.kind = 'orders.completed'), 0)::int as served,
      coalesce(sum(f.quantity) filter (where f.kind = 'orders.people_served'), 0)::int as people
    from ${factsOfOrders(input)} f join orders o on o.id = f.record_id join org_units owner on owner.id = o.owner_unit_id
      join org_units place on place.id = o.place_unit_id
    where owner.path <@ ${input.unitPath}::ltree
    group by 1, 2, 3 having sum(f.quantity) > 0 order by 1, 2, 3`.execute(db);
  return rows;
};

export type FirstResponse = {
  /** Of orders that were looked at or ended by a person; null where there is none. */
  medianMinutes: number | null;
  answered: number;
  /** Ordered in these days and not looked at yet. */
  waiting: number;
};

/** How long people who ordered between two days waited for the station's first act: the middle one of all waits (J6). */
export const readFirstResponse = async (
  db: Db,
  input: { unitPath: string; from: string; to: string },
): Promise<FirstResponse> => {
  const { rows } = await sql<FirstResponse>`
    select round(percentile_cont(0.5) within group (
        order by extract(epoch from o.first_response_at - o.created_at)) / 60)::int as "medianMinutes",
      count(o.first_response_at)::int as answered,
      (count(*) filter (where o.first_response_at is null and o.due_at is not null))::int as waiting
    from orders o join org_units owner on owner.id = o.owner_unit_id
    where owner.path <@ ${input.unitPath}::ltree
      and ${districtDay("o.created_at")} between ${input.from}::date and ${input.to}::date`.execute(db);
  return rows[0] ?? { medianMinutes: null, answered: 0, waiting: 0 };
};

type TrendWeek = { from: string; to: string; ordered: number; served: number; rated: number };

/** Weeks from Monday, the last one that of `today`: orders that came, were served (by their facts), were rated. */
export const listTrend = async (
  db: Db,
  input: { unitPath: string; weeks: number; today: string },
): Promise<readonly TrendWeek[]> => {
  const { unitPath, weeks, today } = input;
  const monday =
    Date.parse(`${today}T00:00:00Z`) - ((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7) * dayMs;
  const first = toDay(monday - (weeks - 1) * 7 * dayMs);
  const last = toDay(monday + 6 * dayMs);
  const { rows } = await sql<TrendWeek>`
    with week as (
      select d::date as first, d::date + 6 as last from generate_series(${first}::date, ${last}::date, interval '7 days') d),
    ordered as (
      select date_trunc('week', ${districtDay("o.created_at")})::date as first, count(*) as n
      from orders o join org_units owner on owner.id = o.owner_unit_id
      where owner.path <@ ${unitPath}::ltree and ${districtDay("o.created_at")} >= ${first}::date group by 1),
    served as (
      select date_trunc('week', f.occurred_on)::date as first, sum(f.quantity) as n
      from ${factsOfOrders({ from: first, to: last })} f join orders o on o.id = f.record_id join org_units owner on owner.id = o.owner_unit_id
      where f.kind = 'orders.completed' and owner.path <@ ${unitPath}::ltree group by 1),
    rated as (
      select date_trunc('week', ${districtDay("r.created_at")})::date as first, count(distinct r.order_id) as n
      from order_ratings r join orders o on o.id = r.order_id join org_units owner on owner.id = o.owner_unit_id
      where owner.path <@ ${unitPath}::ltree and ${districtDay("r.created_at")} >= ${first}::date group by 1)
    select week.first::text as "from", week.last::text as "to", coalesce(ordered.n, 0)::int as ordered,
      coalesce(served.n, 0)::int as served, coalesce(rated.n, 0)::int as rated
    from week left join ordered using (first) left join served using (first) left join rated using (first) order by 1`.execute(
    db,
  );
  return rows;
};

export type NeedCell = {
  topic: string | null;
  streetId: string | null;
  unmet: number;
  /** How many of them are for whom. */
  audiences: Readonly<Record<string, number>>;
};

/** Needs that nobody has met, by topic × street (G-05), most first. */
export const listNeedCells = async (
  db: Db,
  input: { unitPath: string; now: Date; today: string },
): Promise<readonly NeedCell[]> => {
  const { rows } = await sql<NeedCell>`
    with home as materialized (${homes}),
    needs as (
      select o.topic, home.street_id, coalesce(o.audience, 'none') as audience, count(*) as n
      from orders o join org_units owner on owner.id = o.owner_unit_id join home on home.place_id = o.place_unit_id
      where owner.path <@ ${input.unitPath}::ltree and ${isUnmet(input.now, input.today)} group by 1, 2, 3)
    select topic, street_id as "streetId", sum(n)::int as unmet, json_object_agg(audience, n) as audiences
    from needs group by 1, 2 order by 3 desc, 1, 2`.execute(db);
  return rows;
};

/** The orders behind one cell, oldest first. */
export const listNeedOrders = async (
  db: Db | Trx,
  input: { unitPath: string; topic: string; streetId: string; now: Date; today: string },
): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    with home as materialized (${homes})
    select o.id from orders o join org_units owner on owner.id = o.owner_unit_id join home on home.place_id = o.place_unit_id
    where owner.path <@ ${input.unitPath}::ltree and ${isUnmet(input.now, input.today)}
      and o.topic = ${input.topic} and home.street_id = ${input.streetId} order by o.created_at, o.id`.execute(
    db,
  );
  return rows.map((row) => row.id);
};
