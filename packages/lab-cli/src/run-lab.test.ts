import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createLab, jsonLines } from "./testing/command-line.ts";

const { folder, put, lab } = createLab();
const measuresOf = (out: string): Record<string, unknown> =>
  JSON.parse(out.trim().split("\n").at(-1) ?? "") as Record<string, unknown>;

const docs = put(
  "d.jsonl",
  jsonLines([
    { id: 1, title: "流感疫苗", text: "流感疫苗每年都要打。" },
    { id: "b", text: "微波炉加热食物不会致癌。" },
  ]),
);
const queries = put(
  "q.jsonl",
  jsonLines([
    { id: "q1", text: "微波炉致癌吗" },
    { id: "q2", text: "流感疫苗" },
    { id: "q3", text: " " },
  ]),
);

test("search run ranks ids, search eval scores them by hand-counted measures", async () => {
  const run = join(folder, "r.tsv");
  const { code, err } = await lab(
    "search",
    "run",
    "--docs",
    docs,
    "--queries",
    queries,
    "--top",
    "5",
    "--out",
    run,
  );
  assert.equal(code, 0);
  assert.match(err, /文档 2.*查询 3（无法检索 1）/u);
  assert.match(err, /用时 .* 秒，内存最多 1 MB/u);
  assert.match(readFileSync(run, "utf8"), /^query\trank\tid\tscore\nq1\t1\tb\t/u);
  const ranked = put("ranked.tsv", "q1\t1\tx\nq1\t2\tb\nq2\t1\t1\n");
  const qrels = put("qrels.tsv", "query\tid\trelevance\nq1\tb\t1\nq2\t1\nq3\t1\t1\n");
  const found = await lab("search", "eval", "--run", ranked, "--qrels", qrels);
  assert.equal(found.code, 0);
  const measures = measuresOf(found.out);
  assert.equal(measures["queries"], 3);
  assert.equal(measures["MRR@10"], 0.5);
  assert.equal(measures["Success@1"], 1 / 3);
  assert.equal(measures["Recall@100"], 2 / 3);
});

test("demand run writes a cluster for every message, demand eval scores them", async () => {
  const messages = put(
    "m.jsonl",
    jsonLines([
      { id: "a", text: "梧桐里小区电梯困人", place: "青枫街道" },
      { id: "b", text: "梧桐里小区的电梯又困人了" },
      { id: "c", text: "想了解黑洞" },
    ]),
  );
  const out = join(folder, "clusters.tsv");
  assert.equal((await lab("demand", "run", "--messages", messages, "--out", out, "--seed", "3")).code, 0);
  const rows = readFileSync(out, "utf8").trim().split("\n");
  assert.equal(rows[0], "id\tcluster\tterms");
  assert.equal(rows.length, 4);
  const gold = put("gold.tsv", "id\tissue\na\tx\nb\tx\nc\t\n");
  const { code, out: printed } = await lab("demand", "eval", "--run", out, "--gold", gold);
  assert.equal(code, 0);
  assert.deepEqual(measuresOf(printed)["labelled"], { precision: 1, recall: 1, f1: 1, messages: 2 });
});

test("claims run writes score and band of each claim, claims eval scores them by hand-counted measures", async () => {
  const claims = put(
    "c.jsonl",
    jsonLines([
      { id: 7, text: "隔夜菜亚硝酸盐超标，吃一口等于吃毒药" },
      { id: "b", title: "微波炉", text: "微波炉加热过的饭菜会致癌", wordings: ["微波食物有辐射"] },
      { id: "none", text: "😀" },
    ]),
  );
  const messages = put(
    "messages.jsonl",
    jsonLines([
      { id: "q1", text: "转告大家：隔夜菜亞硝酸鹽超標，吃一口等於吃毒藥！" },
      { id: "q2", text: "😀" },
    ]),
  );
  const out = join(folder, "claims.tsv");
  const { code, err } = await lab("claims", "run", "--claims", claims, "--queries", messages, "--out", out);
  assert.equal(code, 0, err);
  assert.match(err, /说法 3（没有文字的 1）.*消息 2（无法比对 1）：相同 1/u);
  const lines = readFileSync(out, "utf8").split("\n");
  assert.equal(lines[0], "query\trank\tid\tscore\tband");
  assert.match(lines[1] ?? "", /^q1\t1\t7\t(?:0\.9\d+|1\.0+)\tsame$/u);
  const answers = put(
    "answers.tsv",
    "q1\t1\ta\t0.9\tsame\nq2\t1\tx\t0.8\tsame\nq2\t2\tb\t0.7\tsuggest\nq3\t1\tc\t0.3\tnew\nu1\t1\ta\t0.5\tsuggest\n",
  );
  const judged = put("judged.tsv", "q1\ta\nq2\tb\nq3\tc\nq4\td\nu2\t-\t0\n");
  const measures = measuresOf((await lab("claims", "eval", "--run", answers, "--qrels", judged)).out);
  assert.deepEqual(measures, {
    queries: 4,
    withoutClaim: 2,
    "Success@1": 0.5,
    "MAP@5": 2.5 / 4,
    "recall@95%precision": 0.25,
    "recall@99.3%rejected": 0.25,
    same: { precision: 0.5, recall: 0.25, wronglyAnswered: 0 },
  });
  const bad = await lab("claims", "eval", "--run", put("a.tsv", "q\t1\ta\tx\n"), "--qrels", judged);
  assert.deepEqual([bad.code, bad.err], [1, "文件“a.tsv”第 1 行第 4 列不是数字。请改正这一行。\n"]);
  const list = put("w.jsonl", jsonLines([{ id: "a", text: "味精致癌", wordings: "味精" }]));
  assert.match(
    (await lab("claims", "run", "--claims", list, "--queries", messages, "--out", out)).err,
    /“wordings”应为由文字组成的列表/u,
  );
});

