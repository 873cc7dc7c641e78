import { createRandom } from "@kepu/numerics";
import { linkItems } from "@kepu/psychometrics";
import assert from "node:assert/strict";
import { test } from "node:test";
import { MeasureError } from "../errors.ts";
import { drawItems, linkParameters, toItemsFile } from "./items-file.ts";

const item = { id: "q1", model: "dichotomous", a: 1.5, b: 0.4, c: 0, u: 1 } as const;
const known = {
  items: [item],
  // Of a and d = −ab.
  parameters: { names: ["q1.a", "q1.d1"], covariance: [[0.01], [-0.004, 0.02]] },
};

const covarianceOf = (file: ReturnType<typeof toItemsFile>): number[] => {
  const random = createRandom("items");
  const draws = Array.from({ length: 4000 }, () => {
    const [drawn] = drawItems(file, random);
    assert.ok(drawn !== undefined && drawn.model === "dichotomous");
    return [drawn.a, -drawn.a * drawn.b] as const;
  });
  const mean = (of: (draw: readonly [number, number]) => number): number =>
    draws.reduce((sum, draw) => sum + of(draw), 0) / draws.length;
  const [a, d] = [mean(([one]) => one), mean(([, one]) => one)];
  return [
    mean(([one]) => (one - a) ** 2),
    mean(([one, two]) => (one - a) * (two - d)),
    mean(([, two]) => (two - d) ** 2),
  ];
};

test("drawn items vary as their estimates do", () => {
  const [aa = 0, ad = 0, dd = 0] = covarianceOf(toItemsFile(known, "i.json"));
  // Monte-Carlo error of 4,000 draws is about 2 % of a variance.
  assert.ok(Math.abs(aa - 0.01) < 0.001, String(aa));
  assert.ok(Math.abs(ad + 0.004) < 0.001, String(ad));
  assert.ok(Math.abs(dd - 0.02) < 0.002, String(dd));
});

test("a linked covariance is that of linked draws", () => {
  const linking = { slope: 1.25, intercept: -0.5 };
  const file = toItemsFile(known, "i.json");
  assert.ok(file.parameters !== undefined);
  const { covariance } = linkParameters(file.parameters, linking);
  const random = createRandom("items");
  const draws = Array.from({ length: 4000 }, () => {
    const [moved] = linkItems(drawItems(file, random), linking);
    assert.ok(moved !== undefined && moved.model === "dichotomous");
    return -moved.a * moved.b;
  });
  const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
  const variance = draws.reduce((sum, d) => sum + (d - mean) ** 2, 0) / draws.length;
  const linked = covariance[1]?.[1] ?? 0;
  assert.ok(Math.abs(variance - linked) < 0.1 * linked, `${variance}, ${linked}`);
});

test("a covariance that is none is refused", () => {
  for (const covariance of [[[0.01], [-0.004]], [[0.01]], [[0.01], [0.1, 0.02]]])
    assert.throws(
      () => toItemsFile({ ...known, parameters: { ...known.parameters, covariance } }, "i.json"),
      (error) => error instanceof MeasureError && error.code === "measure.items_invalid",
    );
});
