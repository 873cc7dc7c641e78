import type { PersonActor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { inTransaction } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { emptyForm, type FormState, type PageView, type Routes, type Visit } from "#kernel/http-types.ts";
import { listLive, toArticlePath } from "#modules/contents/index.ts";
import { listStreets } from "#modules/organisations/index.ts";
import type { PeopleError } from "#modules/people/index.ts";
import { emptyBody, historyOnBody, itemBody, posterParams } from "./contract.ts";
import { readersPaths } from "./paths.ts";
import { countPosterOpen } from "./poster-opens.ts";
import {
  eraseHistory,
  listHistory,
  readHistoryState,
  turnHistoryOff,
  turnHistoryOn,
} from "./reading-history.ts";
import {
  formatSavedCookie,
  parseSavedCookie,
  savedCookieLimit,
  savedCookieName,
  savedCookieSeconds,
} from "./saved-cookie.ts";
import {
  listSaved,
  listSavedByNumber,
  requireOut,
  type SavedItem,
  saveItem,
  unsaveItem,
} from "./saved-items.ts";
import { HistoryPage, SavedPage } from "./views.tsx";

const crumbs = [{ label: "我的", href: "/me" }];

/** A person's own pages: while helping somebody they belong to neither. */
const requireOwn = (person: PersonActor): PersonActor => {
  if (person.onBehalfOf !== undefined)
    throw new AppError<PeopleError>("people.not_while_helping", { status: 403 });
  return person;
};

const ownerOf = ({ actor }: Visit): "account" | "child" | "device" => {
  if (actor.kind !== "person") return "device";
  return actor.childSession === true ? "child" : "account";
};

/** What this visitor saved: on his account, or on this device. */
export const listSavedOf = async (context: Context, visit: Visit): Promise<readonly SavedItem[]> => {
  const { db, cipher } = context;
  if (visit.actor.kind === "person")
    return visit.actor.onBehalfOf === undefined ? listSaved(db, visit.now, visit.actor.personId) : [];
  return listSavedByNumber(db, visit.now, parseSavedCookie(cipher, visit.request.cookies[savedCookieName]));
};

const savedRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher, config } = context;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const writeCookie = (visit: Visit, nos: readonly number[]): void => {
    const attributes = {
      path: "/",
      httpOnly: true,
      sameSite: "lax" as const,
      secure: config.publicUrl.startsWith("https:"),
    };
    if (nos.length === 0) void visit.reply.clearCookie(savedCookieName, attributes);
    else
      void visit.reply.setCookie(savedCookieName, formatSavedCookie(cipher, nos), {
        ...attributes,
        maxAge: savedCookieSeconds,
      });
  };
  const savedOnDevice = (visit: Visit): readonly number[] =>
    parseSavedCookie(cipher, visit.request.cookies[savedCookieName]);
  const savedPage = async (visit: Visit, form: FormState = emptyForm): Promise<PageView> => ({
    title: "我的收藏",
    section: "me",
    breadcrumbs: crumbs,
    main: (
      <SavedPage
        items={await listSavedOf(context, visit)}
        now={visit.now}
        owner={ownerOf(visit)}
        problem={form.summary ?? Object.values(form.errors)[0]}
      />
    ),
  });

  routes.page({
    url: readersPaths.saved,
    access: { action: "readers.save" },
    handler: (visit) => {
      // One device's list is nobody else's page.
      visit.reply.header("cache-control", "no-store");
      return savedPage(visit);
    },
  });
  // The button stands on articles that are kept for all readers and so carries no key of its own. Saving what is saved and
  // taking off what is not there change nothing: the act itself is idempotent.
  const outsideTransaction = "the button stands on pages kept for everybody; the act is idempotent by itself";
  routes.form({
    url: readersPaths.savedAdd,
    access: { action: "readers.save" },
    body: itemBody,
    outsideTransaction,
    handler: async (visit) => {
      const { no } = visit.body;
      if (visit.actor.kind === "person") {
        const person = requireOwn(visit.actor);
        await inTransaction(db, (trx) => saveItem(trx, act(visit), person, no));
      } else {
        await requireOut(db, visit.now, no);
        const others = savedOnDevice(visit).filter((one) => one !== no);
        if (others.length >= savedCookieLimit)
          throw new AppError("readers.list_full", { status: 409, values: { limit: savedCookieLimit } });
        writeCookie(visit, [no, ...others]);
      }
      return { redirect: `${toArticlePath(no)}?saved=yes` };
    },
    onRefusal: savedPage,
  });
  routes.form({
    url: readersPaths.savedRemove,
    access: { action: "readers.save" },
    body: itemBody,
    outsideTransaction,
    handler: async (visit) => {
      const { no } = visit.body;
      if (visit.actor.kind === "person") {
        const person = requireOwn(visit.actor);
        await inTransaction(db, (trx) => unsaveItem(trx, act(visit), person, no));
      } else
        writeCookie(
          visit,
          savedOnDevice(visit).filter((one) => one !== no),
        );
      return { redirect: readersPaths.saved };
    },
    onRefusal: savedPage,
  });
};

