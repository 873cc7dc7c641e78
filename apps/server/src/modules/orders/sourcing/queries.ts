import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { sql } from "kysely";
import { listTopics } from "#modules/contents/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { OrdersError } from "../errors.ts";
import { type OrderStatus, statusNames } from "../state.ts";
import { toOrderNo } from "../vocabulary.ts";
import { toSourcingNo } from "./sourcing.ts";
import { type SourcingStatus, sourcingStatusNames } from "./state.ts";

const selectSourcing = (db: Db | Trx) =>
  db
    .selectFrom("sourcing_orders as g")
    .innerJoin("org_units as owner", "owner.id", "g.owner_unit_id")
    .innerJoin("org_units as street", "street.id", "g.street_unit_id")
    .innerJoin("org_units as raised", "raised.id", "g.raised_unit_id")
    .selectAll("g")
    .select([
      "owner.name as owner_name",
      "owner.path as owner_path",
      "raised.path as raised_path",
      "raised.name as raised_name",
      "street.name as street_name",
    ]);

type Raw = Awaited<ReturnType<ReturnType<typeof selectSourcing>["executeTakeFirstOrThrow"]>>;

export type SourcingView = {
  id: string;
  no: string;
  topic: string;
  topicName: string;
  streetUnitId: string;
  streetName: string;
  ownerUnitId: string;
  ownerName: string;
  raisedUnitId: string;
  raisedName: string;
  wanted: string;
  unmetCount: number;
  status: SourcingStatus;
  statusName: string;
  dueAt: Date | null;
  late: boolean;
  takeOvers: number;
  result: string | null;
  createdAt: Date;
};

const topicNames = async (db: Db | Trx): Promise<ReadonlyMap<string, string>> =>
  new Map((await listTopics(db)).map((topic) => [topic.code, topic.name]));

const toView = (row: Raw, topics: ReadonlyMap<string, string>, now: Date): SourcingView => ({
  id: row.id,
  no: toSourcingNo(row.sourcing_no),
  topic: row.topic,
  topicName: topics.get(row.topic) ?? row.topic,
  streetUnitId: row.street_unit_id,
  streetName: row.street_name,
  ownerUnitId: row.owner_unit_id,
  ownerName: row.owner_name,
  raisedUnitId: row.raised_unit_id,
  raisedName: row.raised_name,
  wanted: row.wanted,
  unmetCount: row.unmet_count,
  status: row.status,
  statusName: sourcingStatusNames[row.status],
  dueAt: row.due_at,
  late: row.due_at !== null && row.due_at <= now,
  takeOvers: row.take_overs,
  result: row.result,
  createdAt: row.created_at,
});

/** Orders to source supply that my units own or raised, open ones first, what is due soonest on top. */
export const listSourcing = async (db: Db, scope: Scope, now: Date): Promise<readonly SourcingView[]> => {
  const rows = await selectSourcing(db)
    .where((eb) => eb.or([withinScope("owner.path", scope), withinScope("raised.path", scope)]))
    .orderBy("g.due_at", (order) => order.asc().nullsLast())
    .orderBy("g.created_at", "desc")
    .limit(500)
    .execute();
  const topics = await topicNames(db);
  return rows.map((row) => toView(row, topics, now));
};

type SourcingDetail = SourcingView & {
  ownerPath: string;
  raisedPath: string;
  orders: readonly { id: string; no: string; title: string; statusName: string }[];
};

/** @throws AppError `orders.sourcing_not_found` (404) */
export const getSourcing = async (db: Db | Trx, id: string, now: Date): Promise<SourcingDetail> => {
  const row = await selectSourcing(db).where("g.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<OrdersError>("orders.sourcing_not_found", { status: 404 });
  const orders = await db
    .selectFrom("sourcing_order_needs as n")
    .innerJoin("orders as o", "o.id", "n.order_id")
    .select(["o.id", "o.order_no", "o.title", "o.status"])
    .where("n.sourcing_id", "=", id)
    .orderBy("o.created_at")
    .orderBy("o.id")
    .execute();
  return {
    ...toView(row, await topicNames(db), now),
    ownerPath: row.owner_path,
    raisedPath: row.raised_path,
    orders: orders.map((order: { id: string; order_no: number; title: string; status: OrderStatus }) => ({
      id: order.id,
      no: toOrderNo(order.order_no),
      title: order.title,
      statusName: statusNames[order.status],
    })),
  };
};

type SourcingTie = { id: string; no: string; statusName: string };

/** Orders to source supply that stand for an order, newest first. */
export const listSourcingOf = async (db: Db | Trx, orderId: string): Promise<readonly SourcingTie[]> =>
  (
    await db
      .selectFrom("sourcing_order_needs as n")
      .innerJoin("sourcing_orders as g", "g.id", "n.sourcing_id")
      .select(["g.id", "g.sourcing_no", "g.status"])
      .where("n.order_id", "=", orderId)
      .orderBy("g.created_at", "desc")
      .execute()
  ).map((row) => ({
    id: row.id,
    no: toSourcingNo(row.sourcing_no),
    statusName: sourcingStatusNames[row.status],
  }));

/** The open one of each topic and street. */
export const listOpenSourcing = async (
  db: Db,
): Promise<readonly (SourcingTie & { topic: string; streetId: string })[]> =>
  (
    await db
      .selectFrom("sourcing_orders as g")
      .select(["g.id", "g.sourcing_no", "g.status", "g.topic", "g.street_unit_id"])
      .where("g.status", "in", ["raised", "taken"])
      .execute()
  ).map((row) => ({
    id: row.id,
    no: toSourcingNo(row.sourcing_no),
    statusName: sourcingStatusNames[row.status],
    topic: row.topic,
    streetId: row.street_unit_id,
  }));

/** How many wait for the area's centre or committee, and when the first is due. */
export const countOpenSourcing = async (
  db: Db | Trx,
  scope: Scope,
): Promise<{ count: number; dueAt: Date | undefined }> => {
  const row = await db
    .selectFrom("sourcing_orders as g")
    .innerJoin("org_units as owner", "owner.id", "g.owner_unit_id")
    .select([sql<number>`count(*)`.as("count"), sql<Date | null>`min(g.due_at)`.as("due")])
    .where(withinScope("owner.path", scope))
    .where("g.due_at", "is not", null)
    .executeTakeFirstOrThrow();
  return { count: row.count, dueAt: row.due ?? undefined };
};
