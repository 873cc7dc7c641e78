import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { listTeamsById } from "#modules/teams/index.ts";
import type { OrdersError } from "./errors.ts";
import { eventNames, type HistoryEvent, type OrderStatus, type VisitStatus } from "./state.ts";
import { type OrderChannel, toOrderNo } from "./vocabulary.ts";
import type { Half } from "#modules/teams/index.ts";

export const selectOrders = (db: Db | Trx) =>
  db
    .selectFrom("orders as o")
    .innerJoin("org_units as owner", "owner.id", "o.owner_unit_id")
    .innerJoin("org_units as place", "place.id", "o.place_unit_id")
    .leftJoin("org_units as above", "above.id", "place.parent_id")
    .selectAll("o")
    .select([
      "owner.name as owner_name",
      "owner.path as owner_path",
      "owner.phone as owner_phone",
      "place.name as place_name",
      "place.kind as place_kind",
      "above.name as above_name",
    ]);

export type OrderRow = Awaited<ReturnType<ReturnType<typeof selectOrders>["executeTakeFirstOrThrow"]>>;

export const placeText = (row: OrderRow): string =>
  row.place_kind === "community" || row.place_kind === "village"
    ? `${row.above_name ?? ""}${row.place_name}`
    : row.place_name;

/** @throws AppError `orders.not_found` (404) */
export const getOrder = async (db: Db | Trx, orderId: string): Promise<OrderRow> => {
  const row = await selectOrders(db).where("o.id", "=", orderId).executeTakeFirst();
  if (row === undefined) throw new AppError<OrdersError>("orders.not_found", { status: 404 });
  return row;
};

export const findOrderByNo = async (db: Db | Trx, no: number): Promise<OrderRow | undefined> =>
  selectOrders(db).where("o.order_no", "=", no).executeTakeFirst();

/** The person's own orders, what is under way first. */
export const listOwnOrders = async (db: Db | Trx, personId: string): Promise<readonly OrderRow[]> =>
  selectOrders(db)
    .where("o.requester_person_id", "=", personId)
    .orderBy((eb) => eb("o.due_at", "is not", null), "desc")
    .orderBy("o.created_at", "desc")
    .limit(100)
    .execute();

/** What a resident typed, opened. */
export const openSealed = (context: Pick<ActContext, "cipher">, row: OrderRow) => {
  const open = (sealed: Buffer | null): string | undefined =>
    sealed === null ? undefined : context.cipher.decrypt(sealed);
  return {
    details: open(row.details_sealed),
    contactName: open(row.contact_name_sealed),
    contactPhone: open(row.contact_phone_sealed),
    address: open(row.address_sealed),
    code: context.cipher.decrypt(row.code_sealed),
  };
};

export type HistoryEntry = {
  id: string;
  at: Date;
  event: HistoryEvent;
  eventName: string;
  toStatus: OrderStatus;
  by: "person" | "system";
  byPersonId: string | null;
  onBehalf: "yes" | "no";
  teamName: string | undefined;
  ownerName: string;
  reason: string | null;
};

/** What happened to an order, newest first. */
export const listHistory = async (db: Db | Trx, orderId: string): Promise<readonly HistoryEntry[]> => {
  const rows = await db
    .selectFrom("order_events as e")
    .innerJoin("org_units as owner", "owner.id", "e.owner_unit_id")
    .selectAll("e")
    .select("owner.name as owner_name")
    .where("e.order_id", "=", orderId)
    .orderBy("e.event_no", "desc")
    .execute();
  const teams = new Map(
    (
      await listTeamsById(
        db,
        rows.flatMap((row) => row.team_id ?? []),
      )
    ).map((team) => [team.id, team.name]),
  );
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    event: row.event,
    eventName: eventNames[row.event],
    toStatus: row.to_status,
    by: row.by_kind,
    byPersonId: row.by_person_id,
    onBehalf: row.on_behalf_of_person_id === null ? "no" : "yes",
    teamName: teams.get(row.team_id ?? ""),
    ownerName: row.owner_name,
    reason: row.reason,
  }));
};

export type VisitView = {
  id: string;
  startsAt: Date;
  endsAt: Date;
  status: string;
  teamId: string;
  peopleServed: number | null;
  closedByClock: boolean;
  members: readonly { personId: string; signedInAt: Date | null; signedOutAt: Date | null }[];
};

