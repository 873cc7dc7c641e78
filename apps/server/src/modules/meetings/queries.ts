import { type RawBuilder, sql } from "kysely";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import type { MeetingsError } from "./errors.ts";
import { likeness, similarFrom } from "./similar.ts";
import type { IssueStatus, MeetingStatus, ReportStatus, ResolutionStatus } from "./state.ts";
import type { AgendaKind, IssueCategory, IssueKind, Outcome, Presence } from "./vocabulary.ts";

export type Page = { page: number; size: number };
export type Listed<Row> = { rows: readonly Row[]; total: number };

const containing = (text: string): string => `%${text.trim().replaceAll(/[\\%_]/g, "\\$&")}%`;

export type IssueView = {
  id: string;
  no: number;
  unitId: string;
  unitName: string;
  unitPath: string;
  kind: IssueKind;
  category: IssueCategory | null;
  title: string;
  body: string;
  photoFileId: string | null;
  status: IssueStatus;
  mergedIntoId: string | null;
  mergedIntoNo: number | null;
  mergedCount: number;
  answer: string | null;
  createdAt: Date;
};

const selectIssues = (db: Db | Trx) =>
  db
    .selectFrom("joint_issues as issue")
    .innerJoin("org_units as unit", "unit.id", "issue.unit_id")
    .leftJoin("joint_issues as into", "into.id", "issue.merged_into_id")
    .select([
      "issue.id",
      "issue.issue_no as no",
      "issue.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "issue.kind",
      "issue.category",
      "issue.title",
      "issue.body",
      "issue.photo_file_id as photoFileId",
      "issue.status",
      "issue.merged_into_id as mergedIntoId",
      "into.issue_no as mergedIntoNo",
      sql<number>`(select count(*) from joint_issues merged where merged.merged_into_id = issue.id)`.as(
        "mergedCount",
      ),
      "issue.answer",
      "issue.created_at as createdAt",
    ]);

