import assert from "node:assert/strict";
import { test } from "node:test";
import { gramRarity } from "./gram-rarity.ts";

test("what stands everywhere says less than what is rare, as a character and as a pair", () => {
  assert.ok(gramRarity("的") < gramRarity("好"));
  assert.ok(gramRarity("好") < gramRarity("癌"));
  assert.ok(gramRarity("健", "康") < gramRarity("头", "盔"));
  assert.ok(gramRarity("一", "个") < gramRarity("健", "康"));
});

test("a pair over the edge of two words is as common as its characters meet by chance", () => {
  assert.ok(gramRarity("人", "的") < gramRarity("盔", "癌"));
});

test("every value lies between 0 and 1, and what is no Han character says as much as any", () => {
  for (const one of "的一是癌盔㗎🙏a1") {
    assert.ok(gramRarity(one) > 0 && gramRarity(one) <= 1, one);
    for (const other of "的癌a") assert.ok(gramRarity(one, other) > 0 && gramRarity(one, other) <= 1);
  }
  assert.equal(gramRarity("covid"), 1);
  assert.equal(gramRarity("vitamin", "c"), 1);
  assert.equal(gramRarity(""), 1);
});
