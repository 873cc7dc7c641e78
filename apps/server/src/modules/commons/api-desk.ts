import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import { listPairBoard } from "./pair-board.ts";
import type { commonsPolicy } from "./policy.ts";
import { listBriefs } from "./result-queries.ts";
import { checkBrief, declineBrief, draftBrief, fileBrief, lockBrief } from "./results.ts";
import { expertNames, getSubmission, listSubmissions, type SubmissionView } from "./submission-queries.ts";
import { adviseSubmission, declineSubmission, draftSubmission, pairSubmission } from "./submissions.ts";

const act = (context: Context, visit: { requestId: string }) => ({
  clock: context.clock,
  cipher: context.cipher,
  requestId: visit.requestId,
});
const onRecord = (url: string, action: keyof typeof commonsPolicy, summary: string) =>
  ({ method: "POST", url, access: { action }, summary, params: contract.idParams }) as const;

/** What the desk sees of a contribution: not the pen name, which is the writer's until it is out. */
const toRow = (view: SubmissionView, names: ReadonlyMap<string, string>) => {
  const { unitPath: _path, creditChoice: _choice, penName: _penName, kind: _kind, ...row } = view;
  return {
    ...row,
    expertName: view.expertPersonId === null ? null : (names.get(view.expertPersonId) ?? null),
  };
};

const submissionRoutes = (routes: Routes, context: Context): void => {
  const { db, cipher } = context;
  routes.read({
    url: "/api/submissions",
    access: { action: "commons.read_submissions" },
    summary: "Citizens' contributions within my area",
    query: contract.submissionQuery,
    response: contract.submissionPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, mine } = visit.query;
      const listed = await listSubmissions(db, {
        scope: visit.scope(),
        status,
        expertPersonId: mine === "yes" ? visit.person().personId : undefined,
        page,
        size,
      });
      const names = await expertNames(db, cipher, listed.rows);
      return { rows: listed.rows.map((view) => toRow(view, names)), total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/pair-requests",
    access: { action: "commons.read_submissions" },
    summary: "The pair board within my area: results and creators who seek each other, with how many fit",
    query: contract.boardQuery,
    response: contract.boardPage,
    handler: async (visit) => {
      const { page = 1, size = 50, side, status } = visit.query;
      const listed = await listPairBoard(db, { scope: visit.scope(), side, status, page, size });
      return { rows: [...listed.rows], total: listed.total, page, size };
    },
  });
  routes.write({
    ...onRecord(
      "/api/submissions/:id/pair",
      "commons.handle_submission",
      "Give a contribution to a registered expert of its field",
    ),
    body: contract.giveBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getSubmission(trx, visit.params.id)).unitPath);
      await pairSubmission(trx, act(context, visit), visit.person(), { id: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...onRecord(
      "/api/submissions/:id/advise",
      "commons.advise",
      "Say as the paired expert what is right or missing",
    ),
    body: contract.adviceBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getSubmission(trx, visit.params.id)).unitPath);
      await adviseSubmission(trx, act(context, visit), visit.person(), {
        id: visit.params.id,
        ...visit.body,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...onRecord(
      "/api/submissions/:id/draft",
      "commons.handle_submission",
      "Make the draft, with all who wrote as authors",
    ),
    response: contract.draftAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getSubmission(trx, visit.params.id)).unitPath);
      const draft = await draftSubmission(trx, act(context, visit), visit.person(), { id: visit.params.id });
      return { contentId: draft.contentId };
    },
  });
  routes.write({
    ...onRecord(
      "/api/submissions/:id/decline",
      "commons.handle_submission",
      "Do not take it, with the reason",
    ),
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getSubmission(trx, visit.params.id)).unitPath);
      await declineSubmission(trx, act(context, visit), visit.person(), {
        id: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
};

const resultRoutes = (routes: Routes, context: Context): void => {
  const { db, clock } = context;
  const unitPathOf = async (trx: Parameters<typeof lockBrief>[0], id: string): Promise<string> =>
    (await getUnit(trx, (await lockBrief(trx, id)).unit_id, toDistrictDate(clock.now()))).path;
  routes.read({
    url: "/api/result-briefs",
    access: { action: "commons.read_results" },
    summary: "Results on their way to the public within my area, what is due first on top",
    query: contract.briefQuery,
    response: contract.briefPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, overdue } = visit.query;
      const listed = await listBriefs(db, clock.now(), {
        filter: { scope: visit.scope(), status, overdue },
        page,
        size,
      });
      return { rows: listed.rows.map(({ unitPath: _path, ...row }) => row), total: listed.total, page, size };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/result-briefs",
    access: { action: "commons.file_result" },
    summary: "File a result of research for the public",
    body: contract.briefBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(clock.now()))).path);
      const { embargoUntil, ...brief } = visit.body;
      return {
        id: await fileBrief(trx, act(context, visit), visit.person(), {
          ...brief,
          embargoUntil: embargoUntil === undefined ? undefined : new Date(embargoUntil),
        }),
      };
    },
  });
  routes.write({
    ...onRecord(
      "/api/result-briefs/:id/check",
      "commons.check_result",
      "Vouch as another expert of the field",
    ),
    body: contract.checkBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise(await unitPathOf(trx, visit.params.id));
      await checkBrief(trx, act(context, visit), visit.person(), { id: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    ...onRecord(
      "/api/result-briefs/:id/draft",
      "commons.draft_result",
      "Make the linked drafts: article and chart",
    ),
    response: contract.briefDraftAnswer,
    handler: async (visit, trx) => {
      visit.authorise(await unitPathOf(trx, visit.params.id));
      return draftBrief(trx, act(context, visit), visit.person(), { id: visit.params.id });
    },
  });
  routes.write({
    ...onRecord(
      "/api/result-briefs/:id/decline",
      "commons.draft_result",
      "Do not bring it out, with the reason",
    ),
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise(await unitPathOf(trx, visit.params.id));
      await declineBrief(trx, act(context, visit), visit.person(), {
        id: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
};

/** Contributions and results: what comes in and is made an item. */
export const registerDeskRoutes = (routes: Routes, context: Context): void => {
  submissionRoutes(routes, context);
  resultRoutes(routes, context);
};
