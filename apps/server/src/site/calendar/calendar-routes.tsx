// Routes of the calendar: the page and the file for phones.
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { PageView, Routes } from "#kernel/http-types.ts";
import { listPublicUnder, toSessionEvents } from "#modules/activities/index.ts";
import { type LiveCard, listTopics } from "#modules/contents/index.ts";
import {
  editionsIn,
  listOccasions,
  nextOccurrence,
  occasionsPaths,
  occurrenceOn,
  occurrencesIn,
  toCalendarFile,
} from "#modules/occasions/index.ts";
import { home } from "#site/directory-pages.tsx";
import { collectionData } from "#site/structured-data.ts";
import { CalendarPage, type Dated } from "./calendar-page.tsx";
import { cardsOf } from "./now-band.tsx";

const readPublic = { action: "occasions.read_public" } as const;
const itemsPerOccasion = 2;
/** How far ahead the page looks, in days. */
const aheadDays = 120;
const nextShown = 6;

const byFrom = (left: Dated, right: Dated): number =>
  left.occurrence.from.localeCompare(right.occurrence.from);

/** The calendar and its file. */
export function registerCalendarPages(routes: Routes, { db, config }: Context): void {
  routes.page({
    url: occasionsPaths.calendar,
    access: readPublic,
    // Not kept: how many places are left changes with every registration.
    handler: async ({ now }): Promise<PageView> => {
      const [topics, occasions] = [await listTopics(db), await listOccasions(db)];
      const day = toDistrictDate(now);
      const year = Number(day.slice(0, 4));
      const dated = occasions.flatMap((occasion) =>
        occurrencesIn(occasion, occasion.periods, year).map((occurrence) => ({ occasion, occurrence })),
      );
      const months = new Map<number, readonly Dated[]>();
      for (const one of dated.toSorted(byFrom)) {
        const month = Number(one.occurrence.from.slice(5, 7));
        months.set(month, [...(months.get(month) ?? []), one]);
      }
      const onNow = occasions.flatMap((occasion) => {
        const occurrence = occurrenceOn(occasion, occasion.periods, day);
        return occurrence === undefined ? [] : [{ occasion, occurrence }];
      });
      const next = occasions
        .flatMap((occasion) => {
          const occurrence = nextOccurrence(occasion, occasion.periods, { day, days: aheadDays });
          return occurrence === undefined ? [] : [{ occasion, occurrence }];
        })
        .sort(byFrom)
        .slice(0, nextShown);
      const editions = editionsIn(occasions, [year - 1, year, year + 1]);
      const activities = await listPublicUnder(
        db,
        now,
        editions.map(({ key }) => key),
      );
      const cards = new Map<string, readonly LiveCard[]>();
      for (const occasion of occasions)
        cards.set(occasion.code, await cardsOf(db, occasion, { now, topics, size: itemsPerOccasion }));
      return {
        title: "时节日历",
        section: "activities",
        description: "全年的科普主题日，和不同时节要留意的事。",
        breadcrumbs: home,
        head: <link rel="alternate" type="text/calendar" title="时节日历" href={occasionsPaths.file} />,
        structuredData: [
          collectionData(
            { path: occasionsPaths.calendar, name: "时节日历" },
            occasions.map(({ code, name }) => ({ path: `${occasionsPaths.calendar}#${code}`, name })),
            config,
          ),
        ],
        main: (
          <CalendarPage
            now={now}
            year={year}
            onNow={onNow}
            next={next}
            months={months}
            waiting={occasions.filter(
              ({ code }) =>
                !dated.some(({ occasion }) => occasion.code === code) &&
                !onNow.some(({ occasion }) => occasion.code === code),
            )}
            cards={cards}
            activities={activities}
            topics={topics}
          />
        ),
      };
    },
  });
  routes.file({
    url: occasionsPaths.file,
    access: readPublic,
    cache: "anonymous",
    handler: async ({ now }) => {
      const occasions = await listOccasions(db);
      const year = Number(toDistrictDate(now).slice(0, 4));
      const editions = editionsIn(occasions, [year - 1, year, year + 1]);
      const hung = await listPublicUnder(
        db,
        now,
        editions.map(({ key }) => key),
      );
      return {
        contentType: "text/calendar; charset=utf-8",
        body: toCalendarFile(
          occasions,
          { name: config.siteName, publicUrl: config.publicUrl, page: occasionsPaths.calendar, year },
          new Map([...hung].map(([key, list]) => [key, toSessionEvents(list, config.publicUrl)])),
        ),
      };
    },
  });
}
