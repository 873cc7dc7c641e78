// One item that is out, whole, and what its page shows around it.
import { type ExpressionBuilder, type RawBuilder, type SelectType, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Context } from "#kernel/context.ts";
import type { Db, Tables, Trx } from "#kernel/db.ts";
import { preparedJson } from "#kernel/prepared.ts";
import { expertFieldName, termTitleOf } from "#modules/people/index.ts";
import type { ContentBody } from "./body.ts";
import { cardColumns, type LiveCard, liveVersions, toLiveCard, withDate } from "./live-queries.ts";
import { createNearReader, type RelatedCard } from "./near-items.ts";
import { type TopicView, toTopicView } from "./topics.ts";
import type { Stage } from "./vocabulary.ts";

/** Who checked it, by role and field; persons stay behind their roles, experts show the words under their name. */
export type ArticleSigner = {
  stage: Stage;
  decidedAt: Date;
  publicTitle: string | undefined;
  fieldName: string | undefined;
};

export type LiveArticle = LiveCard & {
  versionId: string;
  versionNo: number;
  unitId: string;
  unitName: string;
  content: ContentBody;
  contentHash: string;
  /** The item's topics that are in use, in the vocabulary's order. */
  topicViews: readonly TopicView[];
  signers: readonly ArticleSigner[];
  /** Public notices of this and earlier corrections, newest first. */
  corrections: readonly { notice: string; publishedAt: Date; versionNo: number }[];
  firstPublishedAt: Date;
  expiresAt: Date | undefined;
};

type Live = ExpressionBuilder<
  Tables & { version: Tables["content_versions"]; content: Tables["contents"] },
  "version" | "content"
>;

/** What stands around an item, in the statement that reads it: each further statement costs more than its rows. */
const surroundings = (eb: Live) =>
  [
    jsonArrayFrom(
      eb
        .selectFrom("content_versions as earlier")
        .select(["earlier.version_no", "earlier.correction_notice", "earlier.published_at"])
        .whereRef("earlier.content_id", "=", "content.id")
        .where("earlier.published_at", "is not", null)
        .orderBy("earlier.version_no", "desc"),
    ).as("versions"),
    jsonArrayFrom(
      eb
        .selectFrom("review_steps as step")
        .select(["step.stage", "step.decided_at", termTitleOf(sql.ref("step.expert_term_id")).as("title")])
        .whereRef("step.version_id", "=", "version.id")
        .whereRef("step.round_no", "=", "version.round_no")
        .where("step.decision", "=", "passed")
        .orderBy("step.decided_at"),
    ).as("steps"),
    jsonArrayFrom(
      eb
        .selectFrom("topics as topic")
        .selectAll("topic")
        .where(sql<boolean>`topic.code = any(version.topics)`)
        .where("topic.retired_at", "is", null)
        .orderBy("topic.sort_no")
        .orderBy("topic.code"),
    ).as("topic_rows"),
  ] as const;

const selectLive = (db: Db | Trx, { now, no }: { now: Date; no: number }) =>
  liveVersions(db, now)
    .innerJoin("org_units as unit", "unit.id", "content.unit_id")
    .select(cardColumns)
    .select([
      "version.id as version_id",
      "version.version_no",
      "version.content",
      "version.content_hash",
      "version.expires_at",
      "content.unit_id",
      "unit.name as unit_name",
    ])
    .select(surroundings)
    .where("content.content_no", "=", no);

const readLiveRow = preparedJson(selectLive);

type LiveRow = Awaited<ReturnType<typeof readLiveRow>>[number];

const toLiveArticle = (row: LiveRow): LiveArticle => {
  const published = row.versions.map(withDate);
  return {
    ...toLiveCard(withDate(row)),
    versionId: row.version_id,
    versionNo: row.version_no,
    unitId: row.unit_id,
    unitName: row.unit_name,
    content: row.content,
    contentHash: row.content_hash?.replace("\\x", "") ?? "",
    topicViews: row.topic_rows.map(toTopicView),
    signers: row.steps.flatMap(({ stage, decided_at, title }) =>
      stage === "author"
        ? []
        : [
            {
              stage,
              decidedAt: new Date(decided_at),
              publicTitle: title?.public_title,
              fieldName: title === null ? undefined : expertFieldName(title.field),
            },
          ],
    ),
    corrections: published.flatMap((version) =>
      version.correction_notice === null
        ? []
        : [
            {
              notice: version.correction_notice,
              publishedAt: version.published_at,
              versionNo: version.version_no,
            },
          ],
    ),
    firstPublishedAt: published.at(-1)?.published_at ?? new Date(0),
    expiresAt: row.expires_at === null ? undefined : new Date(row.expires_at),
  };
};

/** One item that is out, whole; undefined where it is not, for whatever reason. */
export const findLive = async (db: Db | Trx, now: Date, no: number): Promise<LiveArticle | undefined> => {
  const [row] = await readLiveRow(db, { now, no });
  return row === undefined ? undefined : toLiveArticle(row);
};

/** The item of an id, if it is out. */
export const findLiveById = async (
  db: Db | Trx,
  now: Date,
  contentId: string,
): Promise<LiveArticle | undefined> => {
  const row = await db
    .selectFrom("contents")
    .select("content_no")
    .where("id", "=", contentId)
    .executeTakeFirst();
  return row === undefined ? undefined : findLive(db, now, row.content_no);
};

/**
 * The reader of an item's page: the item and what a later module shows beside it in one statement, and `relatedSize` items near
 * it. `beside` is a JSON expression over `article.id`, the item's id.
 */
export const createArticleReader = <Beside>(options: { relatedSize: number; beside: RawBuilder<Beside> }) => {
  const read = preparedJson((db, values: { now: Date; no: number }) =>
    db
      .with("article", () => selectLive(db, values))
      .selectFrom("article")
      .selectAll("article")
      .select(options.beside.as("beside")),
  );
  const readNear = createNearReader(options.relatedSize);
  return async (
    context: Pick<Context, "db" | "pages">,
    now: Date,
    no: number,
  ): Promise<
    { article: LiveArticle; related: readonly RelatedCard[]; beside: SelectType<Beside> } | undefined
  > => {
    const [row] = await read(context.db, { now, no });
    if (row === undefined) return undefined;
    const article = toLiveArticle(row);
    return {
      article,
      beside: row.beside as SelectType<Beside>, // JSON already: nothing in it changes on the way
      related: await readNear(context, now, article),
    };
  };
};