/** @throws AppError `meetings.issue_not_found` (404) */
export const getIssue = async (db: Db | Trx, id: string): Promise<IssueView> => {
  const row = await selectIssues(db).where("issue.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<MeetingsError>("meetings.issue_not_found", { status: 404 });
  return row;
};

/** Issues of an area, the newest first. */
export const listIssues = async (
  db: Db | Trx,
  filter: {
    scope: Scope;
    status?: IssueStatus | undefined;
    category?: IssueCategory | undefined;
    q?: string | undefined;
  },
  page: Page,
): Promise<Listed<IssueView>> => {
  const { status, category, q } = filter;
  const narrowed = selectIssues(db)
    .where(withinScope("unit.path", filter.scope))
    .$if(status !== undefined, (query) => query.where("issue.status", "=", status ?? "open"))
    .$if(category !== undefined, (query) => query.where("issue.category", "=", category ?? "other"))
    .$if(q !== undefined, (query) => query.where("issue.title", "like", containing(q ?? "")));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("issue.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("issue.created_at", "desc")
    .orderBy("issue.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

export type SimilarIssue = { id: string; no: number; title: string; unitName: string; likeness: number };

/** Issues that still wait and are perhaps the same as this one, the likest first. */
export const listSimilar = async (db: Db | Trx, issue: IssueView): Promise<readonly SimilarIssue[]> => {
  const others = await selectIssues(db)
    .where("issue.status", "in", ["open", "on_agenda"])
    .where("issue.id", "!=", issue.id)
    .orderBy("issue.created_at", "desc")
    .limit(500)
    .execute();
  return others
    .map(({ id, no, title, body, unitName }) => ({
      id,
      no,
      title,
      unitName,
      likeness: Math.round(likeness(issue, { title, body }) * 100) / 100,
    }))
    .filter((other) => other.likeness >= similarFrom)
    .sort((left, right) => right.likeness - left.likeness || left.no - right.no)
    .slice(0, 5);
};

export type MeetingView = {
  id: string;
  no: number;
  unitId: string;
  unitName: string;
  unitPath: string;
  title: string;
  place: string;
  heldAt: Date;
  status: MeetingStatus;
  minutes: string | null;
  minutesHash: string | null;
  itemCount: number;
  overdueCount: number;
};

const selectMeetings = (db: Db | Trx) =>
  db
    .selectFrom("joint_meetings as meeting")
    .innerJoin("org_units as unit", "unit.id", "meeting.unit_id")
    .select([
      "meeting.id",
      "meeting.meeting_no as no",
      "meeting.unit_id as unitId",
      "unit.name as unitName",
      "unit.path as unitPath",
      "meeting.title",
      "meeting.place",
      "meeting.held_at as heldAt",
      "meeting.status",
      "meeting.minutes",
      "meeting.minutes_hash as minutesHash",
      sql<number>`(select count(*) from agenda_items item where item.meeting_id = meeting.id)`.as(
        "itemCount",
      ),
      sql<number>`(select count(*) from agenda_items item where item.meeting_id = meeting.id and item.kind = 'overdue')`.as(
        "overdueCount",
      ),
    ]);

/** @throws AppError `meetings.meeting_not_found` (404) */
export const getMeeting = async (db: Db | Trx, id: string): Promise<MeetingView> => {
  const row = await selectMeetings(db).where("meeting.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<MeetingsError>("meetings.meeting_not_found", { status: 404 });
  return row;
};

export const listMeetings = async (
  db: Db | Trx,
  filter: { status?: MeetingStatus | undefined },
  page: Page,
): Promise<Listed<MeetingView>> => {
  const { status } = filter;
  const narrowed = selectMeetings(db).$if(status !== undefined, (query) =>
    query.where("meeting.status", "=", status ?? "planned"),
  );
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("meeting.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy("meeting.held_at", "desc")
    .orderBy("meeting.id")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

export type AgendaItemView = {
  id: string;
  position: number;
  kind: AgendaKind;
  title: string;
  issueId: string | null;
  issueNo: number | null;
  resolutionId: string | null;
  resolutionNo: number | null;
  ownerName: string | null;
  dueOn: string | null;
  outcome: Outcome | null;
  decision: string | null;
};

/** The agenda in its order. */
export const listAgenda = async (db: Db | Trx, meetingId: string): Promise<readonly AgendaItemView[]> =>
  db
    .selectFrom("agenda_items as item")
    .leftJoin("joint_issues as issue", "issue.id", "item.issue_id")
    .leftJoin("joint_resolutions as resolution", "resolution.id", "item.resolution_id")
    .leftJoin("org_units as owner", "owner.id", "resolution.owner_unit_id")
    .select([
      "item.id",
      "item.position",
      "item.kind",
      "item.title",
      "item.issue_id as issueId",
      "issue.issue_no as issueNo",
      "item.resolution_id as resolutionId",
      "resolution.resolution_no as resolutionNo",
      "owner.name as ownerName",
      "resolution.due_on as dueOn",
      "item.outcome",
      "item.decision",
    ])
    .where("item.meeting_id", "=", meetingId)
    .orderBy("item.position")
    .execute();

/** The agenda item's meeting. @throws AppError `meetings.item_not_found` (404) */
export const getMeetingOfItem = async (db: Db | Trx, itemId: string): Promise<MeetingView> => {
  const row = await db
    .selectFrom("agenda_items")
    .select("meeting_id")
    .where("id", "=", itemId)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<MeetingsError>("meetings.item_not_found", { status: 404 });
  return getMeeting(db, row.meeting_id);
};

export type AttendanceView = { unitId: string; unitName: string; presence: Presence };

export const listAttendance = async (db: Db | Trx, meetingId: string): Promise<readonly AttendanceView[]> =>
  db
    .selectFrom("meeting_attendance as attendance")
    .innerJoin("org_units as unit", "unit.id", "attendance.unit_id")
    .select(["attendance.unit_id as unitId", "unit.name as unitName", "attendance.presence"])
    .where("attendance.meeting_id", "=", meetingId)
    .orderBy("unit.path")
    .execute();

export type PaperView = { id: string; title: string; fileId: string; createdAt: Date };

export const listPapers = async (db: Db | Trx, meetingId: string): Promise<readonly PaperView[]> =>
  db
    .selectFrom("meeting_papers")
    .select(["id", "title", "file_id as fileId", "created_at as createdAt"])
    .where("meeting_id", "=", meetingId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();

/** @throws AppError `meetings.no_file` (404) */
export const getPaper = async (db: Db | Trx, id: string): Promise<{ fileId: string; meetingId: string }> => {
  const row = await db
    .selectFrom("meeting_papers")
    .select(["file_id as fileId", "meeting_id as meetingId"])
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<MeetingsError>("meetings.no_file", { status: 404 });
  return row;
};

export type ResolutionView = {
  id: string;
  no: number;
  meetingId: string;
  meetingNo: number;
  meetingPath: string;
  body: string;
  ownerUnitId: string;
  ownerName: string;
  ownerPath: string;
  dueOn: string;
  decidedOn: string;
  cites: string | null;
  status: ResolutionStatus;
  ownerRemindedAt: Date | null;
  chairRemindedAt: Date | null;
};

const selectResolutions = (db: Db | Trx) =>
  db
    .selectFrom("joint_resolutions as resolution")
    .innerJoin("org_units as owner", "owner.id", "resolution.owner_unit_id")
    .innerJoin("joint_meetings as meeting", "meeting.id", "resolution.meeting_id")
    .innerJoin("org_units as convener", "convener.id", "meeting.unit_id")
    .select([
      "resolution.id",
      "resolution.resolution_no as no",
      "resolution.meeting_id as meetingId",
      "meeting.meeting_no as meetingNo",
      "convener.path as meetingPath",
      "resolution.body",
      "resolution.owner_unit_id as ownerUnitId",
      "owner.name as ownerName",
      "owner.path as ownerPath",
      "resolution.due_on as dueOn",
      "resolution.decided_on as decidedOn",
      "resolution.cites",
      "resolution.status",
      "resolution.owner_reminded_at as ownerRemindedAt",
      "resolution.chair_reminded_at as chairRemindedAt",
    ]);

export const isOverdue = (row: Pick<ResolutionView, "status" | "dueOn">, today: string): boolean =>
  row.status === "open" && row.dueOn < today;

/** @throws AppError `meetings.resolution_not_found` (404) */
export const getResolution = async (db: Db | Trx, id: string): Promise<ResolutionView> => {
  const row = await selectResolutions(db).where("resolution.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<MeetingsError>("meetings.resolution_not_found", { status: 404 });
  return row;
};

export type ResolutionStanding = "overdue" | ResolutionStatus;

const standingIs = (standing: ResolutionStanding, today: string): RawBuilder<boolean> =>
  standing === "overdue"
    ? sql<boolean>`resolution.status = 'open' and resolution.due_on < ${today}::date`
    : sql<boolean>`resolution.status = ${standing}`;

/** Resolutions owned in an area: those to be done by their day, done ones last. */
export const listResolutions = async (
  db: Db | Trx,
  filter: { scope: Scope; today: string; standing?: ResolutionStanding | undefined },
  page: Page,
): Promise<Listed<ResolutionView>> => {
  const { standing } = filter;
  const narrowed = selectResolutions(db)
    .where(withinScope("owner.path", filter.scope))
    .$if(standing !== undefined, (query) => query.where(standingIs(standing ?? "open", filter.today)));
  const { total } = await db
    .selectFrom(narrowed.clearSelect().select("resolution.id").as("found"))
    .select((eb) => eb.fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await narrowed
    .orderBy(sql`resolution.status = 'done'`)
    .orderBy("resolution.due_on")
    .orderBy("resolution.resolution_no")
    .limit(page.size)
    .offset((page.page - 1) * page.size)
    .execute();
  return { rows, total };
};

/** What one meeting resolved, in the order of its numbers. */
export const listMeetingResolutions = async (
  db: Db | Trx,
  meetingId: string,
): Promise<readonly ResolutionView[]> =>
  selectResolutions(db)
    .where("resolution.meeting_id", "=", meetingId)
    .orderBy("resolution.resolution_no")
    .execute();

export type ReportView = {
  id: string;
  resolutionId: string;
  body: string;
  evidenceFileId: string | null;
  evidenceLink: string | null;
  status: ReportStatus;
  decisionReason: string | null;
  createdAt: Date;
  decidedAt: Date | null;
};

const selectReports = (db: Db | Trx) =>
  db
    .selectFrom("resolution_reports")
    .select([
      "id",
      "resolution_id as resolutionId",
      "body",
      "evidence_file_id as evidenceFileId",
      "evidence_link as evidenceLink",
      "status",
      "decision_reason as decisionReason",
      "created_at as createdAt",
      sql<Date | null>`case when status <> 'waiting' then status_changed_at end`.as("decidedAt"),
    ]);

export const listReports = async (db: Db | Trx, resolutionId: string): Promise<readonly ReportView[]> =>
  selectReports(db)
    .where("resolution_id", "=", resolutionId)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .execute();

/** @throws AppError `meetings.report_not_found` (404) */
export const getReport = async (db: Db | Trx, id: string): Promise<ReportView> => {
  const row = await selectReports(db).where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new AppError<MeetingsError>("meetings.report_not_found", { status: 404 });
  return row;
};

/** What waits in an area, for the first page of the workbench. */
export const countWaiting = async (
  db: Db | Trx,
  scopes: { owned: Scope; run: Scope },
): Promise<{ owned: number; reports: number; issues: number }> => {
  const row = await sql<{ owned: number; reports: number; issues: number }>`
    select
      (select count(*) from joint_resolutions resolution join org_units owner on owner.id = resolution.owner_unit_id
        where resolution.status = 'open' and ${withinScope("owner.path", scopes.owned)})::int as owned,
      (select count(*) from resolution_reports report join joint_resolutions resolution on resolution.id = report.resolution_id
        join joint_meetings meeting on meeting.id = resolution.meeting_id join org_units convener on convener.id = meeting.unit_id
        where report.status = 'waiting' and ${withinScope("convener.path", scopes.run)})::int as reports,
      (select count(*) from joint_issues issue join org_units unit on unit.id = issue.unit_id
        where issue.status = 'open' and issue.category is null and ${withinScope("unit.path", scopes.run)})::int as issues`.execute(
    db,
  );
  return row.rows[0] ?? { owned: 0, reports: 0, issues: 0 };
};

/** The units themselves at which somebody acts, for the choice on a form. */
export const listUnitsAt = async (
  db: Db | Trx,
  scope: Scope,
): Promise<readonly { id: string; name: string; path: string }[]> => {
  if (scope === "everywhere" || scope.length === 0) return [];
  return db
    .selectFrom("org_units")
    .select(["id", "name", "path"])
    .where("path", "in", [...scope])
    .orderBy("path")
    .execute();
};
