import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { type Answer, createCommandLine } from "./testing/command-line.ts";

const { folder, at, run, answer } = createCommandLine("kepu-areas-");

// 7 × 6 streets of own synthetic people: four communities of twelve; who has been to college knows more.
const random = createRandom("streets on a grid");
const wide = 7;
const streets = Array.from({ length: 42 }, (_, k) => ({
  id: `街道${k + 1}`,
  residents: 2000 + 100 * (k % 9),
  college: 0.2 + 0.05 * (k % wide),
  effect: 0.5 * Math.sin(k % wide) + 0.4 * Math.cos(Math.floor(k / wide)) + 0.15 * random.normal(),
}));
const people = streets.flatMap(({ id, residents, college, effect }, k) =>
  Array.from({ length: 48 }, (_, n) => {
    const educated = random.next() < college ? 1 : 0;
    const score = effect + 0.8 * educated + 0.9 * random.normal();
    const pass = (noise: number): number => (score + noise * random.normal() > 0.8 ? 1 : 0);
    return [
      id,
      `${k}-${n % 4}`,
      residents / 48,
      educated,
      score.toFixed(4),
      pass(0),
      pass(0.3),
      pass(0.3),
      pass(0.3),
    ].join(",");
  }),
);
const write = (name: string, lines: readonly string[]): void =>
  writeFileSync(at(name), `${lines.join("\n")}\n`);
write("people.csv", ["street,community,weight,college,score,literate,pass1,pass2,pass3", ...people]);
write("streets.csv", [
  "street,residents,college",
  ...streets.map(({ id, residents, college }) => `${id},${residents},${college.toFixed(3)}`),
]);
write("neighbours.csv", [
  "from,to",
  ...streets.flatMap(({ id }, k) => [
    ...((k + 1) % wide === 0 ? [] : [`${id},街道${k + 2}`]),
    ...(k + wide >= 42 ? [] : [`${id},街道${k + 1 + wide}`]),
  ]),
]);
const survey = { weights: "weight", stages: [{ strata: "street", clusters: "community" }] };
const common = { area: "street", areaId: "street", population: "residents", column: "literate" };
const design = (name: string, smallArea: object): void =>
  writeFileSync(at(name), JSON.stringify({ survey, smallArea: { ...common, ...smallArea } }));
design("spatial.json", { model: "spatial" });
design("plain.json", { method: "reml" });
design("unit.json", { model: "unit", covariates: ["college"] });
const line = (name: string): string =>
  `small-area --design @${name}.json --data @people.csv --areas @streets.csv${name === "spatial" ? " --neighbours @neighbours.csv" : ""}`;
const total = ({ figures }: Answer): number => {
  const all = streets.reduce((sum, { residents }) => sum + residents, 0);
  return figures.reduce((sum, { value }, k) => sum + (value * (streets[k]?.residents ?? 0)) / all, 0);
};

test("the spatial model finds that neighbours are alike, adds up to the district and stays within 0 and 1", async () => {
  const spatial = await answer(line("spatial"));
  const plain = await answer(line("plain"));
  const mean = ({ figures }: Answer): number =>
    figures.reduce((sum, { standardError }) => sum + standardError, 0) / figures.length;
  assert.match(spatial.notes[0] ?? "", /（71 对）的相关 ρ = 0\.[3-9]/u);
  assert.ok(mean(spatial) < mean(plain), "neighbours make errors smaller");
  assert.ok(Math.abs(total(spatial) - total(plain)) < 1e-9);
  for (const { value, lower, upper } of spatial.figures)
    assert.ok(0 <= lower && lower < value && value < upper && upper <= 1);
});

test("the unit-level model takes respondents' own covariates, shares and means, and joins plausible values", async () => {
  const plain = await answer(line("unit"));
  assert.equal(plain.figures.length, 42);
  assert.ok(plain.figures.every(({ lower, value, upper }) => 0 <= lower && lower < value && value < upper));
  design("sets.json", { model: "unit", covariates: ["college"], column: "pass*", equals: "1" });
  const sets = await answer(line("sets"));
  design("mean.json", {
    model: "unit",
    statistic: "mean",
    column: "score",
    covariates: ["college"],
    bootstrap: 20,
  });
  const means = await answer(line("mean"));
  const truth = streets.map(({ effect, college }) => effect + 0.8 * college);
  const held = means.figures.filter(
    ({ lower, upper }, k) => lower <= (truth[k] ?? 9) && (truth[k] ?? 9) <= upper,
  );
  assert.ok(held.length >= 37, `${held.length} of 42 intervals hold the truth`);
  // Between the sets there is variance more than within one.
  const mean = ({ figures }: Answer): number =>
    figures.reduce((sum, { standardError }) => sum + standardError, 0) / figures.length;
  assert.ok(mean(sets) > 1.02 * mean(plain), `${mean(sets)} ${mean(plain)}`);
});

