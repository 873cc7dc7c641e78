import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { generateInteractions, type Interaction, splitByTime } from "@kepu/recommender";
import { createLab } from "./testing/command-line.ts";

const { folder, put, lab } = createLab();
const measuresOf = (out: string): Record<string, number> =>
  JSON.parse(out.trim().split("\n").at(-1) ?? "") as Record<string, number>;

const data = generateInteractions({ people: 260, items: 120, interactions: 9_000, seed: 41 });
const toTsv = (rows: readonly Interaction[]): string =>
  rows.map(({ person, item, at }) => `${person}\t${item}\t${Math.floor(at / 1000)}\n`).join("");
const { train: past, test: later } = splitByTime(data.interactions, 0.8);
const { train: older, test: newer } = splitByTime(past, 0.8);
const train = put("t.tsv", toTsv(past));
const truth = put("test.tsv", toTsv(later));
const items = put(
  "i.jsonl",
  data.items.map(({ id, categories }) => `${JSON.stringify({ id, topics: categories })}\n`).join(""),
);
const people = put(
  "p.jsonl",
  data.people.map(({ id, segment, place }) => `${JSON.stringify({ id, segment, place })}\n`).join(""),
);

test("everybody gets a list of what they do not have, newcomers too, the same for the same seed, and says how it was made", async () => {
  const outs = [join(folder, "a.tsv"), join(folder, "b.tsv")];
  for (const out of outs) {
    const argv = ["--train", train, "--items", items, "--people", people, "--top", "10", "--seed", "7"];
    const { code, err } = await lab("recommend", "run", ...argv, "--out", out);
    assert.equal(code, 0, err);
    assert.match(err, /有记录的读者：(?:留出检验 nDCG@10 组合 0\.\d{4}，近期热门 0\.\d{4}|可学的人太少)/u);
  }
  const [first = "", second = ""] = outs.map((out) => readFileSync(out, "utf8"));
  assert.equal(first, second);
  const lists = Map.groupBy(first.trim().split("\n").slice(1), (line) => line.split("\t")[0] ?? "");
  assert.deepEqual([...lists.keys()].sort(), [...data.people.map(({ id }) => id), "*"].sort());
  const had = new Set(past.map(({ person, item }) => `${person}\t${item}`));
  for (const [person, lines] of lists)
    for (const line of lines) assert.ok(!had.has(`${person}\t${line.split("\t")[2] ?? ""}`));
});

test("with a validation file newcomers get the list of anybody, and eval counts them", async () => {
  const out = join(folder, "v.tsv");
  const argv = ["--train", put("older.tsv", toTsv(older)), "--valid", put("newer.tsv", toTsv(newer))];
  assert.equal((await lab("recommend", "run", ...argv, "--items", items, "--out", out)).code, 0);
  const measures = measuresOf((await lab("recommend", "eval", "--run", out, "--test", truth)).out);
  const known = new Set(past.map(({ person }) => person));
  const strangers = new Set(later.map(({ person }) => person).filter((person) => !known.has(person))).size;
  assert.deepEqual([measures["withoutList"], measures["byAnyone"]], [0, strangers]);
  assert.ok((measures["nDCG@10"] ?? 0) > 0.02);
});

test("tune writes parameters that run takes; others are refused", async () => {
  const small = generateInteractions({ people: 40, items: 25, interactions: 700, seed: 2 });
  const path = put("small.tsv", toTsv(small.interactions));
  const out = join(folder, "parameters.json");
  const {
    code,
    out: table,
    err,
  } = await lab("recommend", "tune", "--train", path, "--windows", "1", "--out", out);
  assert.equal(code, 0, err);
  assert.match(table, /^0\.\d{4}\t-\n/u);
  const parameters = JSON.parse(readFileSync(out, "utf8")) as Record<string, number>;
  assert.ok((parameters["easeLambda"] ?? 0) > 0);
  const run = ["recommend", "run", "--train", path, "--out", join(folder, "s.tsv"), "--parameters"] as const;
  assert.equal((await lab(...run, out)).code, 0);
  for (const bad of ['{"easeLamda":3}', '{"easeLambda":"3"}', "[]", '{"easeLambda":-1}']) {
    const refused = await lab(...run, put("bad.json", bad));
    assert.deepEqual([refused.code, /请改正|范围内的数/u.test(refused.err)], [1, true], refused.err);
  }
});

test("rows without times are held out by person; one row, odd ids and hostile files are served or refused in bounded time", async () => {
  const out = join(folder, "odd-out.tsv");
  const timeless = put("timeless.tsv", past.map(({ person, item }) => `${person}\t${item}\n`).join(""));
  assert.equal((await lab("recommend", "run", "--train", timeless, "--out", out)).code, 0);
  for (const content of [
    "a\tb\n",
    "😀\t水火\t1\nа\tэ\t2\n",
    "__proto__\tconstructor\n",
    "a\tb\t1\n".repeat(20_000),
  ])
    assert.equal((await lab("recommend", "run", "--train", put("odd.tsv", content), "--out", out)).code, 0);
  const refused = async (content: string | Uint8Array, sentence: RegExp): Promise<void> => {
    const { code, err } = await lab("recommend", "run", "--train", put("bad.tsv", content), "--out", out);
    assert.deepEqual([code, sentence.test(err)], [1, true], err);
  };
  await refused("", /没有一行内容/u);
  await refused("水", /只有 1 列/u);
  await refused(`${"长".repeat(1_000_000)}\ti\n`, /person 不能用/u);
  await refused(Uint8Array.from([0xff, 0xfe, 0x41, 0x0a]), /不是 UTF-8/u);
  await refused("a\tb\t1\t-1\n", /第 4 列不是数字/u);
  await refused("a\tb\t1e300\n", /毫秒数/u);
  await refused("\tb\n", /person 不能用/u);
});
