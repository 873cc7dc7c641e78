// Routes of the rumour box: ask, choose, look one's answer up, read what was checked.
import { countAttempt } from "#kernel/attempts.ts";
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
import { toDownload } from "#kernel/stored-files.ts";
import { listStreets } from "#modules/organisations/index.ts";
import {
  chooseClaim,
  findVerdict,
  getAsked,
  getAskedPhoto,
  keepPhoto,
  leaveContact,
  listMonthly,
  listOwnAsked,
  listRatings,
  listReturnedVerdicts,
  listVerdictMonths,
  listVerdicts,
  maxPhotoBytes,
  parseReceiptNumber,
  removeContact,
  rumourContract,
  rumoursPaths,
  submitReport,
  takePhoto,
  toAskedPath,
  toClaimPath,
} from "#modules/rumours/index.ts";
import { home } from "#site/directory-pages.tsx";
import { feedFormats, renderFeed } from "#site/articles/feeds.ts";
import { collectionData } from "#site/structured-data.ts";
import { toClaimReview } from "./claim-review.ts";
import { findVerdictByNo } from "./find-verdict.ts";
import { OwnAskedPage } from "./own-asked-page.tsx";
import {
  AskedPage,
  LookUpForm,
  MonthPage,
  type RumoursQuery,
  RumoursPage,
  ThreeQuestions,
  verdictsPerPage,
} from "./rumours-pages.tsx";
import { VerdictPage, VerdictSheet, VerdictSide } from "./verdict-page.tsx";

const ask = { action: "rumours.ask" } as const;
const readPublic = { action: "rumours.read_public" } as const;
const title = "这是真的吗";
const trail = [...home, { label: title, href: rumoursPaths.list }];
/** Questions and looks at numbers an address may send within an hour; a station's many visitors share one. */
const askLimit = { purpose: "rumours.ask", windowMs: 3_600_000, limit: 120 };
const lookLimit = { purpose: "rumours.look_up", windowMs: 3_600_000, limit: 300 };

const claimUrl = `${rumoursPaths.list}/:no`;

