import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { itemInformation } from "../models/information.ts";
import { categoryProbabilities } from "../models/probabilities.ts";
import { nextStep, recordAnswer, startAdaptiveTest } from "./adaptive-test.ts";
import { createItemBank } from "./item-bank.ts";
import type { AdaptiveRules, SelectionCriterion } from "./rules.ts";

// Each criterion is written out here once more from its definition, slowly and over plain arrays, and must choose the same
// item at every step. With catR's functions the choices and estimates were compared on its own bank (README).

const random = createRandom("criteria");
const dichotomous = Array.from({ length: 60 }, (_, n): Item => ({
  id: `q${n}`,
  model: "dichotomous",
  a: 0.6 + 1.4 * random.next(),
  b: random.normal(),
  c: 0.25 * random.next(),
  u: 0.95 + 0.05 * random.next(),
}));
const graded = Array.from({ length: 30 }, (_, n): Item => {
  const first = random.normal() - 1;
  return {
    id: `g${n}`,
    model: n % 2 === 0 ? "graded" : "partial-credit",
    a: 0.7 + random.next(),
    ...(n % 2 === 0
      ? { thresholds: [first, first + 0.8, first + 1.9] }
      : { steps: [first, first + 1.1, first + 0.9] }),
  } as Item; // the two shapes are told apart by n
});

const nodes = Array.from({ length: 33 }, (_, q) => -4 + q / 4);
const trapezoid = nodes.map((_, q) => (q === 0 || q === 32 ? 0.5 : 1));
type Given = readonly { readonly item: Item; readonly score: number }[];

const likelihood = (given: Given): number[] =>
  nodes.map((theta, q) =>
    given.reduce(
      (product, { item, score }) => product * Number(categoryProbabilities(item, theta)[score]),
      Number(trapezoid[q]),
    ),
  );
const posterior = (given: Given): number[] => {
  const weights = likelihood(given).map((value, q) => value * Math.exp(-0.5 * Number(nodes[q]) ** 2));
  const total = weights.reduce((sum, value) => sum + value, 0);
  return weights.map((value) => value / total);
};
const momentsOf = (weights: readonly number[]) => {
  const mean = weights.reduce((sum, value, q) => sum + value * Number(nodes[q]), 0);
  return {
    mean,
    variance: weights.reduce((sum, value, q) => sum + value * (Number(nodes[q]) - mean) ** 2, 0),
  };
};
const weigh = (weights: readonly number[], of: (theta: number) => number) =>
  weights.reduce((sum, weight, q) => sum + weight * of(Number(nodes[q])), 0) /
  weights.reduce((sum, weight) => sum + weight, 0);
const divergence = (item: Item, at: number, theta: number) =>
  [...categoryProbabilities(item, at)].reduce(
    (sum, p, k) => sum + p * Math.log(p / Number(categoryProbabilities(item, theta)[k])),
    0,
  );
const spread = (weights: readonly number[], item: Item) =>
  [...categoryProbabilities(item, 0).keys()].slice(1).reduce((sum, k) => {
    const p = (theta: number) => Number(categoryProbabilities(item, theta)[k]);
    const mean = weigh(weights, p);
    return sum + weigh(weights, (theta) => (p(theta) - mean) ** 2);
  }, 0);
const afterAnswer = (item: Item, theta: number, of: (score: number) => number) =>
  [...categoryProbabilities(item, theta)].reduce((sum, p, k) => sum + p * of(k), 0);
/** −d² log P / dθ² by differences. */
const observed = (item: Item, score: number, theta: number) => {
  const log = (place: number) => Math.log(Number(categoryProbabilities(item, place)[score]));
  return -(log(theta + 1e-4) - 2 * log(theta) + log(theta - 1e-4)) / 1e-8;
};

