import assert from "node:assert/strict";
import { test } from "node:test";
import { NumericsError } from "@kepu/numerics";
import { PsychometricsError } from "../errors.ts";
import { judgeItems } from "./matching.ts";
import { quadraticForm } from "./quadratic-form.ts";

const singular = (cause: NumericsError): PsychometricsError =>
  new PsychometricsError("psychometrics.information_singular", { parameter: "q" }, { cause });

test("the form takes the named places and their block alone", () => {
  const covariance = Float64Array.of(9, 9, 9, 9, 2, 1, 9, 1, 3);
  // Of (1, 2) with [[2, 1], [1, 3]]: (3·1 − 2·1·2 + 2·4) / 5.
  const value = quadraticForm(Float64Array.of(9, 1, 2), covariance, { places: [1, 2], singular });
  assert.ok(Math.abs(value - 7 / 5) < 1e-14, String(value));
});

test("an item with a near-singular block is not judged, and the others are", () => {
  const itemIds = ["near", "sound"];
  const { items } = judgeItems(
    { itemIds, anchor: Uint8Array.of(1, 1) },
    {},
    {
      judge: (item) => {
        const together = item === 0 ? 1 - 1e-14 : 0.5;
        const statistic = quadraticForm(Float64Array.of(1, 2), Float64Array.of(1, together, together, 1), {
          places: [0, 1],
          singular,
        });
        return { id: itemIds[item] ?? "", judged: true as const, statistic };
      },
      isFlagged: () => false,
    },
  );
  const [near, sound] = items;
  assert.ok(near !== undefined && !near.judged);
  assert.equal(near.error.code, "psychometrics.information_singular");
  assert.ok(near.error.cause instanceof NumericsError);
  assert.ok(sound?.judged);
});
