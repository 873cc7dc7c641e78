import type { PersonActor } from "#kernel/actor.ts";
import { audiences } from "#kernel/audiences.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { AppError } from "#kernel/errors.ts";
import {
  emptyForm,
  type FormState,
  type PageView,
  type Redirect,
  type Routes,
  type Visit,
} from "#kernel/http-types.ts";
import { getPersonName, readPersonalFields } from "#modules/identity/index.ts";
import { listHomeUnits } from "#modules/organisations/index.ts";
import { halfCodes } from "#modules/teams/index.ts";
import * as contract from "./contract.ts";
import { deleteDraft, type DraftAnswers, readDraft, saveDraft } from "./drafts.ts";
import type { OrdersError } from "./errors.ts";
import { findItem, type ItemView, listItems } from "./menu.ts";
import { ordersPaths, toOwnOrderPath, toStepPath } from "./paths.ts";
import { checkWanted, submitOrder } from "./submit.ts";
import { listExpertTitles } from "#modules/people/index.ts";
import { requireFitItem } from "./schools/kindergartens.ts";
import { listOwnSchools } from "./schools/places.ts";
import { mergeOrder } from "./together/merge.ts";
import { listSimilar } from "./together/similar.ts";
import { CheckPage, DoorsPage, MenuPage, notScience, otherItem, WantPage, WhenPage } from "./views-order.tsx";

const own = { action: "orders.own" } as const;
const anyone = { allow: "public" } as const;
const home = [{ label: "首页", href: "/" }];
const crumbs = [...home, { label: "点单", href: ordersPaths.menu }];
const dayMs = 86_400_000;

/** For whom somebody acts: himself, or the elder he helps. */
export const subjectOf = (person: PersonActor): string => person.onBehalfOf?.personId ?? person.personId;

const titled = (title: string, form: FormState): string => (form === emptyForm ? title : `出错：${title}`);

