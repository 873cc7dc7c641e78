import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { type Answer, createCommandLine } from "./testing/command-line.ts";

const { folder, at, write, run, answer, checkPage } = createCommandLine("kepu-plan-");

type Figure = Answer["figures"][number];

const byId = (figures: readonly Figure[], id: string): Figure =>
  figures.find((one) => one.id === id) ?? assert.fail(id);

const streets = Array.from(
  { length: 32 },
  (_, k) =>
    `街道${k + 1},${6000 + 300 * (k % 9)},${(0.08 + 0.006 * k).toFixed(3)},${(0.1 + 0.012 * k).toFixed(3)}`,
);
write("streets.csv", `street,adults,expected,college\n${streets.join("\n")}\n`);
const plan = {
  areaId: "street",
  population: "adults",
  communities: "4",
  respondentsPerCommunity: "15",
  share: "expected",
  covariates: ["college"],
  intraclassCorrelation: 0.05,
  replicates: 60,
};
write("plan.json", { plan, verdict: { target: 0.18 } });

test("plan says before field work that the usual street intervals cover too little, and what would decide the target", async () => {
  const line = "plan --design @plan.json --areas @streets.csv --seed 7";
  const { figures, tables } = await answer(line);
  const usual = byId(figures, "streets/direct-usual").value;
  const domain = byId(figures, "streets/direct-domain").value;
  assert.ok(usual < 0.88 && domain > usual + 0.05, `usual ${usual}, domain ${domain}`);
  assert.equal(tables["streets"]?.length, 32);
  assert.equal(tables["streets"]?.[0]?.["respondents"], 60);
  assert.ok(Number(tables["target"]?.[0]?.["respondentsToDecide"]) > 1920);
  assert.deepEqual(await answer(line), await answer(line));
  await checkPage(line);
});

test("plan and cat simulate give the same bytes in one thread and in two", async () => {
  write("cat-items.json", items(0, numbers(1, 40)));
  write("cat.json", {
    cat: { maximumLength: 8, randomesque: 3, persons: 90, standardDeviation: 1.2 },
  });
  for (const line of [
    "plan --design @plan.json --areas @streets.csv --seed 7",
    "cat simulate --design @cat.json --items @cat-items.json --seed 7",
  ]) {
    const one = await run(line);
    assert.equal(one.code, 0, one.said);
    assert.equal((await run(`${line} --threads 2`)).out, one.out);
    assert.notEqual((await run(line.replace("--seed 7", "--seed 8"))).out, one.out);
  }
});

test("a refusal in a thread is told in its own words", async () => {
  write("cat-items.json", items(0, numbers(1, 40)));
  write("few.json", { cat: { maximumLength: 8, minimumLength: 9, persons: 60 } });
  const line = "cat simulate --design @few.json --items @cat-items.json";
  const one = await run(line);
  const two = await run(`${line} --threads 2`);
  assert.equal(one.code, 1, one.out.slice(0, 200));
  assert.equal(two.code, 1);
  assert.match(one.said, /minimumLength|最少|题/u);
  assert.equal(two.said, one.said);
});

test("a plan whose columns or numbers are wrong is refused by name", async () => {
  const refused = async (change: object): Promise<string> => {
    write("bad.json", { plan: { ...plan, ...change } });
    const { code, said } = await run("plan --design @bad.json --areas @streets.csv");
    assert.equal(code, 1);
    return said;
  };
  assert.match(await refused({ share: "expectd" }), /没有“expectd”这一列/u);
  assert.match(await refused({ communities: "2.5" }), /街道1/u);
  assert.match(await refused({ share: "1.2" }), /街道1/u);
});

const items = (shift: number, ids: readonly number[]): object => ({
  items: ids.map((k) => ({
    id: `q${k}`,
    model: "dichotomous",
    a: 0.8 + 0.1 * (k % 7),
    b: -1.5 + 0.25 * (k % 13) + shift,
    c: k % 3 === 0 ? 0.2 : 0,
    u: 1,
  })),
});
const numbers = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, k) => from + k);

