import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Routes } from "#kernel/http-types.ts";
import { toXlsx, xlsxContentType } from "#kernel/xlsx-export.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { createChecklist, getChecklist, itemStateNames, listChecklists } from "./checklists.ts";
import { idAnswer, idParams } from "./contract.ts";
import * as contract from "./contract-units.ts";
import { getDocument } from "./documents.ts";
import type { EvidenceLinkView } from "./evidence.ts";
import { addMilestone, listMilestones, milestoneStateNames } from "./milestones.ts";
import { checklistKinds } from "./vocabulary.ts";

const toUse = (link: EvidenceLinkView) => ({
  linkId: link.id,
  id: link.evidenceId,
  title: link.evidenceTitle,
  happenedOn: link.happenedOn,
  unitName: link.unitName,
  hasFile: link.hasFile,
  removedAt: link.removedAt,
  removedReason: link.removedReason,
});

/** Milestones and checklists: both stand as their evidence stands, nobody ticks anything. */
export const registerChecklistRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.read({
    url: "/api/plan-documents/:id/milestones",
    access: { action: "plans.read" },
    summary: "Dated steps of a plan with their evidence, ended links too",
    params: idParams,
    response: contract.milestoneList,
    handler: async (visit) => {
      const document = await getDocument(db, visit.params.id);
      const asOf = toDistrictDate(visit.now);
      const rows = await listMilestones(db, { documentId: document.id, today: asOf });
      return {
        asOf,
        rows: rows.map((row) => ({
          id: row.id,
          title: row.title,
          dueOn: row.dueOn,
          unitName: row.unitName,
          taskId: row.taskId,
          taskCode: row.taskCode,
          status: row.state,
          statusName: milestoneStateNames[row.state],
          reachedOn: row.reachedOn,
          links: row.links.map(toUse),
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/plan-documents/:id/milestones",
    access: { action: "plans.manage" },
    summary: "Add a dated step to a plan",
    params: idParams,
    body: contract.milestoneBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getDocument(trx, visit.params.id)).unitPath);
      return {
        id: await addMilestone(trx, act(visit), visit.actor, { documentId: visit.params.id, ...visit.body }),
      };
    },
  });
  routes.read({
    url: "/api/checklists",
    access: { action: "plans.read" },
    summary: "Checklists with how much of each is done",
    response: contract.checklistList,
    handler: async () => ({
      rows: (await listChecklists(db)).map((list) => ({
        id: list.id,
        title: list.title,
        kindName: checklistKinds[list.kind],
        unitName: list.unitName,
        source: list.source,
        items: list.items.length,
        done: list.items.filter((item) => item.state === "done").length,
      })),
    }),
  });
  routes.read({
    url: "/api/checklists/:id",
    access: { action: "plans.read" },
    summary: "A checklist item by item with its evidence; what has none is the gap",
    params: idParams,
    response: contract.checklistAnswer,
    handler: async (visit) => {
      const list = await getChecklist(db, visit.params.id);
      return {
        id: list.id,
        title: list.title,
        kind: list.kind,
        kindName: checklistKinds[list.kind],
        unitName: list.unitName,
        source: list.source,
        items: list.items.map((item) => ({
          id: item.id,
          code: item.code,
          title: item.title,
          ownerName: item.ownerName,
          dueOn: item.dueOn,
          needed: item.needed,
          status: item.state,
          statusName: itemStateNames[item.state],
          links: item.links.map(toUse),
        })),
      };
    },
  });
  routes.file({
    url: "/api/checklists/:id/items.xlsx",
    access: { action: "plans.read" },
    params: idParams,
    handler: async (visit) => {
      const list = await getChecklist(db, visit.params.id);
      return {
        contentType: xlsxContentType,
        body: await toXlsx(list.items, {
          sheet: "清单",
          columns: [
            { header: "编号", value: (item) => item.code, width: 10 },
            { header: "要求", value: (item) => item.title, width: 60 },
            { header: "负责单位", value: (item) => item.ownerName, width: 24 },
            { header: "期限", value: (item) => item.dueOn, width: 12 },
            { header: "情况", value: (item) => itemStateNames[item.state], width: 12 },
            {
              header: "材料",
              value: (item) =>
                item.links
                  .filter((link) => link.removedAt === null)
                  .map((link) => link.evidenceTitle)
                  .join("；"),
              width: 60,
            },
          ],
        }),
        downloadName: "清单.xlsx",
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/checklists",
    access: { action: "plans.manage" },
    summary: "Set up a checklist with its items",
    body: contract.checklistBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      return { id: await createChecklist(trx, act(visit), visit.actor, visit.body) };
    },
  });
};
