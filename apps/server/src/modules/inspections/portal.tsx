import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { getUnit } from "#modules/organisations/index.ts";
import * as contract from "./contract.ts";
import { keepEvidence, maxEvidenceBytes } from "./evidence-file.ts";
import { listOwnNotices } from "./notice-queries.ts";
import { receiveNotice } from "./notices.ts";
import { inspectionsPaths, toOwnRectificationPath } from "./paths.ts";
import {
  getInspectionByNo,
  getRectification,
  listPopulation,
  listRectifications,
  listSamples,
  listSteps,
} from "./queries.ts";
import { reportRectification } from "./rectifications.ts";
import { samplingRule } from "./sampling.ts";
import { NoticesPage, ProofPage, RectificationPage, RectificationsPage } from "./views.tsx";

const crumbs = [{ label: "我的", href: "/me" }];

/** What a liaison does on a phone, and the sample's proof for anybody. */
export const registerInspectionPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, policy } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });

  const noticesPage = async (visit: Visit, form: FormState): Promise<PageView> => ({
    title: "发给我们单位的通知",
    section: "me",
    breadcrumbs: crumbs,
    main: (
      <NoticesPage
        notices={
          (
            await listOwnNotices(
              db,
              { scope: policy.scopeOf(visit.actor, "inspections.read_own") },
              { page: 1, size: 50 },
            )
          ).rows
        }
        form={form}
        formKey={visit.formKey}
        now={visit.now}
      />
    ),
  });
  routes.page({
    url: inspectionsPaths.notices,
    access: { action: "inspections.read_own" },
    handler: async (visit) => {
      visit.scope();
      return noticesPage(visit, emptyForm);
    },
  });
  routes.form({
    url: inspectionsPaths.receive,
    access: { action: "inspections.respond" },
    body: contract.receiveBody,
    handler: async (visit, trx) => {
      visit.authorise((await getUnit(trx, visit.body.unitId, toDistrictDate(visit.now))).path);
      await receiveNotice(trx, act(visit), visit.actor, visit.body);
      return { redirect: inspectionsPaths.notices };
    },
    onRefusal: noticesPage,
  });

  routes.page({
    url: inspectionsPaths.rectifications,
    access: { action: "inspections.read_own" },
    handler: async (visit): Promise<PageView> => ({
      title: "要整改的事",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <RectificationsPage
          rectifications={
            (await listRectifications(db, { scope: visit.scope() }, { page: 1, size: 100 })).rows
          }
          now={visit.now}
          today={toDistrictDate(visit.now)}
        />
      ),
    }),
  });
  const rectificationPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const rectification = await getRectification(db, visit.params.id);
    visit.authorise(rectification.unitPath);
    const title = `整改 ${rectification.no} 号`;
    return {
      title: form === emptyForm ? title : `出错：${title}`,
      section: "me",
      breadcrumbs: [...crumbs, { label: "要整改的事", href: inspectionsPaths.rectifications }],
      main: (
        <RectificationPage
          rectification={rectification}
          steps={await listSteps(db, rectification.id)}
          mayReport={
            policy.decide(visit.actor, "inspections.respond", { unitPath: rectification.unitPath }).ok
          }
          form={form}
          formKey={visit.formKey}
          now={visit.now}
          today={toDistrictDate(visit.now)}
        />
      ),
    };
  };
  routes.page({
    url: inspectionsPaths.rectification,
    access: { action: "inspections.read_own" },
    params: contract.idParams,
    handler: (visit) => rectificationPage(visit, emptyForm),
  });
  routes.form({
    url: inspectionsPaths.rectification,
    access: { action: "inspections.respond" },
    params: contract.idParams,
    body: contract.reportBody,
    files: { fields: ["evidence"], maxBytes: maxEvidenceBytes },
    handler: async (visit, trx) => {
      const row = await getRectification(trx, visit.params.id);
      visit.authorise(row.unitPath);
      await reportRectification(trx, act(visit), visit.actor, {
        rectificationId: row.id,
        ...visit.body,
        evidenceFileId: await keepEvidence(trx, context, visit, row.unitId),
      });
      return { redirect: toOwnRectificationPath(row.id) };
    },
    onRefusal: rectificationPage,
  });

  routes.page({
    url: inspectionsPaths.proof,
    access: { allow: "public" },
    params: contract.noParams,
    handler: async (visit): Promise<PageView> => {
      const inspection = await getInspectionByNo(db, visit.params.no);
      return {
        title: `抽样公示：${inspection.title}`,
        breadcrumbs: [{ label: "首页", href: "/" }],
        main: (
          <ProofPage
            inspection={inspection}
            positions={(await listSamples(db, inspection.id)).map((sample) => sample.position)}
          />
        ),
      };
    },
  });
  routes.file({
    url: inspectionsPaths.proofFile,
    access: { allow: "public" },
    params: contract.noParams,
    handler: async (visit) => {
      const inspection = await getInspectionByNo(db, visit.params.no);
      const samples = await listSamples(db, inspection.id);
      return {
        contentType: "application/json; charset=utf-8",
        body: `${JSON.stringify(
          {
            inspectionNo: inspection.no,
            title: inspection.title,
            rule: samplingRule,
            periodFrom: inspection.periodFrom,
            periodTo: inspection.periodTo,
            sampleSize: inspection.sampleSize,
            factKinds: inspection.factKinds,
            announcedAt: inspection.announcedAt,
            announcedCheckpoint: inspection.announcedNote,
            populationHash: inspection.populationHash,
            population: (await listPopulation(db, inspection.id)).map(({ table, id }) => `${table}/${id}`),
            drawnCheckpoint: inspection.drawnNote,
            seed: inspection.seed,
            sample: samples.map((sample) => sample.position),
          },
          null,
          1,
        )}\n`,
      };
    },
  });
};
