import { PsychometricsError } from "../errors.ts";
import { checkNumber } from "../scoring/population.ts";
import type { ItemBank } from "./item-bank.ts";

/**
 * What the next item is chosen by, at the estimate θ̂ so far.
 *
 * - `maximum-information`: Fisher information at θ̂ (Lord 1980)
 * - `maximum-posterior-weighted-information`, `maximum-likelihood-weighted-information`: information weighted by the
 *   posterior (van der Linden 1998) or the likelihood (Veerkamp & Berger 1997)
 * - `kullback-leibler`, `posterior-weighted-kullback-leibler`: distance of the item's answers at θ̂ from those at other
 *   abilities, weighted by the likelihood or the posterior (Chang & Ying 1996; Barrada et al. 2009)
 * - `minimum-expected-posterior-variance` (Owen 1975; van der Linden 1998)
 * - `maximum-expected-information`: observed information at the estimate after each answer, weighted by P at θ̂ (van der Linden 1998)
 * - `global-discrimination`, `posterior-global-discrimination`: variance of P over the likelihood or the posterior (Kaplan, de la Torre & Barrada 2015)
 * - `closest-location`: least |b − θ̂| (Urry 1970) · `closest-optimum`: least distance of the ability of most information (dichotomous items)
 * - `progressive`, `proportional`: chance first, information more and more (Revuelta & Ponsoda 1998; Barrada et al. 2008)
 * - `random`
 */
export type SelectionCriterion =
  | "maximum-information"
  | "maximum-posterior-weighted-information"
  | "maximum-likelihood-weighted-information"
  | "kullback-leibler"
  | "posterior-weighted-kullback-leibler"
  | "minimum-expected-posterior-variance"
  | "maximum-expected-information"
  | "global-discrimination"
  | "posterior-global-discrimination"
  | "closest-location"
  | "closest-optimum"
  | "progressive"
  | "proportional"
  | "random";

/** How many items with an attribute a whole test must have at least and may have at most. */
export type AttributeBound = {
  readonly attribute: string;
  readonly least?: number;
  readonly most?: number;
  /** Weight of the bound in the priority index; default 1. */
  readonly weight?: number;
};

/** Solves an integer program in LP text; gives the value of each variable, or nothing where no solution exists. */
export type ProgramSolver = (program: string) => ReadonlyMap<string, number> | undefined;

/** Where a test begins: at an ability, one item near each of several, at named items, or at an ability drawn between two. */
export type StartRule =
  | { readonly kind: "ability"; readonly at: number }
  | { readonly kind: "abilities"; readonly at: readonly number[] }
  | { readonly kind: "items"; readonly ids: readonly string[] }
  | { readonly kind: "random-ability"; readonly from: number; readonly to: number };

/** When a person is declared above or below a cut. */
export type ClassificationRule =
  | {
      /** Wald's sequential probability ratio test between cut − δ and cut + δ (Reckase 1983). */
      readonly kind?: "sequential-ratio";
      readonly cut: number;
      readonly halfWidth: number;
      readonly falseAbove: number;
      readonly falseBelow: number;
    }
  | {
      /** The interval estimate ± deviations × standard error no longer holds the cut (Weiss & Kingsbury 1984). */
      readonly kind: "interval";
      readonly cut: number;
      readonly deviations: number;
    };

export type AdaptiveRules = {
  readonly selection: SelectionCriterion;
  /** Estimate after every answer; default `eap`. `map` and `wle` search the bank's grid from end to end. */
  readonly estimate?: "eap" | "map" | "wle";
  /** Where the first item is sought; default 0. Shorthand of `start` with one ability. */
  readonly startAt?: number;
  readonly start?: StartRule;
  /** Random choice among this many best items (Kingsbury & Zara 1989); default 1. */
  readonly randomesque?: number;
  /** a-stratified (Chang & Ying 1999): the bank in so many layers by slope, the flattest first; often with `closest-location`. */
  readonly strata?: number;
  /** How fast `progressive` and `proportional` turn from chance to information; default 1. */
  readonly acceleration?: number;
  /** Target share of each content area, in the order that decides ties; the area with the largest shortfall comes next. */
  readonly contentShares?: readonly (readonly [area: string, share: number])[];
  /**
   * Bounds over a whole test: by the priority index (Cheng & Chang 2009), or by a shadow test (van der Linden & Reese 1998),
   * a whole test of `maximumLength` items of most information that holds all bounds, of which the best item comes next.
   */
  readonly plan?:
    | { readonly method: "priority-index"; readonly bounds: readonly AttributeBound[] }
    | {
        readonly method: "shadow-test";
        readonly bounds: readonly AttributeBound[];
        readonly solve: ProgramSolver;
      };
  /** Probability of being shown when chosen, one an item (Sympson & Hetter 1985); see `calibrateExposure`. */
  readonly exposureParameters?: ArrayLike<number>;
  readonly minimumLength?: number;
  readonly maximumLength: number;
  /** Stop when the standard error is at most this. */
  readonly standardError?: number;
  /** Stop when no item left gives this much information at the estimate. */
  readonly minimumInformation?: number;
  readonly classification?: ClassificationRule;
};

