import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { runMeasure } from "./run-measure.ts";

const folder = mkdtempSync(join(tmpdir(), "kepu-measure-bad-"));
after(() => rmSync(folder, { recursive: true, force: true }));

type Case = {
  readonly command: string;
  readonly design: object;
  /** Header and rows of the data file. */
  readonly data?: readonly string[];
  readonly areas?: readonly string[];
  readonly items?: unknown;
};

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** The sentence with which a command refuses; fails where it does not, or where it leaves a file. */
const refusalOf = async ({ command, design, data, areas, items }: Case): Promise<string> => {
  const out = join(folder, "out.json");
  let said = "";
  const code = await runMeasure(
    [
      ...command.split(" "),
      "--design",
      write("design.json", JSON.stringify(design)),
      ...(data === undefined ? [] : ["--data", write("data.csv", data.join("\n"))]),
      ...(areas === undefined ? [] : ["--areas", write("areas.csv", areas.join("\n"))]),
      ...(items === undefined ? [] : ["--items", write("items.json", JSON.stringify(items))]),
      "--out",
      out,
    ],
    { stdout: () => undefined, stderr: (text) => (said += text), now: () => 0, isTerminal: false },
  );
  assert.equal(code, 1, `${command} should refuse; it said: ${said}`);
  assert.ok(!existsSync(out), "a refused command writes nothing");
  assert.doesNotMatch(said, /NaN|undefined|Error|at .*\.ts/u);
  return said;
};

const survey = { weights: "w", stages: [{ strata: "h", clusters: "c" }] };
const share = { name: "z", statistic: "share", column: "z" };
const sound = ["h,c,w,z,sex", "a,1,10,1,f", "a,2,10,0,m", "b,3,20,1,f", "b,4,20,0,m"];
const change = (row: number, text: string): string[] => sound.map((line, k) => (k === row ? text : line));

test("a sound file is answered, so that the refusals below are about what is wrong with theirs", async () => {
  let out = "";
  const code = await runMeasure(
    [
      "estimate",
      "--design",
      write("sound.json", JSON.stringify({ survey, estimates: [share] })),
      "--data",
      write("sound.csv", sound.join("\n")),
    ],
    { stdout: (text) => (out += text), stderr: () => undefined, now: () => 0, isTerminal: false },
  );
  assert.equal(code, 0);
  assert.equal(JSON.parse(out).figures[0].value, 0.5);
});

test("zero, negative and missing weights are refused with their row", async () => {
  for (const [weight, pattern] of [
    ["0", /第 2 行的权数是 0，必须大于 0/u],
    ["-3", /第 2 行的权数是 -3/u],
    ["", /第 3 行“w”是空的/u],
  ] as const)
    assert.match(
      await refusalOf({
        command: "estimate",
        design: { survey, estimates: [share] },
        data: change(2, `a,2,${weight},0,m`),
      }),
      pattern,
    );
});

test("a cell that is no number, and a missing code, are refused with line and column", async () => {
  const design = { survey, estimates: [share] };
  assert.match(
    await refusalOf({ command: "estimate", design, data: change(3, "b,3,20,是,f") }),
    /第 4 行“z”是“是”，不是数/u,
  );
  assert.match(
    await refusalOf({ command: "estimate", design, data: change(3, "b,3,20,99,f") }),
    /第 3 行的指示变量是 99，只能是 0 或 1/u,
  );
  assert.match(
    await refusalOf({ command: "estimate", design, data: change(3, "b,3,20,NA,f") }),
    /第 3 行“values”不是有限的数.*行号是数据记录的次序/su,
  );
});

