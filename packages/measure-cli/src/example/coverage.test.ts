import assert from "node:assert/strict";
import { test } from "node:test";
import { run } from "./coverage-task.ts";

test("over forty surveys of the example's district nominal 95 % intervals hold the truth about 95 times in 100", () => {
  const surveys = run({ district: "2026", from: 0, to: 40, measured: false });
  const mean = (what: "district" | "audience" | "street"): number =>
    surveys.reduce((sum, one) => sum + one[what], 0) / surveys.length;
  // Three Monte-Carlo errors about 95 %; streets and audiences of one survey move together. 1,000 surveys: the bench.
  for (const [what, error] of [
    ["district", 0.034],
    ["audience", 0.02],
    ["street", 0.01],
  ] as const)
    assert.ok(
      Math.abs(mean(what) - 0.95) <= 3 * error,
      `${what}: ${(100 * mean(what)).toFixed(1)} % of the intervals hold the truth`,
    );
});
