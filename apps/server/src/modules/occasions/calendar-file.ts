import { addDays } from "#kernel/clock.ts";
import { ICalCalendar, type ICalEventData } from "ical-generator";
import { toEditionKey } from "./editions.ts";
import type { OccasionView } from "./queries.ts";
import { isEstimated, occurrencesIn } from "./rule.ts";

/**
 * The calendar for phones (RFC 5545): whole days of last, this and next year. A week that is only reckoned says
 * so; identifiers stay the same while the days do, so that a subscriber's copy is replaced and not doubled.
 * `hung`: what units do under an edition, by its key, each marked with the name of the theme day.
 */
export const toCalendarFile = (
  occasions: readonly OccasionView[],
  site: { name: string; publicUrl: string; page: string; year: number },
  hung: ReadonlyMap<string, readonly ICalEventData[]>,
): string => {
  const host = new URL(site.publicUrl).hostname;
  const calendar = new ICalCalendar({
    name: `${site.name} · 时节日历`,
    prodId: { company: "kepu", product: "calendar", language: "ZH" },
    url: `${site.publicUrl}${site.page}`,
  });
  for (const occasion of occasions)
    for (const year of [site.year - 1, site.year, site.year + 1]) {
      for (const event of hung.get(toEditionKey(occasion.code, year)) ?? [])
        calendar.createEvent({ ...event, categories: [{ name: occasion.name }] });
      for (const occurrence of occurrencesIn(occasion, occasion.periods, year)) {
        const { from, to } = occurrence;
        calendar.createEvent({
          id: `${occasion.code}-${from}@${host}`,
          stamp: occasion.updatedAt,
          // DTEND of a whole-day event is the day after its last one (RFC 5545, 3.6.1).
          start: new Date(`${from}T00:00:00Z`),
          end: new Date(`${addDays(to, 1)}T00:00:00Z`),
          allDay: true,
          summary: occasion.name,
          description: isEstimated(occasion, occurrence)
            ? `${occasion.advice}（按规定推算，以当年通知为准）`
            : occasion.advice,
          url: `${site.publicUrl}${site.page}#${occasion.code}`,
        });
      }
    }
  return calendar.toString();
};
