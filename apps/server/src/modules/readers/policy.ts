import type { PolicyTable } from "#kernel/policy.ts";

/** Keeping needs no account; the history is a person's own; poster counts are seen at the street and above. */
export const readersPolicy = {
  "readers.save": { allow: "public" },
  "readers.own_history": { allow: "signedIn" },
  "readers.open_poster": { allow: "public" },
  "readers.read_poster_opens": {
    allow: ["editor", "supervisor", "street_liaison", "dispatcher"],
    scope: "unit",
  },
} as const satisfies PolicyTable;