type Plain = (item: Item, given: Given, theta: number) => number;
const plainCriteria: Partial<Record<SelectionCriterion, Plain>> = {
  "maximum-information": (item, _, theta) => itemInformation(item, theta),
  "maximum-posterior-weighted-information": (item, given) =>
    weigh(posterior(given), (theta) => itemInformation(item, theta)),
  "maximum-likelihood-weighted-information": (item, given) =>
    weigh(likelihood(given), (theta) => itemInformation(item, theta)),
  "kullback-leibler": (item, given, at) => weigh(likelihood(given), (theta) => divergence(item, at, theta)),
  "posterior-weighted-kullback-leibler": (item, given, at) =>
    weigh(posterior(given), (theta) => divergence(item, at, theta)),
  "global-discrimination": (item, given) => spread(likelihood(given), item),
  "posterior-global-discrimination": (item, given) => spread(posterior(given), item),
  "minimum-expected-posterior-variance": (item, given, theta) =>
    -afterAnswer(item, theta, (score) => momentsOf(posterior([...given, { item, score }])).variance),
  "maximum-expected-information": (item, given, theta) =>
    afterAnswer(item, theta, (score) =>
      observed(item, score, momentsOf(posterior([...given, { item, score }])).mean),
    ),
  "closest-location": (item, _, theta) => {
    const places =
      item.model === "dichotomous" ? [item.b] : item.model === "graded" ? item.thresholds : item.steps;
    return -Math.abs(places.reduce((sum, b) => sum + b, 0) / places.length - theta);
  },
};
/** The ability of most information by a fine search. */
const optimum = (item: Item): number => {
  let best = -6;
  for (let theta = -6; theta < 6; theta += 1e-4)
    if (itemInformation(item, theta) > itemInformation(item, best)) best = theta;
  return best;
};

const compare = (items: readonly Item[], selection: SelectionCriterion, plain: Plain): void => {
  const run = startAdaptiveTest(createItemBank(items), { selection, maximumLength: 12 });
  const draws = createRandom(`answers ${selection}`);
  const given: { item: Item; score: number }[] = [];
  for (let step = 0; step < 6; step += 1) {
    const chosen = nextStep(run);
    assert.ok(chosen.kind === "item");
    const values = items.map((item) =>
      given.some((one) => one.item === item) ? -Infinity : plain(item, given, run.theta),
    );
    const best = Math.max(...values);
    // Differences of observed information are good to about 1e-6; all else to rounding.
    assert.ok(
      Number(values[chosen.index]) >= best - (selection === "maximum-expected-information" ? 1e-5 : 1e-11),
    );
    const item = items[chosen.index];
    assert.ok(item);
    const p = categoryProbabilities(item, 0.4);
    let score = 0;
    for (let u = draws.next() - Number(p[0]); u > 0; u -= Number(p[score])) score += 1;
    given.push({ item, score });
    recordAnswer(run, chosen.index, score);
  }
};

for (const [selection, plain] of Object.entries(plainCriteria))
  test(`${selection} chooses the item that its definition, written out, finds best`, () => {
    // Object.entries widens the keys of the record above.
    compare(dichotomous, selection as SelectionCriterion, plain);
    compare(graded, selection as SelectionCriterion, plain);
  });

test("closest-optimum knows where a four-parameter item tells most, and takes no polytomous item", () => {
  const few = dichotomous.slice(0, 12);
  const places = few.map(optimum);
  for (const theta of [-1, 0.2, 1.3]) {
    const run = startAdaptiveTest(createItemBank(few), {
      selection: "closest-optimum",
      startAt: theta,
      maximumLength: 5,
    });
    const step = nextStep(run);
    assert.ok(step.kind === "item");
    const distances = places.map((place) => Math.abs(place - theta));
    assert.equal(step.index, distances.indexOf(Math.min(...distances)));
  }
  assert.throws(
    () => startAdaptiveTest(createItemBank(graded), { selection: "closest-optimum", maximumLength: 5 }),
    (error: unknown) =>
      error instanceof PsychometricsError && error.code === "psychometrics.item_parameter_invalid",
  );
});

test("the criteria that draw give each item its chance at first and the best item at the end", () => {
  const bank = createItemBank(dichotomous);
  const shareOfBest = (selection: SelectionCriterion, length: number): number => {
    let hits = 0;
    for (let person = 0; person < 300; person += 1) {
      const draws = createRandom(`${selection} ${length} ${person}`);
      const run = startAdaptiveTest(bank, { selection, maximumLength: 10 });
      for (let place = 0; place < length; place += 1) recordAnswer(run, place, place % 2);
      const best = nextStep({ ...run, rules: { selection: "maximum-information", maximumLength: 10 } });
      const step = nextStep(run, draws);
      if (step.kind === "item" && best.kind === "item" && step.index === best.index) hits += 1;
    }
    return hits / 300;
  };
  for (const selection of ["progressive", "proportional"] as const) {
    assert.ok(shareOfBest(selection, 0) < 0.08);
    // Proportional at the end weighs by I^10, which leaves others near the best a chance.
    assert.ok(shareOfBest(selection, 9) > (selection === "progressive" ? 0.999 : 0.2), selection);
  }
  assert.throws(
    () => nextStep(startAdaptiveTest(bank, { selection: "random", maximumLength: 5 })),
    (error: unknown) => error instanceof PsychometricsError && error.code === "psychometrics.random_missing",
  );
});

