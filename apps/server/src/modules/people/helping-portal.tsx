import type { PersonActor } from "#kernel/actor.ts";
import { recordAudit } from "#kernel/audit.ts";
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
import {
  createPerson,
  findPersonByPhone,
  getPersonName,
  getPersonNames,
  listHoldersAt,
  readPersonalFields,
} from "#modules/identity/index.ts";
import { getUnit } from "#modules/organisations/index.ts";
import { giveConsent } from "./consents.ts";
import { helpedPhoneBody, helpingQuery, helpingStartBody, newElderBody, proxyActBody } from "./contract.ts";
import type { PeopleError } from "./errors.ts";
import { HelpingConsentPage, HelpingPhonePage } from "./helping-views.tsx";
import { peoplePaths } from "./paths.ts";
import { endProxy, findRunningProxyAct, listProxyActsOf, startProxy } from "./proxies.ts";
import { checkProxyCode, consumeProxyCode, sendProxyCode } from "./proxy-codes.ts";
import { HelpedPage } from "./views.tsx";

const help = { action: "people.help" } as const;
const own = { action: "people.own" } as const;
const crumbs = [{ label: "我的", href: "/my" }];

const unitsOf = (helper: PersonActor): readonly string[] => [
  ...new Set(
    helper.grants
      .filter((grant) => grant.role === "helper" || grant.role === "dispatcher")
      .map((grant) => grant.unitId),
  ),
];

