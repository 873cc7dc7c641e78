import type { TextIndex } from "#kernel/text-search.ts";

/** The search of published cards. */
export const cardIndex = {
  table: "card_search",
  id: "card_id",
  tokens: "tokens",
  statistics: "card_search_tokens",
  fields: { title: { weight: 4 }, question: { weight: 2 }, answer: {} },
} as const satisfies TextIndex;
