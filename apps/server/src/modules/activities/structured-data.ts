import { audienceNames } from "#kernel/audiences.ts";
import type { StructuredData } from "#kernel/http-types.ts";
import { toActivityPath } from "./paths.ts";
import type { ActivityView, SessionView } from "./queries.ts";

const eventOf = (
  activity: ActivityView,
  session: SessionView,
  publicUrl: string,
): Record<string, unknown> => ({
  "@type": "Event",
  "@id": `${publicUrl}${toActivityPath(activity.no)}#${session.id}`,
  name: activity.title,
  description: activity.about,
  inLanguage: "zh-CN",
  startDate: session.startsAt.toISOString(),
  endDate: session.endsAt.toISOString(),
  eventAttendanceMode: "https://schema.org/OfflineEventAttendanceMode",
  eventStatus: `https://schema.org/${session.status === "cancelled" ? "EventCancelled" : "EventScheduled"}`,
  isAccessibleForFree: true,
  location: { "@type": "Place", name: session.placeName, address: session.address },
  organizer: { "@type": "Organization", name: activity.unitName, url: publicUrl },
  audience: activity.audiences.map((audience) => ({
    "@type": "Audience",
    audienceType: audienceNames[audience],
  })),
  ...(session.seats === undefined
    ? {}
    : {
        maximumAttendeeCapacity: session.seats.capacity,
        remainingAttendeeCapacity: session.seats.capacity - session.seats.taken,
      }),
});

/** Each session of an activity as an Event of schema.org. */
export const toEventData = (activity: ActivityView, publicUrl: string): readonly StructuredData[] =>
  activity.sessions.map((session) => eventOf(activity, session, publicUrl));
