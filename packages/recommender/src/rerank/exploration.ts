import type { Random } from "@kepu/numerics";

/** What is known of an item from having shown it. */
export type Exposure = { readonly item: string; readonly shown: number; readonly taken: number };

/**
 * Thompson sampling (Chapelle & Li 2011) for the one slot in which a list may try something: draws a rate of each
 * item from its Beta posterior and returns the item with the highest draw; undefined without items.
 *
 * @param prior acts and non-acts assumed of an item nobody saw; 1 and 19 by default (5 %)
 * @param random moves on by the draws
 */
export const chooseToExplore = (
  exposures: readonly Exposure[],
  random: Random,
  prior: { readonly taken: number; readonly left: number } = { taken: 1, left: 19 },
): string | undefined => {
  let chosen: string | undefined;
  let highest = -1;
  for (const { item, shown, taken } of exposures) {
    const acts = Math.max(0, Math.min(taken, shown));
    const draw = random.beta(prior.taken + acts, prior.left + Math.max(0, shown) - acts);
    if (draw > highest) [chosen, highest] = [item, draw];
  }
  return chosen;
};