test("a stratum with one cluster, and a design that does not match the data, are refused", async () => {
  const estimates = [share];
  assert.match(
    await refusalOf({ command: "estimate", design: { survey, estimates }, data: sound.slice(0, 4) }),
    /只有一个抽中单位/u,
  );
  assert.match(
    await refusalOf({
      command: "estimate",
      design: { survey: { ...survey, stages: [{ strata: "h", clusters: "nothere" }] }, estimates },
      data: sound,
    }),
    /没有“nothere”这一列/u,
  );
  assert.match(
    await refusalOf({
      command: "estimate",
      design: { survey, estimates },
      data: change(4, "a,3,20,0,m"),
    }),
    /群“3”.*出现在两个层里/u,
  );
  assert.match(
    await refusalOf({
      command: "estimate",
      design: { survey: { weights: "w", stages: [{ clusters: "c", populationSize: "N" }] }, estimates },
      data: ["c,w,z,N", "1,10,1,1", "2,10,0,1"],
    }),
    /总体只有 1 个单位，样本却有 2 个/u,
  );
});

test("a calibration that contradicts itself or cannot be reached is refused with its column", async () => {
  const rows = ["h,c,w,z,sex,copy", "a,1,10,1,f,1", "a,2,10,0,m,0", "b,3,20,1,f,1", "b,4,20,0,m,0"];
  const refuse = (calibration: object): Promise<string> =>
    refusalOf({
      command: "estimate",
      design: { survey, calibration, estimates: [share] },
      data: rows,
    });
  const sex = { columns: ["sex"], totals: { f: 30, m: 30 } };
  assert.match(
    await refuse({ distance: "linear", margins: [sex], numbers: [{ column: "copy", total: 55 }] }),
    /校准变量“copy”与其他变量矛盾/u,
  );
  assert.match(
    await refuse({
      distance: "logit",
      bounds: { lower: 0.9, upper: 1.1 },
      margins: [{ columns: ["sex"], totals: { f: 55, m: 5 } }],
    }),
    /校准迭代 \d+ 次仍差/u,
  );
  assert.match(await refuse({ margins: [{ columns: ["sex"], totals: { f: 30 } }] }), /“m”，总体合计里没有/u);
  assert.match(
    await refuse({ margins: [sex, { columns: ["h"], totals: { a: 10, b: 20 } }] }),
    /总体合计是 30，第一个变量是 60/u,
  );
});

test("separated groups, and a column that another determines, are refused by the regression", async () => {
  const logistic = (predictors: string[]): object => ({
    survey: { weights: "w", stages: [{}] },
    estimates: [{ name: "r", statistic: "logistic", column: "z", predictors }],
  });
  const data = ["w,z,x,y", "1,0,1,2", "1,0,2,4", "1,1,3,6", "1,1,4,8", "1,1,5,10"];
  assert.match(await refusalOf({ command: "estimate", design: logistic(["x"]), data }), /完全分开/u);
  assert.match(
    await refusalOf({ command: "estimate", design: logistic(["x", "y"]), data }),
    /可由其他列算出/u,
  );
});

const answers = (cells: readonly string[]): string[] => ["q1,q2,q3", ...cells];
const spread = ["1,0,0", "0,1,1", "1,1,0", "0,0,1", "1,0,1", "0,1,0", "1,1,1", "0,0,0"];

test("a constant item and an unknown code are refused by irt", async () => {
  const design = { test: { items: ["q*"] } };
  assert.match(
    await refusalOf({ command: "irt", design, data: answers(spread.map((row) => row.replace(/.$/u, "1"))) }),
    /q3/u,
  );
  const odd = await refusalOf({ command: "irt", design, data: answers([...spread, "1,x,0"]) });
  assert.match(odd, /q2/u);
  assert.match(odd, /9/u);
  assert.match(odd, /行号是数据记录的次序/u);
});

const item = (id: string, b: number): object => ({ id, model: "dichotomous", a: 1.2, b, c: 0, u: 1 });
const items = { items: [item("q1", -0.5), item("q2", 0), item("q3", 0.5)] };

