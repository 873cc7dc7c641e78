import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { factKinds } from "#kernel/facts.ts";
import type { Routes } from "#kernel/http-types.ts";
import { xlsxContentType } from "#kernel/xlsx-export.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { decideAppeal, fileAppeal } from "./appeals.ts";
import { gradeOf, pointsText } from "./compute.ts";
import * as contract from "./contract.ts";
import { exportScores } from "./export.ts";
import { toPublishedPath } from "./paths.ts";
import {
  type AssessmentView,
  gatherScores,
  getAppeal,
  getAssessment,
  getLine,
  type ItemView,
  listAppeals,
  listAssessments,
  listItems,
  listLines,
} from "./queries.ts";
import {
  computeScores,
  freezeAssessment,
  judgeLine,
  openAssessment,
  publishAssessment,
  recomputeScores,
} from "./scores.ts";
import { appealStatusNames, assessmentStatusNames } from "./state.ts";

export const toItemRow = (item: ItemView) => {
  const kind = factKinds().find((one) => one.kind === item.factKind);
  return {
    id: item.id,
    position: item.position,
    title: item.title,
    kind: item.kind,
    points: pointsText(item.fullPoints),
    factKind: item.factKind,
    factKindName: item.factKind === null ? null : (kind?.name ?? item.factKind),
    measure: kind?.measure ?? null,
    target: item.target,
    criterion: item.criterion,
  };
};

const toAssessmentRow = (assessment: AssessmentView) => ({
  id: assessment.id,
  no: assessment.no,
  unitId: assessment.unitId,
  unitName: assessment.unitName,
  schemeId: assessment.schemeId,
  schemeTitle: assessment.schemeTitle,
  schemeVersion: assessment.schemeVersion,
  year: assessment.year,
  status: assessment.status,
  statusName: assessmentStatusNames[assessment.status],
  unitCount: assessment.unitCount,
  openAppeals: assessment.openAppeals,
});

const steps: Readonly<Record<AssessmentView["status"], readonly (readonly [string, string])[]>> = {
  open: [
    ["compute", "从事实计算"],
    ["freeze", "冻结得分"],
  ],
  frozen: [["publish", "公布"]],
  published: [],
};

const factsHref = (item: ItemView, line: { unitId: string }, year: number): string | null =>
  item.factKind === null
    ? null
    : `/workbench/facts?${new URLSearchParams({
        kind: item.factKind,
        unit: line.unitId,
        from: `${year}-01-01`,
        to: `${year}-12-31`,
      }).toString()}`;

