import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { pillarCodes, pillars } from "#kernel/pillars.ts";
import { sheetLimits } from "#kernel/sheet-reader.ts";
import { toXlsx, xlsxContentType } from "#kernel/xlsx-export.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { applyProposal, proposeTasks } from "./apply-suggestions.ts";
import * as contract from "./contract.ts";
import {
  bringIntoForce,
  discardDocument,
  getDocument,
  importDocument,
  listDocuments,
  readPlan,
} from "./documents.ts";
import type { PlansError } from "./errors.ts";
import { getLink, linkClauses, listClauses, listLinks, unlinkClauses } from "./links.ts";
import { exportOwners, importOwners } from "./owner-sheet.ts";
import { progressStatusNames } from "./progress-rule.ts";
import { listTasks } from "./queries.ts";
import { readStanding } from "./standing.ts";
import { documentStates } from "./state.ts";
import { clonePlan } from "./succession.ts";
import { makeTasks } from "./tasks.ts";
import { toDocumentRow, toTaskRow } from "./views.ts";
import { documentLevels } from "./vocabulary.ts";

const planFileBytes = 20 * 1024 * 1024;

const acts = [
  { action: "bring-into-force", event: "bring_into_force", label: "开始施行" },
  { action: "discard", event: "discard", label: "作废草稿" },
] as const;

/** The plan's tasks as rows, with how each stands today. */
export const readTaskRows = async (context: Context, documentId: string, asOf: string) => {
  const { tasks, parts, progress, trends } = await readStanding(context.db, { documentId, asOf });
  return tasks.map((task) =>
    toTaskRow(task, progress.get(task.id), parts.get(task.id) ?? [], trends.get(task.id) ?? null),
  );
};

