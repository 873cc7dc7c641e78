import type { Context } from "#kernel/context.ts";
import { countAttempt } from "#kernel/attempts.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type Routes, type Visit } from "#kernel/http-types.ts";
import { getPersonNames, maskPhone, readPersonalFields } from "#modules/identity/index.ts";
import { listUnits } from "#modules/organisations/index.ts";
import { addChild, listChildren, removeChild } from "./children.ts";
import { giveConsent, listOwnConsents, withdrawConsent } from "./consents.ts";
import {
  childBody,
  childRemoveBody,
  correctBody,
  emptyBody,
  eraseBody,
  idParams,
  purposeBody,
} from "./contract.ts";
import type { PeopleError } from "./errors.ts";
import {
  correctOwnName,
  eraseOwnAccount,
  exportOwnData,
  listDataRequests,
  readOwnExport,
} from "./own-data.ts";
import { peoplePaths } from "./paths.ts";
import { ConsentsPage, DataPage, ErasedPage, FamilyPage } from "./views.tsx";

const own = { action: "people.own" } as const;
const crumbs = [{ label: "我的", href: "/my" }];

/** A person's own pages are his own: while helping somebody they belong to neither. */
const ownPerson = (visit: Visit) => {
  const person = visit.person();
  if (person.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.not_while_helping", { status: 403 });
  return person;
};

export const registerOwnRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });

  routes.page({
    url: peoplePaths.consents,
    access: own,
    handler: async (visit) => ({
      title: "我同意过什么",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <ConsentsPage
          consents={await listOwnConsents(db, ownPerson(visit).personId)}
          formKey={visit.formKey}
          now={visit.now}
        />
      ),
    }),
  });
  const consentsAgain = async (visit: Visit) => ({
    title: "我同意过什么",
    section: "me",
    breadcrumbs: crumbs,
    main: (
      <ConsentsPage
        consents={await listOwnConsents(db, ownPerson(visit).personId)}
        formKey={visit.formKey}
        now={visit.now}
      />
    ),
  });
  routes.form({
    url: peoplePaths.consentGive,
    access: own,
    body: purposeBody,
    handler: async (visit, trx) => {
      const person = ownPerson(visit);
      await giveConsent(trx, act(visit), person, {
        personId: person.personId,
        purpose: visit.body.purpose,
        givenByPersonId: person.personId,
        method: "web",
      });
      return { redirect: peoplePaths.consents };
    },
    onRefusal: consentsAgain,
  });
  routes.form({
    url: peoplePaths.consentWithdraw,
    access: own,
    body: purposeBody,
    handler: async (visit, trx) => {
      const person = ownPerson(visit);
      await withdrawConsent(trx, act(visit), person, {
        personId: person.personId,
        purpose: visit.body.purpose,
        byPersonId: person.personId,
      });
      return { redirect: peoplePaths.consents };
    },
    onRefusal: consentsAgain,
  });

  const dataPage = async (visit: Visit, form: FormState) => {
    const person = ownPerson(visit);
    const fields = await readPersonalFields(db, cipher, person.personId);
    return {
      title: "我的资料",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <DataPage
          form={form}
          formKey={visit.formKey}
          now={visit.now}
          name={fields.name}
          maskedPhone={fields.phone === undefined ? undefined : maskPhone(fields.phone)}
          requests={await listDataRequests(db, person.personId)}
        />
      ),
    };
  };
  routes.page({ url: peoplePaths.data, access: own, handler: (visit) => dataPage(visit, emptyForm) });
  routes.form({
    url: peoplePaths.dataCorrect,
    access: own,
    body: correctBody,
    handler: async (visit, trx) => {
      const person = ownPerson(visit);
      await correctOwnName(trx, act(visit), person, visit.body.fullName);
      return { redirect: peoplePaths.data };
    },
    onRefusal: dataPage,
  });
  routes.form({
    url: peoplePaths.dataExport,
    access: own,
    body: emptyBody,
    beforeTransaction: async (visit) => {
      await countAttempt(db, { clock, cipher }, ownPerson(visit).personId, {
        purpose: "people.export",
        windowMs: 86_400_000,
        limit: 5,
      }).catch((cause: unknown) => {
        throw new AppError<PeopleError>("people.too_many_exports", { status: 429, cause });
      });
    },
    handler: async (visit, trx) => {
      const person = ownPerson(visit);
      await exportOwnData(trx, { ...act(visit), personalData: context.personalData }, person);
      return { redirect: `${peoplePaths.data}#requests` };
    },
    onRefusal: dataPage,
  });
  routes.file({
    url: `${peoplePaths.dataExport}/:id`,
    access: own,
    params: idParams,
    handler: async (visit) => ({
      contentType: "application/json; charset=utf-8",
      body: await readOwnExport(db, act(visit), ownPerson(visit), visit.params.id),
      downloadName: "我的资料.json",
    }),
  });
  routes.form({
    url: peoplePaths.dataErase,
    access: own,
    body: eraseBody,
    handler: async (visit, trx) => {
      const requestId = await eraseOwnAccount(
        trx,
        { ...act(visit), personalData: context.personalData },
        ownPerson(visit),
        visit.body,
      );
      return { redirect: `${peoplePaths.dataErased}?id=${requestId}` };
    },
    onRefusal: dataPage,
  });
  routes.page({
    url: peoplePaths.dataErased,
    access: { allow: "public" },
    handler: (visit) => {
      const { id } = visit.query as { id?: unknown };
      return {
        title: "账户已注销",
        main: (
          <ErasedPage requestId={typeof id === "string" && /^[0-9a-f-]{36}$/.test(id) ? id : undefined} />
        ),
      };
    },
  });

  const familyPage = async (visit: Visit, form: FormState) => {
    const person = ownPerson(visit);
    const children = await listChildren(db, person.personId);
    const names = await getPersonNames(
      db,
      cipher,
      children.map((child) => child.personId),
    );
    const schools = await listUnits(
      db,
      { kinds: ["school"] },
      { scope: "everywhere", page: 1, size: 200, today: toDistrictDate(visit.now) },
    );
    return {
      title: "我的家庭",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <FamilyPage
          form={form}
          formKey={visit.formKey}
          now={visit.now}
          children={children.map((child) => ({ ...child, name: names.get(child.personId) ?? "孩子" }))}
          schools={schools.rows.map((unit) => ({ value: unit.id, text: unit.name }))}
        />
      ),
    };
  };
  routes.page({ url: peoplePaths.family, access: own, handler: (visit) => familyPage(visit, emptyForm) });
  routes.form({
    url: peoplePaths.childAdd,
    access: own,
    body: childBody,
    handler: async (visit, trx) => {
      const { consent, ...child } = visit.body;
      await addChild(trx, act(visit), ownPerson(visit), { ...child, consent: consent === "yes" });
      return { redirect: peoplePaths.family };
    },
    onRefusal: familyPage,
  });
  routes.form({
    url: peoplePaths.childRemove,
    access: own,
    body: childRemoveBody,
    handler: async (visit, trx) => {
      await removeChild(
        trx,
        { ...act(visit), personalData: context.personalData },
        ownPerson(visit),
        visit.body.childPersonId,
      );
      return { redirect: peoplePaths.family };
    },
    onRefusal: familyPage,
  });
};