export const registerAssessmentApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  routes.read({
    url: "/api/assessments",
    access: { action: "assessments.read" },
    summary: "Assessments by year, the latest first",
    query: contract.listQuery,
    response: contract.assessmentPage,
    handler: async (visit) => {
      const { page = 1, size = 50 } = visit.query;
      const listed = await listAssessments(db, { page, size });
      return { rows: listed.rows.map(toAssessmentRow), total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/assessments/:id",
    access: { action: "assessments.read" },
    summary: "A year's scores of the units of my area (of all once published), item by item with their facts",
    params: contract.idParams,
    response: contract.assessmentAnswer,
    handler: async (visit) => {
      const assessment = await getAssessment(db, visit.params.id);
      const items = await listItems(db, assessment.schemeId);
      const full = items.reduce((sum, item) => sum + item.fullPoints, 0);
      const own = policy.scopeOf(visit.actor, "assessments.read_own");
      const scope = assessment.status === "published" ? "everywhere" : own;
      const mayRun = policy.decide(visit.actor, "assessments.run", { unitPath: assessment.unitPath });
      const scores = gatherScores(await listLines(db, { assessmentId: assessment.id, scope }));
      return {
        ...toAssessmentRow(assessment),
        computedAt: assessment.computedAt,
        frozenAt: assessment.frozenAt,
        frozenHash: assessment.frozenHash,
        mayExport: mayRun.ok && scores.length > 0,
        publishedHref: assessment.status === "published" ? toPublishedPath(assessment.no) : null,
        items: items.map(toItemRow),
        scores: scores.map((score) => ({
          unitId: score.unitId,
          unitName: score.unitName,
          points: pointsText(score.points),
          grade: gradeOf(score.points, full),
          lines: score.lines.map((line) => {
            const item = items.find((one) => one.id === line.itemId);
            return {
              id: line.id,
              itemId: line.itemId,
              input: line.input,
              factCount: line.factCount,
              note: line.note,
              points: pointsText(line.points),
              appealed: line.appealed,
              factsHref: item === undefined ? null : factsHref(item, line, assessment.year),
              mayAppeal:
                assessment.status === "frozen" &&
                policy.decide(visit.actor, "assessments.appeal", { unitPath: line.unitPath }).ok,
              mayJudge: assessment.status === "open" && item?.kind === "inspected" && mayRun.ok,
            };
          }),
        })),
        appeals: (await listAppeals(db, { assessmentId: assessment.id, scope: own })).map((appeal) => ({
          id: appeal.id,
          lineId: appeal.lineId,
          unitName: appeal.unitName,
          itemTitle: appeal.itemTitle,
          reason: appeal.reason,
          evidenceLink: appeal.evidenceLink,
          status: appeal.status,
          statusName: appealStatusNames[appeal.status],
          inputBefore: appeal.inputBefore,
          pointsBefore: pointsText(appeal.pointsBefore),
          inputAfter: appeal.inputAfter,
          pointsAfter: appeal.pointsAfter === null ? null : pointsText(appeal.pointsAfter),
          decision: appeal.decision,
          createdAt: appeal.createdAt,
          mayDecide: appeal.status === "filed" && mayRun.ok,
        })),
        nextActions: steps[assessment.status].map(([action, label]) => ({
          action,
          label,
          allowed: mayRun.ok,
          ...(mayRun.ok ? {} : { reason: `由${assessment.unitName}来办。` }),
        })),
      };
    },
  });
  routes.read({
    url: "/api/assessments/:id/recomputed",
    access: { action: "assessments.read" },
    summary: "Every line computed again from its stored input: how many differ, and the hash over all",
    params: contract.idParams,
    response: contract.recomputedAnswer,
    handler: async (visit) => {
      const assessment = await getAssessment(db, visit.params.id);
      const again = await recomputeScores(db, assessment);
      const lines = await listLines(db, { assessmentId: assessment.id, scope: "everywhere" });
      return {
        lines: again.lines,
        differing: again.differing.length,
        hash: again.hash,
        frozenHash: assessment.frozenHash,
        appealed: lines.filter((line) => line.appealed).length,
      };
    },
  });
  routes.file({
    url: "/api/assessments/:id/export.xlsx",
    access: { action: "assessments.run" },
    params: contract.idParams,
    handler: async (visit) => {
      const assessment = await getAssessment(db, visit.params.id);
      visit.authorise(assessment.unitPath);
      return {
        contentType: xlsxContentType,
        body: await exportScores(db, assessment),
        downloadName: `${assessment.year}年度考核得分.xlsx`,
        cacheControl: "no-store",
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/assessments",
    access: { action: "assessments.run" },
    summary: "Open the assessment of a year by a published scheme",
    body: contract.assessmentBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const today = toDistrictDate(visit.now);
      for (const unitId of [visit.body.unitId, ...visit.body.unitIds])
        visit.authorise((await getUnit(trx, unitId, today)).path);
      return { id: await openAssessment(trx, act(visit), visit.actor, visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/assessments/:id/compute",
    access: { action: "assessments.run" },
    summary: "Compute what facts tell; inspected items get a line that waits",
    params: contract.idParams,
    body: contract.emptyBody,
    response: contract.computeAnswer,
    handler: async (visit, trx) => {
      const { id, unitPath } = await getAssessment(trx, visit.params.id);
      visit.authorise(unitPath);
      return { id, lines: await computeScores(trx, act(visit), visit.actor, id) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/assessments/:id/freeze",
    access: { action: "assessments.run" },
    summary: "Freeze the year; the hash over all lines goes into the ledger",
    params: contract.idParams,
    body: contract.emptyBody,
    response: contract.freezeAnswer,
    handler: async (visit, trx) => {
      const { id, unitPath } = await getAssessment(trx, visit.params.id);
      visit.authorise(unitPath);
      return { id, ...(await freezeAssessment(trx, act(visit), visit.actor, id)) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/assessments/:id/publish",
    access: { action: "assessments.run" },
    summary: "Publish the frozen year once every appeal has its answer",
    params: contract.idParams,
    body: contract.emptyBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { id, unitPath } = await getAssessment(trx, visit.params.id);
      visit.authorise(unitPath);
      await publishAssessment(trx, act(visit), visit.actor, id);
      return { id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/score-lines/:id/judge",
    access: { action: "assessments.run" },
    summary: "What was seen on site for an inspected item",
    params: contract.idParams,
    body: contract.judgeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const line = await getLine(trx, visit.params.id);
      visit.authorise((await getAssessment(trx, line.assessmentId)).unitPath);
      await judgeLine(trx, act(visit), visit.actor, { lineId: line.id, ...visit.body });
      return { id: line.assessmentId };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/score-lines/:id/appeals",
    access: { action: "assessments.appeal" },
    summary: "A unit appeals against one frozen item of its own",
    params: contract.idParams,
    body: contract.appealBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const line = await getLine(trx, visit.params.id);
      visit.authorise(line.unitPath);
      return { id: await fileAppeal(trx, act(visit), visit.actor, { lineId: line.id, ...visit.body }) };
    },
  });
  for (const [verdict, body] of [
    ["uphold", contract.upholdBody],
    ["dismiss", contract.dismissBody],
  ] as const)
    routes.write({
      method: "POST",
      url: `/api/score-appeals/:id/${verdict}`,
      access: { action: "assessments.run" },
      summary: `A second person's word on an appeal: ${verdict}; the one item changes with a trace, or nothing does`,
      params: contract.idParams,
      body,
      response: contract.idAnswer,
      handler: async (visit, trx) => {
        const appeal = await getAppeal(trx, visit.params.id);
        visit.authorise(appeal.assessmentPath);
        await decideAppeal(trx, act(visit), visit.actor, { appealId: appeal.id, verdict, ...visit.body });
        return { id: appeal.assessmentId };
      },
    });
};
