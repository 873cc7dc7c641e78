import { ICalCalendar, ICalEventStatus } from "ical-generator";
import { toActivityPath } from "./paths.ts";
import type { ActivityView } from "./queries.ts";

/** The activities to come, for phones (RFC 5545); a session keeps its identifier when it is moved, so that a copy is replaced. */
export const toActivitiesCalendar = (
  activities: readonly ActivityView[],
  site: { name: string; publicUrl: string },
): string => {
  const host = new URL(site.publicUrl).hostname;
  const calendar = new ICalCalendar({
    name: `${site.name} · 活动`,
    prodId: { company: "kepu", product: "activities", language: "ZH" },
    url: `${site.publicUrl}/activities`,
  });
  for (const activity of activities)
    for (const session of activity.sessions)
      calendar.createEvent({
        id: `activity-${session.id}@${host}`,
        stamp: activity.updatedAt,
        start: session.startsAt,
        end: session.endsAt,
        summary: activity.title,
        description: activity.about,
        location: `${session.placeName} ${session.address}`,
        status: session.status === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
        url: `${site.publicUrl}${toActivityPath(activity.no)}`,
      });
  return calendar.toString();
};
