import Type from "typebox";
import { countAttempt } from "#kernel/attempts.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { listTeamsById } from "#modules/teams/index.ts";
import { attachToOrder, keepAttachments, listAttachments, maxPhotoBytes } from "./attachments/attach.ts";
import { maxVoiceBytes } from "#kernel/voice-message.ts";
import * as contract from "./contract.ts";
import { confirmOwnOrder, reopenOwnOrder, withdrawOrder } from "./desk.ts";
import type { OrdersError } from "./errors.ts";
import { ordersPaths, toOwnOrderPath } from "./paths.ts";
import { subjectOf } from "./portal-order.tsx";
import { findOrderByNo, getOrder, listHistory, listOwnOrders, openSealed } from "./queries.ts";
import { findRollSide } from "./rolls/rolls.ts";
import { listRatings, rateOrder } from "./ratings.ts";
import { unmergeOwnOrder } from "./together/merge.ts";
import { giveOwnConsent, readConsent } from "./schools/consents.ts";
import { ownConsentBody } from "./schools/contract.ts";
import { keepLetter, maxLetterBytes } from "./schools/letters.ts";
import { readTies } from "./together/ties.ts";
import { OwnOrderPage, OwnOrdersPage, RatedPage, RatePage } from "./views-own.tsx";
import { parseOrderNo } from "./vocabulary.ts";

const own = { action: "orders.own" } as const;
const anyone = { allow: "public" } as const;
const crumbs = [
  { label: "我的", href: "/me" },
  { label: "我的点单", href: ordersPaths.own },
];
const hourMs = 3_600_000;

/** Whole numbers, in full-width digits too; what is none is no number, and the command says so at its field. */
const toCount = (text: string): number => {
  const digits = text.replaceAll(/[０-９]/gu, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0));
  return /^\d{1,3}$/u.test(digits) ? Number(digits) : Number.NaN;
};

