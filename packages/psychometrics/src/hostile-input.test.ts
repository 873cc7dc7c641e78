import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  abilityCut,
  calibrate,
  type CalibrationOptions,
  classifyBySumScore,
  createItemBank,
  createResponses,
  describePsychometricsError,
  drawPlausibleValues,
  equateObservedScores,
  equateTrueScores,
  generalisedLikelihoodRatioDif,
  generalisedLogisticDif,
  generalisedMantelHaenszelDif,
  type Item,
  itemFit,
  likelihoodRatioDif,
  limitedInformationFit,
  linkScales,
  localDependence,
  logisticDif,
  mantelHaenszelDif,
  personFit,
  PsychometricsError,
  regressAbility,
  type Responses,
  scoreResponses,
  shareOfPlausibleValues,
  simulateAdaptiveTests,
  standardisedDif,
  sumScoreTable,
} from "./index.ts";

// Whatever a table holds, an answer is numbers or a refusal with a sentence: never NaN, never an error of another kind.

/** Paths of values that are NaN. Infinity is a value that some figures have (a perfect score's error, degrees of freedom). */
const findNaN = (value: unknown, path = ""): string[] => {
  if (typeof value === "number") return Number.isNaN(value) ? [path] : [];
  if (value instanceof Error || value === null || typeof value !== "object") return [];
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array).some(Number.isNaN) ? [path] : [];
  if (value instanceof Map)
    return [...value].flatMap(([key, item]) => findNaN(item, `${path}.${String(key)}`));
  return Object.entries(value).flatMap(([key, item]) => findNaN(item, `${path}.${key}`));
};

const assertAnswered = (name: string, act: () => unknown): void => {
  let value: unknown;
  try {
    value = act();
  } catch (error) {
    if (!(error instanceof PsychometricsError)) throw error;
    assert.doesNotMatch(describePsychometricsError(error), /undefined|\{\w+\}|\?/, `${name} ${error.code}`);
    return;
  }
  assert.deepEqual(findNaN(value), [], name);
};

const tables = fc
  .record({
    items: fc.integer({ min: 1, max: 5 }),
    persons: fc.integer({ min: 1, max: 14 }),
    most: fc.integer({ min: 1, max: 3 }),
    gaps: fc.boolean(),
  })
  .chain(({ items, persons, most, gaps }) =>
    fc
      .array(
        fc.array(fc.integer({ min: gaps ? -2 : 0, max: most }), { minLength: items, maxLength: items }),
        {
          minLength: persons,
          maxLength: persons,
        },
      )
      .map((rows) =>
        createResponses(
          Array.from({ length: items }, (_, item) => `q${item}`),
          rows,
        ),
      ),
  );

const models = fc.constantFrom<CalibrationOptions["model"]>(
  "rasch",
  "1pl",
  "2pl",
  "3pl",
  "graded",
  "partial-credit",
  "generalised-partial-credit",
);

const calibrateQuickly = (responses: Responses, model: CalibrationOptions["model"]) =>
  calibrate(responses, { model, maximumIterations: 150, grid: { nodes: 31, limit: 6 } });

test("calibrating, fitting and scoring any small table gives numbers or a refusal", () => {
  fc.assert(
    fc.property(tables, models, (responses, model) => {
      assertAnswered("calibrate", () => calibrateQuickly(responses, model));
      assertAnswered("unfinished", () =>
        calibrate(responses, {
          model,
          maximumIterations: 3,
          onNonConvergence: "return",
          standardErrors: "none",
          grid: { nodes: 31, limit: 6 },
        }),
      );
      let calibration;
      try {
        calibration = calibrateQuickly(responses, model);
      } catch (error) {
        assert.ok(error instanceof PsychometricsError);
        return;
      }
      const fitted = calibration;
      const items = fitted.items.map(({ item }) => item);
      assertAnswered("itemFit", () => itemFit(fitted, responses));
      assertAnswered("limitedInformationFit", () => limitedInformationFit(fitted, responses));
      for (const method of ["ml", "wle", "map", "eap"] as const)
        assertAnswered(method, () => scoreResponses(items, responses, { method, unbounded: "bound" }));
      assertAnswered("sums", () => sumScoreTable(items));
      assertAnswered("plausible", () => {
        const sets = drawPlausibleValues(regressAbility(items, responses), { count: 2, seed: 1 });
        return shareOfPlausibleValues(sets, { cut: 0 });
      });
      assertAnswered("fit of persons", () => {
        const { theta } = scoreResponses(items, responses, { method: "eap" });
        return [
          localDependence(items, responses, theta),
          personFit(items, responses, { theta, estimator: { method: "wle" } }),
        ];
      });
    }),
    { numRuns: 120, seed: 20261130 },
  );
});

