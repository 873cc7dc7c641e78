/** Addresses of this module, used by routes, views and tests. */
export const readersPaths = {
  saved: "/saved",
  savedAdd: "/saved/add",
  savedRemove: "/saved/remove",
  history: "/my/history",
  historyOn: "/my/history/on",
  historyOff: "/my/history/off",
  historyErase: "/my/history/erase",
  poster: "/p/:no/:street",
} as const;

/** What a street's poster opens: short, because every character makes the printed code finer. */
export const toPosterLink = (no: number, streetId: string): string => `/p/${no}/${streetId}`;
