import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { invertSymmetric } from "@kepu/numerics";
import { PsychometricsError, type PsychometricsErrorCode } from "../errors.ts";
import { describePsychometricsError } from "../messages.ts";
import { createResponses, parseResponses, REFUSED } from "../responses.ts";
import { calibrate } from "./calibrate.ts";
import { priorTerms } from "./layout.ts";
import type { CalibrationOptions } from "./options.ts";

// Expected values: R's optim on the same nodes (fixtures/calibration.R). Its optimum is good to about 1e-8 in the
// log-likelihood and 1e-4 in a parameter; its Hessian is a numerical one, good to about 1e-3 of a standard error.

const readTable = (name: string): string[][] =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));

const [header = [], ...rows] = readTable("calibration-data.csv");
const expected = readTable("calibration-expected.csv").slice(1);
const groups = rows.map((row) => Number(row[0]));

const responsesOf = (prefix: string) => {
  const columns = header.flatMap((name, column) => (name.startsWith(`${prefix}.`) ? [column] : []));
  return parseResponses(
    columns.map((_, index) => `q${index + 1}`),
    rows.map((row) => columns.map((column) => row[column] ?? "")),
  );
};

const assertLikeR = (name: string, prefix: string, options: CalibrationOptions): void => {
  const result = calibrate(responsesOf(prefix), options);
  assert.ok(result.convergence.converged);
  for (const [, parameter = "", estimate, error] of expected.filter(([found]) => found === name)) {
    if (parameter === "objective") {
      assert.ok(Math.abs(result.logPosterior - Number(estimate)) < 1e-5, `${name}: ${result.logPosterior}`);
      continue;
    }
    const index = result.parameterNames.indexOf(parameter);
    assert.ok(index >= 0, parameter);
    const spread = Math.sqrt(Number(result.covariance?.[index * result.parameterCount + index]));
    assert.ok(
      Math.abs(spread / Number(error) - 1) < 2e-3,
      `${name} ${parameter}: error ${spread} for ${error}`,
    );
    const value = valueOf(result, parameter);
    assert.ok(
      Math.abs(value - Number(estimate)) < Number(error) / 200,
      `${name} ${parameter}: ${value} for ${estimate}`,
    );
  }
};

const valueOf = (result: ReturnType<typeof calibrate>, parameter: string): number => {
  const [owner = "", name = ""] = parameter.split(/\.(.*)/s);
  if (owner.startsWith("group")) {
    const group = result.groups[Number(owner.slice(5)) - 1];
    return name === "mean" ? Number(group?.mean) : 0.5 * Math.log(Number(group?.variance));
  }
  const item = result.items.find((found) => found.item.id === owner) ?? result.items[0];
  const parts = item?.slopeIntercept ?? [];
  if (name === "a") return Number(parts[0]);
  if (name === "logit(c)") return Math.log(Number(parts.at(-1)) / (1 - Number(parts.at(-1))));
  return Number(parts[Number(name.slice(1) || 1)]);
};

test("the two-parameter model is R's optimum, with its standard errors", () =>
  assertLikeR("2pl", "two", { model: "2pl" }));
test("items missing by design are left out of the likelihood", () =>
  assertLikeR("booklet", "booklet", { model: "2pl" }));
test("the Rasch model estimates the spread of the population", () =>
  assertLikeR("rasch", "two", { model: "rasch" }));
test("the one-parameter model shares one slope", () => assertLikeR("1pl", "two", { model: "1pl" }));
test("two groups are calibrated on the scale of the first", () =>
  assertLikeR("groups", "two", { model: "2pl", groups }));
test("guessing has a prior, and the mode is R's", () => assertLikeR("3pl", "guess", { model: "3pl" }));
test("the graded response model is R's optimum", () => assertLikeR("graded", "graded", { model: "graded" }));
test("the generalised partial credit model is R's optimum", () =>
  assertLikeR("gpcm", "graded", { model: "generalised-partial-credit" }));

