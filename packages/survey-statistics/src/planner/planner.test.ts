import assert from "node:assert/strict";
import { test } from "node:test";
import { SurveyError } from "../errors.ts";
import { joinPlan, type PlannedStreet, simulatePlan, simulatePlanPart } from "./planner.ts";

const streets = Array.from({ length: 32 }, (_, i): PlannedStreet => ({
  id: `街道${i + 1}`,
  population: 6000 + 300 * (i % 9),
  communities: 4,
  respondentsPerCommunity: 15,
  share: 0.08 + 0.006 * i + 0.02 * ((i * 5) % 7 > 3 ? 1 : -1),
  covariates: [0.1 + 0.012 * i],
}));

test("sixty respondents in four communities: the usual interval covers too little, the honest one is too wide", () => {
  const plan = simulatePlan({ streets, intraclassCorrelation: 0.05 }, { replicates: 60, seed: 7 });
  const [usual, whole, domain, model] = plan.methods;
  assert.ok(usual !== undefined && whole !== undefined && domain !== undefined && model !== undefined);
  // 81 % is what the interval that programs print covers where shares are near 0.15 (84 % over this test's streets).
  assert.ok(usual.coverage > 0.78 && usual.coverage < 0.87, `the usual interval covered ${usual.coverage}`);
  assert.ok(whole.coverage > usual.coverage);
  assert.ok(whole.coverage < 0.9, `whole-design degrees of freedom covered ${whole.coverage}`);
  assert.ok(domain.coverage > whole.coverage + 0.04);
  assert.ok(domain.width > 1.4 * model.width, "the model's intervals are of use");
  assert.ok(model.coverage > 0.9, `small areas covered ${model.coverage}`);
  assert.ok(model.rootMeanSquaredError < whole.rootMeanSquaredError);
  assert.ok(Math.abs(plan.district.coverage - 0.95) < 0.1);
});

test("a plan says how often it would decide a target, and how many respondents would", () => {
  const plan = (shift: number) =>
    simulatePlan(
      {
        streets: streets.map((street) => ({ ...street, share: street.share + shift })),
        intraclassCorrelation: 0.05,
      },
      { replicates: 60, seed: 7, target: { target: 0.18 } },
    ).target;
  const near = plan(0);
  const far = plan(0.06);
  assert.ok(near !== undefined && far !== undefined);
  // The truth is 17 %: a sample of this size can rarely tell; with 23 % it nearly always can.
  assert.ok(near.cannotTell > 0.5 && (near.respondentsToDecide ?? 0) > 5000);
  assert.ok(far.reached > 0.9 && (far.respondentsToDecide ?? Infinity) < 1920);
  assert.ok(Math.abs(near.reached + near.notReached + near.cannotTell - 1) < 1e-12);
});

test("the same seed gives the same simulation", () => {
  const run = (seed: number) =>
    simulatePlan({ streets, intraclassCorrelation: 0.05 }, { replicates: 20, seed }).methods;
  assert.deepEqual(run(1), run(1));
  assert.notDeepEqual(run(1), run(2));
});

test("a design that the population cannot carry is refused by the street's name", () => {
  const bad = (change: Partial<PlannedStreet>) => () =>
    simulatePlan(
      {
        streets: streets.map((street, i) => (i === 2 ? { ...street, ...change } : street)),
        intraclassCorrelation: 0.05,
      },
      { replicates: 20, seed: 1 },
    );
  for (const change of [
    { population: 10 },
    { communities: 0 },
    { respondentsPerCommunity: 1.5 },
    { share: 0 },
  ])
    assert.throws(
      bad(change),
      (error) =>
        error instanceof SurveyError && error.code === "design-impossible" && error.message.includes("街道3"),
    );
});

test("a plan simulated in parts is the one simulated at once, but for the rounding of sums", () => {
  const design = { streets, intraclassCorrelation: 0.05 };
  const options = { replicates: 40, seed: 3, target: { target: 0.2 } };
  const whole = simulatePlan(design, options);
  const parts = [0, 13, 14].map((from, k, all) =>
    simulatePlanPart(design, { ...options, from, to: all[k + 1] ?? 40 }),
  );
  const joined = joinPlan(design, parts, options);
  assert.deepEqual(joined.target, whole.target);
  for (const [k, one] of joined.streets.entries())
    for (const [place, interval] of one.intervals.entries()) {
      const same = whole.streets[k]?.intervals[place];
      assert.equal(interval.coverage, same?.coverage);
      assert.ok(Math.abs(interval.width - (same?.width ?? 0)) < 1e-12);
    }
  assert.notDeepEqual(parts[0]?.district, parts[2]?.district);
});
