import assert from "node:assert/strict";
import { test } from "node:test";
import { ClaimError } from "./errors.ts";
import { createClaimMatcher } from "./match.ts";
import { evaluate } from "./testing/evaluate.ts";
import { readClaims, readRewordings, readSources, readUnanswerable } from "./testing/fixture.ts";

const claims = readClaims().map(({ id, claim }) => ({ id, text: claim }));
const matcher = createClaimMatcher(claims);
const refused = (code: string) => (error: unknown) => error instanceof ClaimError && error.code === code;

test("the fixture has 300 claims with five rewordings each, and every source it names was seen", () => {
  assert.equal(claims.length, 300);
  assert.equal(readRewordings().length, 1_500);
  assert.equal(new Set(readUnanswerable().map(({ text }) => text)).size, 300);
  const sources = new Set(readSources().map(({ id }) => id));
  const named = readClaims().flatMap(({ source }) => source ?? []);
  assert.deepEqual(new Set(named), sources);
  for (const { id, seen } of readSources()) assert.match(seen, /^\d{4}-\d{2}-\d{2}$/u, id);
  for (const { id, source, checked } of readClaims())
    assert.ok(checked === undefined || source !== undefined, id);
});

test("each claim in its own words is the same claim, also in traditional characters and full width", () => {
  for (const { id, text } of claims) {
    const result = matcher.match(text);
    assert.equal(result.matches[0]?.id, id, text);
  }
  assert.equal(matcher.match("隔夜菜亞硝酸鹽超標，吃一口等於吃毒藥").band, "same");
  assert.equal(matcher.match("住在５Ｇ基站辐射会致癌，小区附近的人得病多").matches[0]?.id, "c234");
});

test("a message about nothing that was checked is not answered automatically", () => {
  for (const text of [
    "明天下午三点社区活动室教剪纸，带好剪刀",
    "请问图书馆周末几点开门",
    "今天孩子的数学作业是第几页",
    "小区门口的路灯坏了三天了没人修",
    "https://example.org/a/b?c=1",
  ])
    assert.notEqual(matcher.match(text).band, "same", text);
});

test("held-out rewordings stay above the floors", () => {
  const parts = [0, 1, 2, 3, 4].map((part) =>
    createClaimMatcher(claims.filter(({ id }) => Number(id.slice(1)) % 5 !== part)),
  );
  const quality = evaluate("test", {
    whole: matcher,
    without: (id) => parts[Number(id.slice(1)) % 5] ?? matcher,
  });
  assert.ok(quality.successAt1 >= 0.81, `Success@1 ${quality.successAt1}`);
  assert.ok(quality.meanAveragePrecisionAt5 >= 0.85, `MAP@5 ${quality.meanAveragePrecisionAt5}`);
  assert.ok(quality.recallAt95 >= 0.38, `recall, claim taken out ${quality.recallAt95}`);
  assert.ok(quality.recallAt95Unanswerable >= 0.6, `recall, unanswerable ${quality.recallAt95Unanswerable}`);
  assert.ok(quality.samePrecision >= 0.95, `precision of the band same ${quality.samePrecision}`);
  assert.ok(quality.sameRecall >= 0.34, `recall of the band same ${quality.sameRecall}`);
  assert.ok(quality.falseSame <= 0.02, `answered without the claim ${quality.falseSame}`);
  assert.equal(quality.falseSameUnanswerable, 0);
});

test("a sentence that ends with a time is text, not the frame of a chat window", () => {
  assert.equal(matcher.match("今晚有七级地震，是内部消息，三点 3:00").matches[0]?.id, "c131");
});

test("very short messages are never answered automatically", () => {
  assert.notEqual(createClaimMatcher([{ id: "a", text: "味精致癌" }]).match("味精致癌").band, "same");
});

test("messages and claims without text are refused by code", () => {
  for (const text of ["", "  \n", "😀😀", "。。。"])
    assert.throws(() => matcher.match(text), refused("claims.message_empty"), JSON.stringify(text));
  assert.throws(() => matcher.match("长".repeat(1_500_001)), refused("claims.message_too_long"));
  assert.throws(() => createClaimMatcher([{ id: "a", text: "😀" }]), refused("claims.claim_empty"));
  const one = { id: "a", text: "谣言" };
  assert.throws(() => createClaimMatcher([one, one]), refused("claims.id_repeated"));
});

test("hostile messages give finite scores and the same answer twice", () => {
  const hostile = [
    "好".repeat(1_000_000),
    "隔夜菜".repeat(300_000),
    "\ud800隔夜菜\udc00",
    "a1".repeat(1000),
    "12:30\n".repeat(4_000) + "菜",
  ];
  for (const text of hostile) {
    const result = matcher.match(text);
    for (const match of result.matches) {
      assert.ok(Number.isFinite(match.score) && match.score >= 0 && match.score <= 1);
      for (const part of Object.values(match.parts)) assert.ok(Number.isFinite(part));
    }
    assert.deepEqual(matcher.match(text), result);
  }
});