test("equate gives a form its own scores, links what shares items, and R's uniroot finds the same", async () => {
  write("base.json", items(0, numbers(1, 20)));
  write("new.json", items(0.4, numbers(6, 25)));
  write("empty.json", {});
  const same = await answer("equate --new @base.json --base @base.json");
  for (const { score, trueScore, observedScore } of same.tables["equating"] ?? []) {
    // Below the sum of the guessing parameters lies a line, above it the curve: both are the same form's.
    assert.ok(Math.abs(Number(trueScore) - Number(score)) < 1e-6, `${score} → ${trueScore}`);
    assert.ok(Math.abs(Number(observedScore) - Number(score)) < 1e-6);
  }
  const linked = await answer("equate --new @new.json --base @base.json");
  assert.match(JSON.stringify(linked.figures), /锚题 15 道，A = 1\.0000\d\d，B = -0\.400/u);
  await checkPage("equate --new @new.json --base @base.json");
  const { status, stdout } = spawnSync("Rscript", [at("page.R")], { encoding: "utf8" });
  if (status !== 0) return;
  const theirs = stdout.trim().split("\n");
  for (const [k, { value }] of linked.figures.entries())
    assert.ok(Math.abs(Number(theirs[k]?.split("\t")[1]) - value) < 1e-6, `${theirs[k]}, ours ${value}`);
});

const random = createRandom("replicates on the command line");
const persons = Array.from({ length: 480 }, (_, k) => ({
  street: `s${k % 8}`,
  community: `${k % 8}-${k % 48}`,
  sex: random.next() < 0.5 ? "女" : "男",
  weight: (5 + 5 * random.next()).toFixed(3),
  literate: random.next() < 0.2 ? 1 : 0,
  pv1: random.normal().toFixed(4),
  pv2: random.normal().toFixed(4),
  theta: 1,
}));
write("persons.json", persons);
const columns = ["street", "community", "sex", "weight", "literate", "pv1", "pv2"] as const;
write(
  "persons.csv",
  [columns.join(","), ...persons.map((one) => columns.map((name) => one[name]).join(","))].join("\n"),
);
const survey = { weights: "weight", stages: [{ strata: "street", clusters: "community" }] };
const estimates = [
  {
    name: "literate",
    statistic: "share",
    column: "literate",
    equals: "1",
    by: ["sex"],
    differences: [{ by: "sex", of: "女", from: "男" }],
  },
  { name: "people", statistic: "total", column: "literate" },
  { name: "ability", statistic: "mean", column: "pv*" },
];

test("errors from the jackknife stand beside those of linearisation: the same for totals, near for shares and differences", async () => {
  write("taylor.json", { survey, estimates });
  write("jkn.json", { survey, estimates, replicates: { method: "jkn" } });
  const taylor = await answer("estimate --design @taylor.json --data @persons.json");
  const jackknife = await answer("estimate --design @jkn.json --data @persons.json");
  assert.ok(jackknife.notes.some((note) => note.includes("48 套重复权数")));
  for (const { id, value, standardError } of taylor.figures) {
    const other = byId(jackknife.figures, id);
    assert.ok(Math.abs(other.value - value) <= 1e-12 * Math.abs(value) + 1e-12, id);
    const near = id === "people" ? 1e-10 : 0.06;
    assert.ok(
      Math.abs(other.standardError / standardError - 1) < near,
      `${id}: ${other.standardError}, ${standardError}`,
    );
  }
  await checkPage("estimate --design @jkn.json --data @persons.json");
});

test("every replicate is raked: what the margins fix has no error, and what they do not follow is refused", async () => {
  const sum = persons.reduce((total, { weight }) => total + Number(weight), 0);
  const calibration = { margins: [{ columns: ["sex"], totals: { 女: 0.52 * sum, 男: 0.48 * sum } }] };
  const women = [{ name: "women", statistic: "share", column: "sex", equals: "女" }];
  for (const method of ["jkn", "bootstrap", "subbootstrap", "rao-wu"]) {
    write("raked.json", { survey, calibration, estimates: women, replicates: { method, replicates: 40 } });
    const { figures } = await answer("estimate --design @raked.json --data @persons.json --seed 3");
    assert.ok(Math.abs(byId(figures, "women").value - 0.52) < 1e-9, method);
    assert.ok(byId(figures, "women").standardError < 1e-9, method);
  }
  write("raked.json", { survey, calibration, estimates, replicates: { method: "jkn" } });
  const { figures } = await answer(
    "estimate --design @raked.json --data @persons.csv --r-script @raked.R --seed 3",
  );
  const theirs = spawnSync("Rscript", ["raked.R"], { encoding: "utf8", cwd: folder });
  // Without R's survey the script is written and not run.
  for (const row of theirs.status === 0 ? theirs.stdout.trim().split("\n").slice(1) : []) {
    const [id = "", ...values] = row.split("\t");
    const { value, standardError, lower, upper } = byId(figures, id);
    for (const [k, own] of [value, standardError, lower, upper].entries())
      assert.ok(
        Math.abs(own - Number(values[k])) <= 1e-8 * Math.max(1e-3, Math.abs(own)),
        `${id} ${own}, ${row}`,
      );
  }
  const refuse = async (design: object): Promise<string> => {
    write("refused.json", { survey, estimates, replicates: { method: "jkn" }, ...design });
    const { code, said } = await run("estimate --design @refused.json --data @persons.json");
    assert.equal(code, 1);
    return said;
  };
  assert.match(await refuse({ calibration: { ...calibration, distance: "linear" } }), /raking/u);
  assert.match(await refuse({ replicates: { method: "brr" } }), /正好有两个群/u);
  assert.match(
    await refuse({ estimates: [{ name: "q", statistic: "quantile", column: "pv1", probability: 0.5 }] }),
    /不用于 quantile/u,
  );
  assert.match(
    await refuse({
      estimates: [{ name: "r", statistic: "linear", column: "pv1", predictors: ["sex"] }],
    }),
    /不用于回归/u,
  );
});

