import { countAttempt } from "#kernel/attempts.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import type { Trx } from "#kernel/db.ts";
import { readFaces } from "#kernel/face-photo.ts";
import type { FacesSaid } from "#kernel/face-places.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { getVisitPhotoFile, keepVisitPhotos, maxPhotoBytes } from "./photos.ts";
import * as contract from "./contract.ts";
import type { CommissionersError } from "./errors.ts";
import { confirmByCode, confirmByOther, disputeLog, logVisit } from "./logs.ts";
import { commissionersPaths } from "./paths.ts";
import { getLog, listLogsOf, listOwnContracts, listRequests, listScores } from "./queries.ts";
import { CommissionerPage, FarmPage, PhotosPage } from "./views.tsx";

const own = { action: "commissioners.own" } as const;
const crumbs = [{ label: "我的", href: "/me" }];
const hourMs = 3_600_000;
const files = { fields: ["photo"], maxBytes: maxPhotoBytes };

/** Phone pages: a commissioner's visits, and the farmer's word on them. */
export const registerCommissionerPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const keep = (visit: Visit, trx: Trx, input: { logId: string; said: FacesSaid | undefined }) =>
    keepVisitPhotos(trx, context, visit.person(), {
      ...input,
      files: visit.files,
      requestId: visit.requestId,
    });

  const page = async (visit: Visit, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    const today = toDistrictDate(visit.now);
    const scores = await listScores(db, {
      scope: "everywhere",
      year: Number(today.slice(0, 4)),
      personId,
    });
    const requests = await listRequests(db, personId);
    const { query } = visit.request;
    const inAddress =
      typeof query === "object" && query !== null && "order" in query ? query.order : undefined;
    // A refused form still belongs to its order.
    const asked = form.values["orderId"] ?? inAddress;
    return {
      title: "我的特派员服务",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <CommissionerPage
          contracts={await listOwnContracts(db, personId)}
          logs={await listLogsOf(db, { commissionerId: personId })}
          requests={requests}
          chosen={requests.find((one) => one.orderId === asked)}
          score={scores.reduce((sum, one) => sum + one.score, 0)}
          form={form}
          formKey={visit.formKey}
          today={today}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({
    url: commissionersPaths.own,
    access: own,
    query: contract.ownQuery,
    handler: (visit) => page(visit, emptyForm),
  });
  routes.form({
    url: commissionersPaths.own,
    access: own,
    body: contract.logBody,
    files,
    handler: async (visit, trx) => {
      const { day, time, faces: _faces, parts: _parts, ...input } = visit.body;
      const visitedAt = new Date(`${day}T${time}:00+08:00`);
      if (Number.isNaN(visitedAt.getTime()))
        throw new AppError<CommissionersError>("commissioners.visit_time", {
          fields: { day: "commissioners.visit_time" },
        });
      const logId = await logVisit(trx, act(visit), visit.person(), { ...input, visitedAt });
      await keep(visit, trx, { logId, said: readFaces(visit.body) });
      return { redirect: commissionersPaths.own };
    },
    onRefusal: page,
  });
  const photosPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const log = await getLog(db, visit.params.id);
    if (log.personId !== visit.person().personId)
      throw new AppError<CommissionersError>("commissioners.log_not_found", { status: 404 });
    return {
      title: "加照片",
      section: "me",
      breadcrumbs: [...crumbs, { label: "我的特派员服务", href: commissionersPaths.own }],
      main: <PhotosPage log={log} form={form} formKey={visit.formKey} now={visit.now} />,
    };
  };
  routes.page({
    url: commissionersPaths.photos,
    access: own,
    params: contract.idParams,
    handler: (visit) => photosPage(visit, emptyForm),
  });
  routes.form({
    url: commissionersPaths.photos,
    access: own,
    params: contract.idParams,
    body: contract.photoBody,
    files,
    handler: async (visit, trx) => {
      if ((await keep(visit, trx, { logId: visit.params.id, said: readFaces(visit.body) })) === 0)
        throw new AppError<CommissionersError>("commissioners.photo_missing", {
          fields: { photo: "commissioners.photo_missing" },
        });
      return { redirect: commissionersPaths.own };
    },
    onRefusal: photosPage,
  });
  routes.file({
    url: commissionersPaths.photo,
    access: own,
    params: contract.photoParams,
    handler: async (visit) => {
      const { id, photoId } = visit.params;
      const { personId } = visit.person();
      const fileId = await getVisitPhotoFile(db, { logId: id, photoId, personId });
      // Drawn anew when it came, so it may be shown in place.
      const { downloadName: _name, ...file } = await toDownload(context, fileId);
      return { ...file, cacheControl: "private, no-store" };
    },
  });
  routes.form({
    url: commissionersPaths.confirm,
    access: own,
    params: contract.idParams,
    body: contract.codeBody,
    // A code has a million values: guesses at one visit are counted.
    beforeTransaction: async (visit) =>
      countAttempt(db, context, `${visit.person().personId} ${visit.params.id}`, {
        purpose: "commissioners.confirm",
        windowMs: hourMs,
        limit: 10,
      }),
    handler: async (visit, trx) => {
      const input = { logId: visit.params.id, code: visit.body.code };
      await confirmByCode(trx, act(visit), visit.person(), input);
      return { redirect: commissionersPaths.own };
    },
    onRefusal: page,
  });

  const farmPage = async (visit: Visit, form: FormState): Promise<PageView> => ({
    title: "特派员来过的服务",
    section: "me",
    breadcrumbs: crumbs,
    main: (
      <FarmPage
        logs={await listLogsOf(db, { farmerId: visit.person().personId })}
        form={form}
        formKey={visit.formKey}
        now={visit.now}
      />
    ),
  });
  routes.page({ url: commissionersPaths.farm, access: own, handler: (visit) => farmPage(visit, emptyForm) });
  routes.form({
    url: commissionersPaths.farmAct.replace(":act", "confirm"),
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await confirmByOther(trx, act(visit), visit.person(), { logId: visit.params.id, by: "farmer" });
      return { redirect: commissionersPaths.farm };
    },
    onRefusal: farmPage,
  });
  routes.form({
    url: commissionersPaths.farmAct.replace(":act", "dispute"),
    access: own,
    params: contract.idParams,
    body: contract.reasonBody,
    handler: async (visit, trx) => {
      const input = { logId: visit.params.id, reason: visit.body.reason, by: "farmer" as const };
      await disputeLog(trx, act(visit), visit.person(), input);
      return { redirect: commissionersPaths.farm };
    },
    onRefusal: farmPage,
  });
};
