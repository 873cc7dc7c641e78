/** Addresses of the calendar on the portal. */
export const occasionsPaths = { calendar: "/calendar", file: "/calendar.ics" } as const;
