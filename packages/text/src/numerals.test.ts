import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { numberAlternatives, readChineseNumeral, writeChineseNumeral } from "./numerals.ts";

const query = (text: string) => ({ text, wanted: [text], phrases: [], excluded: [] });
const written = (text: string): string[] =>
  numberAlternatives(query(text)).map((alternative) => alternative.query.wanted.join());

test("what is written is read again", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999 }), (value) => {
      assert.equal(readChineseNumeral(writeChineseNumeral(value)), value);
    }),
  );
});

test("numbers of a query are written the other way", () => {
  assert.deepEqual(written("30岁体检"), ["三十岁体检"]);
  assert.deepEqual(written("三百二十天"), ["320天"]);
  assert.deepEqual(written("2个孩子"), ["两个孩子", "二个孩子"]);
  assert.deepEqual(written("二十四节气"), ["24节气"]);
  assert.deepEqual(written("3个30天"), ["三个30天", "3个三十天"]);
});

test("words, years, decimals and names are no numbers", () => {
  for (const text of [
    "千万不要",
    "万一停电",
    "十分重要",
    "2026年",
    "5g基站",
    "3.5度",
    "covid-19",
    "百度",
    "一个人",
  ])
    assert.deepEqual(written(text), [], text);
});