test("linking error is inside the plausible values of linked items, and not in who passes a cut that moves with them", async () => {
  const given = numbers(1, 12);
  const answers = Array.from({ length: 300 }, () => {
    const theta = random.normal();
    return Object.fromEntries(
      given.map((k) => [`q${k}`, random.next() < 1 / (1 + Math.exp(-(theta - 0.2 * (k - 6)))) ? 1 : 0]),
    );
  });
  write("answers.json", answers);
  const linking = { slope: 1.1, intercept: 0.2, slopeError: 0.02, interceptError: 0.15, covariance: 0.001 };
  write("linked.json", { ...items(0, given), linking });
  const spreadOf = async (ability: object): Promise<number> => {
    write("score.json", { ability: { plausibleValues: 40, ...ability } });
    const { tables } = await answer(
      "score --design @score.json --data @answers.json --items @linked.json --seed 5",
    );
    const rows = tables["scores"] ?? [];
    const shares = numbers(1, 40).map(
      (set) => rows.reduce((sum, row) => sum + Number(row[`pass${set}`]), 0) / rows.length,
    );
    const mean = shares.reduce((a, b) => a + b, 0) / shares.length;
    return shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / (shares.length - 1);
  };
  const without = await spreadOf({ cut: 0.5, linkingUncertainty: false });
  const inside = await spreadOf({ cut: 0.5 });
  // A shift of 0.15 moves a share near the middle by about 5 points; measurement alone by less than 2.
  assert.ok(inside > 3 * without, `variance between sets ${inside} with, ${without} without linking error`);
  assert.equal(
    await spreadOf({ cutShare: 0.6 }),
    await spreadOf({ cutShare: 0.6, linkingUncertainty: false }),
  );
});

test("sample: each street is drawn to its own precision, and the R script has the sizes that were used", async () => {
  const populations = { 甲街道: 400, 乙街道: 2_000 };
  const rows = Object.entries(populations).flatMap(([street, count]) =>
    Array.from({ length: count }, (_, place) => `${street}${place},${street}`),
  );
  write("frame.csv", `id,street\n${rows.join("\n")}\n`);
  const section = (allocation: object) =>
    write("precision.json", { sample: { id: "id", method: "stratified", stratum: "street", allocation } });
  section({ rule: "precision", share: 0.18, margin: 0.05, designEffect: 1.2, responseRate: 0.8 });
  const drawn = await answer("sample --design @precision.json --data @frame.csv --seed a");
  const sizes = Map.groupBy(drawn.tables["sample"] ?? [], (row) => String(row["street"]));
  // z²·p(1−p)/e² · deff = 272.2; over 1 + 272.2/N; over the response rate, rounded up twice (Cochran 1977, 4.4).
  assert.deepEqual(
    [...sizes].map(([street, list]) => [street, list.length]),
    [
      ["甲街道", 203],
      ["乙街道", 300],
    ],
  );
  await checkPage("sample --design @precision.json --data @frame.csv --seed a");
  assert.match(readFileSync(at("page.R"), "utf8"), /"甲街道" = 203, "乙街道" = 300/u);
  section({ rule: "precision" });
  const refused = await run("sample --design @precision.json --data @frame.csv --seed a");
  assert.equal(refused.code, 1);
  assert.match(refused.said, /allocation\.margin/u);
});
