export const dayMs = 86_400_000;

/** Days since 1970 of a calendar day YYYY-MM-DD; undefined where it is none. */
export const dayNumber = (date: string): number | undefined => {
  const time = /^\d{4}-\d{2}-\d{2}$/u.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(date) ? time / dayMs : undefined;
};
