import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { commissionerFieldCodes, listAreasServed } from "#modules/commissioners/index.ts";
import { listStreets } from "#modules/organisations/index.ts";
import { adoptEntry, decideAdoption, takeBackAdoption, tellOutcome } from "./adoptions.ts";
import * as contract from "./contract.ts";
import { techniquesPaths } from "./paths.ts";
import { getEntry, getPublicEntry, listAdoptions, listAdoptionsOf, listEntries } from "./queries.ts";
import { AdoptPage, ConfirmPage, EntryPage, ListPage, OwnPage } from "./views.tsx";
import { entryKindCodes, seasonCodes, seasonOf, seasonText } from "./vocabulary.ts";

const anyone = { action: "techniques.see" } as const;
const own = { action: "techniques.own" } as const;
const home = { label: "首页", href: "/" };
const catalogue = { label: "品种技术目录", href: techniquesPaths.list };
const mine = [{ label: "我的", href: "/me" }];
const pageSize = 20;

/** The catalogue for farmers, what they say they used, and what a commissioner confirms of it. */
export const registerTechniquesPages = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });

  routes.page({
    url: techniquesPaths.list,
    access: anyone,
    query: contract.publicQuery,
    handler: async (visit) => {
      const { query } = visit;
      const filter = {
        kind: contract.chosenOf(entryKindCodes, query.kind),
        field: contract.chosenOf(commissionerFieldCodes, query.field),
        season: contract.chosenOf(seasonCodes, query.season),
      };
      const page = /^[1-9]\d{0,2}$/u.test(query.page ?? "") ? Number(query.page) : 1;
      const found = await listEntries(
        db,
        { scope: "everywhere", status: "published", ...filter },
        { page, size: pageSize },
      );
      return {
        title: "品种技术目录",
        description: "适合小农户用的品种、技术、装备和设施，写明季节、什么地和出处。",
        breadcrumbs: [home],
        main: (
          <ListPage
            {...found}
            page={page}
            pageCount={Math.max(1, Math.ceil(found.total / pageSize))}
            filter={filter}
          />
        ),
      };
    },
  });
  routes.page({
    url: techniquesPaths.one,
    access: anyone,
    params: contract.noParams,
    handler: async (visit) => {
      const entry = await getPublicEntry(db, Number(visit.params.no));
      return {
        title: entry.name,
        description: entry.summary.slice(0, 100),
        breadcrumbs: [home, catalogue],
        main: <EntryPage entry={entry} now={visit.now} />,
      };
    },
  });

  const adoptPage = async (visit: Visit<{ id: string }>, form: FormState): Promise<PageView> => {
    const entry = await getPublicEntry(db, (await getEntry(db, visit.params.id)).no);
    const today = toDistrictDate(visit.now);
    return {
      title: `我用了：${entry.name}`,
      breadcrumbs: [home, catalogue],
      main: (
        <AdoptPage
          entry={entry}
          seasonName={seasonText(seasonOf(today))}
          towns={await listStreets(db, today)}
          form={form}
          formKey={visit.formKey}
        />
      ),
    };
  };
  routes.page({
    url: techniquesPaths.adopt,
    access: own,
    params: contract.idParams,
    handler: (visit) => adoptPage(visit, emptyForm),
  });
  routes.form({
    url: techniquesPaths.adopt,
    access: own,
    params: contract.idParams,
    body: contract.adoptBody,
    handler: async (visit, trx) => {
      const input = { entryNo: (await getEntry(trx, visit.params.id)).no, unitId: visit.body.unitId };
      await adoptEntry(trx, act(visit), visit.person(), input);
      return { redirect: techniquesPaths.own };
    },
    onRefusal: adoptPage,
  });

  const ownPage = async (visit: Visit, form: FormState, refusedId?: string): Promise<PageView> => ({
    title: "我用过的品种技术",
    section: "me",
    breadcrumbs: mine,
    main: (
      <OwnPage
        adoptions={await listAdoptionsOf(db, context, visit.person().personId)}
        refusedId={refusedId}
        form={form}
        formKey={visit.formKey}
      />
    ),
  });
  routes.page({ url: techniquesPaths.own, access: own, handler: (visit) => ownPage(visit, emptyForm) });
  const onOwn = {
    access: own,
    params: contract.idParams,
    onRefusal: (visit: Visit<{ id: string }>, form: FormState) => ownPage(visit, form, visit.params.id),
  } as const;
  routes.form({
    ...onOwn,
    url: techniquesPaths.takeBack,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await takeBackAdoption(trx, act(visit), visit.person(), visit.params.id);
      return { redirect: techniquesPaths.own };
    },
  });
  routes.form({
    ...onOwn,
    url: techniquesPaths.outcome,
    body: contract.outcomeBody,
    handler: async (visit, trx) => {
      await tellOutcome(trx, act(visit), visit.person(), { adoptionId: visit.params.id, ...visit.body });
      return { redirect: techniquesPaths.own };
    },
  });

  const confirmPage = async (visit: Visit, form: FormState, refusedId?: string): Promise<PageView> => {
    const { personId } = visit.person();
    const areas = await listAreasServed(db, { personId, day: toDistrictDate(visit.now) });
    const { rows } = await listAdoptions(db, context, {
      scope: areas,
      status: "reported",
      page: 1,
      size: 100,
    });
    return {
      title: "农户说用了，等我确认",
      section: "me",
      breadcrumbs: mine,
      main: (
        <ConfirmPage
          adoptions={rows.filter((row) => row.personId !== personId)}
          serves={areas.length > 0}
          refusedId={refusedId}
          form={form}
          formKey={visit.formKey}
        />
      ),
    };
  };
  routes.page({
    url: techniquesPaths.toConfirm,
    access: own,
    handler: (visit) => confirmPage(visit, emptyForm),
  });
  const onConfirm = {
    access: own,
    params: contract.idParams,
    onRefusal: (visit: Visit<{ id: string }>, form: FormState) => confirmPage(visit, form, visit.params.id),
  } as const;
  routes.form({
    ...onConfirm,
    url: techniquesPaths.confirm,
    body: contract.emptyBody,
    handler: async (visit, trx) => {
      await decideAdoption(trx, act(visit), visit.person(), {
        adoptionId: visit.params.id,
        by: "commissioner",
        event: "confirm",
      });
      return { redirect: techniquesPaths.toConfirm };
    },
  });
  routes.form({
    ...onConfirm,
    url: techniquesPaths.dispute,
    body: contract.reasonBody,
    handler: async (visit, trx) => {
      await decideAdoption(trx, act(visit), visit.person(), {
        adoptionId: visit.params.id,
        by: "commissioner",
        event: "dispute",
        reason: visit.body.reason,
      });
      return { redirect: techniquesPaths.toConfirm };
    },
  });
};
