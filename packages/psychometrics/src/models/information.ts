import { type Item, maximumScore } from "../items.ts";
import { type CategoryArrays, createCategoryArrays, fillCategories } from "./probabilities.ts";

/** Fisher information from categories already filled: Σ (dP/dθ)² / P (Samejima 1969, eq. 6-1); a category of probability 0 adds nothing. */
export const informationOfCategories = (categories: CategoryArrays, most: number): number => {
  let sum = 0;
  for (let k = 0; k <= most; k += 1) {
    const p = Number(categories.p[k]);
    const slope = Number(categories.first[k]);
    if (p > 0) sum += (slope * slope) / p;
  }
  return sum;
};

/**
 * Expected (Fisher) information of an item at θ: Σ (dP/dθ)² / P.
 *
 * @example itemInformation({ id: "q", model: "dichotomous", a: 2, b: 0, c: 0, u: 1 }, 0); // => 1
 */
export const itemInformation = (item: Item, theta: number): number => {
  const most = maximumScore(item);
  const categories = createCategoryArrays(most);
  fillCategories(item, theta, categories);
  return informationOfCategories(categories, most);
};

/**
 * Test information at θ: the sum of the items' information; 1/√ of it is the standard error of a maximum-likelihood score.
 *
 * @example testInformation([{ id: "q", model: "dichotomous", a: 2, b: 0, c: 0, u: 1 }], 0); // => 1
 */
export const testInformation = (items: readonly Item[], theta: number): number => {
  let most = 1;
  for (const item of items) most = Math.max(most, maximumScore(item));
  const categories = createCategoryArrays(most);
  let sum = 0;
  for (const item of items) {
    fillCategories(item, theta, categories);
    sum += informationOfCategories(categories, maximumScore(item));
  }
  return sum;
};
