import assert from "node:assert/strict";
import { test } from "node:test";
import { PsychometricsError } from "../errors.ts";
import type { Item } from "../items.ts";
import { nextStep, recordAnswer, startAdaptiveTest } from "./adaptive-test.ts";
import { createItemBank, type ItemBank } from "./item-bank.ts";
import type { AdaptiveRules } from "./rules.ts";

/** A small seeded generator (SplitMix32): enough to make test takers. */
const createRandom = (label: string) => {
  let state = 7;
  for (const letter of label) state = (Math.imul(state, 0x01000193) ^ letter.charCodeAt(0)) >>> 0;
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return ((word ^ (word >>> 15)) >>> 0) / 2 ** 32;
  };
  return { next, normal: () => Array.from({ length: 12 }, next).reduce((sum, u) => sum + u, -6) };
};

type Dichotomous = Extract<Item, { model: "dichotomous" }>;
const random = createRandom("adaptive");
const items = Array.from({ length: 80 }, (_, n): Dichotomous => ({
  id: `q${n}`,
  model: "dichotomous",
  a: 0.6 + 1.4 * random.next(),
  b: random.normal(),
  c: 0.25 * random.next(),
  u: 1,
}));
const areas = ["知识", "方法", "精神"];
const contents = items.map((_, n) => areas[n % 3] ?? "");
const probability = ({ a, b, c }: Dichotomous, theta: number) =>
  c + (1 - c) / (1 + Math.exp(-a * (theta - b)));
const answersOf = (theta: number, label: string) => {
  const draws = createRandom(label);
  return items.map((item) => (draws.next() < probability(item, theta) ? 1 : 0));
};
const runThrough = (bank: ItemBank, rules: AdaptiveRules, answers: readonly number[], label = "choice") => {
  const run = startAdaptiveTest(bank, rules);
  const draws = createRandom(label);
  for (;;) {
    const step = nextStep(run, draws);
    if (step.kind === "stop") return { run, reason: step.reason };
    recordAnswer(run, step.index, answers[step.index] ?? 0);
  }
};

test("every choice is the open item with the largest information at the EAP, computed plainly from all answers", () => {
  const bank = createItemBank(items);
  const rules: AdaptiveRules = { selection: "maximum-information", maximumLength: 15 };
  for (const theta of [-2, 0, 1.5]) {
    const answers = answersOf(theta, `person ${theta}`);
    const { run } = runThrough(bank, rules, answers);
    let estimate = 0;
    const given: number[] = [];
    for (const chosen of run.indices) {
      const informations = items.map((item, index) => {
        const p = probability(item, estimate);
        const information = (item.a ** 2 * (1 - p) * (p - item.c) ** 2) / (p * (1 - item.c) ** 2);
        return given.includes(index) ? -1 : information;
      });
      assert.equal(chosen, informations.indexOf(Math.max(...informations)));
      given.push(chosen);
      let total = 0;
      let sum = 0;
      for (let node = 0; node < 33; node += 1) {
        const place = -4 + node / 4;
        let weight = Math.exp(-0.5 * place ** 2) * (node % 32 === 0 ? 0.5 : 1);
        for (const index of given) {
          const p = probability(items[index] as Dichotomous, place); // an index that was chosen above
          weight *= answers[index] === 1 ? p : 1 - p;
        }
        total += weight;
        sum += weight * place;
      }
      estimate = sum / total;
    }
    assert.ok(Math.abs(run.theta - estimate) < 1e-9);
  }
});

test("two enemies never stand in one test, whatever the answers", () => {
  const pairs = items.slice(0, 40).map((item, n) => [item.id, items[n + 40]?.id ?? ""]);
  const bank = createItemBank(items, { enemies: pairs });
  const { run, reason } = runThrough(
    bank,
    { selection: "maximum-posterior-weighted-information", maximumLength: 80 },
    answersOf(0, "enemies"),
  );
  assert.equal(reason, "bank-exhausted");
  assert.equal(new Set(run.indices.map((index) => index % 40)).size, 40);
  assert.equal(run.indices.length, 40);
});

test("content areas come in their shares", () => {
  const bank = createItemBank(items, { contents });
  const { run } = runThrough(
    bank,
    {
      selection: "maximum-information",
      maximumLength: 20,
      contentShares: [
        ["知识", 0.5],
        ["方法", 0.25],
        ["精神", 0.25],
      ],
    },
    answersOf(0.5, "content"),
  );
  const counts = areas.map((area) => run.indices.filter((index) => contents[index] === area).length);
  assert.deepEqual(counts, [10, 5, 5]);
});

test("the sequential ratio test ends early on the side where a clear person stands", () => {
  const bank = createItemBank(items);
  const rules: AdaptiveRules = {
    selection: "maximum-information",
    maximumLength: 80,
    classification: { cut: 0.9, halfWidth: 0.4, falseAbove: 0.05, falseBelow: 0.05 },
  };
  const all = (score: number) =>
    runThrough(
      bank,
      rules,
      items.map(() => score),
    );
  assert.equal(all(1).reason, "classified-above");
  assert.equal(all(0).reason, "classified-below");
  assert.ok(all(0).run.indices.length < 20);
});

test("a test ends at the wanted standard error, but not before the least length", () => {
  const bank = createItemBank(items);
  const rules: AdaptiveRules = { selection: "maximum-information", maximumLength: 80, standardError: 0.5 };
  const early = runThrough(bank, rules, answersOf(0, "error"));
  assert.equal(early.reason, "standard-error");
  assert.ok(early.run.standardError <= 0.5);
  const late = runThrough(bank, { ...rules, minimumLength: 30 }, answersOf(0, "error"));
  assert.equal(late.run.indices.length, 30);
});

test("a random choice among the best stays among them, and needs random numbers", () => {
  const bank = createItemBank(items);
  const rules: AdaptiveRules = { selection: "maximum-information", maximumLength: 1, randomesque: 5 };
  const seen = new Set<number>();
  for (let person = 0; person < 100; person += 1)
    seen.add(Number(runThrough(bank, rules, answersOf(0, "x"), `p${person}`).run.indices[0]));
  assert.equal(seen.size, 5);
  assert.throws(
    () => nextStep(startAdaptiveTest(bank, rules)),
    (error: unknown) => error instanceof PsychometricsError && error.code === "psychometrics.random_missing",
  );
});

test("an answer that the item cannot have, an unknown item and a second answer are refused", () => {
  const run = startAdaptiveTest(createItemBank(items), {
    selection: "maximum-information",
    maximumLength: 5,
  });
  const codeOf = (act: () => void) => {
    try {
      act();
    } catch (error) {
      return error instanceof PsychometricsError ? error.code : "";
    }
    return "accepted";
  };
  for (const score of [2, -1, 0.5, Number.NaN])
    assert.equal(
      codeOf(() => recordAnswer(run, 0, score)),
      "psychometrics.response_out_of_range",
    );
  assert.equal(
    codeOf(() => recordAnswer(run, 80, 1)),
    "psychometrics.item_unknown",
  );
  assert.equal(
    codeOf(() => recordAnswer(run, 0, 1)),
    "accepted",
  );
  assert.equal(
    codeOf(() => recordAnswer(run, 0, 1)),
    "psychometrics.item_repeated",
  );
});