test("the observed information is the negative Hessian of the log-likelihood, by differences of fixed-parameter fits", () => {
  const responses = responsesOf("two");
  const free = calibrate(responses, { model: "2pl" });
  const information = invertSymmetric(free.covariance ?? new Float64Array(0), free.parameterCount);
  const h = 1e-3;
  const at = (shift: number): number => {
    const fixedItems = free.items.map(({ slopeIntercept: [a = 0, d = 0], item }, index) => {
      const moved = index === 0 ? a + shift : a;
      return { id: item.id, model: "dichotomous" as const, a: moved, b: -d / moved, c: 0, u: 1 };
    });
    return calibrate(responses, { model: "2pl", fixedItems, latent: [{ mean: 0, variance: 1 }] })
      .logLikelihood;
  };
  const curve = -(at(h) - 2 * at(0) + at(-h)) / h ** 2;
  assert.ok(Math.abs(Number(information[0]) / curve - 1) < 1e-4, `${information[0]} for ${curve}`);
});

test("weights count persons: twice the weight is every person twice", () => {
  const responses = responsesOf("two");
  const weights = rows.map((_, person) => (person % 3 === 0 ? 2 : 1));
  const doubled = createResponses(
    responses.itemIds,
    rows.flatMap((_, person) => {
      const row = Array.from(responses.scores.subarray(person * 6, person * 6 + 6));
      return person % 3 === 0 ? [row, row] : [row];
    }),
  );
  const weighted = calibrate(responses, { model: "2pl", weights });
  const repeated = calibrate(doubled, { model: "2pl" });
  assert.ok(Math.abs(weighted.logLikelihood - repeated.logLikelihood) < 1e-7);
  assert.ok(Math.abs(Number(weighted.items[2]?.errors.a) - Number(repeated.items[2]?.errors.a)) < 1e-7);
});

test("fixed items keep their parameters and place the new ones and the population on their scale", () => {
  const responses = responsesOf("two");
  const base = calibrate(responses, { model: "2pl" });
  const fixedItems = base.items.slice(0, 3).map(({ item }) => item);
  const linked = calibrate(responses, { model: "2pl", fixedItems });
  assert.deepEqual(linked.items[0]?.item, fixedItems[0]);
  assert.equal(linked.items[0]?.errors.a, undefined);
  assert.ok(Math.abs(Number(linked.groups[0]?.mean)) < 1e-3);
  assert.ok(Math.abs(Number(linked.groups[0]?.variance) - 1) < 2e-3);
  assert.ok(Math.abs(Number(linked.items[4]?.item.a) - Number(base.items[4]?.item.a)) < 2e-3);
});

test("a refusal is missing or wrong, as the caller says", () => {
  const rowsWithRefusals = [
    [1, 0],
    [0, 1],
    [1, 1],
    [0, 0],
    [1, REFUSED],
    [0, REFUSED],
  ];
  const responses = createResponses(["q1", "q2"], rowsWithRefusals);
  const latent = [{ mean: 0, variance: 1 }];
  const missing = calibrate(responses, { model: "rasch", latent });
  const zero = calibrate(responses, { model: "rasch", latent, refusals: "zero" });
  assert.deepEqual(missing.items[1]?.scoreWeights, [2, 2]);
  assert.deepEqual(zero.items[1]?.scoreWeights, [4, 2]);
});

test("cross-product and sandwich errors agree with the observed ones where the model holds", () => {
  const responses = responsesOf("two");
  const errors = (["observed", "cross-product", "sandwich"] as const).map((standardErrors) =>
    Number(calibrate(responses, { model: "2pl", standardErrors }).items[1]?.errors.a),
  );
  for (const error of errors) assert.ok(Math.abs(error / Number(errors[0]) - 1) < 0.15, String(errors));
  assert.notEqual(errors[0], errors[1]);
  assert.notEqual(errors[0], errors[2]);
});

const assertRefused = (work: () => unknown, code: PsychometricsErrorCode, words: RegExp): void => {
  assert.throws(work, (error) => {
    assert.ok(error instanceof PsychometricsError);
    assert.equal(error.code, code);
    assert.match(describePsychometricsError(error), words);
    assert.doesNotMatch(describePsychometricsError(error), /[{}?]/);
    return true;
  });
};

