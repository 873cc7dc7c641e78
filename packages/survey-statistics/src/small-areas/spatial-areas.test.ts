import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { estimateAreas, type SmallArea } from "./estimate-areas.ts";
import { estimateSpatialAreas, proximityOf } from "./spatial-areas.ts";

/** A district of 7 × 7 areas whose shares go with their neighbours': v = 0.75·Wv + u on the logit scale. */
const side = 7;
const random = createRandom("spatial areas");
const ids = Array.from({ length: side * side }, (_, i) => `街道${i + 1}`);
const pairs = ids.flatMap((id, i): [string, string][] => [
  ...((i + 1) % side === 0 ? [] : [[id, ids[i + 1] ?? ""] as [string, string]]),
  ...(i + side >= ids.length ? [] : [[id, ids[i + side] ?? ""] as [string, string]]),
]);
const proximity = proximityOf(ids, pairs);
const own = ids.map(() => 0.3 * random.normal());
let effects = own;
for (let round = 0; round < 200; round += 1)
  effects = own.map(
    (value, i) => value + 0.75 * (proximity[i] ?? []).reduce((sum, w, j) => sum + w * (effects[j] ?? 0), 0),
  );
const truth = effects.map((effect) => 1 / (1 + Math.exp(1.3 - effect)));
const areas = truth.map((share, i): SmallArea => {
  let hits = 0;
  for (let person = 0; person < 60; person += 1) if (random.next() < share) hits += 1;
  return {
    id: ids[i] ?? "",
    estimate: hits / 60,
    variance: Math.max(0.5, hits) / 3600,
    respondents: 60,
    degreesOfFreedom: 3,
    covariates: [],
    share: 1 / ids.length,
  };
});
const alone = ids.map(() => ids.map(() => 0));
const near = (one: number, other: number, tolerance: number): void =>
  assert.ok(Math.abs(one - other) <= tolerance, `${one} for ${other}`);

for (const scale of ["arcsine", "logit", "identity"] as const)
  test(`without neighbours the areas are those of estimateAreas by the same method, ${scale}`, () => {
    const benchmark = { total: 0.22 };
    const spatial = estimateSpatialAreas(areas, alone, { scale, benchmark });
    const plain = estimateAreas(areas, { scale, benchmark, method: "reml" });
    assert.equal(spatial.designEffect, plain.designEffect);
    for (const [i, area] of spatial.areas.entries()) {
      const other = plain.areas[i];
      assert.ok(other !== undefined);
      for (const field of ["estimate", "gamma", "synthetic", "beforeBenchmark"] as const)
        near(area[field], other[field], 2e-6);
      // g₃ has 1/½tr(PP) here and 2/Σ(A + D)⁻² there.
      for (const field of ["lower", "upper", "standardError"] as const)
        near(area[field], other[field], 3e-3 * other[field]);
    }
  });

test("neighbours bring areas nearer to truths that go with them, and the benchmarked areas add up to the district", () => {
  const benchmark = { total: 0.23 };
  const spatial = estimateSpatialAreas(areas, proximity, { benchmark });
  const plain = estimateAreas(areas, { benchmark, method: "reml" });
  const distance = (found: readonly { readonly estimate: number }[]): number =>
    found.reduce((sum, { estimate }, i) => sum + (estimate - (truth[i] ?? 0)) ** 2, 0);
  assert.ok(spatial.fit.spatialCorrelation > 0.3, `ρ ${spatial.fit.spatialCorrelation}`);
  assert.ok(distance(spatial.areas) < distance(plain.areas));
  near(
    spatial.areas.reduce((sum, { estimate }) => sum + estimate / ids.length, 0),
    0.23,
    1e-9,
  );
  for (const { lower, estimate, upper, gamma } of spatial.areas)
    assert.ok(0 <= lower && lower < estimate && estimate < upper && upper <= 1 && gamma > 0 && gamma < 1);
});

test("the order of areas and pairs, and a pair named twice or turned round, change nothing", () => {
  const order = ids.map((_, i) => (i * 11 + 5) % ids.length);
  const turned = estimateSpatialAreas(
    order.map((i) => areas[i] ?? assert.fail()),
    proximityOf(
      order.map((i) => ids[i] ?? ""),
      [...pairs.map(([one, other]): [string, string] => [other, one]).toReversed(), ...pairs],
    ),
  );
  const plain = estimateSpatialAreas(areas, proximity);
  for (const [place, i] of order.entries())
    near(turned.areas[place]?.estimate ?? 0, plain.areas[i]?.estimate ?? 1, 1e-7);
});

test("areas without sample, unknown neighbours, oneself as neighbour and a variance of 0 are refused", () => {
  const refuse = (code: string, act: () => unknown): void =>
    assert.throws(act, (error) => error instanceof SurveyError && error.code === code);
  refuse("area-not-sampled", () =>
    estimateSpatialAreas(
      areas.map((area, i) => (i === 2 ? { ...area, estimate: undefined, respondents: 0 } : area)),
      proximity,
    ),
  );
  refuse("area-unknown", () => proximityOf(ids, [["街道1", "街道99"]]));
  refuse("proximity-bad", () => proximityOf(ids, [["街道1", "街道1"]]));
  refuse("model-variance-zero", () =>
    estimateSpatialAreas(
      areas.map((area) => ({ ...area, estimate: 0.2 })),
      proximity,
    ),
  );
});