/** Visits of an order, newest first, with who goes and who signed. */
export const listVisits = async (db: Db | Trx, orderId: string): Promise<readonly VisitView[]> => {
  const visits = await db
    .selectFrom("visits")
    .selectAll()
    .where("order_id", "=", orderId)
    .orderBy("created_at", "desc")
    .execute();
  if (visits.length === 0) return [];
  const members = await db
    .selectFrom("visit_members")
    .selectAll()
    .where(
      "visit_id",
      "in",
      visits.map((visit) => visit.id),
    )
    .orderBy("assigned_at")
    .orderBy("person_id")
    .execute();
  const byVisit = Map.groupBy(members, (member) => member.visit_id);
  return visits.map((visit) => ({
    id: visit.id,
    startsAt: visit.starts_at,
    endsAt: visit.ends_at,
    status: visit.status,
    teamId: visit.team_id,
    peopleServed: visit.people_served,
    closedByClock: visit.closed_by_clock,
    members: (byVisit.get(visit.id) ?? []).map((member) => ({
      personId: member.person_id,
      signedInAt: member.signed_in_at,
      signedOutAt: member.signed_out_at,
    })),
  }));
};

/** What a team's leader sees in a list: nothing personal before he has taken the order. */
export type WorkRow = {
  id: string;
  no: string;
  title: string;
  status: OrderStatus;
  place: string;
  wantedOn: string;
  wantedHalf: Half;
  peopleCount: number;
  channel: OrderChannel;
  dueAt: Date | null;
  answerBy: Date | undefined;
  visitStartsAt: Date | null;
  mode: "direct" | "open" | "mine";
  teamId: string;
};

const toWorkRow = (row: OrderRow, more: Pick<WorkRow, "mode" | "teamId"> & { answerBy?: Date }): WorkRow => ({
  id: row.id,
  no: toOrderNo(row.order_no),
  title: row.title,
  status: row.status,
  place: placeText(row),
  wantedOn: row.wanted_on,
  wantedHalf: row.wanted_half,
  peopleCount: row.people_count,
  channel: row.channel,
  dueAt: row.due_at,
  answerBy: more.answerBy,
  visitStartsAt: row.visit_starts_at,
  mode: more.mode,
  teamId: more.teamId,
});

/** Offers to the team alone, open offers, and what it has taken. */
export const listWorkOf = async (
  db: Db | Trx,
  teamId: string,
): Promise<{ offers: readonly WorkRow[]; open: readonly WorkRow[]; mine: readonly WorkRow[] }> => {
  const offered = await selectOrders(db)
    .innerJoin("order_dispatches as d", "d.order_id", "o.id")
    .select(["d.answer_by", "d.mode", "d.team_id as offered_team_id"])
    .where("d.status", "=", "offered")
    .where((eb) => eb.or([eb("d.team_id", "=", teamId), eb("d.mode", "=", "open")]))
    .orderBy("d.answer_by")
    .limit(200)
    .execute();
  const mine = await selectOrders(db)
    .where("o.team_id", "=", teamId)
    .where("o.status", "in", ["accepted", "scheduled", "substituted", "under_way", "done", "confirmed"])
    .orderBy("o.visit_starts_at")
    .orderBy("o.id")
    .limit(200)
    .execute();
  return {
    offers: offered
      .filter((row) => row.offered_team_id === teamId)
      .map((row) => toWorkRow(row, { mode: "direct", teamId, answerBy: row.answer_by })),
    open: offered
      .filter((row) => row.mode === "open")
      .map((row) => toWorkRow(row, { mode: "open", teamId, answerBy: row.answer_by })),
    mine: mine.map((row) => toWorkRow(row, { mode: "mine", teamId })),
  };
};

export type OwnVisit = {
  orderId: string;
  visitId: string;
  teamId: string;
  status: VisitStatus;
  title: string;
  startsAt: Date;
  place: string;
};

/** Visits that a volunteer goes to, soonest first. */
export const listOwnVisits = async (db: Db | Trx, personId: string): Promise<readonly OwnVisit[]> => {
  const rows = await selectOrders(db)
    .innerJoin("visits as visit", "visit.order_id", "o.id")
    .innerJoin("visit_members as member", "member.visit_id", "visit.id")
    .select(["visit.id as visit_id", "visit.team_id as visit_team_id", "visit.status as visit_status"])
    .select("visit.starts_at")
    .where("member.person_id", "=", personId)
    .where("visit.status", "in", ["planned", "under_way"])
    .orderBy("visit.starts_at")
    .limit(50)
    .execute();
  return rows.map((row) => ({
    orderId: row.id,
    visitId: row.visit_id,
    teamId: row.visit_team_id,
    status: row.visit_status,
    title: row.title,
    startsAt: row.starts_at,
    place: placeText(row),
  }));
};

/** The code that the resident says on site, for those who hand it on: messages and the demonstration. */
export const readOrderCode = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  orderId: string,
): Promise<string> => openSealed(context, await getOrder(db, orderId)).code;

/** What was done at visits, in the words of the orders' titles. */
export const listVisitTitles = async (
  db: Db | Trx,
  visitIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (visitIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("visits")
    .innerJoin("orders", "orders.id", "visits.order_id")
    .select(["visits.id", "orders.title"])
    .where("visits.id", "in", [...new Set(visitIds)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.title]));
};
