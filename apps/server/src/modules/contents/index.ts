import { systemActor } from "#kernel/actor.ts";
import type { GuardedTable } from "#kernel/audit.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { registerExpertActSource } from "#modules/people/index.ts";
import { registerComparisonRoutes } from "./api-comparison.ts";
import { registerDraftRoutes } from "./api-drafts.ts";
import { registerPlanningRoutes } from "./api-planning.ts";
import { registerReviewRoutes } from "./api-reviews.ts";
import { registerStudioReads } from "./api-studio.ts";
import { registerTemplateRoutes } from "./api-templates.ts";
import { listScienceChecks } from "./expert-acts.ts";
import { contentFactKinds } from "./facts.ts";
import { contentsMessages } from "./messages.ts";
import { dropOldMisses, flushSearchMisses } from "./misses/misses.ts";
import { contentsNumericInputs } from "./numeric-inputs.ts";
import { toStudioPath } from "./paths.ts";
import { contentsDataSource } from "./personal-data.ts";
import { contentsPlanRows } from "./plan-rows.ts";
import { contentsPolicy, stageAction } from "./policy.ts";
import { runDue } from "./publishing.ts";
import { listStudio } from "./studio-queries.ts";
import { reindexSearch } from "./search-rows.ts";
import { seedTemplates } from "./templates.ts";
import { seedTopics } from "./topics.ts";
import { stageCodes, stages } from "./vocabulary.ts";
import "./tables.ts";

const guardedTables: readonly GuardedTable[] = [
  {
    table: "content_versions",
    columns: [
      "id",
      "content_id",
      "version_no",
      "status",
      "content",
      "title",
      "summary",
      "audiences",
      "topics",
      "content_hash",
      "correction_notice",
      "embargo_until",
      "publish_at",
      "expires_at",
      "published_at",
    ],
  },
  {
    table: "topics",
    columns: ["code", "parent_code", "name", "about", "synonyms", "kind"],
    idColumn: "code",
  },
  {
    table: "pitches",
    columns: ["id", "unit_id", "title", "reason", "audience", "topic_code", "kind", "status", "content_id"],
  },
  {
    table: "content_templates",
    columns: ["id", "name", "kind", "audience", "content", "revision", "retired_at"],
  },
  { table: "reader_reports", columns: ["id", "content_id", "version_id", "remark", "status", "answer"] },
];

export const contentsModule: Module = {
  name: "contents",
  policy: contentsPolicy,
  messages: contentsMessages,
  guardedTables,
  factKinds: contentFactKinds,
  planRows: contentsPlanRows,
  personalData: [contentsDataSource],
  jobs: (context) => [
    {
      name: "contents.due",
      title: "到点发布、到期下架",
      everySeconds: 1,
      run: async () => void (await runDue(context, systemActor("contents.due"))),
    },
    {
      name: "contents.search_misses",
      title: "记下没有结果的搜索",
      everySeconds: 60,
      run: async () => void (await flushSearchMisses(context)),
    },
    {
      name: "contents.old_search_misses",
      title: "清掉 90 天前没有结果的搜索",
      everySeconds: 3_600,
      run: () => dropOldMisses(context),
    },
  ],
  numericInputs: contentsNumericInputs,
  routes: (routes, context) => {
    registerExpertActSource("contents", listScienceChecks);
    registerRecordResolver({
      sourceTable: "review_steps",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("review_steps as step")
          .innerJoin("content_versions as version", "version.id", "step.version_id")
          .select(["step.id", "version.content_id", "version.title"])
          .where("step.id", "in", [...ids])
          .execute();
        return new Map(rows.map((row) => [row.id, { title: row.title, href: toStudioPath(row.content_id) }]));
      },
    });
    for (const stage of stageCodes)
      registerWaitingSource(`contents.${stage}`, async ({ db, policy }, actor) => {
        const scope = policy.scopeOf(actor, stageAction(stage));
        if (scope !== "everywhere" && scope.length === 0) return [];
        const { total } = await listStudio(db, { scope, status: [stage] }, { page: 1, size: 1 });
        return [
          {
            kind: `contents.${stage}`,
            title: `等待${stages[stage]}的稿件`,
            href: `/workbench/contents?status=${stage}`,
            count: total,
          },
        ];
      });
    registerRecordResolver({
      sourceTable: "content_versions",
      resolve: async (db, ids) => {
        const rows = await db
          .selectFrom("content_versions")
          .select(["id", "content_id", "title"])
          .where("id", "in", [...ids])
          .execute();
        return new Map(rows.map((row) => [row.id, { title: row.title, href: toStudioPath(row.content_id) }]));
      },
    });
    registerStudioReads(routes, context);
    registerDraftRoutes(routes, context);
    registerReviewRoutes(routes, context);
    registerComparisonRoutes(routes, context);
    registerPlanningRoutes(routes, context);
    registerTemplateRoutes(routes, context);
  },
  plugins: async (app, context) => {
    app.addHook("onReady", async () => {
      await seedTopics(context.db, context);
      await seedTemplates(context.db, context);
      await reindexSearch(context.db);
    });
  },
};

