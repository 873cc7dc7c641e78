import { sql } from "kysely";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { AppError } from "#kernel/errors.ts";
import { listSessionParties } from "#modules/activities/index.ts";
import { listVisitNeeds } from "#modules/orders/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { listTeamsById } from "#modules/teams/index.ts";
import type { ComplaintsError } from "./errors.ts";
import type { ComplaintStatus, ComplaintSubject, Finding } from "./state.ts";

export type ComplaintView = {
  id: string;
  /** Number of the complaint as people read it. */
  no: string;
  orderId: string | null;
  sessionId: string | null;
  /** The order, or the activity with its day. */
  subject: string;
  unitId: string;
  unitName: string;
  about: ComplaintSubject;
  teamName: string | null;
  body: string | null;
  appeal: string | null;
  status: ComplaintStatus;
  dueAt: Date | null;
  /** How often nobody answered in time. */
  takeOvers: number;
  finding: Finding | null;
  answer: string | null;
  answeredAt: Date | null;
  createdAt: Date;
  photoIds: readonly string[];
};

const selectComplaints = (db: Db | Trx) =>
  db
    .selectFrom("complaints as one")
    .innerJoin("org_units as unit", "unit.id", "one.owner_unit_id")
    .selectAll("one")
    .select([
      "unit.name as unit_name",
      sql<
        string[]
      >`array(select p.id from complaint_photos p where p.complaint_id = one.id order by p.created_at, p.id)`.as(
        "photo_ids",
      ),
    ]);
type Row = Awaited<ReturnType<ReturnType<typeof selectComplaints>["executeTakeFirstOrThrow"]>>;

const toViews = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  rows: readonly Row[],
): Promise<readonly ComplaintView[]> => {
  const orders = await listVisitNeeds(
    db,
    rows.flatMap((row) => row.order_id ?? []),
  );
  const sessions = await listSessionParties(
    db,
    rows.flatMap((row) => row.session_id ?? []),
  );
  const subjectOf = (row: Row): string => {
    const order = orders.get(row.order_id ?? "");
    if (order !== undefined) return `${order.no} ${order.title}`;
    const session = sessions.get(row.session_id ?? "");
    return session === undefined ? "" : `${session.title}（${toDistrictDate(session.startsAt)}）`;
  };
  const teams = new Map(
    (
      await listTeamsById(
        db,
        rows.flatMap((row) => row.team_id ?? []),
      )
    ).map((team) => [team.id, team.name]),
  );
  const open = (sealed: Buffer | null): string | null =>
    sealed === null ? null : context.cipher.decrypt(sealed);
  return rows.map((row) => ({
    id: row.id,
    no: `投诉 ${row.complaint_no}`,
    orderId: row.order_id,
    sessionId: row.session_id,
    subject: subjectOf(row),
    unitId: row.owner_unit_id,
    unitName: row.unit_name,
    about: row.about,
    teamName: row.team_id === null ? null : (teams.get(row.team_id) ?? null),
    body: open(row.body_sealed),
    appeal: open(row.appeal_sealed),
    status: row.status,
    dueAt: row.due_at,
    takeOvers: row.take_overs,
    finding: row.finding,
    answer: row.answer,
    answeredAt: row.answered_at,
    createdAt: row.created_at,
    photoIds: row.photo_ids,
  }));
};

/** Where a complaint lies. @throws AppError `complaints.not_found` (404) */
export const getComplaintPlace = async (db: Db | Trx, id: string): Promise<{ unitPath: string }> => {
  const row = await db
    .selectFrom("complaints as one")
    .innerJoin("org_units as unit", "unit.id", "one.owner_unit_id")
    .select("unit.path as unitPath")
    .where("one.id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<ComplaintsError>("complaints.not_found", { status: 404 });
  return row;
};

/** Complaints of the units in scope, what has to be answered first. */
export const listComplaints = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  filter: { scope: Scope; status?: ComplaintStatus | undefined; page: number; size: number },
): Promise<{ rows: readonly ComplaintView[]; total: number }> => {
  const { status } = filter;
  const found = selectComplaints(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("one.status", "=", status ?? "filed"));
  const { rows, total } = await readPage(
    found,
    (query) =>
      query
        .orderBy(sql`one.due_at nulls last`)
        .orderBy("one.created_at", "desc")
        .orderBy("one.id"),
    filter,
  );
  return { rows: await toViews(db, context, rows), total };
};

/** A resident's own complaints, the newest first. */
export const listOwnComplaints = async (
  db: Db | Trx,
  context: Pick<ActContext, "cipher">,
  personId: string,
): Promise<readonly ComplaintView[]> =>
  toViews(
    db,
    context,
    await selectComplaints(db)
      .where("one.filed_by_person_id", "=", personId)
      .orderBy("one.created_at", "desc")
      .limit(50)
      .execute(),
  );

/** How many wait for an answer in the area, and when the first is due. */
export const countOpenComplaints = async (
  db: Db | Trx,
  scope: Scope,
): Promise<{ count: number; dueAt: Date | undefined }> => {
  const row = await db
    .selectFrom("complaints as one")
    .innerJoin("org_units as unit", "unit.id", "one.owner_unit_id")
    .select([sql<number>`count(*)`.as("count"), sql<Date | null>`min(one.due_at)`.as("due")])
    .where(withinScope("unit.path", scope))
    .where("one.due_at", "is not", null)
    .executeTakeFirstOrThrow();
  return { count: row.count, dueAt: row.due ?? undefined };
};
