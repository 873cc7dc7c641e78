import assert from "node:assert/strict";
import { test } from "node:test";
import { SurveyError } from "../errors.ts";
import { type PlannedStreet, simulatePlan } from "./planner.ts";

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
  const [whole, domain, model] = plan.methods;
  assert.ok(whole !== undefined && domain !== undefined && model !== undefined);
  assert.ok(whole.coverage < 0.9, `whole-design degrees of freedom covered ${whole.coverage}`);
  assert.ok(domain.coverage > whole.coverage + 0.04);
  assert.ok(domain.width > 1.4 * model.width, "the model's intervals are of use");
  assert.ok(model.coverage > 0.9, `small areas covered ${model.coverage}`);
  assert.ok(model.rootMeanSquaredError < whole.rootMeanSquaredError);
  assert.ok(Math.abs(plan.district.coverage - 0.95) < 0.1);
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
