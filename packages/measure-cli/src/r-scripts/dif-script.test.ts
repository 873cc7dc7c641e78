import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestSection } from "../design-file/schema.ts";
import { difScript } from "./dif-script.ts";

const dif = { group: "group", reference: "甲", focal: "乙", likelihoodRatio: true };
const scriptOf = (settings: Omit<TestSection, "items">): string =>
  difScript({ items: ["q*"], ...settings }, dif, { data: "answers.csv", ids: ["q1", "q2", "q3"] });

test("mirt is asked for each item's own model and for the parameters that this model has", () => {
  const plain = scriptOf({});
  assert.match(plain, /itemtype = "2PL"/u);
  assert.match(plain, /mirt::DIF\(m, c\("a1", "d"\), scheme = "drop"\)/u);
  for (const model of ["rasch", "1pl"] as const) {
    const rasch = scriptOf({ model });
    assert.match(rasch, /itemtype = "Rasch"/u);
    assert.match(rasch, /mirt::DIF\(m, "d", scheme = "drop"\)/u);
  }
  assert.match(scriptOf({ model: "3pl" }), /itemtype = "3PL"/u);
  const mixed = scriptOf({ model: "3pl", models: { q1: "rasch", q3: "2pl" } });
  assert.match(mixed, /itemtype = c\("Rasch", "3PL", "2PL"\)/u);
  assert.match(mixed, /mirt::DIF\(m, "d", items2test = c\("q1"\), scheme = "drop"\)/u);
  assert.match(mixed, /mirt::DIF\(m, c\("a1", "d"\), items2test = c\("q2", "q3"\), scheme = "drop"\)/u);
});

test("an item of several scores is not passed off as a 2PL one: the script says what it leaves out", () => {
  for (const model of ["graded", "partial-credit", "generalised-partial-credit"] as const)
    for (const script of [scriptOf({ model }), scriptOf({ models: { q2: model } })]) {
      assert.doesNotMatch(script, /mirt::/u, model);
      assert.match(script, /^# 校准的似然比：有多级计分的模型/mu);
    }
});
