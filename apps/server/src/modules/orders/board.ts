import { sql } from "kysely";
import type { Actor } from "#kernel/actor.ts";
import type { Audience } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Db, Trx } from "#kernel/db.ts";
import type { Policy } from "#kernel/policy.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { type Half, listTeamsById } from "#modules/teams/index.ts";
import type { BoardSort } from "./contract.ts";
import {
  districtDay,
  entryOf,
  isUnmet,
  onCalendar,
  orderDay,
  type OrderEntry,
  orderHalf,
  servedBetween,
} from "./coverage/streets.ts";
import { type OrderRow, placeText, selectOrders } from "./queries.ts";
import { type OrderEvent, orderStates, type OrderStatus, stationStatuses, statusNames } from "./state.ts";
import { splittable } from "./together/split.ts";
import { orderChannels, parseOrderNo, toOrderNo } from "./vocabulary.ts";

type BoardFilter = {
  scope: Scope;
  statuses: readonly OrderStatus[];
  /** `due`: due within four hours or late; `late`: late; `risk`: likely to go wrong unless somebody acts. */
  near?: "due" | "late" | "risk" | "unmet" | undefined;
  /** `none` where the order has no topic. */
  topic?: string | undefined;
  audience?: Audience | "none" | undefined;
  entry?: OrderEntry | undefined;
  /** What happened, or is to happen, between two days. */
  did?: { what: "on" | "created" | "served" | "rated"; from: string; to: string } | undefined;
  half?: Half | undefined;
  ownerPath?: string | undefined;
  itemCode?: string | undefined;
  unitPath?: string | undefined;
  q?: string | undefined;
  sort: BoardSort;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Due within four hours, late ones too. */
export const isNearDue = (now: Date) => sql<boolean>`o.due_at <= ${new Date(now.getTime() + 4 * hourMs)}`;

/** Nobody has it two days before it is wanted, or a visit within a day has nobody assigned. */
export const atRisk = (now: Date) => sql<boolean>`(
  (o.status in ('submitted', 'screened', 'dispatched', 'declined', 'timed_out', 'no_show', 'reopened')
    and o.wanted_on <= ${new Date(now.getTime() + 2 * dayMs)}::date)
  or (o.status in ('scheduled', 'substituted') and o.visit_starts_at <= ${new Date(now.getTime() + dayMs)}
    and not exists (select 1 from visits v join visit_members m on m.visit_id = v.id where v.order_id = o.id and v.status = 'planned')))`;

const happened = ({ what, from, to }: NonNullable<BoardFilter["did"]>) => {
  switch (what) {
    case "on":
      return sql<boolean>`${onCalendar} and ${orderDay} between ${from}::date and ${to}::date`;
    case "created":
      return sql<boolean>`${districtDay("o.created_at")} between ${from}::date and ${to}::date`;
    case "served":
      return sql<boolean>`${servedBetween(from, to)} > 0`;
    case "rated":
      return sql<boolean>`exists (select 1 from order_ratings r where r.order_id = o.id
        and ${districtDay("r.created_at")} between ${from}::date and ${to}::date)`;
    default: {
      const never: never = what;
      return never;
    }
  }
};

const narrowed = (db: Db | Trx, filter: BoardFilter, now: Date) => {
  let query = selectOrders(db).where(withinScope("owner.path", filter.scope));
  if (filter.statuses.length > 0) query = query.where("o.status", "in", [...filter.statuses]);
  if (filter.near === "due") query = query.where(isNearDue(now));
  if (filter.near === "late") query = query.where("o.due_at", "<=", now);
  if (filter.near === "risk") query = query.where(atRisk(now));
  if (filter.near === "unmet") query = query.where(isUnmet(now, toDistrictDate(now)));
  if (filter.topic === "none") query = query.where("o.topic", "is", null);
  else if (filter.topic !== undefined) query = query.where("o.topic", "=", filter.topic);
  if (filter.audience === "none") query = query.where("o.audience", "is", null);
  else if (filter.audience !== undefined) query = query.where("o.audience", "=", filter.audience);
  if (filter.entry !== undefined) query = query.where(entryOf, "=", filter.entry);
  if (filter.did !== undefined) query = query.where(happened(filter.did));
  if (filter.half !== undefined) query = query.where(orderHalf, "=", filter.half);
  if (filter.ownerPath !== undefined)
    query = query.where(sql<boolean>`owner.path <@ ${filter.ownerPath}::ltree`);
  if (filter.itemCode !== undefined) query = query.where("o.item_code", "=", filter.itemCode);
  if (filter.unitPath !== undefined)
    query = query.where(sql<boolean>`place.path <@ ${filter.unitPath}::ltree`);
  const no = filter.q === undefined ? undefined : parseOrderNo(filter.q);
  if (no !== undefined) query = query.where("o.order_no", "=", no);
  else if (filter.q !== undefined)
    query = query.where("o.title", "like", `%${filter.q.replaceAll(/[\\%_]/g, "\\$&")}%`);
  return query;
};

const sortColumns: Readonly<Record<string, "o.due_at" | "o.created_at" | "o.wanted_on">> = {
  dueAt: "o.due_at",
  createdAt: "o.created_at",
  wantedOn: "o.wanted_on",
};

export type BoardRow = {
  id: string;
  no: string;
  title: string;
  status: OrderStatus;
  statusName: string;
  dueAt: Date | null;
  late: boolean;
  atRisk: boolean;
  ownerUnitId: string;
  ownerName: string;
  place: string;
  topic: string | null;
  audience: Audience | null;
  channelName: string;
  wantedOn: string;
  wantedHalf: string;
  peopleCount: number;
  teamId: string | null;
  teamName: string | null;
  visitStartsAt: Date | null;
  round: number;
  takeOvers: number;
  createdAt: Date;
};

export const toBoardRow = (
  row: OrderRow & { at_risk: boolean },
  teamName: string | undefined,
  now: Date,
): BoardRow => ({
  id: row.id,
  no: toOrderNo(row.order_no),
  title: row.title,
  status: row.status,
  statusName: statusNames[row.status],
  dueAt: row.due_at,
  late: row.due_at !== null && row.due_at <= now,
  atRisk: row.at_risk,
  ownerUnitId: row.owner_unit_id,
  ownerName: row.owner_name,
  place: placeText(row),
  topic: row.topic,
  audience: row.audience,
  channelName: orderChannels[row.channel],
  wantedOn: row.wanted_on,
  wantedHalf: row.wanted_half,
  peopleCount: row.people_count,
  teamId: row.team_id,
  teamName: teamName ?? null,
  visitStartsAt: row.visit_starts_at,
  round: row.round,
  takeOvers: row.take_overs,
  createdAt: row.created_at,
});

/** The station's board: a page of orders in the actor's area, what is due first on top. */
export const listBoard = async (
  db: Db | Trx,
  filter: BoardFilter,
  options: { page: number; size: number; now: Date },
): Promise<{ rows: readonly BoardRow[]; total: number }> => {
  const { page, size, now } = options;
  const query = narrowed(db, filter, now);
  const column = sortColumns[filter.sort.replace("-", "")] ?? "o.due_at";
  // One pass over the area's orders finds the page and how many there are; only the page's rows are read whole.
  const found = await query
    .clearSelect()
    .select(["o.id", sql<number>`count(*) over ()`.as("total")])
    .orderBy(column, (order) => (filter.sort.startsWith("-") ? order.desc() : order.asc()).nullsLast())
    .orderBy("o.id")
    .limit(size)
    .offset((page - 1) * size)
    .execute();
  const ids = found.map((one) => one.id);
  const total = found[0]?.total ?? (page === 1 ? 0 : await countOrders(db, filter, now));
  if (ids.length === 0) return { total, rows: [] };
  const rows = await selectOrders(db).select(atRisk(now).as("at_risk")).where("o.id", "in", ids).execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const names = await teamNames(db, rows);
  return {
    total,
    rows: ids.flatMap((id) => {
      const row = byId.get(id);
      return row === undefined ? [] : [toBoardRow(row, names.get(row.team_id ?? ""), now)];
    }),
  };
};

/** For a page after the last one, which has no row to say it. */
const countOrders = async (db: Db | Trx, filter: BoardFilter, now: Date): Promise<number> =>
  (
    await db
      .selectFrom(narrowed(db, filter, now).clearSelect().select("o.id").as("found"))
      .select((eb) => eb.fn.countAll<number>().as("total"))
      .executeTakeFirstOrThrow()
  ).total;

const teamNames = async (db: Db | Trx, rows: readonly { team_id: string | null }[]) =>
  new Map(
    (
      await listTeamsById(
        db,
        rows.flatMap((row) => row.team_id ?? []),
      )
    ).map((team) => [team.id, team.name]),
  );

/** How many orders wait for the station in the area, and when the first is due. */
export const countForStation = async (
  db: Db | Trx,
  scope: Scope,
): Promise<{ count: number; dueAt: Date | undefined }> => {
  const row = await db
    .selectFrom("orders as o")
    .innerJoin("org_units as owner", "owner.id", "o.owner_unit_id")
    .select([sql<number>`count(*)`.as("count"), sql<Date | null>`min(o.due_at)`.as("due")])
    .where(withinScope("owner.path", scope))
    .where("o.status", "in", [...stationStatuses])
    .executeTakeFirstOrThrow();
  return { count: row.count, dueAt: row.due ?? undefined };
};

export type NextAction = { action: string; label: string; allowed: boolean; reason?: string };

const deskActions: readonly { event: OrderEvent; action: string; label: string }[] = [
  { event: "screen", action: "screen", label: "受理" },
  { event: "dispatch", action: "dispatch", label: "派单" },
  { event: "substitute", action: "substitute", label: "安排替补" },
  { event: "recall", action: "recall", label: "收回派单" },
  { event: "miss", action: "no-show", label: "没有人到" },
  { event: "recategorise", action: "recategorise", label: "改服务类别" },
  { event: "send_elsewhere", action: "not-ours", label: "指给更合适的地方" },
  { event: "merge", action: "merge", label: "和别的单一起办" },
  { event: "unmerge", action: "unmerge", label: "拆开，单独办" },
  { event: "send_up", action: "send-up", label: "往上送" },
  { event: "give_up", action: "cannot", label: "这次办不了" },
];

/** What the actor can do with an order now; what he cannot carries the reason. */
export const nextActionsFor = (
  policy: Policy,
  actor: Actor,
  order: Pick<OrderRow, "status" | "owner_path" | "owner_name" | "people_count">,
): readonly NextAction[] => {
  if (orderStates.isTerminal(order.status)) return [];
  const decision = policy.decide(actor, "orders.dispatch", { unitPath: order.owner_path });
  const split: readonly NextAction[] =
    decision.ok && splittable.includes(order.status) && order.people_count > 1
      ? [{ action: "split", label: "分给两支队", allowed: true }]
      : [];
  const steps = deskActions.flatMap(({ event, action, label }): NextAction[] => {
    const possible = orderStates.next(order.status, event) !== undefined;
    if (!possible && event !== "dispatch") return [];
    if (!decision.ok)
      return [{ action, label, allowed: false, reason: `由${order.owner_name}的派单员来办。` }];
    return possible
      ? [{ action, label, allowed: true }]
      : [
          {
            action,
            label,
            allowed: false,
            reason:
              order.status === "submitted"
                ? "先点“受理”，再派单。"
                : `现在是“${statusNames[order.status]}”，不用派单。`,
          },
        ];
  });
  return [...steps, ...split];
};
