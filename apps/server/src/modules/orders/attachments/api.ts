import Type from "typebox";
import { recordAudit } from "#kernel/audit.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { FileResult, Routes } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { id, idAnswer, idParams } from "../contract.ts";
import type { OrdersError } from "../errors.ts";
import { subjectOf } from "../portal-order.tsx";
import { getOrder } from "../queries.ts";
import { attachPaper, getAttachmentFile, maxPhotoBytes } from "./attach.ts";

const params = Type.Object({ id, attachmentId: id });

/** Drawn anew or measured by us when it came, so it may be shown and played in place. */
const inPlace = async (context: Context, fileId: string): Promise<FileResult> => {
  const { downloadName: _name, ...file } = await toDownload(context, fileId);
  return file;
};

/** The desk looks and listens, each time audited; the resident sees his own. */
export const registerAttachmentRoutes = (routes: Routes, context: Context): void => {
  const { db } = context;
  routes.write({
    method: "POST",
    url: "/api/orders/:id/paper",
    access: { action: "orders.attach_paper" },
    summary: "A photograph (multipart field `photo`) of the paper that an order came on",
    params: idParams,
    files: { fields: ["photo"], maxBytes: maxPhotoBytes },
    response: idAnswer,
    handler: async (visit, trx) => {
      const order = await getOrder(trx, visit.params.id);
      visit.authorise(order.owner_path);
      await attachPaper(trx, context, visit.person(), {
        orderId: order.id,
        files: visit.files,
        requestId: visit.requestId,
      });
      return { id: order.id };
    },
  });
  routes.file({
    url: "/api/orders/:id/attachments/:attachmentId",
    access: { action: "orders.contact" },
    params,
    handler: async (visit) => {
      const order = await getOrder(db, visit.params.id);
      visit.authorise(order.owner_path);
      const fileId = await getAttachmentFile(db, {
        orderId: order.id,
        attachmentId: visit.params.attachmentId,
      });
      await recordAudit(db, context, {
        actor: visit.actor,
        action: "orders.attachment",
        outcome: "read",
        unitId: order.owner_unit_id,
        record: { table: "orders", id: order.id },
        requestId: visit.requestId,
      });
      return inPlace(context, fileId);
    },
  });
  routes.file({
    url: "/my/orders/:id/attachments/:attachmentId",
    access: { action: "orders.own" },
    params,
    handler: async (visit) => {
      const order = await getOrder(db, visit.params.id);
      if (order.requester_person_id !== subjectOf(visit.person()))
        throw new AppError<OrdersError>("orders.not_found", { status: 404 });
      return inPlace(
        context,
        await getAttachmentFile(db, { orderId: order.id, attachmentId: visit.params.attachmentId }),
      );
    },
  });
};
