import assert from "node:assert/strict";
import { test } from "node:test";
import { stripEmptyClauses, stripWindow } from "./frames.ts";
import { prepareText } from "./prepare.ts";

test("the window of a chat goes: header, names, status bar, buttons; a colon inside a sentence stays", () => {
  assert.equal(stripWindow("王婶 10/13 13:54\n隔夜菜有毒\n老李：真的假的？"), "。隔夜菜有毒。真的假的？");
  assert.equal(stripWindow("老李：隔夜菜有毒\n张三：我也看到了"), "隔夜菜有毒。我也看到了");
  assert.equal(stripWindow("9:47 4G 60%\n隔夜菜有毒\n转发 评论 142 点赞"), "。隔夜菜有毒。");
  assert.equal(stripWindow("专家：隔夜菜有毒"), "专家：隔夜菜有毒");
});

test("clauses that pass on, vouch or answer go; what is claimed about forwarding stays", () => {
  assert.equal(stripEmptyClauses("隔夜菜有毒,不转不是中国人,赶快告诉亲戚朋友。"), "隔夜菜有毒,,。");
  assert.equal(stripEmptyClauses("为了家人健康,隔夜菜别吃。收到,转给我妈了"), ",隔夜菜别吃。,");
  for (const kept of ["转发三个群就能领红包", "隔夜菜不健康", "今晚三点有七级地震,是内部消息"])
    assert.equal(stripEmptyClauses(kept), kept);
});

test("a text of nothing but such clauses is compared as it is", () => {
  assert.ok(prepareText("请转发给更多人").units.length > 0);
});

test("numerals before a unit are one in both scripts; single ones stay", () => {
  assert.deepEqual(prepareText("四十度").units, prepareText("40度").units);
  assert.deepEqual(prepareText("百分之二十").measures, prepareText("20%").measures);
  assert.ok(prepareText("一个人").units.includes("一"));
  assert.ok(prepareText("七八点").units.includes("八"));
});

test("hostile text takes bounded time", () => {
  const start = performance.now();
  for (const text of [
    "请".repeat(20_000),
    "请转".repeat(10_000),
    "张:".repeat(10_000),
    "\n".repeat(20_000),
    "二十".repeat(10_000),
  ])
    stripEmptyClauses(stripWindow(text));
  assert.ok(performance.now() - start < 4_000);
});
