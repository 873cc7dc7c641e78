import { systemActor } from "#kernel/actor.ts";
import { onEvent } from "#kernel/events.ts";
import type { Module } from "#kernel/module.ts";
import { registerRecordResolver } from "#kernel/records.ts";
import { registerWaitingSource } from "#kernel/waiting.ts";
import { listItemAddresses, toStudioPath } from "#modules/contents/index.ts";
import { registerLibraryRoutes } from "./api.ts";
import { registerDeskRoutes } from "./api-desk.ts";
import { commonsFactKinds } from "./facts.ts";
import { commonsMessages } from "./messages.ts";
import { commonsNumericInputs } from "./numeric-inputs.ts";
import { commonsDataSource } from "./personal-data.ts";
import { commonsPlanRows } from "./plan-rows.ts";
import { commonsPolicy } from "./policy.ts";
import { registerContributePages } from "./portal-contribute.tsx";
import { registerLibraryPages } from "./portal-library.tsx";
import { registerPairingPages } from "./portal-pairing.tsx";
import { listBriefs } from "./result-queries.ts";
import { noteBriefPublished, noteBriefRecalled } from "./results.ts";
import { listSubmissions } from "./submission-queries.ts";
import { noteSubmissionPublished, noteSubmissionRecalled } from "./submissions.ts";
import "./tables.ts";

const listener = systemActor("commons");

