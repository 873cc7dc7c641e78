import assert from "node:assert/strict";
import { test } from "node:test";
import { buildBody } from "./builders.ts";
import { checkEasyReading, type EasyReading, easySentences } from "./easy-reading.ts";
import { precheck } from "./precheck.ts";

const lines = [
  "剩菜放久了会坏。",
  "吃了会肚子疼。",
  "熟菜在桌上，最多放两小时。",
  "放进冰箱，也不要放太久。",
  "吃以前要热透。",
  "拿不准，就不要吃。",
];
const easyOf = (more: readonly string[] = [], words: EasyReading["words"] = []): EasyReading => ({
  text: [...lines, ...more].join("\n"),
  words,
});
const hard = [{ word: "细菌", advice: "很小、看不见的活东西" }];
const mustOf = (easy: EasyReading): readonly string[] =>
  checkEasyReading(easy, hard)
    .filter(({ weight }) => weight === "must")
    .map(({ place, sentence }) => `${place} ${sentence}`);

test("short sentences of one thought pass, and a text without 易读版 is asked for nothing", () => {
  assert.deepEqual(checkEasyReading(easyOf(), hard), []);
  assert.deepEqual(checkEasyReading(undefined, hard), []);
});

test("a sentence of more than twenty characters is to be cut in two", () => {
  assert.deepEqual(mustOf(easyOf(["吃不完的菜要先用干净的筷子拨出来放好盖上。"])), []);
  assert.match(
    mustOf(easyOf(["吃不完的菜要先用干净的筷子拨出来再放好盖上。"])).join(),
    /第 7 句 这一句有 21 字/u,
  );
});

test("a second thought is named: by its mark, its word, or a third clause", () => {
  assert.match(mustOf(easyOf(["菜要热透；汤要烧开。"])).join(), /“；”接了第二件事/u);
  assert.match(mustOf(easyOf(["菜要热透，而且只热一次。"])).join(), /“而且”接了第二件事/u);
  assert.match(mustOf(easyOf(["洗手，关火，再端菜。"])).join(), /这一句有 3 段/u);
});

test("a listed word, and a foreign one, need an explanation; an explanation of what is not there goes", () => {
  assert.match(mustOf(easyOf(["里面有细菌。"])).join(), /“细菌”要在“难词”里解释/u);
  assert.deepEqual(mustOf(easyOf(["里面有细菌。"], [{ word: "细菌", meaning: "很小的活东西。" }])), []);
  assert.match(mustOf(easyOf(["它叫DNA。"])).join(), /“DNA”是外文/u);
  assert.match(
    mustOf(easyOf([], [{ word: "细菌", meaning: "很小的活东西。" }])).join(),
    /易读版里没有这个词/u,
  );
  assert.match(mustOf(easyOf(["里面有细菌。"], [{ word: "细菌", meaning: "" }])).join(), /解释要写/u);
});

test("a word that is rare in print is shown to a person, who decides", () => {
  const found = checkEasyReading(easyOf(["医生要溶栓。"]), hard);
  assert.deepEqual(
    found.map(({ weight }) => weight),
    ["look"],
  );
  assert.match(found[0]?.sentence ?? "", /溶栓/u);
});

test("the check stops the submission, and a hard word elsewhere in the item does not", () => {
  const words = [{ list: "hard", word: "细菌", advice: "很小、看不见的活东西" }] as const;
  const withEasy = (easy: EasyReading) =>
    precheck(buildBody({ renditions: { ...buildBody().renditions, easy } }), words)
      .filter(({ weight }) => weight === "must")
      .map(({ rule }) => rule);
  assert.deepEqual(withEasy(easyOf()), []);
  assert.deepEqual(withEasy({ text: "太短。", words: [] }), ["easy_reading"]);
  assert.deepEqual(withEasy(easyOf(["里面有细菌。"])), ["easy_reading"]);
});

test("sentences are cut at their marks and at lines, a closing quotation mark stays", () => {
  assert.deepEqual(easySentences("请他说：“今天天气好。”\n听清楚！好吗？好"), [
    "请他说：“今天天气好。”",
    "听清楚！",
    "好吗？",
    "好",
  ]);
});