export { contentsPaths, toArticlePath, toMediaPath, toStudioPath, toTopicPath } from "./paths.ts";
export type { ContentsError } from "./errors.ts";
export { type ContentBody, emptyBody, type Source } from "./body.ts";
export {
  type BlockNode,
  documentText,
  type InlineNode,
  isSafeHref,
  parseDocument,
  type TextDocument,
} from "./document.ts";
export { listStudio } from "./studio-queries.ts";
export { setPillars } from "./pillars.ts";
export { beginCorrection, createDraft, type DraftResult, saveDraft, takeLock } from "./drafts.ts";
export { findLatestStatus, findLatestWords } from "./item-standing.ts";
export { dropWorkingVersion } from "./withdrawals.ts";
export { signStage, submitVersion, takeBackVersion } from "./reviews.ts";
export { publishVersion, recallVersion, runDue, scheduleVersion, unscheduleVersion } from "./publishing.ts";
export {
  type ArticleSigner,
  createArticleReader,
  findLive,
  findLiveById,
  type LiveArticle,
} from "./live-articles.ts";
export {
  countLive,
  countLiveAt,
  findGone,
  findLiveFile,
  listItemAddresses,
  listLive,
  type LiveCard,
  type LiveFilter,
} from "./live-queries.ts";
export {
  listLiveLessons,
  listLivePublicService,
  type LiveLesson,
  type LivePublicService,
} from "./live-uses.ts";
export { getLiveVersion, type LivePoster, listLivePosters } from "./posters.ts";
export { type LiveSearch, searchLive, type SearchFilter } from "./search.ts";
export { importItems, isImportable, type ImportFile, type ImportOutcome } from "./imports/import-items.ts";
export { listSearchMisses, noteSearchMiss } from "./misses/misses.ts";
export { listTopics, topicAndBelow, type TopicView, writeTopic } from "./topics.ts";
export { listTemplates } from "./templates.ts";
export { decidePitch, draftFromPitch, proposePitch } from "./pitches.ts";
export { addComment, reportMistake } from "./remarks.ts";
export { easySentences, type EasyReading } from "./easy-reading.ts";
export { replaceWords } from "./checked-words.ts";
export { type Finding, precheck } from "./precheck.ts";
export { getVersionDetail, type VersionDetail } from "./studio-queries.ts";
export {
  type AgeBand,
  ageBands,
  ageLabels,
  aiShares,
  type ContentKind,
  contentKinds,
  contentKindCodes,
  mediaPurpose,
  renditionFormCodes,
  type Season,
  type Stage,
  stageCodes,
  stages,
  topicKinds,
} from "./vocabulary.ts";