test("start rules: an ability, several abilities, named items, an ability drawn", () => {
  const bank = createItemBank(dichotomous);
  const rules: AdaptiveRules = { selection: "maximum-information", maximumLength: 6 };
  const firstAt = (startAt: number) => nextStep(startAdaptiveTest(bank, { ...rules, startAt }));
  const low = firstAt(-2);
  const high = firstAt(2);
  const spreadOut = startAdaptiveTest(bank, { ...rules, start: { kind: "abilities", at: [-2, 2] } });
  assert.deepEqual(nextStep(spreadOut), low);
  assert.ok(low.kind === "item");
  recordAnswer(spreadOut, low.index, 1);
  assert.deepEqual(nextStep(spreadOut), high);
  const named = startAdaptiveTest(bank, { ...rules, start: { kind: "items", ids: ["q7", "q3"] } });
  assert.deepEqual(nextStep(named), { kind: "item", index: 7, id: "q7" });
  recordAnswer(named, 7, 0);
  assert.deepEqual(nextStep(named), { kind: "item", index: 3, id: "q3" });
  const drawn = startAdaptiveTest(
    bank,
    { ...rules, start: { kind: "random-ability", from: 1, to: 2 } },
    createRandom(1),
  );
  assert.ok(drawn.theta >= 1 && drawn.theta <= 2);
  assert.throws(
    () => startAdaptiveTest(bank, { ...rules, start: { kind: "items", ids: ["q99"] } }),
    (error: unknown) => error instanceof PsychometricsError && error.code === "psychometrics.item_unknown",
  );
});

test("a test ends when no item left tells enough at the estimate, whatever the criterion", () => {
  for (const selection of ["maximum-information", "posterior-weighted-kullback-leibler"] as const) {
    const run = startAdaptiveTest(createItemBank(dichotomous), {
      selection,
      maximumLength: 60,
      minimumInformation: 0.25,
    });
    for (;;) {
      const step = nextStep(run);
      if (step.kind === "item") {
        recordAnswer(run, step.index, 1);
        continue;
      }
      assert.equal(step.reason, "minimum-information");
      const left = dichotomous.filter((_, index) => !run.indices.includes(index));
      assert.ok(left.every((item) => itemInformation(item, run.theta) < 0.25));
      break;
    }
  }
});

test("a-stratified tests go from flat to steep items, layer by layer", () => {
  const run = startAdaptiveTest(createItemBank(dichotomous), {
    selection: "closest-location",
    strata: 3,
    maximumLength: 12,
  });
  const slopes = dichotomous.map(({ a }) => a).toSorted((one, other) => one - other);
  for (let place = 0; place < 12; place += 1) {
    const step = nextStep(run);
    assert.ok(step.kind === "item");
    const layer = Math.floor(slopes.indexOf(Number(dichotomous[step.index]?.a)) / 20);
    assert.equal(layer, Math.floor(place / 4));
    recordAnswer(run, step.index, place % 2);
  }
});

test("a person is declared on a side when the interval of the estimate leaves the cut", () => {
  const run = startAdaptiveTest(createItemBank(dichotomous), {
    selection: "maximum-information",
    maximumLength: 60,
    classification: { kind: "interval", cut: 0.3, deviations: 1.96 },
  });
  for (;;) {
    const step = nextStep(run);
    if (step.kind === "item") {
      recordAnswer(run, step.index, 0);
      continue;
    }
    assert.equal(step.reason, "classified-below");
    assert.ok(run.theta + 1.96 * run.standardError < 0.3);
    break;
  }
});

test("the estimate of a test may be the posterior's mode or Warm's: it solves its equation", () => {
  const bank = createItemBank(dichotomous);
  for (const estimate of ["map", "wle"] as const) {
    const run = startAdaptiveTest(bank, { selection: "maximum-information", maximumLength: 10, estimate });
    for (const [place, score] of [1, 0, 1, 1, 0, 1, 0, 1].entries()) recordAnswer(run, place, score);
    const value = (theta: number) =>
      run.indices.reduce(
        (sum, index, place) =>
          sum +
          Math.log(
            Number(categoryProbabilities(dichotomous[index] as Item, theta)[Number(run.scores[place])]),
          ),
        estimate === "map" ? -0.5 * theta ** 2 : 0,
      );
    const slope = (value(run.theta + 1e-5) - value(run.theta - 1e-5)) / 2e-5;
    if (estimate === "map") assert.ok(Math.abs(slope) < 1e-6);
    else assert.ok(Math.abs(slope) < 1 && run.theta !== 0);
  }
});