/** A resident's own orders: where each stands, what comes next, what he can do; and rating by code for who was there. */
export const registerOwnOrderPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });

  routes.page({
    url: ordersPaths.own,
    access: own,
    handler: async (visit): Promise<PageView> => ({
      title: "我的点单",
      section: "order",
      breadcrumbs: crumbs.slice(0, 1),
      main: <OwnOrdersPage orders={await listOwnOrders(db, subjectOf(visit.person()))} now={visit.now} />,
    }),
  });

  const orderPage = async (
    visit: Visit<{ id: string }>,
    form: FormState,
    isNew: "new" | "known",
  ): Promise<PageView> => {
    const order = await getOrder(db, visit.params.id);
    if (order.requester_person_id !== subjectOf(visit.person()))
      throw new AppError<OrdersError>("orders.not_found", { status: 404 });
    const sealed = openSealed(context, order);
    const teams = await listTeamsById(db, order.team_id === null ? [] : [order.team_id]);
    return {
      title: form === emptyForm ? order.title : `出错：${order.title}`,
      section: "order",
      breadcrumbs: crumbs,
      main: (
        <OwnOrderPage
          order={order}
          details={sealed.details}
          address={sealed.address}
          code={sealed.code}
          teamName={teams[0]?.name}
          attachments={await listAttachments(db, order.id)}
          consent={await readConsent(db, order)}
          hasRoll={(await findRollSide(db, order, visit.person())) !== undefined}
          ties={await readTies(db, order)}
          history={await listHistory(db, order.id)}
          ratings={await listRatings(db, context, order.id)}
          isNew={isNew === "new"}
          form={form}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    };
  };
  routes.page({
    url: ordersPaths.order,
    access: own,
    params: contract.idParams,
    query: Type.Object({ new: Type.Optional(Type.Literal("yes")) }),
    handler: (visit) => orderPage(visit, emptyForm, visit.query.new === "yes" ? "new" : "known"),
  });

  const path = (verb: string): string => ordersPaths.act.replace(":act", verb);
  routes.form({
    url: path("withdraw"),
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await withdrawOrder(trx, act(visit), visit.person(), visit.params.id);
      return { redirect: toOwnOrderPath(visit.params.id) };
    },
    onRefusal: (visit, form) => orderPage(visit, form, "known"),
  });
  routes.form({
    url: path("attach"),
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    files: { fields: ["photo", "voice"], maxBytes: maxPhotoBytes },
    handler: async (visit, trx) => {
      await attachToOrder(trx, context, visit.person(), {
        orderId: visit.params.id,
        files: visit.files,
        requestId: visit.requestId,
      });
      return { redirect: toOwnOrderPath(visit.params.id) };
    },
    onRefusal: (visit, form) => orderPage(visit, form, "known"),
  });
  routes.form({
    url: path("school-consent"),
    access: own,
    params: contract.idParams,
    body: ownConsentBody,
    files: { fields: ["letter"], maxBytes: maxLetterBytes },
    handler: async (visit, trx) => {
      const { body, files, requestId } = visit;
      const person = visit.person();
      const told = body.guardiansToldOn ?? "";
      const adults = (body.adultsCount ?? "").trim();
      await giveOwnConsent(trx, act(visit), person, {
        orderId: visit.params.id,
        signerName: body.signerName ?? "",
        signerPosition: body.signerPosition ?? "",
        agreedOn: body.agreedOn ?? "",
        classes: body.classes ?? "",
        guardiansToldOn: told === "" ? undefined : told,
        adultsCount: adults === "" ? undefined : toCount(adults),
        confirmed: body.confirmed === "yes" ? "yes" : "no",
        letterFileId: await keepLetter(trx, context, person, { files, requestId }),
      });
      return { redirect: toOwnOrderPath(visit.params.id) };
    },
    onRefusal: (visit, form) => orderPage(visit, form, "known"),
  });
  routes.form({
    url: path("unmerge"),
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await unmergeOwnOrder(trx, act(visit), visit.person(), visit.params.id);
      return { redirect: toOwnOrderPath(visit.params.id) };
    },
    onRefusal: (visit, form) => orderPage(visit, form, "known"),
  });
  routes.form({
    url: path("confirm"),
    access: own,
    params: contract.idParams,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await confirmOwnOrder(trx, act(visit), visit.person(), visit.params.id);
      return { redirect: toOwnOrderPath(visit.params.id) };
    },
    onRefusal: (visit, form) => orderPage(visit, form, "known"),
  });
  routes.form({
    url: path("reopen"),
    access: own,
    params: contract.idParams,
    body: contract.reasonBody,
    handler: async (visit, trx) => {
      await reopenOwnOrder(trx, act(visit), visit.person(), {
        orderId: visit.params.id,
        reason: visit.body.reason,
      });
      return { redirect: toOwnOrderPath(visit.params.id) };
    },
    onRefusal: (visit, form) => orderPage(visit, form, "known"),
  });
  routes.form({
    url: path("rate"),
    access: own,
    params: contract.idParams,
    body: contract.rateBody,
    files: { fields: ["voice"], maxBytes: maxVoiceBytes },
    handler: async (visit, trx) => {
      const order = await getOrder(trx, visit.params.id);
      if (order.requester_person_id !== subjectOf(visit.person()))
        throw new AppError<OrdersError>("orders.not_yours", { status: 403 });
      await keepAttachments(trx, context, visit.person(), {
        orderId: order.id,
        about: "rating",
        files: visit.files,
        requestId: visit.requestId,
      });
      await rateOrder(trx, act(visit), visit.person(), {
        orderId: order.id,
        stars: visit.body.stars,
        comment: visit.body.comment,
        code: undefined,
      });
      return { redirect: toOwnOrderPath(order.id) };
    },
    onRefusal: (visit, form) => orderPage(visit, form, "known"),
  });

  const ratePage = (visit: Visit, form: FormState): PageView => ({
    title: form === emptyForm ? "凭到访码评价" : "出错：凭到访码评价",
    section: "order",
    breadcrumbs: [{ label: "点单", href: ordersPaths.menu }],
    main: <RatePage form={form} formKey={visit.formKey} />,
  });
  routes.page({ url: ordersPaths.rate, access: anyone, handler: (visit) => ratePage(visit, emptyForm) });
  routes.form({
    url: ordersPaths.rate,
    access: anyone,
    body: contract.rateByCodeBody,
    // A code has a million values: guesses are counted for the address and for the order.
    beforeTransaction: async (visit) => {
      const limit = { windowMs: hourMs, limit: 20 };
      await countAttempt(db, context, visit.request.ip, { ...limit, purpose: "orders.rate_address" });
      await countAttempt(db, context, visit.body.no, { ...limit, purpose: "orders.rate_order" });
    },
    handler: async (visit, trx) => {
      const no = parseOrderNo(visit.body.no);
      const order = no === undefined ? undefined : await findOrderByNo(trx, no);
      // One sentence for a wrong number and a wrong code: numbers cannot be tried out.
      if (order === undefined)
        throw new AppError<OrdersError>("orders.code", { fields: { code: "orders.code" } });
      const { reopened } = await rateOrder(trx, act(visit), visit.actor, {
        orderId: order.id,
        stars: visit.body.stars,
        comment: visit.body.comment,
        code: visit.body.code,
      });
      return { redirect: `${ordersPaths.rated}?again=${reopened}` };
    },
    onRefusal: ratePage,
  });
  routes.page({
    url: ordersPaths.rated,
    access: anyone,
    query: Type.Object({ again: Type.Optional(Type.String({ maxLength: 3 })) }),
    handler: (visit) => ({
      title: "收到您的评价",
      section: "order",
      breadcrumbs: [{ label: "点单", href: ordersPaths.menu }],
      main: <RatedPage reopened={visit.query.again === "yes"} />,
    }),
  });
};