const historyRoutes = (routes: Routes, context: Context): void => {
  const { db, clock, cipher } = context;
  const own = { action: "readers.own_history" } as const;
  const act = (visit: Visit) => ({ clock, cipher, requestId: visit.requestId });
  const historyPage = async (visit: Visit, form: FormState = emptyForm): Promise<PageView> => {
    const { personId } = requireOwn(visit.person());
    return {
      title: "阅读记录",
      section: "me",
      breadcrumbs: crumbs,
      main: (
        <HistoryPage
          state={await readHistoryState(db, { clock, cipher }, personId)}
          items={await listHistory(db, visit.now, personId)}
          now={visit.now}
          form={form}
          formKey={visit.formKey}
        />
      ),
    };
  };
  const back = { redirect: readersPaths.history };
  routes.page({ url: readersPaths.history, access: own, handler: (visit) => historyPage(visit) });
  routes.form({
    url: readersPaths.historyOn,
    access: own,
    body: historyOnBody,
    handler: async (visit, trx) => {
      await turnHistoryOn(trx, act(visit), requireOwn(visit.person()), { adult: visit.body.adult });
      return back;
    },
    onRefusal: historyPage,
  });
  routes.form({
    url: readersPaths.historyOff,
    access: own,
    body: emptyBody,
    handler: async (visit, trx) => {
      await turnHistoryOff(trx, act(visit), requireOwn(visit.person()));
      return back;
    },
    onRefusal: historyPage,
  });
  routes.form({
    url: readersPaths.historyErase,
    access: own,
    body: emptyBody,
    handler: async (visit, trx) => {
      await eraseHistory(trx, act(visit), requireOwn(visit.person()));
      return back;
    },
    onRefusal: historyPage,
  });
};

/** Browsers that fetch ahead and machines that only look have not opened a poster. */
const isOpening = ({ request }: Visit): boolean =>
  request.method === "GET" &&
  request.headers["sec-purpose"] === undefined &&
  request.headers["purpose"] === undefined;

const posterRoutes = (routes: Routes, context: Context): void => {
  const { db, clock } = context;
  routes.page({
    url: readersPaths.poster,
    access: { action: "readers.open_poster" },
    params: posterParams,
    handler: async (visit) => {
      const { no, street } = visit.params;
      if (!/^[1-9]\d{0,8}$/u.test(no)) throw new AppError("http.not_found", { status: 404 });
      visit.reply.header("cache-control", "no-store");
      const { rows } = await listLive(db, visit.now, { filter: { nos: [Number(no)] }, page: 1, size: 1 });
      const streets = await listStreets(db, toDistrictDate(visit.now));
      const [card] = rows;
      // A street that has gone, or an item that was withdrawn: the page opens all the same and says what is the matter.
      if (card !== undefined && isOpening(visit) && streets.some((one) => one.id === street))
        await countPosterOpen(db, { clock }, { contentId: card.contentId, streetId: street });
      return { redirect: toArticlePath(Number(no)) };
    },
  });
};

export const registerReaderPages = (routes: Routes, context: Context): void => {
  savedRoutes(routes, context);
  historyRoutes(routes, context);
  posterRoutes(routes, context);
};