/** The pages by which a resident, or a helper for an elder, orders in three steps; each works without JavaScript. */
export const registerOrderingPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  /** Where somebody may order: his schools first, then where people live. */
  const homes = async (visit: Visit) => {
    const today = toDistrictDate(visit.now);
    const places = [
      ...(await listOwnSchools(db, visit.person(), today)),
      ...(await listHomeUnits(db, today)),
    ];
    return places.map((unit) => ({ value: unit.id, text: unit.name }));
  };
  const draftOf = (visit: Visit): Promise<DraftAnswers> => readDraft(db, context, subjectOf(visit.person()));

  routes.page({
    url: ordersPaths.menu,
    access: anyone,
    cache: "anonymous",
    query: contract.menuQuery,
    handler: async (visit): Promise<PageView> => ({
      title: "点单",
      section: "order",
      breadcrumbs: home,
      description: "请人来讲科学、教手机、看田里的病虫：免费点单，站点派单，做完您来评。",
      main: (
        <MenuPage
          items={await listItems(db, { audience: visit.query.for, little: visit.query.little })}
          chosen={visit.query.little === "yes" ? "little" : visit.query.for}
          ordersHref={visit.actor.kind === "person" ? ordersPaths.own : undefined}
        />
      ),
    }),
  });
  routes.page({
    url: ordersPaths.doors,
    access: anyone,
    cache: "anonymous",
    handler: () => ({ title: "这些请去别处办", section: "order", breadcrumbs: crumbs, main: <DoorsPage /> }),
  });

  const wantPage = async (
    visit: Visit,
    form: FormState,
    chosen: string | undefined,
    suggested?: string,
  ): Promise<PageView> => ({
    title: titled("您想要什么", form),
    section: "order",
    breadcrumbs: crumbs,
    main: (
      <WantPage
        form={form}
        formKey={visit.formKey}
        draft={await draftOf(visit)}
        items={await listItems(db)}
        chosen={chosen}
        suggested={suggested}
      />
    ),
  });
  routes.page({
    url: ordersPaths.start,
    access: own,
    query: contract.startQuery,
    handler: async (visit) => {
      const { item, expert } = visit.query;
      const title =
        expert === undefined ? undefined : (await listExpertTitles(db, [expert])).get(expert)?.publicTitle;
      return wantPage(visit, emptyForm, item, title === undefined ? undefined : `想请${title}来讲：`);
    },
  });
  routes.page({
    url: toStepPath("want"),
    access: own,
    handler: (visit) => wantPage(visit, emptyForm, undefined),
  });
  routes.form({
    url: toStepPath("want"),
    access: own,
    body: contract.wantBody,
    handler: async (visit, trx) => {
      const { item, details } = visit.body;
      if (item === notScience) return { redirect: ordersPaths.doors };
      if (item === otherItem && (details?.trim().length ?? 0) < 5)
        throw new AppError<OrdersError>("orders.details", { fields: { details: "orders.details" } });
      const found = item === otherItem ? undefined : await findItem(trx, item);
      if (item !== otherItem && (found === undefined || !found.isOpen))
        throw new AppError<OrdersError>("orders.item", { fields: { item: "orders.item" } });
      await saveDraft(trx, context, {
        personId: subjectOf(visit.person()),
        fields: ["item", "details"],
        answers: { item, details: details?.trim() },
      });
      return { redirect: toStepPath("when") };
    },
    onRefusal: (visit, form) => wantPage(visit, form, undefined),
  });

  const whenPage = async (visit: Visit, form: FormState): Promise<PageView> => {
    const draft = await draftOf(visit);
    const day = (count: number): string => toDistrictDate(new Date(visit.now.getTime() + count * dayMs));
    return {
      title: titled("什么时候，来哪里", form),
      section: "order",
      breadcrumbs: crumbs,
      main: (
        <WhenPage
          form={form}
          formKey={visit.formKey}
          draft={draft}
          item={draft.item === undefined ? undefined : await findItem(db, draft.item)}
          homes={await homes(visit)}
          firstDay={day(1)}
          lastDay={day(90)}
        />
      ),
    };
  };
  routes.page({
    url: toStepPath("when"),
    access: own,
    handler: async (visit): Promise<PageView | Redirect> =>
      (await draftOf(visit)).item === undefined
        ? { redirect: ordersPaths.start }
        : whenPage(visit, emptyForm),
  });
  routes.form({
    url: toStepPath("when"),
    access: own,
    body: contract.whenBody,
    handler: async (visit, trx) => {
      const { body } = visit;
      checkWanted(body.wantedOn, visit.now);
      if (!(await homes(visit)).some((one) => one.value === body.placeUnitId))
        throw new AppError<OrdersError>("orders.place", { fields: { placeUnitId: "orders.place" } });
      const { item } = await draftOf(visit);
      await requireFitItem(trx, {
        placeUnitId: body.placeUnitId,
        item: item === undefined ? undefined : await findItem(trx, item),
        field: "placeUnitId",
      });
      await saveDraft(trx, context, {
        personId: subjectOf(visit.person()),
        fields: ["audience", "placeUnitId", "address", "wantedOn", "wantedHalf"],
        answers: body,
      });
      return { redirect: toStepPath("check") };
    },
    onRefusal: whenPage,
  });

  /** What the record knows of the person already is not asked again. */
  const contactOf = async (visit: Visit) => {
    const fields = await readPersonalFields(db, cipher, subjectOf(visit.person()));
    return { name: fields.name, phone: fields.phone };
  };
  const helpingOf = async (visit: Visit) => {
    const person = visit.person();
    if (person.onBehalfOf === undefined) return undefined;
    return {
      helper: await getPersonName(db, cipher, person.personId),
      person: await getPersonName(db, cipher, person.onBehalfOf.personId),
    };
  };
  /** Equal requests near by, for what is told to many at once; a home visit is nobody else's. */
  const similarOf = async (item: ItemView | undefined, draft: DraftAnswers) =>
    item === undefined ||
    item.kind === "help" ||
    item.kind === "consult" ||
    draft.placeUnitId === undefined ||
    draft.wantedOn === undefined
      ? []
      : listSimilar(db, {
          itemCode: item.code,
          placeUnitId: draft.placeUnitId,
          wantedOn: draft.wantedOn,
        });
  const checkPage = async (visit: Visit, form: FormState): Promise<PageView> => {
    const draft = await draftOf(visit);
    const item = draft.item === undefined ? undefined : await findItem(db, draft.item);
    return {
      title: titled("怎么找您，再看一遍", form),
      section: "order",
      breadcrumbs: crumbs,
      main: (
        <CheckPage
          form={form}
          formKey={visit.formKey}
          draft={draft}
          title={item?.title ?? "别的科普服务"}
          placeName={(await homes(visit)).find((one) => one.value === draft.placeUnitId)?.text ?? ""}
          now={visit.now}
          contact={await contactOf(visit)}
          helping={await helpingOf(visit)}
          similar={await similarOf(item, draft)}
        />
      ),
    };
  };
  routes.page({
    url: toStepPath("check"),
    access: own,
    handler: async (visit): Promise<PageView | Redirect> => {
      const draft = await draftOf(visit);
      if (draft.item === undefined) return { redirect: ordersPaths.start };
      if (draft.placeUnitId === undefined || draft.wantedOn === undefined)
        return { redirect: toStepPath("when") };
      return checkPage(visit, emptyForm);
    },
  });
  routes.form({
    url: toStepPath("send"),
    access: own,
    body: contract.sendBody,
    handler: async (visit, trx) => {
      const person = visit.person();
      const personId = subjectOf(person);
      const draft = await readDraft(trx, context, personId);
      const wantedHalf = halfCodes.find((half) => half === draft.wantedHalf);
      if (
        draft.item === undefined ||
        draft.placeUnitId === undefined ||
        draft.wantedOn === undefined ||
        wantedHalf === undefined
      )
        throw new AppError<OrdersError>("orders.draft_incomplete", { status: 409 });
      if (person.onBehalfOf !== undefined && visit.body.readBack !== "yes")
        throw new AppError<OrdersError>("orders.read_back", { fields: { readBack: "orders.read_back" } });
      if (person.onBehalfOf === undefined && visit.body.contactPhone === undefined)
        throw new AppError<OrdersError>("orders.contact_phone", {
          fields: { contactPhone: "orders.contact_phone" },
        });
      const { id } = await submitOrder(trx, act(visit), person, {
        itemCode: draft.item === otherItem ? undefined : draft.item,
        details: draft.details,
        audience: audiences.find((audience) => audience === draft.audience),
        placeUnitId: draft.placeUnitId,
        address: draft.address,
        peopleCount: visit.body.peopleCount,
        wantedOn: draft.wantedOn,
        wantedHalf,
        contactName: visit.body.contactName,
        contactPhone: visit.body.contactPhone,
        requesterPersonId: personId,
        channel: "portal",
      });
      const { join } = visit.body;
      if (join !== undefined && join !== "alone")
        await mergeOrder(trx, act(visit), person, { orderId: id, intoId: join });
      await deleteDraft(trx, personId);
      return { redirect: `${toOwnOrderPath(id)}?new=yes` };
    },
    onRefusal: checkPage,
  });
};
