/** Addresses of this module, used by routes, views and tests. */
export const activitiesPaths = {
  list: "/activities",
  page: "/activities/:no",
  register: "/activities/:no/register/:sessionId",
  calendar: "/activities.ics",
  lookup: "/activities/registrations",
  registration: "/activities/registrations/:code",
  confirm: "/activities/registrations/:code/confirm",
  cancel: "/activities/registrations/:code/cancel",
  own: "/my/activities",
  onSite: "/on-site",
  photo: "/on-site/photo-files/:id",
} as const;

export const onSiteScript = "/assets/islands/on-site.js";
export const evidenceScript = "/assets/islands/evidence-photo.js";
export const toPhotosPath = (kind: "session" | "order", id: string): string =>
  `/on-site/photos/${kind}/${id}`;
export const toPhotoPath = (id: string): string => `/on-site/photo-files/${id}`;
export const toActivityPath = (no: number): string => `/activities/${no}`;
/** What is on under a theme day, by the key of its edition. */
export const toEditionPath = (key: string): string => `/activities?occasion=${key}`;
export const toRegisterPath = (no: number, sessionId: string): string =>
  `/activities/${no}/register/${sessionId}`;
export const toRegistrationPath = (code: string): string => `/activities/registrations/${code}`;
export const toSessionDeskPath = (id: string): string => `/workbench/activity-sessions/${id}`;
/** Answered by complaints, which comes after this module. */
export const toComplainPath = (sessionId: string): string => `/my/complaints?sessionId=${sessionId}`;
