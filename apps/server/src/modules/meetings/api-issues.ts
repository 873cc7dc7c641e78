import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import type { MeetingsError } from "./errors.ts";
import { answerIssue, classifyIssue, fileIssue, mergeIssue } from "./issues.ts";
import { getIssue, type IssueView, listIssues, listSimilar } from "./queries.ts";
import { issueStatusNames } from "./state.ts";
import { issueCategories, issueKinds } from "./vocabulary.ts";

const toIssueRow = (issue: IssueView) => ({
  id: issue.id,
  no: issue.no,
  unitId: issue.unitId,
  unitName: issue.unitName,
  kind: issue.kind,
  kindName: issueKinds[issue.kind],
  category: issue.category,
  categoryName: issue.category === null ? "还没有分类" : issueCategories[issue.category],
  title: issue.title,
  status: issue.status,
  statusName: issueStatusNames[issue.status],
  mergedCount: issue.mergedCount,
  createdAt: issue.createdAt,
});

type Step = readonly [action: string, label: string];

export const registerIssueApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/joint-issues",
    access: { action: "meetings.read_issues" },
    summary: "Issues for the joint meeting that units of my area filed",
    query: contract.issueQuery,
    response: contract.issuePage,
    handler: async (visit) => {
      const { page = 1, size = 50, status, category, q } = visit.query;
      const listed = await listIssues(db, { scope: visit.scope(), status, category, q }, { page, size });
      return { rows: listed.rows.map(toIssueRow), total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/joint-issues/:id",
    access: { action: "meetings.read_issues" },
    summary: "An issue with those that are perhaps the same",
    params: contract.idParams,
    response: contract.issueAnswer,
    handler: async (visit) => {
      const issue = await getIssue(db, visit.params.id);
      visit.authorise(issue.unitPath);
      const may = policy.decide(visit.actor, "meetings.classify", { unitPath: issue.unitPath });
      const lives = issue.status === "open" || issue.status === "on_agenda";
      const steps: readonly Step[] = lives
        ? [
            ["classify", "分类"],
            ["merge", "并入别的议题"],
            ...(issue.status === "open" ? [["answer", "直接答复"] as const] : []),
          ]
        : [];
      return {
        ...toIssueRow(issue),
        body: issue.body,
        hasPhoto: issue.photoFileId !== null,
        answer: issue.answer,
        mergedIntoId: issue.mergedIntoId,
        mergedIntoNo: issue.mergedIntoNo,
        // Another unit's issues are for the secretariat to see.
        similar: lives && may.ok ? [...(await listSimilar(db, issue))] : [],
        nextActions: steps.map(([action, label]) => ({
          action,
          label,
          allowed: may.ok,
          ...(may.ok ? {} : { reason: "由联席会议的督导员来办。" }),
        })),
      };
    },
  });
  routes.file({
    url: "/api/joint-issues/:id/photo",
    access: { action: "meetings.read_issues" },
    params: contract.idParams,
    handler: async (visit) => {
      const issue = await getIssue(db, visit.params.id);
      visit.authorise(issue.unitPath);
      if (issue.photoFileId === null) throw new AppError<MeetingsError>("meetings.no_file", { status: 404 });
      return toDownload(context, issue.photoFileId);
    },
  });
  routes.write({
    method: "POST",
    url: "/api/joint-issues",
    access: { action: "meetings.file_issue" },
    summary: "File a problem, opinion or proposal for the joint meeting",
    body: contract.issueBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return { id: await fileIssue(trx, act(visit), visit.actor, visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/joint-issues/:id/classify",
    access: { action: "meetings.classify" },
    summary: "Say what an issue is about",
    params: contract.idParams,
    body: contract.classifyBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getIssue(trx, visit.params.id)).unitPath);
      await classifyIssue(trx, act(visit), visit.actor, { issueId: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/joint-issues/:id/merge",
    access: { action: "meetings.classify" },
    summary: "Merge an issue into another that says the same",
    params: contract.idParams,
    body: contract.mergeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getIssue(trx, visit.params.id)).unitPath);
      visit.authorise((await getIssue(trx, visit.body.intoId)).unitPath);
      await mergeIssue(trx, act(visit), visit.actor, { issueId: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/joint-issues/:id/answer",
    access: { action: "meetings.classify" },
    summary: "Answer an issue that needs no meeting",
    params: contract.idParams,
    body: contract.answerBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getIssue(trx, visit.params.id)).unitPath);
      await answerIssue(trx, act(visit), visit.actor, { issueId: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
};
