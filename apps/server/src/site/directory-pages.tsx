// Routes of home, zones, places and search: pages fed from the directory.
import Type from "typebox";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { PageView, Routes } from "#kernel/http-types.ts";
import { cookieAttributes } from "./cookies.ts";
import { openDirectory, placeKindNames, type PlaceKind } from "./directory.ts";
import { bandOfChild, bandsFor, childOf } from "./family/child-admission.ts";
import { HomePage } from "./home/home-page.tsx";
import { HelpPage } from "./pages/help-page.tsx";
import { paths, zonePath } from "./paths.ts";
import { PlacesPage } from "./places/places-page.tsx";
import { itemsPerPage, SearchPage, type SearchQuery } from "./places/search-page.tsx";
import { siteData } from "./structured-data.ts";
import { solarTermToday } from "./solar-term.ts";
import { toMotif } from "./articles/topic-words.ts";
import { listLiveCollections } from "#modules/commons/index.ts";
import {
  toArticlePath,
  type LiveCard,
  listLive,
  listTopics,
  noteSearchMiss,
  searchLive,
  contentKindCodes,
} from "#modules/contents/index.ts";
import { type ActivityView, listUpcoming, toActivityPath } from "#modules/activities/index.ts";
import { listMostAsked, ordersPaths } from "#modules/orders/index.ts";
import { listPublicCards } from "#modules/questions/index.ts";
import { listVerdicts, rumoursPaths } from "#modules/rumours/index.ts";
import { type Audience, audiences } from "#kernel/audiences.ts";
import { dayText, timeText, toDateParts } from "#ui/date-text.ts";
import { ZoneAsk } from "./articles/ask-link.tsx";
import { ZoneItems } from "./articles/other-pages.tsx";
import { findNow, NowBand } from "./calendar/now-band.tsx";
import { ElderPage } from "./zones/elder-page.tsx";
import { FarmerPage, FarmerSide } from "./zones/farmer-page.tsx";
import { OfficialPage, OfficialSide } from "./zones/official-page.tsx";
import { WorkerPage, WorkerSide } from "./zones/worker-page.tsx";
import { YouthPage } from "./zones/youth-page.tsx";
import { ageBands, type AgeBand } from "./zones/youth-questions.ts";

export const home = [{ label: "首页", href: paths.home }];
const anyone = { allow: "public" } as const;
const bandCookie = "kepu_band";
const yearSeconds = 365 * 24 * 3600;
const placesPerPage = 20;
const activitiesShown = 4;

const toBand = (text: string | undefined): AgeBand | undefined => ageBands.find((band) => band === text);
// The names are keyed by every kind of place and nothing else.
const kindSchema = Type.Union((Object.keys(placeKindNames) as PlaceKind[]).map((kind) => Type.Literal(kind)));

/** The session of an activity that comes next. */
const nextSession = (activity: ActivityView, now: Date) =>
  activity.sessions.find((session) => session.status === "planned" && session.endsAt > now);

const toNext = (activity: ActivityView, now: Date) => {
  const session = nextSession(activity, now);
  return {
    id: activity.id,
    title: activity.title,
    href: toActivityPath(activity.no),
    timeText: session === undefined ? "" : `${dayText(session.startsAt, now)}${timeText(session.startsAt)}`,
    placeName: session?.placeName ?? activity.unitName,
  };
};

const eveningFrom = 17;
const isThisEvening = (activity: ActivityView, now: Date): boolean => {
  const startsAt = nextSession(activity, now)?.startsAt;
  if (startsAt === undefined) return false;
  return toDistrictDate(startsAt) === toDistrictDate(now) && toDateParts(startsAt).hour >= eveningFrom;
};

/** The first screen's words of an item. */
const toStory = (card: LiveCard, topics: Awaited<ReturnType<typeof listTopics>>) => ({
  id: card.contentId,
  title: card.title,
  answer: card.summary,
  href: toArticlePath(card.no),
  topic: toMotif(topics, card.topics[0]),
});