test("comparing two and three groups in any small table gives numbers, items not judged, or a refusal", () => {
  fc.assert(
    fc.property(tables, fc.integer({ min: 1, max: 6 }), (responses, turn) => {
      const focal = Array.from({ length: responses.personCount }, (_, person) =>
        person % (turn + 1) === 0 ? 1 : 0,
      );
      assertAnswered("mantel", () => mantelHaenszelDif(responses, { focal, purify: true }));
      assertAnswered("logistic", () => logisticDif(responses, { focal, purify: true }));
      assertAnswered("wald", () => logisticDif(responses, { focal, criterion: "wald" }));
      assertAnswered("standardised", () => standardisedDif(responses, { focal, weights: "total" }));
      assertAnswered("matched", () =>
        mantelHaenszelDif(responses, { focal, matching: focal.map((_, person) => person % 3) }),
      );
      assertAnswered("ratio", () =>
        likelihoodRatioDif(responses, {
          focal,
          model: "2pl",
          maximumIterations: 100,
          grid: { nodes: 31, limit: 6 },
        }),
      );
      // Three groups by the row's number, so that some have no reference or focal persons.
      const groups = Array.from(focal, (side, row) => (side === 0 ? 0 : 1 + (row % 2)));
      for (const type of ["both", "uniform", "non-uniform"] as const)
        assertAnswered(`groups ${type}`, () =>
          generalisedLogisticDif(responses, { groups, type, purify: true }),
        );
      assertAnswered("groups wald", () => generalisedLogisticDif(responses, { groups, criterion: "wald" }));
      assertAnswered("groups", () => generalisedMantelHaenszelDif(responses, { groups, purify: true }));
      assertAnswered("groups ratio", () =>
        generalisedLikelihoodRatioDif(responses, {
          groups,
          model: "rasch",
          maximumIterations: 60,
          grid: { nodes: 31, limit: 6 },
        }),
      );
    }),
    { numRuns: 100, seed: 20261130 },
  );
});

const anyNumber = fc.oneof(
  fc.double({ min: -4, max: 4 }),
  fc.constantFrom(0, 1, -1, 1e308, -1e308, 1e-308, Number.NaN, Number.POSITIVE_INFINITY),
);
const anyItem: fc.Arbitrary<Item> = fc.oneof(
  fc.record({
    id: fc.constantFrom("a", "b", "c", "d"),
    model: fc.constant("dichotomous" as const),
    a: anyNumber,
    b: anyNumber,
    c: fc.oneof(fc.constant(0), anyNumber),
    u: fc.oneof(fc.constant(1), anyNumber),
  }),
  fc.record({
    id: fc.constantFrom("a", "b", "e", "f"),
    model: fc.constant("graded" as const),
    a: anyNumber,
    thresholds: fc
      .array(anyNumber, { maxLength: 3 })
      .map((list) => list.toSorted((one, other) => one - other)),
  }),
  fc.record({
    id: fc.constantFrom("a", "b", "g", "h"),
    model: fc.constant("partial-credit" as const),
    a: anyNumber,
    steps: fc.array(anyNumber, { maxLength: 3 }),
  }),
);

test("any item parameters give numbers or a refusal in scoring, linking, equating, cuts and adaptive tests", () => {
  fc.assert(
    fc.property(
      fc.array(anyItem, { maxLength: 5 }),
      fc.array(anyItem, { maxLength: 5 }),
      fc.array(fc.integer({ min: -2, max: 3 }), { minLength: 5, maxLength: 5 }),
      (one, other, answers) => {
        for (const method of ["mean-mean", "mean-sigma", "haebara", "stocking-lord"] as const)
          assertAnswered(method, () => linkScales(one, other, { method }));
        assertAnswered("true scores", () => equateTrueScores(one, other));
        assertAnswered("observed scores", () => equateObservedScores(one, other));
        assertAnswered("cut", () => abilityCut(one, 0.6));
        assertAnswered("classes", () => classifyBySumScore(one, [1]));
        assertAnswered("adaptive", () =>
          simulateAdaptiveTests(
            createItemBank(one),
            { selection: "posterior-weighted-kullback-leibler", maximumLength: 3 },
            { abilities: [-1, 2], seed: 1 },
          ),
        );
        for (const method of ["ml", "wle", "map", "eap"] as const)
          assertAnswered(method, () =>
            scoreResponses(
              one,
              createResponses(
                one.map(({ id }) => id),
                [answers.slice(0, one.length)],
              ),
              { method, unbounded: "bound" },
            ),
          );
      },
    ),
    { numRuns: 400, seed: 20261130 },
  );
});
