import { type RawBuilder, sql } from "kysely";
import { factSumOfRecord } from "#kernel/fact-records.ts";
import type { Half } from "#modules/teams/index.ts";
import { stationStatuses } from "../state.ts";

/** Where a service goes (四进), by the kind of its place; the words of module activities. */
export const orderEntries = {
  community: "进社区",
  countryside: "进乡村",
  school: "进学校",
  enterprise: "进企业",
  venue: "场馆里",
  institution: "进机构",
} as const;
export type OrderEntry = keyof typeof orderEntries;
// Object.keys gives string[]; the keys of this constant are these codes and no others.
export const orderEntryCodes = Object.keys(orderEntries) as OrderEntry[];

/** The entry of an order whose place is joined as `place`. */
export const entryOf: RawBuilder<OrderEntry> = sql<OrderEntry>`case
  when place.kind in ('community', 'street') then 'community'
  when place.kind in ('village', 'town') then 'countryside'
  when place.kind = 'school' then 'school'
  when place.kind in ('park', 'company') then 'enterprise'
  when place.kind in ('venue', 'station') then 'venue'
  else 'institution' end`;

/** Each place of an order with the street, town or park it lies in; null where it lies in none. */
export const homes: RawBuilder<unknown> = sql`select p.id as place_id, (
    select s.id from org_units s where s.path @> p.path and s.kind in ('street', 'town', 'park') order by nlevel(s.path) desc limit 1
  ) as street_id
  from org_units p where p.id in (select place_unit_id from orders)`;

const unmetDays = 90;
const waitingDays = 7;

/**
 * A need that the district has not met: ended as “cannot” within 90 days, sent up to the city's hub, or waiting for the station
 * for more than 7 days or past the day it was wanted. `o` is the order.
 */
export const isUnmet = (now: Date, today: string): RawBuilder<boolean> => sql<boolean>`(
  (o.status = 'cannot' and o.status_changed_at > ${new Date(now.getTime() - unmetDays * 86_400_000)})
  or o.status = 'sent_up'
  or (o.status in (${sql.join(stationStatuses)})
    and (o.created_at < ${new Date(now.getTime() - waitingDays * 86_400_000)} or o.wanted_on < ${today}::date)))`;

/** How often an order counts as served between two days: once where its facts stand, not at all where they were taken back. */
export const servedBetween = (from: string, to: string): RawBuilder<number> =>
  factSumOfRecord("o.id", { table: "orders", kinds: ["orders.completed"], from, to });

/** The day of a moment in the district. */
export const districtDay = (column: string): RawBuilder<string> =>
  sql<string>`(${sql.ref(column)} at time zone 'Asia/Shanghai')::date`;

/** The day an order is on: its visit's, else the day that was wanted. */
export const orderDay: RawBuilder<string> = sql<string>`coalesce((o.visit_starts_at at time zone 'Asia/Shanghai')::date, o.wanted_on)`;

/** What stands in the day and week views: what is to be done, and what was done and waits for the resident's word. */
export const onCalendar: RawBuilder<boolean> = sql<boolean>`(o.due_at is not null and o.status not in ('merged', 'sent_up', 'confirmed'))`;

/** The half day an order is on: its visit's, else the one that was wanted. */
export const orderHalf: RawBuilder<Half> = sql<Half>`(case when o.visit_starts_at is null then o.wanted_half
  when extract(hour from o.visit_starts_at at time zone 'Asia/Shanghai') < 12 then 'morning'
  when extract(hour from o.visit_starts_at at time zone 'Asia/Shanghai') < 18 then 'afternoon' else 'evening' end)`;
