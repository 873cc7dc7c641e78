import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import * as survey from "../index.ts";

const random = createRandom("replicates");
const clusters = Array.from({ length: 240 }, (_, row) => Math.floor(row / 6));
const strata = clusters.map((cluster) => cluster % 4);
const effects = Array.from({ length: 40 }, () => random.normal());
const y = clusters.map((cluster) => 10 + (effects[cluster] ?? 0) + random.normal());
const total = (weights: Float64Array): number =>
  weights.reduce((sum, weight, row) => sum + weight * (y[row] ?? 0), 0);
const wr = survey.createDesign({ weights: y.map(() => 5), stages: [{ strata, clusters }] });
const two = survey.createDesign({
  stages: [{ strata, clusters, populationSize: y.map(() => 20) }, { populationSize: y.map(() => 15) }],
});

const ratio = (design: survey.SurveyDesign, method: survey.ReplicateMethod): number =>
  survey.estimateReplicated(survey.createReplicates(design, method), total).standardError /
  survey.estimateTotal(design, y).standardError;

test("for a total the jackknife is the linearised error, and bootstraps come near it", () => {
  assert.ok(Math.abs(ratio(wr, { kind: "jkn" }) - 1) < 1e-10);
  // 800 replicates: the standard error of a standard error is 2.5 %.
  for (const method of [
    { kind: "subbootstrap", replicates: 800, seed: 1 },
    { kind: "rao-wu", replicates: 800, seed: 2, draws: 5 },
  ] as const)
    assert.ok(Math.abs(ratio(wr, method) - 1) < 0.1, `${method.kind}: ${ratio(wr, method)}`);
  // Two communities a stratum: without the scale n/(n − 1) the error would be 0.71 of what it is.
  const pairs = survey.createDesign({
    weights: y.map(() => 5),
    stages: [{ strata: clusters.map((cluster) => cluster % 20), clusters }],
  });
  const drawn = ratio(pairs, { kind: "bootstrap", replicates: 800, seed: 5 });
  assert.ok(Math.abs(drawn - 1) < 0.1, `with replacement: ${drawn}`);
  // Nearly all the spread lies within communities, so that a second stage counted wrongly shows.
  const within = survey.createDesign({
    stages: [{ strata, clusters, populationSize: y.map(() => 50) }, { populationSize: y.map(() => 60) }],
  });
  const noise = y.map(() => random.normal());
  const noiseTotal = (weights: Float64Array): number =>
    weights.reduce((sum, weight, row) => sum + weight * (noise[row] ?? 0), 0);
  const bootstrap = survey.createReplicates(within, { kind: "multistage", replicates: 800, seed: 4 });
  const share =
    survey.estimateReplicated(bootstrap, noiseTotal).standardError /
    survey.estimateTotal(within, noise).standardError;
  assert.ok(Math.abs(share - 1) < 0.1, `within: ${share}`);
  const stages = ratio(two, { kind: "multistage", replicates: 800, seed: 3 });
  assert.ok(Math.abs(stages - 1) < 0.1, `multistage: ${stages}`);
});

test("every replicate of every bootstrap has weights that are no less than zero", () => {
  for (const [design, method] of [
    [wr, { kind: "subbootstrap", replicates: 40, seed: 1 }],
    [wr, { kind: "bootstrap", replicates: 40, seed: 1 }],
    [two, { kind: "multistage", replicates: 40, seed: 1 }],
  ] as const)
    for (const weights of survey.createReplicates(design, method).replicates)
      assert.ok(weights.every((weight) => weight > -1e-9));
});

test("the same seed gives the same replicates, another seed others", () => {
  const make = (seed: number): Float64Array | undefined =>
    survey.createReplicates(wr, { kind: "subbootstrap", replicates: 3, seed }).replicates[2];
  assert.deepEqual(make(1), make(1));
  assert.notDeepEqual(make(1), make(2));
});

test("plausible values add the variance between them to that of sampling", () => {
  const noise = [0.3, -0.1, 0.4, -0.6];
  const columns = noise.map((shift) => y.map((value) => value + shift));
  const replicates = survey.createReplicates(wr, { kind: "jkn" });
  const found = survey.estimatePlausible(replicates, columns, { statistic: survey.weightedMean });
  const plain = survey.estimateReplicated(replicates, (weights) => survey.weightedMean(y, weights));
  assert.ok(Math.abs(found.value - plain.value) < 1e-12);
  assert.ok(Math.abs(found.samplingVariance - plain.standardError ** 2) < 1e-12);
  // (1 + 1/4) · (0.09 + 0.01 + 0.16 + 0.36) / 3
  assert.ok(Math.abs(found.measurementVariance - 1.25 * (0.62 / 3)) < 1e-12);
  assert.ok(found.degreesOfFreedom < plain.degreesOfFreedom);
});

test("methods that a design does not allow are refused with the reason", () => {
  const refuse = (design: survey.SurveyDesign, method: survey.ReplicateMethod): void =>
    assert.throws(() => survey.createReplicates(design, method), { code: "replicates-impossible" });
  refuse(wr, { kind: "jk1" });
  refuse(wr, { kind: "brr" });
  refuse(two, { kind: "subbootstrap", replicates: 10, seed: 1 });
  assert.throws(() => survey.createReplicates(wr, { kind: "subbootstrap", replicates: 1, seed: 1 }), {
    code: "setting-out-of-range",
  });
  const replicates = survey.createReplicates(wr, { kind: "jkn" });
  assert.throws(() => survey.estimateReplicated(replicates, () => Number.NaN), { code: "value-not-finite" });
});
