/** Unit and period of a figure, as they stand in the address and are sent to the server. */
export type Period = { unit?: string; from?: string; to?: string };

const day = /^\d{4}-\d{2}-\d{2}$/;

/** What of an address is a period; anything else is left to the server's default (this year, my top unit). */
export const parsePeriod = (params: URLSearchParams): Period => {
  const unit = params.get("unit") ?? "";
  const from = params.get("from") ?? "";
  const to = params.get("to") ?? "";
  return { ...(unit !== "" && { unit }), ...(day.test(from) && { from }), ...(day.test(to) && { to }) };
};

export const toPeriodSearch = (period: Period): string => {
  const search = new URLSearchParams(Object.entries(period)).toString();
  return search === "" ? "" : `?${search}`;
};