export const commonsModule: Module = {
  name: "commons",
  policy: commonsPolicy,
  messages: commonsMessages,
  names: {
    acts: {
      "commons.read_public": "看公开页面",
      "commons.read_submissions": "看投稿",
      "commons.read_results": "看成果",
      "commons.read_placements": "看投放台账",
      "commons.read_lesson_uses": "看课程使用",
      "commons.own": "本人投稿或配对",
      "commons.handle_submission": "处理投稿",
      "commons.advise": "专家给投稿提意见",
      "commons.file_result": "送来成果",
      "commons.check_result": "核对成果",
      "commons.draft_result": "成果成稿",
      "commons.manage_collections": "编合集",
      "commons.publish_collection": "发布或收起合集",
      "commons.place": "计划或确认投放",
      "commons.use_lesson": "用课或改编",
    },
    records: {
      submissions: "投稿",
      content_credits: "署名",
      pair_requests: "配对需求",
      pairings: "配对",
      result_briefs: "成果",
      collections: "故事合集",
      placements: "投放计划",
      placement_proofs: "投放凭据",
      lesson_uses: "课程使用",
      lesson_copies: "课程改编",
    },
  },
  guardedTables: [
    {
      table: "submissions",
      columns: [
        "id",
        "unit_id",
        "status",
        "author_person_id",
        "expert_person_id",
        "content_id",
        "rights_version",
      ],
    },
    { table: "pair_requests", columns: ["id", "side", "status", "person_id", "field", "topic_code"] },
    {
      table: "result_briefs",
      columns: ["id", "status", "title", "doi", "url", "filed_at", "checked_by_person_id", "published_at"],
    },
    {
      table: "collections",
      columns: ["id", "status", "title", "introduction", "written_by_person_id", "published_by_person_id"],
    },
    {
      table: "placements",
      columns: ["id", "content_id", "medium", "place", "from_on", "to_on", "planned_count", "status"],
    },
    {
      table: "placement_proofs",
      columns: ["id", "placement_id", "happened_on", "done_count", "evidence", "confirmed_by_person_id"],
    },
    {
      table: "lesson_uses",
      columns: ["id", "unit_id", "content_id", "teacher_person_id", "class_name", "used_on", "pupil_count"],
    },
  ],
  factKinds: commonsFactKinds,
  planRows: commonsPlanRows,
  personalData: [commonsDataSource],
  events: (context) => [
    onEvent({
      event: "contents.published",
      consumer: "commons.published",
      handle: async (trx, { contentId }) => {
        await noteSubmissionPublished(trx, context, listener, contentId);
        await noteBriefPublished(trx, context, listener, contentId);
      },
    }),
    onEvent({
      event: "contents.recalled",
      consumer: "commons.recalled",
      handle: async (trx, { contentId }) => {
        await noteSubmissionRecalled(trx, context, listener, contentId);
        await noteBriefRecalled(trx, context, listener, contentId);
      },
    }),
  ],
  numericInputs: commonsNumericInputs,
  routes: (routes, context) => {
    registerWaitingSource("commons.submissions", async ({ db, policy }, actor) => {
      const scope = policy.scopeOf(actor, "commons.handle_submission");
      if (scope !== "everywhere" && scope.length === 0) return [];
      const { total } = await listSubmissions(db, { scope, status: "received", page: 1, size: 1 });
      const href = "/workbench/submissions?status=received";
      return [{ kind: "commons.submissions", title: "等着看的投稿", href, count: total }];
    });
    registerWaitingSource("commons.advice", async ({ db, policy }, actor) => {
      const scope = policy.scopeOf(actor, "commons.advise");
      if (scope !== "everywhere" && scope.length === 0) return [];
      const { total } = await listSubmissions(db, {
        scope,
        status: "paired",
        expertPersonId: actor.personId,
        page: 1,
        size: 1,
      });
      const href = "/workbench/submissions?status=paired&mine=yes";
      return [{ kind: "commons.advice", title: "配给我的投稿", href, count: total }];
    });
    registerWaitingSource("commons.overdue_results", async ({ db, policy, clock }, actor) => {
      const scope = policy.scopeOf(actor, "commons.draft_result");
      if (scope !== "everywhere" && scope.length === 0) return [];
      const { total } = await listBriefs(db, clock.now(), {
        filter: { scope, overdue: "yes" },
        page: 1,
        size: 1,
      });
      const href = "/workbench/results?overdue=yes";
      return [{ kind: "commons.overdue_results", title: "超期没有发布的成果", href, count: total }];
    });
    for (const [sourceTable, href] of [
      ["submissions", "/workbench/submissions"],
      ["pairings", "/workbench/contents"],
      ["result_briefs", "/workbench/results"],
      ["placement_proofs", "/workbench/placements"],
      ["lesson_uses", "/workbench/lesson-uses"],
    ] as const) {
      const titles = {
        submissions: "投稿",
        pairings: "配对",
        result_briefs: "成果",
        placement_proofs: "投放",
        lesson_uses: "用课",
      };
      registerRecordResolver({
        sourceTable,
        resolve: async (_db, ids) => new Map(ids.map((id) => [id, { title: titles[sourceTable], href }])),
      });
    }
    registerRecordResolver({
      sourceTable: "content_credits",
      resolve: async (db, ids) =>
        new Map(
          [...(await listItemAddresses(db, ids))].map(([id, item]) => [
            id,
            { title: item.title, href: toStudioPath(id) },
          ]),
        ),
    });
    registerContributePages(routes, context);
    registerPairingPages(routes, context);
    registerLibraryPages(routes, context);
    registerDeskRoutes(routes, context);
    registerLibraryRoutes(routes, context);
  },
};

export { commonsPaths, toCollectionPath, toLessonPath } from "./paths.ts";
export { type CommonsError } from "./messages.ts";
export { type Credit } from "./credits.ts";
export { creditParts } from "./vocabulary.ts";
export { type BriefView, itemSides, toItemSides } from "./result-queries.ts";
export { checkBrief, draftBrief, fileBrief } from "./results.ts";
export {
  createCollection,
  listLiveCollections,
  type LiveCollection,
  publishCollection,
} from "./collections.ts";
export { confirmPlacement, listPlacements, planPlacement } from "./placements.ts";
export { reportLessonUse } from "./lessons.ts";
export { openPairRequest, sayYes } from "./pairs.ts";
export {
  adviseSubmission,
  declineSubmission,
  draftSubmission,
  pairSubmission,
  saveWords,
  sendSubmission,
  startSubmission,
  withdrawSubmission,
} from "./submissions.ts";