test("recommend run learns on the validation file what its people take, and eval scores the lists", async () => {
  // Two kinds of people; half of each kind have the sixth item of their kind, the others take it later. p0 does not yet.
  const row = (person: number, item: number, time: number): string =>
    `p${person}\t${person % 2 === 0 ? "a" : "b"}${item}\t${time}\n`;
  const people = Array.from({ length: 80 }, (_, person) => person);
  const isEarly = (person: number): boolean => (person >> 1) % 2 === 1;
  const early = people.flatMap((person) => [
    ...[0, 1, 2, 3, 4].map((item) => row(person, item, person)),
    ...(isEarly(person) ? [row(person, 5, 100)] : []),
  ]);
  const late = people.filter((person) => person > 0 && !isEarly(person)).map((person) => row(person, 5, 200));
  const train = put("t.tsv", `person\titem\ttime\n${early.join("")}`);
  const truth = put("test.tsv", "p0\ta5\nnobody\ta1\n");
  const out = join(folder, "rec.tsv");
  const argv = [
    "--train",
    train,
    "--valid",
    put("v.tsv", late.join("")),
    "--items",
    put("i.jsonl", '{"id":"new"}'),
  ];
  assert.equal((await lab("recommend", "run", ...argv, "--top", "3", "--out", out)).code, 0);
  const lines = readFileSync(out, "utf8").trim().split("\n").slice(1);
  assert.equal(lines[0], "p0\t1\ta5");
  const own = new Set([...early, ...late].map((line) => line.split("\t").slice(0, 2).join()));
  for (const line of lines) {
    const [person, , item] = line.split("\t");
    assert.ok(!own.has([person, item].join()), line);
  }
  const measures = measuresOf((await lab("recommend", "eval", "--run", out, "--test", truth)).out);
  assert.deepEqual([measures["withoutList"], measures["byAnyone"]], [0, 1]);
  assert.ok(Number(measures["HR@10"]) >= 0.5);
  const bad = await lab("recommend", "run", "--train", put("bad.tsv", "p\ti\tx\n"), "--out", out);
  assert.deepEqual([bad.code, bad.err], [1, "文件“bad.tsv”第 1 行第 3 列不是数字。请改正这一行。\n"]);
});

test("a refusal is one sentence and exit code 1; what was read is never overwritten", async () => {
  const out = join(folder, "o.tsv");
  const refused = async (content: string | Uint8Array, sentence: RegExp): Promise<void> => {
    const { code, err } = await lab("demand", "run", "--messages", put("bad.jsonl", content), "--out", out);
    assert.equal(code, 1);
    assert.match(err, sentence);
  };
  await refused("", /没有一行内容/u);
  await refused("{", /第 1 行不是 JSON 对象/u);
  await refused("[]\n", /第 1 行不是 JSON 对象/u);
  await refused('{"id":"a","text":"电梯"}\n{"id":"a","text":"电梯"}\n', /第 2 行的编号“a”前面已有/u);
  await refused('{"id":"a"}', /第 1 行的“text”|“text”应为文字/u);
  await refused('{"id":"a","text":"x","date":"明天"}', /日期“明天”不对/u);
  await refused(Uint8Array.from([0xff, 0xfe, 0x41, 0x0a]), /不是 UTF-8/u);
  assert.match(
    (await lab("demand", "run", "--messages", join(folder, "no"), "--out", out)).err,
    /找不到文件/u,
  );
  assert.match((await lab("demand", "run", "--messages", folder, "--out", out)).err, /读不了文件/u);
  const over = await lab("search", "run", "--docs", docs, "--queries", queries, "--out", docs);
  assert.equal(over.code, 1);
  assert.match(over.err, /输出文件“d.jsonl”就是输入文件/u);
});

