import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { testCharacteristic } from "../models/probabilities.ts";
import { checkItems, maximumScore } from "../items.ts";
import { fallingRoot } from "../scoring/ability.ts";
import { checkNumber } from "../scoring/population.ts";

/** A rule that says who is scientifically literate. Two rules exist; their results must never be put side by side. */
export type LiteracyRule =
  | {
      readonly kind: "points";
      readonly id: string;
      readonly version: string;
      readonly areas: readonly { readonly name: string; readonly most: number }[];
      readonly levels: readonly { readonly name: string; readonly cut: number }[];
      readonly comparison: ">" | ">=";
    }
  | {
      readonly kind: "items-right";
      readonly id: string;
      readonly version: string;
      readonly itemCount: number;
      readonly cutShare: number;
      readonly comparison: ">" | ">=";
    };

/** The national survey's 100 points; levels from high to low. Published texts say both > and ≥: the comparison is a setting. */
export const NATIONAL_POINT_RULE: Extract<LiteracyRule, { kind: "points" }> = {
  kind: "points",
  id: "national-100-points",
  version: "1",
  areas: [
    { name: "科学知识", most: 40 },
    { name: "科学方法", most: 20 },
    { name: "科学精神与思想", most: 20 },
    { name: "应用科学的能力", most: 20 },
  ],
  levels: [
    { name: "高阶", cut: 85 },
    { name: "具备", cut: 70 },
    { name: "基本具备", cut: 55 },
  ],
  comparison: ">=",
};

/** The 2016 benchmark: 50 items, 60 % right. */
export const BENCHMARK_2016_RULE: Extract<LiteracyRule, { kind: "items-right" }> = {
  kind: "items-right",
  id: "benchmark-2016",
  version: "1",
  itemCount: 50,
  cutShare: 0.6,
  comparison: ">=",
};

const passes = (value: number, cut: number, comparison: ">" | ">="): boolean =>
  comparison === ">" ? value > cut : value >= cut;

/**
 * The level that the points of each area reach under a point rule; undefined below the lowest.
 *
 * @param rule a point rule
 * @param points one number an area, 0 … its most
 * @example literacyLevel(NATIONAL_POINT_RULE, [30, 15, 15, 10]); // => "具备"
 * @throws {PsychometricsError} psychometrics.items_mismatch · number_invalid
 */
export const literacyLevel = (
  rule: Extract<LiteracyRule, { kind: "points" }>,
  points: readonly number[],
): string | undefined => {
  if (points.length !== rule.areas.length)
    throw new PsychometricsError("psychometrics.items_mismatch", {
      expected: rule.areas.length,
      given: points.length,
    });
  let sum = 0;
  for (const [place, area] of rule.areas.entries())
    sum += checkNumber(area.name, Number(points[place]), { least: 0, most: area.most });
  return rule.levels.find((level) => passes(sum, level.cut, rule.comparison))?.name;
};

/**
 * Whether a number of right items passes an item rule.
 *
 * @example passesItemRule(BENCHMARK_2016_RULE, 30); // => true
 * @throws {PsychometricsError} psychometrics.number_invalid
 */
export const passesItemRule = (
  rule: Extract<LiteracyRule, { kind: "items-right" }>,
  right: number,
): boolean =>
  passes(
    checkNumber("right", right, { least: 0, most: rule.itemCount }),
    Math.round(rule.cutShare * rule.itemCount * 1e9) / 1e9,
    rule.comparison,
  );

/**
 * The ability at which the expected share of a form's points is the cut: where the test characteristic curve crosses it.
 * With it a short form and a long form on one linked scale share one cut.
 *
 * @param items the form on whose points the rule is defined
 * @param cutShare 0 … 1 of its highest sum score
 * @example abilityCut([{ id: "q", model: "dichotomous", a: 1, b: 0.5, c: 0, u: 1 }], 0.5).toFixed(6); // => "0.500000"
 * @throws {PsychometricsError} psychometrics.items_empty · item_parameter_invalid · item_repeated · number_invalid · cut_out_of_reach
 */
export const abilityCut = (items: readonly Item[], cutShare: number): number => {
  checkItems(items);
  checkNumber("cutShare", cutShare, { least: 1e-6, most: 1 - 1e-6 });
  const most = items.reduce((sum, item) => sum + maximumScore(item), 0);
  const gap = (theta: number) => cutShare - testCharacteristic(items, theta) / most;
  const atLower = gap(-10);
  const atUpper = gap(10);
  if (!(atLower > 0 && atUpper < 0))
    throw new PsychometricsError("psychometrics.cut_out_of_reach", { cut: cutShare });
  return fallingRoot(gap, { lower: -10, upper: 10, atLower, atUpper });
};
