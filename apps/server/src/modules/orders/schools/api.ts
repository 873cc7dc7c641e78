import type { Static } from "typebox";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import type { Routes } from "#kernel/http-types.ts";
import { toDownload } from "#kernel/stored-files.ts";
import { type consentView, idAnswer, idParams } from "../contract.ts";
import type { OrdersError } from "../errors.ts";
import { subjectOf } from "../portal-order.tsx";
import { getOrder } from "../queries.ts";
import { type ConsentView, readConsent, readSigner, recordConsent } from "./consents.ts";
import * as contract from "./contract.ts";
import { safetyText } from "./kindergartens.ts";

/** The workbench's view: where it stands, without the name of who signed. */
export const toConsentView = ({ asked, isOpen, little, given }: ConsentView): Static<typeof consentView> => ({
  asked,
  isOpen,
  signerPosition: given?.signerPosition ?? null,
  agreedOn: given?.agreedOn ?? null,
  classes: given?.classes ?? null,
  guardiansToldOn: given?.guardiansToldOn ?? null,
  adultsNeeded: little?.adultsNeeded ?? null,
  adultsCount: given?.adultsCount ?? null,
  safety: little === undefined ? null : safetyText(little),
  hasLetter: typeof given?.letterFileId === "string",
  wholeSeries: given?.wholeSeries ?? false,
  givenAt: given?.givenAt ?? null,
});

/** The desk's side of a school's consent (Y-30): recorded for a school that wrote or rang, and read, each time audited. */
export const registerSchoolRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, requestId: visit.requestId });
  routes.write({
    method: "POST",
    url: "/api/orders/:id/school-consent",
    access: { action: "orders.dispatch" },
    summary: "Record a school's written consent to an order",
    params: idParams,
    body: contract.consentBody,
    response: idAnswer,
    handler: async (visit, trx) => {
      const { id } = visit.params;
      visit.authorise((await getOrder(trx, id)).owner_path);
      await recordConsent(trx, act(visit), visit.person(), {
        ...visit.body,
        orderId: id,
        guardiansToldOn: visit.body.guardiansToldOn,
        adultsCount: visit.body.adultsCount,
        letterFileId: undefined,
      });
      return { id };
    },
  });
  routes.read({
    url: "/api/orders/:id/school-consent",
    access: { action: "orders.contact" },
    summary: "Who of the school agreed; each reading is audited",
    params: idParams,
    response: contract.signerAnswer,
    handler: async (visit) => {
      const order = await getOrder(db, visit.params.id);
      visit.authorise(order.owner_path);
      const { signerName } = await readSigner(db, act(visit), visit.actor, order);
      return { signerName };
    },
  });
  routes.file({
    url: "/api/orders/:id/school-letter",
    access: { action: "orders.contact" },
    params: idParams,
    handler: async (visit) => {
      const order = await getOrder(db, visit.params.id);
      visit.authorise(order.owner_path);
      const { letterFileId } = await readSigner(db, act(visit), visit.actor, order);
      if (letterFileId === null) throw new AppError<OrdersError>("orders.not_found", { status: 404 });
      return toDownload(context, letterFileId);
    },
  });
  routes.file({
    url: "/my/orders/:id/school-letter",
    access: { action: "orders.own" },
    params: idParams,
    handler: async (visit) => {
      const order = await getOrder(db, visit.params.id);
      const { given } = await readConsent(db, order);
      const fileId = given?.letterFileId;
      if (order.requester_person_id !== subjectOf(visit.person()) || typeof fileId !== "string")
        throw new AppError<OrdersError>("orders.not_found", { status: 404 });
      return toDownload(context, fileId);
    },
  });
};