test("hostile texts as documents, claims, queries and messages are ranked or counted as refused, in bounded time", async () => {
  const hostile = [
    "",
    " ",
    "菜",
    "😀😀👨‍👩‍👧‍👦",
    "。，！",
    "\ud800隔夜菜\udc00",
    "隔夜菜 leftovers остатки بقايا 残り物 남은 음식",
    "隔夜菜致癌".repeat(200_000),
    "a1".repeat(500_000),
    "12:30\n".repeat(100_000),
    '"'.repeat(1_000),
    "- ".repeat(900),
    "\u0000\u202e隔夜菜\ufeff",
  ];
  const rows = put("hostile.jsonl", jsonLines(hostile.map((text, at) => ({ id: `h${at}`, text }))));
  const out = join(folder, "hostile.tsv");
  const search = await lab("search", "run", "--docs", rows, "--queries", rows, "--out", out);
  assert.equal(search.code, 0, search.err);
  assert.match(search.err, /文档 13，.*查询 13（无法检索 \d+）/u);
  const claims = await lab("claims", "run", "--claims", rows, "--queries", rows, "--out", out);
  assert.equal(claims.code, 0, claims.err);
  assert.match(claims.err, /说法 13（没有文字的 \d）.*消息 13（无法比对 \d）/u);
  const lines = readFileSync(out, "utf8").trim().split("\n").slice(1);
  assert.ok(lines.length > 0);
  for (const line of lines) {
    const score = Number(line.split("\t")[3]);
    assert.ok(score >= 0 && score <= 1, line);
  }
  // a line of bytes that are no UTF-8 refuses the file, whichever command reads it
  const broken = put("broken.jsonl", Uint8Array.from([0x7b, 0xff, 0xfe, 0x0a]));
  for (const argv of [
    ["search", "run", "--docs", rows, "--queries", broken],
    ["claims", "run", "--claims", broken, "--queries", rows],
  ]) {
    const refused = await lab(...argv, "--out", out);
    assert.deepEqual([refused.code, /不是 UTF-8/u.test(refused.err)], [1, true], refused.err);
  }
  const long = put("long.jsonl", `{"id":"a","text":"${"长".repeat(4_000_001)}"}`);
  assert.match(
    (await lab("search", "run", "--docs", long, "--queries", rows, "--out", out)).err,
    /第 1 行.*4,?000,?000/u,
  );
});

test("dispatch run assigns a board, dispatch eval finds the plan without violations", async () => {
  const board = put(
    "i.json",
    JSON.stringify({
      orders: [{ id: "o", slots: ["d/am"], needs: [{}] }],
      teams: [{ id: "t", kind: "team", slots: ["d/am"] }],
    }),
  );
  const out = join(folder, "a.json");
  assert.equal((await lab("dispatch", "run", "--instance", board, "--out", out)).code, 0);
  const measures = measuresOf((await lab("dispatch", "eval", "--instance", board, "--run", out)).out);
  assert.deepEqual([measures["violations"], measures["served"]], [0, 1]);
  const bad = await lab("dispatch", "run", "--instance", put("bad.json", "{"), "--out", out);
  assert.deepEqual([bad.code, bad.err.includes("不是一个完整的 JSON")], [1, true]);
});

test("a command line that is not understood prints the usage and exit code 2; help exits 0", async () => {
  for (const argv of [
    [],
    ["search"],
    ["search", "walk"],
    ["demand", "run", "--messages", docs],
    ["demand", "run", "--nosuch", "1"],
    ["search", "run", "--docs", docs, "--queries", queries, "--out", "r", "--top", "0"],
    ["demand", "run", "--messages", docs, "--out", "r", "--seed", "x"],
  ]) {
    const { code, out, err } = await lab(...argv);
    assert.deepEqual([code, out], [2, ""], argv.join(" "));
    assert.match(err, /用法：/u);
  }
  assert.equal((await lab("--help")).code, 0);
});