test("a street without sample is predicted by the unit-level model and marked, and refused by the spatial one", async () => {
  write("some.csv", [
    "street,community,weight,college,score,literate,pass1,pass2,pass3",
    ...people.filter((row) => !row.startsWith("街道5,")),
  ]);
  const unit = await answer(line("unit").replace("@people", "@some"));
  assert.equal(unit.tables["areas"]?.[4]?.["sampled"], "否");
  assert.ok((unit.figures[4]?.standardError ?? 0) > 1.5 * (unit.figures[3]?.standardError ?? 1));
  const spatial = await run(line("spatial").replace("@people", "@some"));
  assert.equal(spatial.code, 1);
  assert.match(spatial.said, /“街道5”没有样本/u);
});

test("wrong settings and wrong neighbours are refused by name and row", async () => {
  const refused = async (name: string, smallArea: object, command = line("unit")): Promise<string> => {
    design(name, smallArea);
    const { code, said } = await run(command.replace(/@\w+\.json/u, `@${name}`));
    assert.notEqual(code, 0);
    assert.doesNotMatch(said, /NaN|undefined|\n\s+at /u);
    return said;
  };
  const near = line("spatial");
  assert.match(await refused("bad.json", { model: "spatial", bootstrap: 40 }, near), /bootstrap/u);
  assert.match(await refused("bad.json", { model: "spatial", method: "moment" }, near), /reml 或 ml/u);
  assert.match(await refused("bad.json", { model: "spatial", statistic: "mean" }, near), /statistic/u);
  assert.match(await refused("bad.json", { model: "spatial" }), /--neighbours/u);
  assert.match(await refused("bad.json", { model: "unit", scale: "logit" }), /scale/u);
  assert.match(await refused("bad.json", { model: "unit", method: "moment" }), /reml 或 ml/u);
  assert.match(await refused("bad.json", { model: "unit", covariates: ["residents"] }), /residents/u);
  assert.match(await refused("bad.json", { statistic: "mean" }, line("plain")), /statistic/u);
  writeFileSync(
    at("report.json"),
    JSON.stringify({
      survey,
      estimates: [{ name: "literate", statistic: "share", column: "literate" }],
      smallArea: { ...common, model: "unit" },
      report: { place: "合成区", year: "2026" },
    }),
  );
  const report = await run("report --design @report.json --data @people.csv --areas @streets.csv");
  assert.equal(report.code, 1);
  assert.match(report.said, /报告只用 fay-herriot/u);
  write("stray.csv", ["from,to", "街道1,街道2", "街道1,街道99"]);
  assert.match((await run(near.replace("@neighbours", "@stray"))).said, /stray\.csv”第 3 行的“街道99”/u);
  write("self.csv", ["from,to", "街道1,街道1"]);
  assert.match((await run(near.replace("@neighbours", "@self"))).said, /第 2 行说“街道1”与自己相邻/u);
});

test("pages and explanations of both models have sources and no NaN", async () => {
  for (const [name, source] of [
    ["spatial", /Pratesi/u],
    ["unit", /Battese/u],
  ] as const) {
    const { code, said } = await run(`${line(name)} --out @page.html`);
    assert.equal(code, 0, said);
    assert.doesNotMatch(readFileSync(at("page.html"), "utf8"), /<script|NaN|undefined|Infinity/u);
    const explained = await run(`${line(name)} --explain street/街道3`);
    assert.match(explained.out, source);
    assert.doesNotMatch(explained.out, /NaN|undefined/u);
  }
});

test("R's scripts of both models print the same streets", async (t) => {
  if (spawnSync("Rscript", ["--version"]).error !== undefined) return t.skip("R is not installed");
  for (const [name, tolerance] of [
    ["spatial", 1e-5],
    ["sets", 1e-6],
  ] as const) {
    const { code, said } = await run(`${line(name)} --out @${name}-out.json --r-script @${name}.R`);
    assert.equal(code, 0, said);
    const ran = spawnSync("Rscript", [`${name}.R`], { cwd: folder, encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stderr);
    const printed = new Map(
      ran.stdout
        .split("\n")
        .map((row) => row.split("\t"))
        .map(([id = "", value]) => [id, Number(value)] as const),
    );
    const { figures } = JSON.parse(readFileSync(at(`${name}-out.json`), "utf8")) as Answer; // of the command
    // optim and optimize stop some 1e-6 from the maximum.
    for (const { id, value } of figures) {
      const theirs = printed.get(id.replace("street/", "")) ?? Number.NaN;
      assert.ok(Math.abs(theirs - value) < tolerance, `${name} ${id}: ${value}, R ${theirs}`);
    }
  }
});
