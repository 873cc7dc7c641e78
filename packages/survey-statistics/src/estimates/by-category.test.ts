import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import * as survey from "../index.ts";

const random = createRandom("by category");
const rows = 600;
const each = <T>(value: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => value(row));
const stratum = each((row) => `s${row % 4}`);
const cluster = each((row) => `${row % 4}-${row % 40}`);
const street = each((row) => (row < 12 ? "corner" : `t${random.integer(5)}`));
const sex = each(() => (random.next() < 0.5 ? "f" : "m"));
const age = each(() => 18 + random.integer(60));
const literate = each((): number => (random.next() < 0.2 ? 1 : 0));
const weights = each(() => 5 + 10 * random.next());

const plain = survey.createDesign({ weights, stages: [{ strata: stratum, clusters: cluster }] });
const stages: survey.DesignStage[] = [
  { strata: stratum, clusters: cluster, samplingFraction: each((row) => 0.1 + 0.01 * (row % 40)) },
  { samplingFraction: each(() => 0.3) },
];
const sum = weights.reduce((a, b) => a + b, 0);
const margins: survey.Margin[] = [
  { name: "sex", labels: sex, totals: { f: 0.55 * sum, m: 0.45 * sum } },
  {
    name: "stratum",
    labels: stratum,
    totals: { s0: 0.3 * sum, s1: 0.2 * sum, s2: 0.25 * sum, s3: 0.25 * sum },
  },
];
const raked = (design: survey.SurveyDesign): survey.SurveyDesign => survey.rake(design, margins).design;
const lonely = (lonelyStrata: survey.LonelyRule): survey.SurveyDesign =>
  survey.createDesign({
    weights,
    stages: [{ strata: cluster.map((name) => (name < "2" ? name : "rest")), clusters: cluster }],
    lonelyStrata,
  });

const designs: Record<string, survey.SurveyDesign> = {
  "one stage": plain,
  "two stages with corrections that differ by unit": survey.createDesign({ weights, stages }),
  "two stages by Hájek's rule": survey.createDesign({ weights, stages, unequalProbabilities: "hajek" }),
  "one stage, raked": raked(plain),
  "two stages, raked": raked(survey.createDesign({ weights, stages })),
  "calibrated twice": survey.calibrate(
    raked(plain),
    [{ name: "age", values: age, total: 40 * sum }, margins[0] ?? assert.fail()],
    { distance: "linear" },
  ).design,
  "one factor a cluster": survey.calibrate(plain, margins, { distance: "raking", aggregateStage: 1 }).design,
  "lonely strata counted as certain": lonely("certainty"),
  "lonely strata measured from the grand mean": lonely("adjust"),
  "lonely strata as the others on average": lonely("average"),
};

const same = (own: number | undefined, other: number | undefined, what: string): void => {
  assert.ok(
    Math.abs((own ?? 0) - (other ?? 0)) <= 1e-11 * Math.max(1e-3, Math.abs(other ?? 0)),
    `${what}: ${own}, one by one ${other}`,
  );
};

const compare = (
  all: readonly survey.CategoryEstimate[],
  one: readonly { readonly name: string; readonly estimate: survey.Estimate }[],
): void => {
  assert.deepEqual(
    all.map(({ name }) => name),
    one.map(({ name }) => name),
  );
  for (const [k, { name, estimate }] of all.entries()) {
    const other = one[k]?.estimate ?? assert.fail();
    for (const key of ["value", "standardError", "degreesOfFreedom", "respondents", "designEffect"] as const)
      same(estimate[key], other[key], `${name} ${key}`);
    same(estimate.interval.lower, other.interval.lower, `${name} lower`);
    same(estimate.interval.upper, other.interval.upper, `${name} upper`);
    assert.equal(estimate.interval.method, other.interval.method);
    for (const [row, score] of estimate.scores.entries())
      same(score, other.scores[row], `${name} score ${row}`);
  }
};

for (const [name, design] of Object.entries(designs)) {
  test(`all categories at once are each category by itself: ${name}`, () => {
    for (const degreesOfFreedom of ["design", "domain"] as const) {
      compare(
        survey.estimateProportionBy(design, { indicator: literate, labels: street }, { degreesOfFreedom }),
        survey.estimateBy(design, street, (domain) =>
          survey.estimateProportion(design, literate, { domain, degreesOfFreedom }),
        ),
      );
      compare(
        survey.estimateMeanBy(design, { values: age, labels: street }, { degreesOfFreedom }),
        survey.estimateBy(design, street, (domain) =>
          survey.estimateMean(design, age, { domain, degreesOfFreedom }),
        ),
      );
    }
  });
}

test("joint inclusion probabilities are in the errors of all categories at once", () => {
  const count = 12;
  const joint = Float64Array.from({ length: count * count }, (_, k) =>
    k % (count + 1) === 0 ? 0.3 : 0.07 + 0.001 * ((Math.trunc(k / count) + (k % count)) % 3),
  );
  const design = survey.createDesign({
    weights: Array.from({ length: count }, () => 1 / 0.3),
    stages: [{}],
    joint: { probabilities: joint, variance: "sen-yates-grundy" },
  });
  const labels = street.slice(12, 24);
  compare(
    survey.estimateMeanBy(design, { values: age.slice(0, count), labels }),
    survey.estimateBy(design, labels, (domain) =>
      survey.estimateMean(design, age.slice(0, count), { domain }),
    ),
  );
});

test("a domain leaves rows out, and the categories that have none of them", () => {
  const domain = Uint8Array.from(sex, (one, row) => (one === "f" && row >= 12 ? 1 : 0));
  const found = survey.estimateProportionBy(plain, { indicator: literate, labels: street }, { domain });
  assert.ok(found.every(({ name }) => name !== "corner"));
  const [first = assert.fail()] = found;
  const inside = Uint8Array.from(domain, (one, row) => (one === 1 && street[row] === first.name ? 1 : 0));
  const alone = survey.estimateProportion(plain, literate, { domain: inside });
  same(first.estimate.standardError, alone.standardError, "error");
  assert.equal(first.estimate.respondents, alone.respondents);
});

test("what one estimate refuses is refused for all at once, with the row", () => {
  const change = (row: number, value: number): number[] => literate.with(row, value);
  const by = (indicator: number[], options: survey.EstimateOptions = {}): unknown =>
    survey.estimateProportionBy(plain, { indicator, labels: street }, options);
  assert.throws(() => by(change(41, 2)), { code: "indicator-not-binary", message: /第 42 行/u });
  assert.throws(() => by(change(41, Number.NaN)), { code: "value-not-finite", message: /第 42 行/u });
  assert.throws(() => by([0, 1]), { code: "column-length" });
  assert.throws(() => by(literate, { level: 1 }), { code: "setting-out-of-range" });
  assert.throws(() => by(literate, { domain: new Uint8Array(rows) }), { code: "domain-empty" });
  assert.throws(() => by(literate, { degreesOfFreedom: 0 }), { code: "degrees-of-freedom-missing" });
});
