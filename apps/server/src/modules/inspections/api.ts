import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { factKinds } from "#kernel/facts.ts";
import type { Routes, Visit } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import {
  announceInspection,
  checkSample,
  concludeInspection,
  drawInspection,
  fileSelfCheck,
  freezePopulation,
} from "./inspections.ts";
import { toProofPath } from "./paths.ts";
import {
  getInspection,
  getSample,
  type InspectionView,
  isLate,
  listInspectedUnits,
  listInspections,
  listRectifications,
  listSamples,
  type RectificationView,
} from "./queries.ts";
import { orderRectification } from "./rectifications.ts";
import { samplingRule } from "./sampling.ts";
import { inspectionStatusNames, rectificationStatusNames, verdictNames } from "./state.ts";

export const toInspectionRow = (inspection: InspectionView) => ({
  id: inspection.id,
  no: inspection.no,
  unitId: inspection.unitId,
  unitName: inspection.unitName,
  title: inspection.title,
  periodFrom: inspection.periodFrom,
  periodTo: inspection.periodTo,
  sampleSize: inspection.sampleSize,
  status: inspection.status,
  statusName: inspectionStatusNames[inspection.status],
  announcedAt: inspection.announcedAt,
  populationCount: inspection.populationCount,
  failedCount: inspection.failedCount,
});

export const toRectificationRow = (row: RectificationView, today: string) => ({
  id: row.id,
  no: row.no,
  inspectionId: row.inspectionId,
  inspectionTitle: row.inspectionTitle,
  unitId: row.unitId,
  unitName: row.unitName,
  body: row.body,
  orderedOn: row.orderedOn,
  dueOn: row.dueOn,
  status: row.status,
  statusName: isLate(row, today) ? "逾期未改" : rectificationStatusNames[row.status],
  late: isLate(row, today),
});

const steps: Readonly<Record<InspectionView["status"], readonly (readonly [string, string])[]>> = {
  announced: [["freeze", "固定抽样总体"]],
  frozen: [["draw", "抽样"]],
  drawn: [["conclude", "反馈结果"]],
  concluded: [],
};

export const registerInspectionApi = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  const enter = async (visit: Visit<{ id: string }>): Promise<InspectionView> => {
    const inspection = await getInspection(db, visit.params.id);
    visit.authorise(inspection.unitPath);
    return inspection;
  };

  routes.read({
    url: "/api/inspections",
    access: { action: "inspections.read" },
    summary: "Inspections, the latest first",
    query: contract.inspectionQuery,
    response: contract.inspectionPage,
    handler: async (visit) => {
      const { page = 1, size = 50, status } = visit.query;
      const listed = await listInspections(db, { status }, { page, size });
      return { rows: listed.rows.map(toInspectionRow), total: listed.total, page, size };
    },
  });
  routes.read({
    url: "/api/inspections/:id",
    access: { action: "inspections.read" },
    summary: "An inspection with its rule, population hash, seed, sample, findings and orders",
    params: contract.idParams,
    response: contract.inspectionAnswer,
    handler: async (visit) => {
      const inspection = await getInspection(db, visit.params.id);
      const today = toDistrictDate(visit.now);
      const may = policy.decide(visit.actor, "inspections.run", { unitPath: inspection.unitPath });
      const names = new Map(factKinds().map((kind) => [kind.kind, kind.name]));
      const orders = await listRectifications(
        db,
        { scope: "everywhere", inspectionId: inspection.id },
        { page: 1, size: 500 },
      );
      return {
        ...toInspectionRow(inspection),
        factKindNames: inspection.factKinds.map((kind) => names.get(kind) ?? kind),
        rule: samplingRule,
        announcedNote: inspection.announcedNote,
        populationHash: inspection.populationHash,
        drawnNote: inspection.drawnNote,
        seed: inspection.seed,
        proofHref: toProofPath(inspection.no),
        conclusion: inspection.conclusion,
        units: (await listInspectedUnits(db, inspection.id)).map(({ unitPath: _path, ...unit }) => unit),
        samples: (await listSamples(db, inspection.id)).map((sample) => ({
          ...sample,
          verdictName: verdictNames[sample.verdict],
        })),
        rectifications: orders.rows.map((row) => toRectificationRow(row, today)),
        nextActions: steps[inspection.status].map(([action, label]) => ({
          action,
          label,
          allowed: may.ok,
          ...(may.ok ? {} : { reason: `由${inspection.unitName}来办。` }),
        })),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/inspections",
    access: { action: "inspections.run" },
    summary: "Announce an inspection; the first half of the seed is published now",
    body: contract.inspectionBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const today = toDistrictDate(visit.now);
      for (const unitId of [visit.body.unitId, ...visit.body.unitIds])
        visit.authorise((await getUnit(trx, unitId, today)).path);
      return { id: await announceInspection(trx, act(visit), visit.actor, visit.body) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/inspections/:id/self-checks",
    access: { action: "inspections.respond" },
    summary: "An inspected unit says how it stands",
    params: contract.idParams,
    body: contract.selfCheckBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      await fileSelfCheck(trx, act(visit), visit.actor, { inspectionId: visit.params.id, ...visit.body });
      return { id: visit.params.id };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/inspections/:id/freeze",
    access: { action: "inspections.run" },
    summary: "Freeze the population; its hash goes into the ledger",
    params: contract.idParams,
    body: contract.emptyBody,
    response: contract.freezeAnswer,
    handler: async (visit, trx) => {
      const { id } = await enter(visit);
      return { id, count: await freezePopulation(trx, act(visit), visit.actor, id) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/inspections/:id/draw",
    access: { action: "inspections.run" },
    summary: "Draw the sample by the seed that the first checkpoint after the freeze gives",
    params: contract.idParams,
    body: contract.emptyBody,
    response: contract.drawAnswer,
    handler: async (visit, trx) => {
      const { id } = await enter(visit);
      return { id, ...(await drawInspection(trx, act(visit), visit.actor, id)) };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/inspection-samples/:id/check",
    access: { action: "inspections.run" },
    summary: "What was seen on site for one record of the sample",
    params: contract.idParams,
    body: contract.checkBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const sample = await getSample(trx, visit.params.id);
      visit.authorise(sample.unitPath);
      await checkSample(trx, act(visit), visit.actor, { sampleId: visit.params.id, ...visit.body });
      return { id: sample.inspectionId };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/inspection-samples/:id/order",
    access: { action: "inspections.run" },
    summary: "Order the unit to put a failed sample right by a day",
    params: contract.idParams,
    body: contract.orderBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const sample = await getSample(trx, visit.params.id);
      visit.authorise(sample.unitPath);
      return {
        id: await orderRectification(trx, act(visit), visit.actor, {
          inspectionId: sample.inspectionId,
          sampleId: visit.params.id,
          unitId: sample.unitId,
          ...visit.body,
        }),
      };
    },
  });
  routes.write({
    method: "POST",
    url: "/api/inspections/:id/conclude",
    access: { action: "inspections.run" },
    summary: "Feed the result back: every unit gets its letter",
    params: contract.idParams,
    body: contract.concludeBody,
    response: contract.idAnswer,
    handler: async (visit, trx) => {
      const { id } = await enter(visit);
      await concludeInspection(trx, act(visit), visit.actor, { inspectionId: id, ...visit.body });
      return { id };
    },
  });
};
