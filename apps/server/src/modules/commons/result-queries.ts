import { type RawBuilder, sql } from "kysely";
import type { Audience } from "#kernel/audiences.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { readPage } from "#kernel/read-page.ts";
import { listItemAddresses, listTopics } from "#modules/contents/index.ts";
import { type Scope, withinScope } from "#modules/organisations/index.ts";
import { expertFields, isExpertField } from "#modules/people/index.ts";
import { type Credit, toCredits } from "./credits.ts";
import { type BriefStatus, briefStatusNames } from "./state.ts";
import type { CreditPart } from "./vocabulary.ts";

export type BriefView = {
  id: string;
  unitId: string;
  unitName: string;
  unitPath: string;
  status: BriefStatus;
  statusName: string;
  title: string;
  finding: string;
  foundBy: string;
  publishedIn: string;
  publishedOn: string;
  /** Where the result stands: the DOI's address, else the web address. */
  address: string;
  embargoUntil: Date | null;
  field: string;
  fieldName: string;
  topicName: string;
  audience: Audience;
  filedAt: Date;
  dueAt: Date;
  overdue: boolean;
  checkNote: string | null;
  articleContentId: string | null;
  chartContentId: string | null;
  articleNo: number | null;
  chartNo: number | null;
  publishedAt: Date | null;
  /** Days from the intake to the publication, in tenths. */
  leadDays: number | null;
  reason: string | null;
};

const rowsOf = (db: Db | Trx) =>
  db
    .selectFrom("result_briefs as brief")
    .innerJoin("org_units as unit", "unit.id", "brief.unit_id")
    .selectAll("brief")
    .select(["unit.name as unit_name", "unit.path as unit_path"]);

const toViews = async (
  db: Db | Trx,
  rows: Awaited<ReturnType<ReturnType<typeof rowsOf>["execute"]>>,
  now: Date,
): Promise<readonly BriefView[]> => {
  const topics = new Map((await listTopics(db)).map((topic) => [topic.code, topic.name]));
  const items = await listItemAddresses(
    db,
    rows.flatMap((row) => [row.article_content_id ?? [], row.chart_content_id ?? []].flat()),
  );
  return rows.map((row) => ({
    id: row.id,
    unitId: row.unit_id,
    unitName: row.unit_name,
    unitPath: row.unit_path,
    status: row.status,
    statusName: briefStatusNames[row.status],
    title: row.title,
    finding: row.finding,
    foundBy: row.found_by,
    publishedIn: row.published_in,
    publishedOn: row.published_on,
    address: row.doi === null ? (row.url ?? "") : `https://doi.org/${row.doi}`,
    embargoUntil: row.embargo_until,
    field: row.field,
    fieldName: isExpertField(row.field) ? expertFields[row.field] : row.field,
    topicName: topics.get(row.topic_code) ?? row.topic_code,
    audience: row.audience,
    filedAt: row.filed_at,
    dueAt: row.due_at,
    overdue: ["filed", "checked", "drafted"].includes(row.status) && row.due_at < now,
    checkNote: row.check_note,
    articleContentId: row.article_content_id,
    chartContentId: row.chart_content_id,
    articleNo: items.get(row.article_content_id ?? "")?.no ?? null,
    chartNo: items.get(row.chart_content_id ?? "")?.no ?? null,
    publishedAt: row.published_at,
    leadDays:
      row.published_at === null
        ? null
        : Math.max(0.1, Math.round((row.published_at.getTime() - row.filed_at.getTime()) / 8_640_000) / 10),
    reason: row.reason,
  }));
};

export type BriefFilter = {
  scope: Scope;
  status?: BriefStatus | undefined;
  overdue?: "yes" | undefined;
};

/** Results within the scope: what is due soonest first, then what is done, newest first. */
export const listBriefs = async (
  db: Db | Trx,
  now: Date,
  options: { filter: BriefFilter; page: number; size: number },
): Promise<{ rows: readonly BriefView[]; total: number }> => {
  const { filter, page, size } = options;
  let base = rowsOf(db).where(withinScope("unit.path", filter.scope));
  if (filter.status !== undefined) base = base.where("brief.status", "=", filter.status);
  if (filter.overdue === "yes")
    base = base.where("brief.status", "in", ["filed", "checked", "drafted"]).where("brief.due_at", "<", now);
  const { rows, total } = await readPage(
    base,
    (query) =>
      query
        .orderBy((eb) => eb("brief.status", "in", ["published", "declined"]))
        .orderBy("brief.due_at")
        .orderBy("brief.id"),
    { page, size },
  );
  return { rows: await toViews(db, rows, now), total };
};

/** Results that are out, newest first: what the portal shows. */
export const listPublishedBriefs = async (
  db: Db | Trx,
  now: Date,
  size: number,
): Promise<readonly BriefView[]> =>
  toViews(
    db,
    await rowsOf(db)
      .where("brief.status", "=", "published")
      .orderBy("brief.published_at", "desc")
      .limit(size)
      .execute(),
    now,
  );

/** The statement's part that reads what stands beside `article`, for `toItemSides`. */
export const itemSides = sql<{
  credits: { part: CreditPart; shown_name: string }[] | null;
  brief_id: string | null;
}>`json_build_object(
  'credits', (
    select json_agg(json_build_object('part', credit.part, 'shown_name', credit.shown_name) order by credit.created_at)
    from content_credits credit where credit.content_id = article.id),
  'brief_id', (
    select brief.id from result_briefs brief
    where brief.status = 'published' and article.id in (brief.article_content_id, brief.chart_content_id) limit 1))`;

/** What stands beside an item: who is credited, and the published result that it tells of with both its items, if any. */
export const toItemSides = async (
  db: Db | Trx,
  now: Date,
  sides: typeof itemSides extends RawBuilder<infer Sides> ? Sides : never,
): Promise<{ credits: readonly Credit[]; brief: BriefView | undefined }> => {
  const row =
    sides.brief_id === null
      ? undefined
      : await rowsOf(db).where("brief.id", "=", sides.brief_id).executeTakeFirst();
  return {
    credits: toCredits(sides.credits ?? []),
    brief: row === undefined ? undefined : (await toViews(db, [row], now))[0],
  };
};