export const registerDocumentRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const enter = async (visit: Visit<{ id: string }>): Promise<void> =>
    visit.authorise((await getDocument(db, visit.params.id)).unitPath);

  routes.read({
    url: "/api/plan-documents",
    access: { action: "plans.read" },
    summary: "Plans and upper documents, newest first",
    response: contract.documentList,
    handler: async () => ({ rows: (await listDocuments(db)).map(toDocumentRow) }),
  });
  routes.read({
    url: "/api/plan-documents/:id",
    access: { action: "plans.read" },
    summary:
      "A document with its tree, what the parser found odd, its tasks and how they stand, and what can be done",
    params: contract.idParams,
    query: contract.asOfQuery,
    response: contract.documentAnswer,
    handler: async (visit) => {
      const document = await getDocument(db, visit.params.id);
      const asOf = visit.query.asOf ?? toDistrictDate(visit.now);
      const tasks = await readTaskRows(context, document.id, asOf);
      const suggestions =
        document.status === "draft" && document.level === "district"
          ? await proposeTasks(db, { documentId: document.id, now: visit.now })
          : [];
      const may = policy.decide(visit.actor, "plans.manage", { unitPath: document.unitPath });
      const taken = new Set(tasks.map((task) => task.clauseId));
      return {
        ...toDocumentRow(document),
        diagnostics: [...document.diagnostics],
        clauses: (await listClauses(db, document.id)).map(({ seq: _seq, ...clause }) => ({
          ...clause,
          sentences: [...clause.sentences],
        })),
        tasks,
        suggestions: suggestions
          .filter((one) => !taken.has(one.clauseId))
          .map((one) => ({
            clauseId: one.clauseId,
            nodeId: one.nodeId,
            code: one.code,
            title: one.title,
            dueOn: one.dueOn ?? null,
            audiences: [...(one.audiences ?? [])],
            pillars: [...(one.pillars ?? [])],
            units: one.units.map(({ unitId, part }) => ({ unitId, part })),
            unknownNames: [...one.unknownNames],
            targets: one.targets.length,
          })),
        pillarCounts: pillarCodes.map((pillar) => {
          const own = tasks.filter((task) => task.pillars.includes(pillar));
          return {
            pillar,
            name: pillars[pillar],
            tasks: own.length,
            onTrack: own.filter((task) => task.status === "done" || task.status === "on_track").length,
          };
        }),
        nextActions: [
          ...acts.filter(({ event }) => documentStates.next(document.status, event) !== undefined),
          ...(document.level === "district" && ["in_force", "expired", "superseded"].includes(document.status)
            ? [{ action: "clone", label: "复制为下一期" }]
            : []),
        ].map(({ action, label }) => ({
          action,
          label,
          allowed: may.ok,
          ...(may.ok ? {} : { reason: `由${document.unitName}的督导员来办。` }),
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-documents",
    access: { action: "plans.manage" },
    summary:
      "Read a plan (.docx, .txt or .md, multipart field `file`) into a draft: its tree and what is odd in it",
    files: { fields: ["file"], maxBytes: planFileBytes },
    body: contract.importBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { unitId, ...about } = visit.body;
      visit.authorise((await getUnit(trx, unitId, toDistrictDate(visit.now))).path);
      const [file] = visit.files;
      if (file === undefined)
        throw new AppError<PlansError>("plans.no_file", { fields: { file: "plans.no_file" } });
      const read = await readPlan({ name: file.filename, bytes: file.bytes });
      return { id: await importDocument(trx, act(visit), visit.actor, { unitId, ...about, read }) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-documents/:id/tasks",
    access: { action: "plans.manage" },
    summary: "Make tasks of clauses, as the grid says, all or none",
    params: contract.idParams,
    body: contract.tasksBody,
    response: contract.tasksAnswer,
    handler: async (visit, trx) => {
      await enter(visit);
      const ids = await makeTasks(trx, act(visit), visit.actor, {
        documentId: visit.params.id,
        tasks: visit.body.tasks,
      });
      return { ids: [...ids] };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-documents/:id/suggested-tasks",
    access: { action: "plans.manage" },
    summary:
      "Make tasks of the chosen clauses as the tree suggests them, with owners and targets read from the words",
    params: contract.idParams,
    body: contract.suggestedBody,
    response: contract.suggestedAnswer,
    handler: async (visit, trx) => {
      await enter(visit);
      const chosen = new Set(visit.body.clauseIds);
      const tasks = await proposeTasks(trx, {
        documentId: visit.params.id,
        now: visit.now,
        defaultLeadUnitId: visit.body.defaultLeadUnitId,
      });
      const made = await applyProposal(trx, act(visit), visit.actor, {
        documentId: visit.params.id,
        tasks: tasks.filter((task) => chosen.has(task.clauseId)),
      });
      return { tasks: made.taskIds.length, targets: made.targets, withoutStart: made.withoutStart };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-documents/:id/bring-into-force",
    access: { action: "plans.manage" },
    summary: "From now on the document counts; a plan that it replaces is superseded",
    params: contract.idParams,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await enter(visit);
      await bringIntoForce(trx, act(visit), visit.actor, visit.params.id);
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-documents/:id/discard",
    access: { action: "plans.manage" },
    summary: "Put a draft aside, with a reason",
    params: contract.idParams,
    body: contract.reasonBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await enter(visit);
      await discardDocument(trx, act(visit), visit.actor, {
        documentId: visit.params.id,
        reason: visit.body.reason,
      });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-documents/:id/clone",
    access: { action: "plans.manage" },
    summary: "Copy a plan as the draft of the next period; the old one stays as it is",
    params: contract.idParams,
    body: contract.cloneBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      await enter(visit);
      return {
        id: await clonePlan(trx, act(visit), visit.actor, { documentId: visit.params.id, ...visit.body }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-documents/:id/owners",
    access: { action: "plans.manage" },
    summary:
      "Set who leads and supports from a table (.xlsx or .csv) with the columns of owners.xlsx; all rows or none",
    params: contract.idParams,
    files: { fields: ["file"], maxBytes: sheetLimits.maxBytes },
    response: contract.ownersAnswer,
    handler: async (visit, trx) => {
      await enter(visit);
      const [file] = visit.files;
      if (file === undefined)
        throw new AppError<PlansError>("plans.no_file", { fields: { file: "plans.no_file" } });
      return {
        tasks: await importOwners(trx, act(visit), visit.actor, {
          documentId: visit.params.id,
          bytes: file.bytes,
        }),
      };
    },
  });
  routes.file({
    url: "/api/plan-documents/:id/owners.xlsx",
    access: { action: "plans.read" },
    params: contract.idParams,
    handler: async (visit) => {
      const document = await getDocument(db, visit.params.id);
      return {
        contentType: xlsxContentType,
        body: await exportOwners(db, document.id),
        downloadName: "任务分工.xlsx",
      };
    },
  });
  routes.file({
    url: "/api/plan-documents/:id/tasks.xlsx",
    access: { action: "plans.read" },
    params: contract.idParams,
    handler: async (visit) => {
      const document = await getDocument(db, visit.params.id);
      const rows = await readTaskRows(context, document.id, toDistrictDate(visit.now));
      const namesOf = (row: (typeof rows)[number], part: string): string =>
        row.units
          .filter((unit) => unit.part === part)
          .map((unit) => unit.unitName)
          .join("、");
      return {
        contentType: xlsxContentType,
        body: await toXlsx(rows, {
          sheet: "任务进展",
          columns: [
            { header: "编号", value: (row) => row.code, width: 10 },
            { header: "任务", value: (row) => row.title, width: 40 },
            { header: "条款", value: (row) => row.clauseNo, width: 10 },
            { header: "牵头单位", value: (row) => namesOf(row, "lead"), width: 30 },
            { header: "配合单位", value: (row) => namesOf(row, "support"), width: 40 },
            { header: "完成日期", value: (row) => row.dueOn, width: 12 },
            { header: "状态", value: (row) => progressStatusNames[row.status], width: 12 },
            { header: "进展", value: (row) => row.progressText ?? row.missing, width: 28 },
            { header: "近一月", value: (row) => row.trend, width: 10 },
            { header: "未纳入的单位数", value: (row) => row.unadopted, width: 16 },
          ],
        }),
        downloadName: "任务进展.xlsx",
      };
    },
  });
  registerCrosswalk(routes, context);
};

const registerCrosswalk = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/plan-documents/:id/crosswalk",
    access: { action: "plans.read" },
    summary: "Upper documents clause by clause with the tasks that carry them out, gaps shown",
    params: contract.idParams,
    response: contract.crosswalkAnswer,
    handler: async (visit) => {
      const document = await getDocument(db, visit.params.id);
      const uppers = (await listDocuments(db)).filter((one) => one.level !== "district");
      const links = await listLinks(db, document.id);
      const tasks = await listTasks(db, { documentId: document.id });
      const byClause = Map.groupBy(tasks, (task) => task.clauseId);
      const own = new Map((await listClauses(db, document.id)).map((clause) => [clause.id, clause]));
      const linked = new Set(links.map((link) => link.clauseId));
      const upper = [];
      for (const one of uppers)
        for (const clause of await listClauses(db, one.id)) {
          if (clause.kind !== "numbered") continue;
          upper.push({
            documentId: one.id,
            clauseId: clause.id,
            nodeId: clause.nodeId,
            heading: clause.heading ?? clause.sentences[0]?.text ?? clause.nodeId,
            tasks: links
              .filter((link) => link.upperClauseId === clause.id)
              .map((link) => {
                const task = byClause.get(link.clauseId)?.[0];
                return {
                  linkId: link.linkId,
                  taskId: task?.id ?? null,
                  code: task?.code ?? null,
                  title: task?.title ?? own.get(link.clauseId)?.heading ?? link.clauseId,
                };
              }),
          });
        }
      return {
        documents: uppers.map((one) => ({
          id: one.id,
          title: one.title,
          levelName: documentLevels[one.level],
        })),
        upper,
        unlinked: tasks
          .filter((task) => !linked.has(task.clauseId))
          .map(({ id, code, title, clauseId }) => ({ id, code, title, clauseId })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/clause-links",
    access: { action: "plans.manage" },
    summary: "Lay a clause of the plan beside the upper clause that it carries out",
    body: contract.linkBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const clause = await trx
        .selectFrom("plan_clauses")
        .select("document_id")
        .where("id", "=", visit.body.clauseId)
        .executeTakeFirst();
      if (clause === undefined) throw new AppError<PlansError>("plans.clause_not_found", { status: 404 });
      visit.authorise((await getDocument(trx, clause.document_id)).unitPath);
      return { id: await linkClauses(trx, act(visit), visit.actor, visit.body) };
    },
  });
  routes.write({
    method: "DELETE",
    url: "/api/clause-links/:id",
    access: { action: "plans.manage" },
    summary: "Take a link of two clauses away",
    params: contract.idParams,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getLink(trx, visit.params.id)).document.unitPath);
      await unlinkClauses(trx, act(visit), visit.actor, visit.params.id);
      return { id: visit.params.id };
    },
  });
};
