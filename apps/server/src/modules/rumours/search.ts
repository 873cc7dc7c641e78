import type { Trx } from "#kernel/db.ts";
import { indexTexts, type TextIndex } from "#kernel/text-search.ts";
import type { VerdictBody } from "./verdict-rows.ts";

/** The search of published verdicts, by their claims. */
export const verdictIndex = {
  table: "verdict_search",
  id: "claim_id",
  tokens: "tokens",
  statistics: "verdict_search_tokens",
  fields: { title: { weight: 4 }, answer: { weight: 2 }, body: {} },
} as const satisfies TextIndex;

/** Puts a claim's published verdict in the search, in place of the version before. */
export const indexVerdict = (trx: Trx, verdict: { claimId: string; body: VerdictBody }): Promise<void> => {
  const { title, answer, explanation, conditions, advice } = verdict.body;
  return indexTexts(trx, verdictIndex, {
    id: verdict.claimId,
    texts: { title, answer, body: [explanation, conditions, advice].join("\n") },
  });
};
