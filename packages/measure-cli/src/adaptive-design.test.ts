import assert from "node:assert/strict";
import { test } from "node:test";
import { createCommandLine } from "./testing/command-line.ts";

const { write, run, answer, refusal, checkPage, read } = createCommandLine("kepu-cat-");

const items = Array.from({ length: 60 }, (_, k) => ({
  id: `q${k + 1}`,
  model: "dichotomous",
  a: 0.8 + 0.15 * (k % 9),
  b: -2 + 0.25 * (k % 17),
  c: k % 4 === 0 ? 0.2 : 0,
  u: 1,
}));
const areas = ["知识", "方法", "思想"];
const pictures = (k: number): boolean => k % 5 === 0;
write("items.json", { items });
write(
  "bank.csv",
  [
    "编号,领域,题型,互斥",
    ...items.map(
      ({ id }, k) =>
        `${id},${areas[k % 3] ?? ""},${pictures(k) ? "图题" : ""},${k < 8 ? `同题干${Math.floor(k / 4)}` : ""}`,
    ),
  ].join("\n"),
);
const bank = { id: "编号", content: "领域", attributes: ["题型"], enemies: "互斥" };
const base = { maximumLength: 10, persons: 60, bank };
const line = (name: string): string =>
  `cat simulate --design @${name}.json --items @items.json --bank @bank.csv --seed 7`;

const bounds = [
  { attribute: "知识", least: 4, most: 4 },
  { attribute: "方法", least: 3 },
  { attribute: "思想", least: 2, most: 3 },
  // Without its weight the priority index takes other items first and has no place left for a picture in one test of six.
  { attribute: "图题", least: 2, most: 3, weight: 10 },
];

for (const method of ["priority-index", "shadow-test"] as const)
  test(`a content plan of the design file is held in every test: ${method}`, async () => {
    write(`${method}.json`, { cat: { ...base, persons: 12, plan: { method, bounds } } });
    const { tables } = await answer(line(method));
    assert.equal(tables["plan"]?.length, 4);
    for (const row of tables["plan"] ?? []) {
      assert.equal(row["held"], 1, JSON.stringify(row));
      const bound = bounds.find(({ attribute }) => attribute === row["attribute"]);
      assert.ok(
        Number(row["fewest"]) >= (bound?.least ?? 0) && Number(row["largest"]) <= (bound?.most ?? 10),
      );
    }
    write("free.json", { cat: { ...base, persons: 12 } });
    const free = await answer(line("free"));
    assert.equal(free.tables["plan"], undefined);
    const knowledge = free.tables["contents"]?.find(({ content }) => content === "知识")?.["shown"];
    assert.ok(Math.abs(Number(knowledge) - 0.4) > 0.01, "without the plan the share is another");
  });

test("the priority index keeps places for the areas that still need them, though a picture outside of them is missing", async () => {
  const unweighted = bounds.map(({ attribute, least, most }) => ({ attribute, least, most }));
  write("areas.json", {
    cat: { ...base, persons: 40, plan: { method: "priority-index", bounds: unweighted } },
  });
  const { tables } = await answer(line("areas"));
  for (const row of tables["plan"] ?? [])
    if (row["attribute"] !== "图题") assert.equal(row["held"], 1, JSON.stringify(row));
});

test("a plan that tests miss because they stop early is told", async () => {
  const plan = { method: "priority-index", bounds };
  write("early.json", { cat: { ...base, plan, standardError: 0.5, persons: 40 } });
  const { notes, tables } = await answer(line("early"));
  assert.ok(tables["plan"]?.some((row) => Number(row["held"]) < 1));
  assert.match(notes.join(""), /有的测验没有满足组卷要求.*shadow-test/u);
});

test("two threads give the bytes of one, also where each step solves an integer program", async () => {
  write("threads.json", {
    cat: { ...base, persons: 22, plan: { method: "shadow-test", bounds }, maximumLength: 6 },
  });
  write("small.json", {
    cat: {
      ...base,
      maximumLength: 3,
      persons: 22,
      plan: { method: "shadow-test", bounds: [{ attribute: "方法", least: 2 }] },
    },
  });
  const one = await run(line("small"));
  assert.equal(one.code, 0, one.said);
  assert.equal((await run(`${line("small")} --threads 2`)).out, one.out);
  // 4 + 3 + 2 items do not fit into 6.
  assert.match(await refusal(`${line("threads")} --threads 2`), /剩余题目已凑不成满足要求的测验/u);
});

test("exposure is held at the rate asked for, by a monitor or by the parameters that are written for the test system", async () => {
  const rates = async (exposure: object, more: object = {}): Promise<{ highest: number; notes: string }> => {
    write("exposure.json", { cat: { ...base, persons: 300, maximumLength: 8, exposure, ...more } });
    const { figures, notes, tables } = await answer(line("exposure"));
    const highest = figures.find(({ id }) => id === "exposure")?.value ?? 1;
    const shown = (tables["exposure"] ?? []).map((row) => Number(row["exposure"]));
    assert.ok(Math.abs(Math.max(...shown) - highest) < 1e-12);
    return { highest, notes: notes.join("") };
  };
  write("open.json", { cat: { ...base, persons: 300, maximumLength: 8 } });
  const open = (await answer(line("open"))).figures.find(({ id }) => id === "exposure")?.value ?? 0;
  assert.equal(open, 1, "the first item is everybody's");
  for (const method of ["restricted", "progressive-restricted"]) {
    const { highest, notes } = await rates({ method, maximumRate: 0.3 });
    assert.ok(highest <= 0.3 + 1 / 300, `${method}: ${highest}`);
    assert.match(notes, /曝光限制/u);
  }
  const { highest, notes } = await rates({ method: "sympson-hetter", maximumRate: 0.3, persons: 300 });
  assert.ok(highest < 0.3 + 4 * Math.sqrt((0.3 * 0.7) / 300), String(highest));
  assert.match(notes, /Sympson–Hetter：\d+ 轮/u);
  const { tables } = await answer(line("exposure"));
  const parameters = (tables["exposure"] ?? []).map((row) => Number(row["parameter"]));
  assert.ok(parameters.every((k) => k > 0 && k <= 1) && parameters.some((k) => k < 0.5));
  const threads = await run(`${line("exposure")} --threads 2`);
  assert.equal(threads.out, (await run(line("exposure"))).out);
});

