import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import { type Answer, createCommandLine } from "./testing/command-line.ts";

const { folder, at, run } = createCommandLine("kepu-dif-");

// Three groups of own synthetic answers; the second item is harder for group 丙 by one logit.
const random = createRandom("three groups");
const names = ["甲", "乙", "丙"];
const rows = Array.from({ length: 900 }, (_, person) => {
  const theta = random.normal();
  const group = names[person % 3] ?? "";
  const answers = [-0.8, 0, 0.4, 0.9, -0.2].map((b, item) => {
    const location = b + (item === 1 && group === "丙" ? 1 : 0);
    return random.next() < 1 / (1 + Math.exp(-1.4 * (theta - location))) ? 1 : 0;
  });
  return [group, ...answers].join(",");
});
writeFileSync(at("answers.csv"), `group,q1,q2,q3,q4,q5\n${rows.join("\n")}\n`);
const dif = { group: "group", reference: "甲", focal: ["乙", "丙"], purify: false, likelihoodRatio: true };
writeFileSync(at("dif.json"), JSON.stringify({ test: { items: ["q*"], model: "2pl" }, dif }));
const line = "dif --design @dif.json --data @answers.csv";

test("dif compares three groups by scores and by calibrations, and each test finds the item made harder for one", async () => {
  const { code, out, said } = await run(line);
  assert.equal(code, 0, said);
  const { tables, figures, notes } = JSON.parse(out) as Answer; // of the command
  const found = (name: string, column: string): (string | undefined)[] =>
    (tables[name] ?? []).filter((row) => Number(row[column]) < 0.001).map((row) => String(row["id"]));
  assert.deepEqual(found("groups", "p"), ["q2"]);
  assert.deepEqual(found("groups", "logisticP"), ["q2"]);
  assert.deepEqual(found("likelihoodRatio", "p"), ["q2"]);
  assert.ok(tables["groups"]?.every((row) => row["degrees"] === 2 && row["logisticDegrees"] === 4));
  assert.ok(tables["likelihoodRatio"]?.every((row) => row["degrees"] === 4));
  for (const kind of ["all", "logistic", "ratio"])
    assert.equal(figures.filter(({ id }) => id.startsWith(`${kind}/`)).length, 5);
  assert.ok(notes.some((note) => note.startsWith("校准的似然比检验里有差异的题目：q2")));
});

test("the page has no NaN, and --explain names the source of each test of several groups", async () => {
  const { code, said } = await run(`${line} --out @page.html --r-script @page.R`);
  assert.equal(code, 0, said);
  assert.doesNotMatch(readFileSync(at("page.html"), "utf8"), /<script|NaN|undefined|Infinity/u);
  const explained = await run(`${line} --explain ratio/q2`);
  assert.match(explained.out, /Thissen/u);
  assert.match((await run(`${line} --explain logistic/q2`)).out, /Swaminathan/u);
});

test("R's mantelhaen.test and glm print the statistics of three groups", async (t) => {
  const made = await run(`${line} --out @groups.json --r-script @groups.R`);
  assert.equal(made.code, 0, made.said);
  const ran = spawnSync("Rscript", ["groups.R"], { cwd: folder, encoding: "utf8" });
  if (ran.error !== undefined) return t.skip("R is not installed");
  assert.equal(ran.status, 0, ran.stderr);
  const { tables } = JSON.parse(readFileSync(at("groups.json"), "utf8")) as Answer; // of the command
  for (const row of tables["groups"] ?? []) {
    const printed = (kind: string): number =>
      Number(new RegExp(`^${kind} ${row["id"]} (\\S+)`, "mu").exec(ran.stdout)?.[1]);
    assert.ok(Math.abs(printed("all") - Number(row["chiSquare"])) < 1e-6, ran.stdout);
    assert.ok(Math.abs(printed("logistic") - Number(row["logistic"])) < 1e-6);
  }
});