const checkClassification = (classification: ClassificationRule): void => {
  checkNumber("classification.cut", classification.cut, { least: -100, most: 100 });
  if (classification.kind === "interval") {
    checkNumber("classification.deviations", classification.deviations, { least: 0.1, most: 10 });
    return;
  }
  checkNumber("classification.halfWidth", classification.halfWidth, { least: 1e-6, most: 100 });
  checkNumber("classification.falseAbove", classification.falseAbove, { least: 1e-9, most: 0.499 });
  checkNumber("classification.falseBelow", classification.falseBelow, { least: 1e-9, most: 0.499 });
};

const checkStart = (start: StartRule, bank: ItemBank): void => {
  const bounds = { least: -100, most: 100 };
  switch (start.kind) {
    case "ability":
      checkNumber("start.at", start.at, bounds);
      return;
    case "abilities":
      checkNumber("start.at", start.at.length, { least: 1, most: bank.table.count });
      for (const theta of start.at) checkNumber("start.at", theta, bounds);
      return;
    case "random-ability":
      checkNumber("start.from", start.from, bounds);
      checkNumber("start.to", start.to, { least: start.from, most: 100 });
      return;
    case "items":
      for (const [place, id] of start.ids.entries()) {
        if (!bank.table.items.some((item) => item.id === id))
          throw new PsychometricsError("psychometrics.item_unknown", { item: id });
        if (start.ids.indexOf(id) !== place)
          throw new PsychometricsError("psychometrics.item_repeated", { item: id });
      }
  }
};

/** @throws {PsychometricsError} psychometrics.number_invalid · item_unknown · item_repeated · items_mismatch · item_parameter_invalid · attribute_unknown */
export const checkRules = (rules: AdaptiveRules, bank: ItemBank): void => {
  checkNumber("maximumLength", rules.maximumLength, { least: 1, most: 10_000 });
  checkNumber("minimumLength", rules.minimumLength ?? 0, { least: 0, most: rules.maximumLength });
  checkNumber("randomesque", rules.randomesque ?? 1, { least: 1, most: 10_000 });
  checkNumber("startAt", rules.startAt ?? 0, { least: -100, most: 100 });
  checkNumber("standardError", rules.standardError ?? 0, { least: 0, most: 100 });
  checkNumber("minimumInformation", rules.minimumInformation ?? 0, { least: 0, most: 1e6 });
  checkNumber("strata", rules.strata ?? 1, { least: 1, most: Math.min(bank.table.count, 255) });
  checkNumber("acceleration", rules.acceleration ?? 1, { least: 0, most: 100 });
  if (rules.start !== undefined) checkStart(rules.start, bank);
  if (rules.classification !== undefined) checkClassification(rules.classification);
  if (rules.selection === "closest-optimum" && !bank.parameters.dichotomous)
    throw new PsychometricsError("psychometrics.item_parameter_invalid", {
      item: bank.table.items.find(({ model }) => model !== "dichotomous")?.id ?? "",
      parameter: "model",
      value: "多级计分",
      rule: "closest-optimum 只用于 0/1 计分的题目",
    });
  for (const [area, share] of rules.contentShares ?? []) {
    if (!bank.contents.includes(area))
      throw new PsychometricsError("psychometrics.attribute_unknown", { attribute: area });
    checkNumber(`contentShares.${area}`, share, { least: 0, most: 1 });
  }
  for (const { attribute, least, most, weight } of rules.plan?.bounds ?? []) {
    if (!bank.attributes.some((list) => list.includes(attribute)))
      throw new PsychometricsError("psychometrics.attribute_unknown", { attribute });
    checkNumber(`${attribute}.least`, least ?? 0, { least: 0, most: rules.maximumLength });
    checkNumber(`${attribute}.most`, most ?? rules.maximumLength, { least: least ?? 0, most: 10_000 });
    checkNumber(`${attribute}.weight`, weight ?? 1, { least: 1e-9, most: 1e9 });
  }
  if (rules.exposureParameters === undefined) return;
  if (rules.exposureParameters.length !== bank.table.count)
    throw new PsychometricsError("psychometrics.items_mismatch", {
      expected: bank.table.count,
      given: rules.exposureParameters.length,
    });
  for (let index = 0; index < bank.table.count; index += 1)
    checkNumber(
      bank.table.items[index]?.id ?? "exposureParameters",
      Number(rules.exposureParameters[index]),
      { least: 0, most: 1 },
    );
};
