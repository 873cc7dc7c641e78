import type { Item } from "@kepu/psychometrics";

/** Locations of an item: its difficulty, thresholds or steps. */
export const locationsOf = (item: Item): readonly number[] =>
  item.model === "dichotomous" ? [item.b] : item.model === "graded" ? item.thresholds : item.steps;
