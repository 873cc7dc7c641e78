/** What a list shows, held in the address: a link to a list is a link to exactly what its sender saw. */
export type ListState = {
  page: number;
  size: number;
  /** `name` ascending, `-name` descending; empty = the server's order. */
  sort: string;
  q: string;
  filters: Readonly<Record<string, string>>;
};

export type ListDefaults = { size?: number; sort?: string; filters?: Readonly<Record<string, string>> };

export const pageSizes = [20, 50, 100, 200] as const;

const readCount = (text: string | null, limit: number): number | undefined => {
  if (text === null || !/^\d{1,7}$/.test(text)) return undefined;
  const count = Number(text);
  return count >= 1 && count <= limit ? count : undefined;
};

/** Anybody can type an address: what makes no sense falls back to the default and never breaks the page. */
export const parseListState = (
  params: URLSearchParams,
  names: readonly string[],
  defaults: ListDefaults = {},
): ListState => {
  const filters: Record<string, string> = {};
  for (const name of names) {
    const value = params.get(name) ?? defaults.filters?.[name] ?? "";
    if (value !== "") filters[name] = value;
  }
  const sort = params.get("sort") ?? defaults.sort ?? "";
  return {
    page: readCount(params.get("page"), 1_000_000) ?? 1,
    size: readCount(params.get("size"), 200) ?? defaults.size ?? 50,
    sort: /^-?[a-zA-Z]{1,40}$/.test(sort) ? sort : "",
    q: params.get("q") ?? "",
    filters,
  };
};

/** The address of a state; what equals the default is left out. A cleared default filter is kept as `name=`. */
export const toListSearch = (state: ListState, defaults: ListDefaults = {}): string => {
  const params = new URLSearchParams();
  const cleared = Object.keys(defaults.filters ?? {}).filter((name) => state.filters[name] === undefined);
  for (const name of cleared) params.set(name, "");
  for (const [name, value] of Object.entries(state.filters)) {
    if (value !== "" && value !== defaults.filters?.[name]) params.set(name, value);
  }
  if (state.q !== "") params.set("q", state.q);
  if (state.sort !== (defaults.sort ?? "")) params.set("sort", state.sort);
  if (state.size !== (defaults.size ?? 50)) params.set("size", String(state.size));
  if (state.page > 1) params.set("page", String(state.page));
  return params.toString();
};

/** What is sent to the server. */
export const toListQuery = (state: ListState): Record<string, string | number> => ({
  ...state.filters,
  ...(state.q === "" ? {} : { q: state.q }),
  ...(state.sort === "" ? {} : { sort: state.sort }),
  page: state.page,
  size: state.size,
});

/** A changed filter or word starts again at the first page: page 7 of another list shows nothing. */
export const withFilter = (state: ListState, name: string, value: string): ListState => {
  const { [name]: _old, ...rest } = state.filters;
  return { ...state, page: 1, filters: value === "" ? rest : { ...rest, [name]: value } };
};
export const withWords = (state: ListState, q: string): ListState => ({ ...state, page: 1, q: q.trim() });
export const withSort = (state: ListState, sort: string): ListState => ({ ...state, page: 1, sort });
export const withPage = (state: ListState, page: number, size: number): ListState =>
  size === state.size ? { ...state, page } : { ...state, page: 1, size };

export const isFiltered = (state: ListState): boolean =>
  state.q !== "" || Object.keys(state.filters).length > 0;

/** Address of the spreadsheet with the same filters: all pages of it, not only the one shown. */
export const toExportHref = (path: string, state: ListState): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(toListQuery(state))) {
    if (name !== "page" && name !== "size") params.set(name, String(value));
  }
  const search = params.toString();
  return search === "" ? path : `${path}?${search}`;
};
