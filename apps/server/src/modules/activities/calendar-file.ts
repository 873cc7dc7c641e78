import { ICalCalendar, type ICalEventData, ICalEventStatus } from "ical-generator";
import { toActivityPath } from "./paths.ts";
import type { ActivityView } from "./queries.ts";

/** The sessions of activities as events; a session keeps its identifier when it is moved, so that a copy is replaced. */
export const toSessionEvents = (
  activities: readonly ActivityView[],
  publicUrl: string,
): readonly ICalEventData[] => {
  const host = new URL(publicUrl).hostname;
  return activities.flatMap((activity) =>
    activity.sessions.map((session) => ({
      id: `activity-${session.id}@${host}`,
      stamp: activity.updatedAt,
      start: session.startsAt,
      end: session.endsAt,
      summary: activity.title,
      description: activity.about,
      location: `${session.placeName} ${session.address}`,
      status: session.status === "cancelled" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      url: `${publicUrl}${toActivityPath(activity.no)}`,
    })),
  );
};

/** The activities to come, for phones (RFC 5545). */
export const toActivitiesCalendar = (
  activities: readonly ActivityView[],
  site: { name: string; publicUrl: string },
): string => {
  const calendar = new ICalCalendar({
    name: `${site.name} · 活动`,
    prodId: { company: "kepu", product: "activities", language: "ZH" },
    url: `${site.publicUrl}/activities`,
  });
  for (const event of toSessionEvents(activities, site.publicUrl)) calendar.createEvent(event);
  return calendar.toString();
};