test("perfect scores stop at the end of the scale and say so; impossible items are refused", async () => {
  let out = "";
  const code = await runMeasure(
    [
      "score",
      "--design",
      write("ml.json", JSON.stringify({ ability: { method: "ml" } })),
      "--data",
      write("perfect.csv", answers(["1,1,1", "0,1,0"]).join("\n")),
      "--items",
      write("three.json", JSON.stringify(items)),
    ],
    { stdout: (text) => (out += text), stderr: () => undefined, now: () => 0, isTerminal: false },
  );
  assert.equal(code, 0);
  const result = JSON.parse(out) as { notes: string[]; tables: { scores: { theta: number }[] } }; // of the command
  assert.equal(result.tables.scores[0]?.theta, 6);
  assert.ok(result.notes.some((note) => note.includes("停在量尺的端点")));
  assert.match(
    await refusalOf({
      command: "score",
      design: {},
      data: answers(spread),
      items: { items: [{ ...item("q1", 0), a: 0 }] },
    }),
    /q1.*不能是 0/su,
  );
  assert.match(
    await refusalOf({
      command: "score",
      design: {},
      data: answers(spread),
      items: { items: [{ id: "q1" }] },
    }),
    /题目参数文件“items\.json”不对/u,
  );
  assert.match(
    await refusalOf({ command: "score", design: {}, data: ["q1,q2", "1,0"], items }),
    /没有“q3”这一列/u,
  );
});

test("groups that are not there, streets that are not listed and numbers without a design are refused", async () => {
  assert.match(
    await refusalOf({
      command: "dif",
      design: { test: { items: ["q*"] }, dif: { group: "sex", reference: "男", focal: "女" } },
      data: ["q1,q2,sex", "1,0,男", "0,1,男"],
    }),
    /“sex”里没有“女”/u,
  );
  const smallArea = { area: "h", areaId: "id", population: "N" };
  assert.match(
    await refusalOf({
      command: "small-area",
      design: { survey, estimates: [share], smallArea },
      data: sound,
      areas: ["id,N", "a,10", "x,10"],
    }),
    /第 4 行的“b”不在“areas\.csv”里/u,
  );
  assert.match(
    await refusalOf({
      command: "small-area",
      design: { survey, estimates: [share], smallArea },
      data: sound,
      areas: ["id,N", "a,10", "a,10"],
    }),
    /第 3 行的“a”前面已有/u,
  );
  assert.match(
    await refusalOf({ command: "verdict", design: { verdict: { target: 0.18 } } }),
    /verdict\.estimate/u,
  );
  assert.match(await refusalOf({ command: "estimate", design: {}, data: sound }), /没有“estimates”一节/u);
  assert.match(
    await refusalOf({ command: "estimate", design: { survey, estimates: [share], typo: 1 }, data: sound }),
    /typo/u,
  );
});

test("files that are no tables are refused by what is wrong with them", async () => {
  const design = { survey, estimates: [share] };
  for (const [data, pattern] of [
    [["h,c,w,z"], /没有数据行/u],
    [["h,h,w,z", "a,1,1,1"], /有两列都叫“h”/u],
    [["h,c,w,z", "a,1,1,1,9"], /第 2 行有 5 格，表头有 4 列/u],
    [["h,c,w,z", 'a,"1,1,1'], /不是完整的 CSV/u],
  ] as const)
    assert.match(await refusalOf({ command: "estimate", design, data }), pattern);
});

test("sampling that the frame cannot give is refused", async () => {
  const frame = ["id,size", "a,10", "b,20"];
  const sample = (section: object): Promise<string> =>
    refusalOf({ command: "sample", design: { sample: { id: "id", ...section } }, data: frame });
  assert.match(await sample({ method: "simple", take: 3 }), /样本量 3 应为 0 到总体数 2/u);
  assert.match(await sample({ method: "clusters", size: "size", take: 1 }), /要写 units/u);
  assert.match(await sample({ method: "clusters", size: "size", take: 1, units: 50 }), /样本量 50/u);
});