/** Asking, and the page of a receipt number. */
const askRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const act = (visit: { requestId: string }) => ({ clock, cipher, db, requestId: visit.requestId });
  const toQuery = (asked: { q?: string; rating?: string; page?: number }): RumoursQuery => ({
    q: asked.q?.trim() ?? "",
    rating: asked.rating === "" ? undefined : asked.rating,
    page: asked.page ?? 1,
  });
  const box = async (visit: Visit, query: RumoursQuery, form: FormState): Promise<PageView> => {
    const ratings = await listRatings(db);
    const { rows, total } = await listVerdicts(
      db,
      { q: query.q, rating: query.rating },
      { page: query.page, size: verdictsPerPage },
    );
    const [latest] = await listVerdictMonths(db);
    return {
      title,
      description: "收到的消息是真是假：查过的马上告诉您，没查过的请专家查。",
      breadcrumbs: home,
      head: <link rel="alternate" type="application/atom+xml" title="查清了的" href="/feeds/rumours.atom" />,
      structuredData: [
        collectionData(
          { path: rumoursPaths.list, name: title },
          rows.map((card) => ({ path: toClaimPath(card.claimNo), name: card.title })),
          context.config,
        ),
      ],
      main: (
        <RumoursPage
          formKey={visit.formKey}
          form={form}
          now={visit.now}
          query={query}
          ratings={ratings}
          cards={rows}
          total={total}
          returned={await listReturnedVerdicts(db, visit.now)}
          month={latest?.month}
        />
      ),
      side: <ThreeQuestions />,
    };
  };
  routes.page({
    url: rumoursPaths.list,
    access: readPublic,
    query: rumourContract.listQuery,
    handler: async (visit) => box(visit, toQuery(visit.query), emptyForm),
  });
  routes.form({
    url: rumoursPaths.ask,
    access: ask,
    body: rumourContract.askBody,
    files: { fields: ["photo"], maxBytes: maxPhotoBytes },
    beforeTransaction: async (visit) => countAttempt(db, context, visit.request.ip, askLimit),
    handler: async (visit, trx) => {
      const photo = await takePhoto(visit.files);
      const { number, reportId } = await submitReport(trx, act(visit), visit.actor, {
        text: visit.body.message ?? "",
        source: "web",
        photoDigest: photo?.digest,
      });
      if (photo !== undefined)
        await keepPhoto(trx, context, visit.actor, { reportId, photo, requestId: visit.requestId });
      return { redirect: toAskedPath(number) };
    },
    onRefusal: async (visit, form) => box(visit, toQuery({}), form),
  });

  const askedPage = async (visit: Visit<{ number: string }>, form: FormState): Promise<PageView> => {
    const { number } = visit.params;
    const asked = await getAsked(db, cipher, number);
    const verdict = asked.claimId === null ? undefined : await findVerdict(db, asked.claimId, visit.now);
    // Whoever has the number sees the question: no shared memory keeps the page.
    visit.reply.header("cache-control", "no-store");
    return {
      title: asked.status === "answered" ? (verdict?.title ?? title) : "您问的消息",
      breadcrumbs: trail,
      main: (
        <AskedPage
          asked={asked}
          number={number}
          verdict={verdict}
          streets={await listStreets(db, toDistrictDate(visit.now))}
          formKey={visit.formKey}
          form={form}
          now={visit.now}
        />
      ),
    };
  };
  const askedUrl = toAskedPath(":number");
  routes.page({
    url: askedUrl,
    access: readPublic,
    params: rumourContract.numberParams,
    handler: async (visit) => {
      await countAttempt(db, context, visit.request.ip, lookLimit);
      return askedPage(visit, emptyForm);
    },
  });
  routes.file({
    url: `${askedUrl}/photos/:photoId`,
    access: readPublic,
    params: rumourContract.askedPhotoParams,
    handler: async (visit) => {
      await countAttempt(db, context, visit.request.ip, lookLimit);
      const { downloadName: _name, ...file } = await toDownload(
        context,
        await getAskedPhoto(db, cipher, visit.params),
      );
      return file;
    },
  });
  routes.form({
    url: `${askedUrl}/choose`,
    access: ask,
    params: rumourContract.numberParams,
    body: rumourContract.chooseBody,
    beforeTransaction: async (visit) => countAttempt(db, context, visit.request.ip, askLimit),
    handler: async (visit, trx) => {
      const { choice = "" } = visit.body;
      await chooseClaim(trx, act(visit), visit.actor, {
        number: visit.params.number,
        claimNo: choice === "none" ? "none" : /^[1-9]\d{0,8}$/u.test(choice) ? Number(choice) : 0,
      });
      return { redirect: toAskedPath(visit.params.number) };
    },
    onRefusal: async (visit, form) => askedPage(visit, form),
  });
  routes.form({
    url: `${askedUrl}/contact`,
    access: ask,
    params: rumourContract.numberParams,
    body: rumourContract.contactBody,
    beforeTransaction: async (visit) => countAttempt(db, context, visit.request.ip, askLimit),
    handler: async (visit, trx) => {
      await leaveContact(trx, act(visit), visit.actor, { number: visit.params.number, ...visit.body });
      return { redirect: toAskedPath(visit.params.number) };
    },
    onRefusal: async (visit, form) => askedPage(visit, form),
  });
  routes.form({
    url: `${askedUrl}/contact/remove`,
    access: ask,
    params: rumourContract.numberParams,
    body: rumourContract.emptyBody,
    beforeTransaction: async (visit) => countAttempt(db, context, visit.request.ip, askLimit),
    handler: async (visit, trx) => {
      await removeContact(trx, act(visit), visit.actor, { number: visit.params.number });
      return { redirect: toAskedPath(visit.params.number) };
    },
    onRefusal: async (visit, form) => askedPage(visit, form),
  });
  const lookUp = (form: FormState, status?: number): PageView => ({
    title: "看答复",
    breadcrumbs: trail,
    ...(status === undefined ? {} : { status }),
    main: <LookUpForm form={form} heading="h1" />,
  });
  routes.page({
    url: rumoursPaths.lookUp,
    access: readPublic,
    query: rumourContract.lookUpQuery,
    handler: async (visit) => {
      const typed = visit.query.receipt?.trim() ?? "";
      if (typed === "") return lookUp(emptyForm);
      await countAttempt(db, context, visit.request.ip, lookLimit);
      const number = parseReceiptNumber(typed);
      const wrong = (sentence: string, status: number): PageView =>
        lookUp({ values: { receipt: typed }, errors: { receipt: sentence } }, status);
      if (number === undefined) return wrong("查询号是 12 位数字，请对一对。", 422);
      try {
        await getAsked(db, cipher, number);
      } catch (error) {
        if (error instanceof AppError && error.code === "rumours.report_not_found")
          return wrong("没有这个查询号。请对一对 12 位数字，一位都不能错。", 404);
        throw error;
      }
      return { redirect: toAskedPath(number) };
    },
  });
};

