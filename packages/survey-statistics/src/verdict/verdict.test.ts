import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import fc from "fast-check";
import { SurveyError } from "../errors.ts";
import { judgeTarget } from "./verdict.ts";

const survey = { standardError: 0.01, degreesOfFreedom: 100, respondents: 2000 };

test("a share just above the target is not called reached", () => {
  assert.equal(judgeTarget({ ...survey, estimate: 0.185 }, { target: 0.18 }).outcome, "cannot-tell");
  assert.equal(judgeTarget({ ...survey, estimate: 0.21 }, { target: 0.18 }).outcome, "reached");
  assert.equal(judgeTarget({ ...survey, estimate: 0.15 }, { target: 0.18 }).outcome, "not-reached");
});

test("confidence and probability give the same verdict", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.02, max: 0.6, noNaN: true }),
      fc.double({ min: 0.001, max: 0.1, noNaN: true }),
      fc.integer({ min: 2, max: 500 }),
      (estimate, standardError, degreesOfFreedom) => {
        const verdict = judgeTarget(
          { estimate, standardError, degreesOfFreedom, respondents: 500 },
          { target: 0.18 },
        );
        const byProbability =
          verdict.probabilityAbove > 0.95 + 1e-9
            ? "reached"
            : verdict.probabilityAbove < 0.05 - 1e-9
              ? "not-reached"
              : "cannot-tell";
        if (Math.abs(Math.abs(verdict.probabilityAbove - 0.5) - 0.45) > 1e-8)
          assert.equal(verdict.outcome, byProbability);
        assert.ok(verdict.lower < verdict.lowerBound && verdict.upperBound < verdict.upper);
      },
    ),
  );
});

test("the sample that would decide decides about as often as it says", () => {
  const truth = 0.2;
  const first = judgeTarget(
    { estimate: truth, standardError: 0.02, degreesOfFreedom: 1e6, respondents: 400 },
    { target: 0.18 },
  );
  assert.equal(first.outcome, "cannot-tell");
  const n = first.respondentsToDecide ?? 0;
  const standardError = 0.02 * Math.sqrt(400 / n);
  const random = createRandom("verdict");
  let decided = 0;
  for (let draw = 0; draw < 4000; draw += 1) {
    const estimate = truth + standardError * random.normal();
    const verdict = judgeTarget(
      { estimate, standardError, degreesOfFreedom: 1e6, respondents: n },
      { target: 0.18 },
    );
    if (verdict.outcome === "reached") decided += 1;
  }
  assert.ok(Math.abs(decided / 4000 - 0.8) < 0.04, `decided in ${decided} of 4000`);
});

test("a linking error that is alone too large leaves no sample that decides", () => {
  const verdict = judgeTarget({ ...survey, estimate: 0.185, fixedStandardError: 0.02 }, { target: 0.18 });
  assert.equal(verdict.respondentsToDecide, undefined);
  assert.equal(
    judgeTarget({ ...survey, estimate: 0.18 }, { target: 0.18 }).respondentsToDecide,
    undefined,
    "an estimate on the target is decided by no sample",
  );
});

test("estimates from which nothing can be judged are refused", () => {
  const refused = (change: object, code: string): void =>
    assert.throws(
      () => judgeTarget({ ...survey, estimate: 0.2, ...change }, { target: 0.18 }),
      (error) => error instanceof SurveyError && error.code === code,
    );
  refused({ estimate: 0 }, "estimate-out-of-range");
  refused({ standardError: 0 }, "estimate-out-of-range");
  refused({ standardError: Number.NaN }, "estimate-out-of-range");
  refused({ degreesOfFreedom: 0 }, "estimate-out-of-range");
  assert.throws(
    () => judgeTarget({ ...survey, estimate: 0.2 }, { target: 18 }),
    (error) => error instanceof SurveyError && error.code === "setting-out-of-range",
  );
});