test("a monitored programme does not depend on the number of threads either", async () => {
  write("monitored.json", { cat: { ...base, exposure: { method: "restricted", maximumRate: 0.25 } } });
  const one = await run(line("monitored"));
  assert.equal(one.code, 0, one.said);
  assert.equal((await run(`${line("monitored")} --threads 2`)).out, one.out);
});

test("content shares, enemies, start rules, estimators, least information and interval classification come from the design file", async () => {
  write("shares.json", {
    cat: {
      ...base,
      contentShares: { 知识: 0.5, 方法: 0.3, 思想: 0.2 },
      start: { items: ["q30", "q31"] },
      estimate: "wle",
      minimumInformation: 0.05,
      classification: { kind: "interval", cut: 0.8, deviations: 1.64 },
    },
  });
  const { tables, figures } = await answer(line("shares"));
  const shown = new Map((tables["contents"] ?? []).map((row) => [row["content"], Number(row["shown"])]));
  assert.ok(Math.abs(Number(shown.get("知识")) - 0.5) < 0.1, JSON.stringify([...shown]));
  const rate = (id: string): number =>
    Number(tables["exposure"]?.find((row) => row["id"] === id)?.["exposure"]);
  assert.equal(rate("q30"), 1);
  assert.equal(rate("q31"), 1);
  assert.ok(figures.some(({ id }) => id === "accuracy"));
  await checkPage(line("shares"));
  assert.match(read("page.R"), /cbGroup = c\(.*method = "WL".*cbControl = list/u);
  // q1 … q4 share a stem: whoever sees one of them does not see the others.
  write("enemies.json", { cat: { ...base, start: { items: ["q1"] }, maximumLength: 30 } });
  const enemies = await answer(line("enemies"));
  const seen = (id: string): number =>
    Number(enemies.tables["exposure"]?.find((row) => row["id"] === id)?.["exposure"]);
  assert.deepEqual(["q1", "q2", "q3", "q4"].map(seen), [1, 0, 0, 0]);
});

test("every selection rule, and a random start, run from the design file", async () => {
  for (const selection of [
    "maximum-expected-information",
    "global-discrimination",
    "posterior-global-discrimination",
    "closest-optimum",
    "proportional",
  ]) {
    write("rule.json", {
      cat: { ...base, persons: 12, selection, acceleration: 2, start: { between: [-1, 1] } },
    });
    const { figures } = await answer(line("rule"));
    assert.equal(figures.find(({ id }) => id === "length")?.value, 10, selection);
  }
});

test("rules that do not fit together, and a bank table with a gap, are refused with what to change", async () => {
  const refused = async (cat: object, command = line("bad")): Promise<string> => {
    write("bad.json", { cat: { ...base, ...cat } });
    return refusal(command);
  };
  const interval = { kind: "interval", cut: 0, halfWidth: 1 };
  for (const [cat, pattern] of [
    [{ start: { abilities: [0], items: ["q1"] } }, /cat\.start.*只写一种/u],
    [{ start: { items: ["q99"] } }, /没有题目“q99”/u],
    [{ classification: interval }, /cat\.classification\.halfWidth.*不用这个设置/u],
    [{ classification: { cut: 0, halfWidth: 1, falseAbove: 0.05 } }, /缺少 falseBelow/u],
    [
      { selection: "random", exposure: { method: "progressive-restricted", maximumRate: 0.2 } },
      /cat\.selection/u,
    ],
    [{ contentShares: { 知识: 0.5, 方法: 0.3 } }, /加起来是 0\.8/u],
    [{ contentShares: { 知识: 0.5, 天文: 0.5 } }, /没有一道题标有“天文”/u],
    [{ plan: { method: "priority-index", bounds: [{ attribute: "天文", least: 1 }] } }, /标有“天文”/u],
    [{ exposure: { method: "sympson-hetter", maximumRate: 0.05, persons: 50, rounds: 2 } }, /模拟 2 轮后/u],
    [{ bank: { ...bank, id: "领域" } }, /“知识”前面已有/u],
    [{ bank: { ...bank, content: "领域 1" } }, /没有“领域 1”这一列/u],
  ] as const)
    assert.match(await refused(cat), pattern);
  assert.match(await refused({}, "cat simulate --design @bad.json --items @items.json"), /--bank 要一起用/u);
  write("short.csv", "编号,领域,题型,互斥\nq1,知识,,");
  assert.match(await refused({}, line("bad").replace("@bank.csv", "@short.csv")), /没有题目“q2”这一行/u);
});