/** What was checked: claims, sheets, months, feeds, one's own questions. */
const readRoutes = (routes: Routes, context: Context): void => {
  const { db, config, cipher } = context;
  routes.page({
    url: claimUrl,
    access: readPublic,
    cache: "anonymous",
    params: rumourContract.noParams,
    handler: async ({ params, now }): Promise<PageView | Redirect> => {
      const verdict = await findVerdictByNo(db, params.no, now);
      // A merged claim's old address leads to where its reports went.
      if (String(verdict.claimNo) !== params.no) return { redirect: toClaimPath(verdict.claimNo) };
      const address = `${config.publicUrl}${toClaimPath(verdict.claimNo)}`;
      const { rows } = await listVerdicts(db, {}, { page: 1, size: 6 });
      return {
        title: `${verdict.title}：${verdict.rating.name}`,
        description: verdict.answer,
        breadcrumbs: trail,
        head: (
          <>
            <link rel="canonical" href={address} />
            <meta property="og:type" content="article" />
            <meta property="og:title" content={`${verdict.title}：${verdict.rating.name}`} />
            <meta property="og:description" content={verdict.answer} />
            <meta property="og:url" content={address} />
            <meta property="og:site_name" content={config.siteName} />
          </>
        ),
        structuredData: [toClaimReview(verdict, config)],
        main: <VerdictPage verdict={verdict} now={now} />,
        side: (
          <VerdictSide
            others={rows.filter((card) => card.claimId !== verdict.claimId).slice(0, 5)}
            now={now}
          />
        ),
      };
    },
  });
  routes.page({
    url: `${claimUrl}/print`,
    access: readPublic,
    params: rumourContract.noParams,
    handler: async ({ params, now }) => {
      const verdict = await findVerdictByNo(db, params.no, now);
      return {
        title: `打印：${verdict.title}`,
        breadcrumbs: [...trail, { label: verdict.title, href: toClaimPath(verdict.claimNo) }],
        main: (
          <VerdictSheet
            verdict={verdict}
            address={`${config.publicUrl}${toClaimPath(verdict.claimNo)}`}
            now={now}
          />
        ),
      };
    },
  });
  routes.page({
    url: `${rumoursPaths.months}/:month`,
    access: readPublic,
    cache: "anonymous",
    params: rumourContract.monthParams,
    handler: async ({ params: { month }, now }) => {
      const months = await listVerdictMonths(db);
      const rows = await listMonthly(db, month);
      const { rows: published } = await listVerdicts(db, { month }, { page: 1, size: 30 });
      return {
        title: `${month.slice(0, 4)}年${Number(month.slice(5))}月流言榜`,
        breadcrumbs: trail,
        main: <MonthPage month={month} rows={rows} published={published} months={months} now={now} />,
      };
    },
  });
  for (const format of feedFormats)
    routes.file({
      url: `/feeds/rumours.${format}`,
      access: readPublic,
      cache: "anonymous",
      handler: async ({ now }) => renderFeed(context, { kind: "rumours" }, { format, now }),
    });
  routes.page({
    url: rumoursPaths.own,
    access: { action: "rumours.own" },
    handler: async (visit) => {
      const person = visit.person();
      // While helping somebody, it is the elder whose questions these are.
      const asked = await listOwnAsked(db, cipher, person.onBehalfOf?.personId ?? person.personId);
      const claimIds = asked.flatMap((one) => (one.status === "answered" ? (one.claimId ?? []) : []));
      const cards =
        claimIds.length === 0
          ? []
          : (await listVerdicts(db, { claimIds }, { page: 1, size: claimIds.length })).rows;
      return {
        title: "我问过的消息",
        section: "me",
        breadcrumbs: [...home, { label: "我的", href: "/me" }],
        main: (
          <OwnAskedPage
            now={visit.now}
            rows={asked.map((one) => ({
              reportId: one.reportId,
              asked: one,
              verdict: cards.find((card) => card.claimId === one.claimId && one.status === "answered"),
            }))}
          />
        ),
      };
    },
  });
};

/** 这是真的吗: the public side of the rumour desk. */
export function registerRumourPages(routes: Routes, context: Context): void {
  askRoutes(routes, context);
  readRoutes(routes, context);
}