test("data that no model can be fitted to are refused with the item or row", () => {
  const model = "2pl";
  const good = [
    [1, 0],
    [0, 1],
    [1, 1],
    [0, 0],
  ];
  const q = ["q1", "q2"];
  assertRefused(
    () =>
      calibrate(
        createResponses(q, [
          [1, 0],
          [1, 1],
        ]),
        { model },
      ),
    "psychometrics.item_constant",
    /“q1”所有作答的得分都是 1/,
  );
  assertRefused(
    () =>
      calibrate(
        createResponses(q, [
          [1, null],
          [0, null],
        ]),
        { model },
      ),
    "psychometrics.item_never_answered",
    /“q2”/,
  );
  assertRefused(
    () =>
      calibrate(
        createResponses(q, [
          [1, 2],
          [0, 0],
        ]),
        { model },
      ),
    "psychometrics.response_out_of_range",
    /第 1 行第 2 列/,
  );
  assertRefused(
    () =>
      calibrate(
        createResponses(q, [
          [1, 2],
          [0, 0],
        ]),
        { model: "graded" },
      ),
    "psychometrics.item_category_empty",
    /得 1 分/,
  );
  assertRefused(
    () => calibrate(createResponses(q, good), { model, weights: [1, 1, 0, 1] }),
    "psychometrics.weights_invalid",
    /第 3 行/,
  );
  assertRefused(
    () => calibrate(createResponses(q, good), { model, groups: [0, 0, 2, 2] }),
    "psychometrics.group_empty",
    /第 2 组/,
  );
  assertRefused(
    () => calibrate(createResponses(q, good), { model, latent: [{ mean: "free", variance: 1 }] }),
    "psychometrics.model_unidentified",
    /均值/,
  );
  assertRefused(
    () => calibrate(createResponses(q, good), { model, latent: [{ mean: 0, variance: "free" }] }),
    "psychometrics.model_unidentified",
    /方差/,
  );
  assertRefused(
    () => calibrate(createResponses(q, good), { model: ["2pl"] }),
    "psychometrics.items_mismatch",
    /1 道/,
  );
});

test("an iteration that did not end is an error, or marked where the caller wants the values", () => {
  const responses = responsesOf("two");
  const options = { model: "2pl", maximumIterations: 2 } as const;
  assertRefused(() => calibrate(responses, options), "psychometrics.not_converged", /迭代 2 次/);
  const given = calibrate(responses, { ...options, onNonConvergence: "return", standardErrors: "none" });
  assert.equal(given.convergence.converged, false);
  assertRefused(
    () => calibrate(responses, { model: "2pl", onProgress: () => false }),
    "psychometrics.aborted",
    /停止/,
  );
});

test("a test of 1,200 items does not lose its likelihood in underflow", () => {
  const ids = Array.from({ length: 1200 }, (_, item) => `q${item}`);
  const table = [0, 1].map((person) => ids.map((_, item) => (Math.floor(item / 16) + person) % 2));
  const fixedItems = ids.map((id) => ({ id, model: "dichotomous", a: 3, b: 0, c: 0, u: 1 }) as const);
  const latent = [{ mean: 0, variance: 1 }];
  const result = calibrate(createResponses(ids, table), { model: "2pl", fixedItems, latent });
  // At θ = 0 every answer has probability ½; the neighbouring nodes add nothing that counts.
  assert.ok(result.logLikelihood < -2 * 1200 * Math.LN2 && result.logLikelihood > -2 * (1200 * Math.LN2 + 4));
});

test("the prior on the slope is R's dlnorm, with its derivatives", () => {
  const prior = { mean: 0.1, deviation: 0.4, scale: "log" } as const;
  const at = (value: number) => priorTerms(prior, value);
  assert.ok(Math.abs(at(1.3).density - -0.3473938) < 5e-7, String(at(1.3).density));
  assert.ok(Math.abs(at(1.3).slope - (at(1.3001).density - at(1.2999).density) / 2e-4) < 1e-6);
  assert.ok(Math.abs(at(1.3).curve - (at(1.3001).slope - at(1.2999).slope) / 2e-4) < 1e-6);
});