export function registerDirectoryPages(routes: Routes, context: Context): void {
  const { db, config } = context;
  /** The newest of a zone, under the heading that the zone chose. */
  const zoneItems = async (
    now: Date,
    zone: Audience,
    words: { title: string; empty: string; drawn?: "drawn"; ageBand?: AgeBand },
  ) => {
    const { title, empty, drawn, ageBand } = words;
    const topics = await listTopics(db);
    const { rows } = await listLive(db, now, { filter: { audience: zone, ageBand }, page: 1, size: 8 });
    return (
      <>
        <ZoneItems
          id={`${zone}-items`}
          title={title}
          empty={empty}
          zone={zone}
          cards={rows}
          topics={topics}
          now={now}
          {...(drawn === undefined ? {} : { drawn })}
        />
        <ZoneAsk zone={zone} />
      </>
    );
  };

  /** The band of what is on now; nothing where nothing is. */
  const nowBand = async (now: Date, zone?: Audience) => {
    const { occasions, topics } = await findNow(db, now, zone);
    return <NowBand occasions={occasions} topics={topics} now={now} />;
  };

  routes.page({
    url: paths.home,
    access: anyone,
    cache: "anonymous",
    handler: async (visit): Promise<PageView> => {
      const { now } = visit;
      const directory = openDirectory(db, now);
      const { places, total } = await directory.home(["venue", "station"], 2);
      const [topics, { rows: stories }] = [
        await listTopics(db),
        await listLive(db, now, { filter: {}, page: 1, size: 4 }),
      ];
      const [lead, ...more] = stories.map((card) => toStory(card, topics));
      return {
        title: "首页",
        section: "home",
        description: "身边的科学：问得到、找得到、请得来。",
        structuredData: [siteData(config)],
        main: (
          <HomePage
            now={now}
            term={solarTermToday(now)}
            lead={lead}
            more={more}
            nowBand={await nowBand(now)}
            rumourDesk={{ action: rumoursPaths.ask, formKey: visit.formKey }}
            orders={{
              items: (await listMostAsked(db, now, 3)).map((item) => ({
                title: item.title,
                href: `${ordersPaths.start}?item=${item.code}`,
              })),
              href: ordersPaths.menu,
            }}
            activities={(await listUpcoming(db, now))
              .slice(0, activitiesShown)
              .map((one) => toNext(one, now))}
            places={places}
            placeTotal={total}
          />
        ),
      };
    },
  });

  routes.page({
    url: zonePath("youth"),
    access: anyone,
    handler: async ({ now, request, formKey }) => {
      const child = childOf(request);
      const chosen = toBand(request.cookies[bandCookie]);
      const band = child === undefined ? chosen : bandOfChild(child, chosen);
      return {
        title: "青少年",
        breadcrumbs: home,
        zone: "youth",
        main: (
          <YouthPage
            {...(child === undefined
              ? {
                  nowBand: await nowBand(now, "youth"),
                  places: await openDirectory(db, now).firstPlaces({ kinds: ["venue"] }, 6),
                }
              : { child: { ...child, bands: bandsFor(child.age), formKey } })}
            band={band}
            items={await zoneItems(now, "youth", {
              title: band === undefined ? "大家在问" : "给你的问题和实验",
              empty: "这个年龄的还没有，换一个年龄看看。",
              drawn: "drawn",
              // Chosen once, and what is for older children stays away.
              ...(band === undefined ? {} : { ageBand: band }),
            })}
          />
        ),
      };
    },
  });
  routes.page({
    url: `${zonePath("youth")}/band/:band`,
    access: anyone,
    params: Type.Object({ band: Type.Union(ageBands.map((band) => Type.Literal(band))) }),
    handler: ({ params, reply }) => {
      // The reader's own preference, like the mode: nothing is written but their cookie.
      reply.header("cache-control", "no-store");
      reply.setCookie(bandCookie, params.band, { ...cookieAttributes(config), maxAge: yearSeconds });
      return { redirect: zonePath("youth") };
    },
  });
  routes.page({
    url: zonePath("farmer"),
    access: anyone,
    cache: "anonymous",
    handler: async ({ now }) => {
      const directory = openDirectory(db, now);
      const towns = (await directory.streets()).filter((street) => street.kind === "town").slice(0, 6);
      const near = await Promise.all(
        towns.map((town) => directory.firstPlaces({ streetId: town.id, kinds: ["station"] }, 2)),
      );
      return {
        title: "农民",
        breadcrumbs: home,
        zone: "farmer",
        side: <FarmerSide />,
        main: (
          <FarmerPage
            nowBand={await nowBand(now, "farmer")}
            now={now}
            term={solarTermToday(now)}
            places={near.flat()}
            items={await zoneItems(now, "farmer", {
              title: "田里家里用得上的",
              empty: "第一批正在写，核过再放上来。",
            })}
          />
        ),
      };
    },
  });
  routes.page({
    url: zonePath("worker"),
    access: anyone,
    cache: "anonymous",
    handler: async ({ now }) => ({
      title: "产业工人",
      breadcrumbs: home,
      zone: "worker",
      side: <WorkerSide />,
      main: (
        <WorkerPage
          nowBand={await nowBand(now, "worker")}
          now={now}
          evening={(await listUpcoming(db, now))
            .filter((one) => isThisEvening(one, now))
            .map((one) => toNext(one, now))}
          items={await zoneItems(now, "worker", {
            title: "歇三分钟，学一课",
            empty: "第一批课正在写，核过再放上来。",
          })}
          places={await openDirectory(db, now).firstPlaces({ kinds: ["park", "venue"] }, 8)}
        />
      ),
    }),
  });
  routes.page({
    url: zonePath("elder"),
    access: anyone,
    cache: "anonymous",
    handler: async ({ mode, now }) => ({
      title: "老年人",
      breadcrumbs: home,
      zone: "elder",
      main: (
        <ElderPage
          nowBand={await nowBand(now, "elder")}
          mode={mode}
          items={await zoneItems(now, "elder", {
            title: "听一听、看一看",
            empty: "第一批正在写，核过再放上来。",
          })}
        />
      ),
    }),
  });
  routes.page({
    url: zonePath("official"),
    access: anyone,
    cache: "anonymous",
    handler: async ({ now }) => {
      const directory = openDirectory(db, now);
      const [verified, nonProfit, kinds] = await Promise.all([
        directory.organisations({}, 1),
        directory.organisations({ nonProfit: "yes" }, 1),
        directory.kinds({}),
      ]);
      const countOf = (kind: PlaceKind): number => kinds.find((row) => row.kind === kind)?.count ?? 0;
      return {
        title: "领导干部和公务员",
        breadcrumbs: home,
        zone: "official",
        side: <OfficialSide />,
        main: (
          <OfficialPage
            nowBand={await nowBand(now, "official")}
            now={now}
            items={await zoneItems(now, "official", {
              title: "五分钟读懂",
              empty: "第一批简报正在写，核过再放上来。",
            })}
            figures={[
              {
                name: "核实过的科普单位",
                value: verified.total,
                unit: "家",
                href: paths.organisations,
                source: "单位登记",
              },
              {
                name: "其中公益科普机构",
                value: nonProfit.total,
                unit: "家",
                href: paths.nonProfit,
                source: "单位登记",
              },
              {
                name: "站点",
                value: countOf("station"),
                unit: "个",
                href: `${paths.places}?kind=station`,
                source: "组织机构",
              },
              {
                name: "场馆",
                value: countOf("venue"),
                unit: "个",
                href: `${paths.places}?kind=venue`,
                source: "组织机构",
              },
            ]}
          />
        ),
      };
    },
  });

  routes.page({
    url: paths.places,
    access: anyone,
    cache: "anonymous",
    query: Type.Object({
      // Forms send what was left open as an empty text.
      street: Type.Optional(Type.String({ maxLength: 64 })),
      kind: Type.Optional(kindSchema),
      q: Type.Optional(Type.String({ maxLength: 50 })),
      page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    }),
    handler: async ({ now, query, request }) => {
      const directory = openDirectory(db, now);
      const streets = await directory.streets();
      // A street that is none (an old link, a guess) is no filter rather than an error.
      const street = streets.find((candidate) => candidate.id === query.street)?.id;
      const q = query.q?.trim() || undefined;
      const open = {
        ...(street === undefined ? {} : { streetId: street }),
        ...(q === undefined ? {} : { q }),
      };
      const kinds = query.kind === undefined ? {} : { kinds: [query.kind] };
      const [places, counts] = await Promise.all([
        directory.places({ ...open, ...kinds }, { page: query.page ?? 1, size: placesPerPage }),
        directory.kinds(open),
      ]);
      // At least so many: who is served the kept page of another is not seen here.
      if (q !== undefined && places.total === 0 && (query.page ?? 1) === 1)
        noteSearchMiss(db, now, {
          words: q,
          topic: undefined,
          streetId: street,
          address: request.ip,
          topics: await listTopics(db),
        });
      return {
        title: "站点和场馆",
        section: "find",
        breadcrumbs: home,
        main: (
          <PlacesPage
            filter={{ street, kind: query.kind, q, page: query.page }}
            streets={streets}
            kinds={counts}
            places={places}
          />
        ),
      };
    },
  });

  routes.page({
    url: paths.search,
    access: anyone,
    query: Type.Object({
      q: Type.Optional(Type.String({ maxLength: 50 })),
      // Forms send what was left open as an empty text.
      audience: Type.Optional(Type.String({ maxLength: 20 })),
      topic: Type.Optional(Type.String({ maxLength: 60 })),
      kind: Type.Optional(Type.String({ maxLength: 20 })),
      special: Type.Optional(Type.String({ maxLength: 3 })),
      page: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    }),
    handler: async ({ now, query: asked, request }) => {
      const topics = await listTopics(db);
      const query: SearchQuery = {
        q: asked.q?.trim() ?? "",
        audience: audiences.find((audience) => audience === asked.audience),
        topic: topics.find((topic) => topic.code === asked.topic)?.code,
        kind: contentKindCodes.find((kind) => kind === asked.kind),
        special: asked.special === "yes" ? "yes" : undefined,
        page: asked.page ?? 1,
      };
      const { q, audience, topic, kind, special, page } = query;
      const isOpen =
        q === "" &&
        audience === undefined &&
        topic === undefined &&
        kind === undefined &&
        special === undefined;
      const [items, collections, verdicts, answers, found] = await Promise.all([
        isOpen
          ? undefined
          : searchLive(db, now, {
              query: q,
              filter: { audience, topic, kind, special },
              page,
              size: itemsPerPage,
            }),
        q === "" ? [] : listLiveCollections(db, now, { words: q }),
        q === "" ? [] : listVerdicts(db, { q }, { page: 1, size: 5 }).then(({ rows }) => rows),
        q === "" ? [] : listPublicCards(db, { q, page: 1, size: 3 }).then(({ rows }) => rows),
        q === "" ? undefined : searchPlaces(openDirectory(db, now), q),
      ]);
      const isMiss =
        q !== "" &&
        page === 1 &&
        items?.total === 0 &&
        collections.length + verdicts.length + answers.length === 0 &&
        found !== undefined &&
        found.placeTotal + found.organisations.length === 0;
      if (isMiss)
        noteSearchMiss(db, now, { words: q, topic, streetId: undefined, address: request.ip, topics });
      return {
        title: q === "" ? "找一找" : `找“${q}”`,
        section: "find",
        breadcrumbs: home,
        main: (
          <SearchPage
            query={query}
            now={now}
            topics={topics}
            items={items}
            collections={collections}
            verdicts={verdicts}
            answers={answers}
            found={found}
          />
        ),
      };
    },
  });

  routes.page({
    url: paths.help,
    access: anyone,
    cache: "anonymous",
    query: Type.Object({ street: Type.Optional(Type.String({ maxLength: 64 })) }),
    handler: async ({ now, query }) => {
      const directory = openDirectory(db, now);
      const streets = await directory.streets();
      const street = streets.find((candidate) => candidate.id === query.street);
      const stations =
        street === undefined
          ? []
          : await directory.firstPlaces({ streetId: street.id, kinds: ["station"] }, 12);
      return {
        title: "有人帮我",
        breadcrumbs: home,
        main: <HelpPage streets={streets} street={street} stations={stations} />,
      };
    },
  });
}

async function searchPlaces(directory: ReturnType<typeof openDirectory>, words: string) {
  const [places, organisations] = await Promise.all([
    directory.places({ q: words }, { page: 1, size: 8 }),
    directory.organisations({ q: words }, 8),
  ]);
  return {
    places: places.rows,
    placeTotal: places.total,
    organisations: organisations.rows,
  };
}