export const registerHelpingRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });

  const unitChoices = async (helper: PersonActor, today: string) =>
    Promise.all(
      unitsOf(helper).map(async (unitId) => {
        const unit = await getUnit(db, unitId, today);
        return { value: unit.id, text: unit.name };
      }),
    );

  /** Colleagues at the helper's own units who can stand as witness. */
  const witnessChoices = async (helper: PersonActor) => {
    const ids = new Set<string>();
    for (const unitId of unitsOf(helper)) {
      for (const role of ["helper", "dispatcher", "org_admin"] as const) {
        for (const id of await listHoldersAt(db, context, { role, unitId }))
          if (id !== helper.personId) ids.add(id);
      }
    }
    const names = await getPersonNames(db, cipher, [...ids]);
    return [...names].map(([value, text]) => ({ value, text }));
  };

  const requireWitness = async (helper: PersonActor, witnessId: string): Promise<void> => {
    const choices = await witnessChoices(helper);
    if (!choices.some((choice) => choice.value === witnessId))
      throw new AppError<PeopleError>("people.witness_needed", {
        fields: { witness: "people.witness_needed" },
      });
  };

  const helpingPage = async (
    visit: Visit,
    options: { form: FormState; elderPersonId: string | undefined },
  ): Promise<PageView> => {
    const helper = visit.person();
    const frame = { form: options.form, formKey: visit.formKey, witnesses: await witnessChoices(helper) };
    const view = { title: "替人代办", section: "me", breadcrumbs: crumbs };
    if (options.elderPersonId === undefined) return { ...view, main: <HelpingPhonePage {...frame} /> };
    const elder = await readPersonalFields(db, cipher, options.elderPersonId);
    const units = await unitChoices(helper, toDistrictDate(visit.now));
    return {
      ...view,
      main: (
        <HelpingConsentPage
          {...frame}
          elderPersonId={elder.id}
          elderName={elder.name}
          hasPhone={elder.phone !== undefined}
          units={units}
        />
      ),
    };
  };

  routes.page({
    url: peoplePaths.helping,
    access: help,
    query: helpingQuery,
    handler: async (visit): Promise<PageView | Redirect> => {
      const elderPersonId = visit.query.for;
      if (elderPersonId !== undefined)
        await recordAudit(db, context, {
          actor: visit.actor,
          action: "people.help",
          outcome: "read",
          record: { table: "persons", id: elderPersonId },
          requestId: visit.requestId,
        });
      return helpingPage(visit, { form: emptyForm, elderPersonId });
    },
  });

  routes.form({
    url: peoplePaths.helpingCode,
    access: help,
    body: helpedPhoneBody,
    outsideTransaction: "a message leaves the house; its limits must stay counted when it is refused",
    handler: async (visit) => {
      const helper = visit.person();
      const elder = await findPersonByPhone(db, cipher, visit.body.phone);
      if (elder === undefined || elder.status !== "active")
        throw new AppError<PeopleError>("people.elder_unknown", {
          fields: { phone: "people.elder_unknown" },
        });
      if (elder.id === helper.personId)
        throw new AppError<PeopleError>("people.helping_oneself", {
          fields: { phone: "people.helping_oneself" },
        });
      await sendProxyCode(context, {
        elderPersonId: elder.id,
        helperPersonId: helper.personId,
        helperName: await getPersonName(db, cipher, helper.personId),
      });
      return { redirect: `${peoplePaths.helping}?for=${elder.id}` };
    },
    onRefusal: (visit, form) => helpingPage(visit, { form, elderPersonId: undefined }),
  });

  routes.form({
    url: peoplePaths.helpingNew,
    access: help,
    body: newElderBody,
    handler: async (visit, trx) => {
      const helper = visit.person();
      const { fullName, newPhone, witness, agreed } = visit.body;
      if (agreed !== "yes")
        throw new AppError<PeopleError>("people.consent_needed", {
          fields: { agreed: "people.consent_needed" },
        });
      await requireWitness(helper, witness);
      const unitId = unitsOf(helper)[0];
      const elderPersonId = await createPerson(trx, act(visit), helper, {
        fullName,
        ...(newPhone === undefined ? {} : { phone: newPhone }),
        ...(unitId === undefined ? {} : { unitId }),
      });
      await giveConsent(trx, act(visit), helper, {
        personId: elderPersonId,
        purpose: "account",
        givenByPersonId: elderPersonId,
        method: "spoken",
        witnessPersonId: witness,
      });
      return { redirect: `${peoplePaths.helping}?for=${elderPersonId}` };
    },
    onRefusal: (visit, form) => helpingPage(visit, { form, elderPersonId: undefined }),
  });

  routes.form({
    url: peoplePaths.helpingStart,
    access: help,
    body: helpingStartBody,
    beforeTransaction: async (visit) => {
      const { method, elderPersonId, code } = visit.body;
      if (method !== "phone_code") return;
      await checkProxyCode(context, {
        elderPersonId,
        helperPersonId: visit.person().personId,
        code: code ?? "",
      });
    },
    handler: async (visit, trx) => {
      const helper = visit.person();
      const { elderPersonId, unitId, method, witness, readBack, matter } = visit.body;
      if (!unitsOf(helper).includes(unitId))
        throw new AppError<PeopleError>("people.helper_only", { fields: { unitId: "people.helper_only" } });
      if (method === "spoken") await requireWitness(helper, witness ?? "");
      if (method === "phone_code")
        await consumeProxyCode(trx, act(visit), { elderPersonId, helperPersonId: helper.personId });
      await startProxy(trx, act(visit), helper, {
        elderPersonId,
        unitId,
        matter,
        method,
        readBack: readBack === "yes",
        ...(method === "spoken" && witness !== undefined ? { witnessPersonId: witness } : {}),
      });
      return { redirect: "/" };
    },
    onRefusal: (visit, form) => {
      const elderPersonId = form.values["elderPersonId"];
      return helpingPage(visit, {
        form,
        elderPersonId: typeof elderPersonId === "string" ? elderPersonId : undefined,
      });
    },
  });

  const helpedPage = async (visit: Visit): Promise<PageView> => {
    const person = visit.person();
    const acts = await listProxyActsOf(db, person.onBehalfOf?.personId ?? person.personId);
    const names = await getPersonNames(
      db,
      cipher,
      acts.flatMap((one) => [one.helperPersonId, one.elderPersonId]),
    );
    const units = new Map<string, string>();
    for (const one of acts)
      if (!units.has(one.unitId))
        units.set(one.unitId, (await getUnit(db, one.unitId, toDistrictDate(visit.now))).name);
    const nameOf = (id: string): string => names.get(id) ?? "已注销的用户";
    return {
      title: "代办记录",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <HelpedPage
          now={visit.now}
          formKey={visit.formKey}
          acts={acts.map((one) => ({
            id: one.id,
            helperName: nameOf(one.helperPersonId),
            elderName: nameOf(one.elderPersonId),
            unitName: units.get(one.unitId) ?? "",
            matter: one.matter,
            startedAt: one.startedAt,
            endedAt: one.endedAt,
            mine: true,
          }))}
        />
      ),
    };
  };
  routes.page({ url: peoplePaths.helped, access: own, handler: helpedPage });

  routes.form({
    url: peoplePaths.helpingEnd,
    access: own,
    body: proxyActBody,
    handler: async (visit, trx) => {
      const person = visit.person();
      const running = await findRunningProxyAct(trx, visit.body.proxyActId, visit.now);
      if (
        running === undefined ||
        (running.helperPersonId !== person.personId && running.elderPersonId !== person.personId)
      )
        throw new AppError<PeopleError>("people.proxy_over", { status: 409 });
      await endProxy(trx, act(visit), person, running.id);
      return { redirect: peoplePaths.helped };
    },
    onRefusal: helpedPage,
  });
};
