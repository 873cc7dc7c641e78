import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { readFaces } from "#kernel/face-photo.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { listSessionsOf } from "#modules/activities/index.ts";
import { listOwnOrders } from "#modules/orders/index.ts";
import { appealComplaint, fileComplaint, withdrawComplaint } from "./commands.ts";
import type { ComplaintsError } from "./errors.ts";
import * as contract from "./contract.ts";
import { getPhotoFile, keepPhotos, maxPhotoBytes } from "./photos.ts";
import { complaintsPaths } from "./paths.ts";
import { listOwnComplaints } from "./queries.ts";
import { ComplaintsPage } from "./views.tsx";

const files = { fields: ["photo"], maxBytes: maxPhotoBytes };
const own = { action: "complaints.own" } as const;

/** A resident's complaints: what was said, who answers by when, the answer, the objection. */
export const registerComplaintPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const page = async (visit: Visit, form: FormState): Promise<PageView> => {
    const { personId } = visit.person();
    const orders = await listOwnOrders(db, personId);
    return {
      title: "我的投诉",
      section: "me",
      breadcrumbs: [{ label: "我的", href: "/me" }],
      main: (
        <ComplaintsPage
          complaints={await listOwnComplaints(db, context, personId)}
          orders={orders}
          sessions={await listSessionsOf(db, { personId, now: visit.now })}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({
    url: complaintsPaths.own,
    access: own,
    query: contract.pageQuery,
    // From the page of an order or a registration: it is chosen already.
    handler: (visit) => {
      const { orderId, sessionId } = visit.query;
      if (orderId === undefined && sessionId === undefined) return page(visit, emptyForm);
      const values = orderId === undefined ? { sessionId: sessionId ?? "" } : { orderId };
      return page(visit, { values, errors: {} });
    },
  });
  routes.form({
    url: complaintsPaths.own,
    access: own,
    body: contract.fileBody,
    files,
    handler: async (visit, trx) => {
      const complaintId = await fileComplaint(trx, act(visit), visit.person(), visit.body);
      await keepPhotos(trx, context, visit.person(), {
        complaintId,
        files: visit.files,
        said: readFaces(visit.body),
        requestId: visit.requestId,
      });
      return { redirect: complaintsPaths.own };
    },
    onRefusal: page,
  });
  routes.form({
    url: complaintsPaths.photos,
    access: own,
    params: contract.idParams,
    body: contract.photoBody,
    files,
    handler: async (visit, trx) => {
      const kept = await keepPhotos(trx, context, visit.person(), {
        complaintId: visit.params.id,
        files: visit.files,
        said: readFaces(visit.body),
        requestId: visit.requestId,
      });
      if (kept === 0)
        throw new AppError<ComplaintsError>("complaints.photo_missing", {
          fields: { photo: "complaints.photo_missing" },
        });
      return { redirect: complaintsPaths.own };
    },
    onRefusal: page,
  });
  routes.file({
    url: complaintsPaths.photo,
    access: own,
    params: contract.photoParams,
    handler: async (visit) => {
      const fileId = await getPhotoFile(db, {
        complaintId: visit.params.id,
        photoId: visit.params.photoId,
        personId: visit.person().personId,
      });
      // Drawn anew when it came, so it may be shown in place.
      const { downloadName: _name, ...file } = await toDownload(context, fileId);
      return { ...file, cacheControl: "private, no-store" };
    },
  });
  routes.form({
    url: complaintsPaths.act.replace(":act", "appeal"),
    access: own,
    params: contract.idParams,
    body: contract.appealBody,
    handler: async (visit, trx) => {
      const input = { complaintId: visit.params.id, reason: visit.body.reason };
      await appealComplaint(trx, act(visit), visit.person(), input);
      return { redirect: complaintsPaths.own };
    },
    onRefusal: page,
  });
  routes.form({
    url: complaintsPaths.act.replace(":act", "withdraw"),
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await withdrawComplaint(trx, act(visit), visit.person(), visit.params.id);
      return { redirect: complaintsPaths.own };
    },
    onRefusal: page,
  });
};
