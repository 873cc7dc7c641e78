import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { createLab, jsonLines } from "./testing/command-line.ts";

const { folder, put, lab } = createLab({ isTerminal: true });

const day = "2026-11-24";
const planted = Array.from({ length: 14 }, (_, at) => ({
  id: `m${at}`,
  text: at % 2 === 0 ? "野生蘑菇中毒怎么急救" : "吃了野生蘑菇中毒",
  place: "石桥街道",
  audience: at < 11 ? "elder" : "youth",
  date: day,
  person: `p${at}`,
}));
const before = Array.from({ length: 60 }, (_, at) => ({
  id: `b${at}`,
  text: ["小区电梯困人", "楼下油烟扰民", "自来水发黄"][at % 3] ?? "",
  place: "石桥街道",
  audience: "elder",
  date: `2026-11-${String(1 + (at % 23)).padStart(2, "0")}`,
  person: `q${at}`,
}));
const messages = put("m.jsonl", jsonLines([...before, ...planted]));
const linesOf = (path: string): string[] => readFileSync(path, "utf8").trim().split("\n");

test("demand run names the entry of the vocabulary, what rises on a day, and only cells of ten people or more", async () => {
  const [out, rises, cells] = [join(folder, "c.tsv"), join(folder, "r.tsv"), join(folder, "cells.tsv")];
  const vocabulary = put("v.jsonl", jsonLines([{ id: "fungi", label: "毒蘑菇", synonyms: ["野生蘑菇"] }]));
  const argv = ["--messages", messages, "--out", out, "--vocabulary", vocabulary];
  const { code, err } = await lab("demand", "run", ...argv, "--day", day, "--rises", rises, "--cells", cells);
  assert.equal(code, 0, err);
  assert.match(err, /读留言 \[#{30}\] 100%/u);
  const row = linesOf(out).find((line) => line.startsWith("m0\t")) ?? "";
  const [, topic, , entry] = row.split("\t");
  assert.equal(entry, "fungi");
  const rising = linesOf(rises).filter((line) => line.endsWith("\t1"));
  assert.deepEqual(
    rising.map((line) => line.split("\t").slice(0, 5)),
    [["石桥街道", topic, "day", "14", "0"]],
  );
  const own = linesOf(cells).filter((line) => line.startsWith(`${topic}\t`));
  // Three young people stay back, and so does what they would follow from.
  assert.deepEqual(own, [`${topic}\t石桥街道\t*\t14`, `${topic}\t*\t*\t14`]);
  for (const line of linesOf(cells).slice(1)) {
    const people = Number(line.split("\t")[3]);
    assert.ok(people === 0 || people >= 10, line);
  }
});

test("empty, one character, emoji, mixed scripts, a megabyte and endless repetition are grouped in bounded time", async () => {
  const texts = [
    "",
    "水",
    "😀😀",
    "電梯 elevator лифт エレベーター",
    "梯".repeat(1_000_000),
    "电梯坏了".repeat(250_000),
  ];
  const path = put(
    "odd.jsonl",
    jsonLines(texts.map((text, at) => ({ id: at, text, title: text.slice(0, 5) }))),
  );
  const out = join(folder, "odd.tsv");
  const begun = performance.now();
  const { code, err } = await lab(
    "demand",
    "run",
    "--messages",
    path,
    "--out",
    out,
    "--cells",
    join(folder, "oc.tsv"),
  );
  assert.equal(code, 0, err);
  assert.ok(performance.now() - begun < 20_000);
  assert.equal(linesOf(out).length, texts.length + 1);
});

test("what cannot be is refused with a sentence, or with the usage", async () => {
  const out = join(folder, "x.tsv");
  const argv = ["demand", "run", "--messages", messages, "--out", out] as const;
  assert.match((await lab(...argv, "--day", day)).err, /--day 与 --rises 要一起给/u);
  assert.equal((await lab(...argv, "--floor", "1")).code, 2);
  const bad = await lab(...argv, "--day", "明天", "--rises", join(folder, "r2.tsv"));
  assert.deepEqual([bad.code, /day 的值 明天 不在范围内/u.test(bad.err)], [1, true]);
  const vocabulary = put("bad-v.jsonl", jsonLines([{ id: "a", label: "水" }]));
  const refused = await lab(...argv, "--vocabulary", vocabulary);
  assert.deepEqual([refused.code, /词表第 1 行|词表第 1 条/u.test(refused.err)], [1, true]);
  assert.equal((await lab(...argv, "--cells", messages)).code, 1);
});
