/** A named address of a list: filters, words, order. */
export type SavedView = { name: string; search: string };

export const isSavedViews = (value: unknown): value is SavedView[] =>
  Array.isArray(value) &&
  value.every(
    (view: unknown) =>
      typeof view === "object" &&
      view !== null &&
      "name" in view &&
      "search" in view &&
      typeof view.name === "string" &&
      typeof view.search === "string",
  );

/** A view of the same name is replaced; the newest stands first; at most twenty are kept. */
export const withView = (views: readonly SavedView[], view: SavedView): SavedView[] =>
  [
    { name: view.name.trim().slice(0, 30), search: view.search },
    ...views.filter((other) => other.name !== view.name.trim()),
  ].slice(0, 20);

export const withoutView = (views: readonly SavedView[], name: string): SavedView[] =>
  views.filter((view) => view.name !== name);
