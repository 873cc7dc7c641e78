import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import fc from "fast-check";
import { dayMs } from "../models/scorer.ts";
import { arrange, type Candidate, type Item } from "./arrange.ts";
import { chooseToExplore } from "./exploration.ts";
import { checkRules, holds, type Rule } from "./rules.ts";

const item = (id: string, category = "水", publishedAt = 0): Item => ({
  id,
  title: id,
  categories: [category],
  publishedAt,
});
const candidates = (...items: Item[]): Candidate[] =>
  items.map((one, place) => ({ item: one, score: -place, reason: "r" }));
const situation = { now: 100 * dayMs, weather: "高温" };
const idsOf = (list: readonly Candidate[]): string[] => list.map((one) => one.item.id);
const abc = candidates(item("a"), item("b"), item("c"));

test("an emergency stands first whatever is pinned, blocked, boosted or full", () => {
  const rules: Rule[] = [
    { id: "1", kind: "pin", item: "b", slot: 1 },
    { id: "2", kind: "block", target: { item: "e" } },
    { id: "3", kind: "block", target: { category: "水" } },
    { id: "4", kind: "emergency", item: "e", reason: "暴雨红色预警" },
    { id: "5", kind: "boost", target: { item: "c" }, amount: 10 },
  ];
  const catalogue = new Map([["e", item("e")]]);
  const list = arrange(
    [...abc, ...candidates(item("x", "火"))],
    { length: 2, situation, rules, quotas: [{ category: "水", most: 0 }] },
    catalogue,
  );
  assert.deepEqual(idsOf(list), ["e", "x"]);
  assert.equal(list[0]?.reason, "暴雨红色预警");
});

test("a pin stands at its slot, and behind it when an emergency took the slot", () => {
  const pin: Rule = { id: "p", kind: "pin", item: "c", slot: 2 };
  assert.deepEqual(idsOf(arrange(abc, { length: 3, situation, rules: [pin] })), ["a", "c", "b"]);
  const both: Rule[] = [
    pin,
    { id: "e", kind: "emergency", item: "a" },
    { id: "f", kind: "emergency", item: "b" },
  ];
  assert.deepEqual(idsOf(arrange(abc, { length: 3, situation, rules: both })), ["a", "b", "c"]);
});

test("a blocked item or category is not shown, not even pinned", () => {
  const rules: Rule[] = [
    { id: "1", kind: "block", target: { item: "a" } },
    { id: "2", kind: "pin", item: "a", slot: 1 },
  ];
  assert.deepEqual(idsOf(arrange(abc, { length: 3, situation, rules })), ["b", "c"]);
});

test("a situation rule holds only in its situation, and gives its reason", () => {
  const rules: Rule[] = [
    {
      id: "1",
      kind: "boost",
      target: { item: "c" },
      amount: 5,
      when: { weather: ["高温"] },
      reason: "天气炎热，注意防暑",
    },
  ];
  const hot = arrange(abc, { length: 3, situation, rules });
  assert.equal(hot[0]?.item.id, "c");
  assert.equal(hot[0]?.reason, "天气炎热，注意防暑");
  assert.equal(arrange(abc, { length: 3, situation: { now: 0, weather: "晴" }, rules })[0]?.item.id, "a");
  assert.equal(arrange(abc, { length: 3, situation: { now: 0 }, rules })[0]?.item.id, "a");
  assert.equal(holds({ from: 5, until: 6 }, { now: 6 }), false);
});

test("quotas and the freshness floor are kept as far as there are candidates", () => {
  const pool = candidates(item("a"), item("b"), item("c"), item("d", "火"), item("e", "土", 99 * dayMs));
  const list = arrange(pool, {
    length: 4,
    situation,
    quotas: [
      { category: "水", most: 2 },
      { category: "火", least: 1 },
    ],
    freshness: { least: 1, days: 7 },
  });
  assert.deepEqual(idsOf(list), ["a", "b", "d", "e"]);
  const short = arrange(abc, { length: 3, situation, freshness: { least: 2, days: 7 } });
  assert.equal(short.length, 3);
});

test("a pinned item that waits counts for the quota of its category", () => {
  const list = arrange(abc, {
    length: 3,
    situation,
    rules: [{ id: "p", kind: "pin", item: "c", slot: 3 }],
    quotas: [{ category: "水", most: 2 }],
  });
  assert.deepEqual(idsOf(list), ["a", "c"]);
});

test("diversity lets another category up, calibration reaches the shares asked for", () => {
  const pool = candidates(item("a"), item("b"), item("c"), item("d", "火"));
  assert.deepEqual(
    idsOf(arrange(pool, { length: 2, situation, diversity: { method: "mmr", strength: 5 } })),
    ["a", "d"],
  );
  const shares = new Map([
    ["水", 0.5],
    ["火", 0.5],
  ]);
  const list = arrange(pool, {
    length: 2,
    situation,
    diversity: { method: "calibrated", strength: 50, shares },
  });
  assert.deepEqual(idsOf(list), ["a", "d"]);
});

test("whatever the rules, a list has no item twice, no blocked item, and its emergencies first", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e", "f", "ghost");
  const rule = fc.oneof(
    fc.record({ kind: fc.constant("emergency" as const), item: id }),
    fc.record({ kind: fc.constant("pin" as const), item: id, slot: fc.integer({ min: 1, max: 8 }) }),
    fc.record({ kind: fc.constant("block" as const), target: fc.record({ item: id }) }),
    fc.record({
      kind: fc.constant("boost" as const),
      target: fc.record({ category: fc.constantFrom("水", "火") }),
      amount: fc.integer({ min: -9, max: 9 }),
    }),
  );
  const pool = candidates(
    item("a"),
    item("b", "火"),
    item("c"),
    item("d", "火"),
    item("e"),
    item("f", "土", 99 * dayMs),
  );
  fc.assert(
    fc.property(
      fc.array(rule, { maxLength: 8 }),
      fc.integer({ min: 1, max: 7 }),
      fc.nat(3),
      (plain, length, most) => {
        const rules = plain.map((one, place): Rule => ({ id: String(place), ...one }));
        const list = arrange(pool, {
          length,
          situation,
          rules,
          quotas: [{ category: "水", most }],
          freshness: { least: 1, days: 2 },
        });
        const ids = idsOf(list);
        assert.equal(new Set(ids).size, ids.length);
        const urgent = [
          ...new Set(
            rules.flatMap((one) => (one.kind === "emergency" && one.item !== "ghost" ? [one.item] : [])),
          ),
        ];
        assert.deepEqual(ids.slice(0, urgent.length), urgent);
        const blocked = new Set(
          rules.flatMap((one) => (one.kind === "block" && "item" in one.target ? [one.target.item] : [])),
        );
        for (const one of list) if (one.source !== "emergency") assert.equal(blocked.has(one.item.id), false);
        assert.ok(list.length <= Math.max(length, urgent.length));
        const chosen = list.filter(
          (one) => one.source === "model" && one.item.categories.includes("水"),
        ).length;
        assert.ok(chosen <= most);
      },
    ),
  );
});

test("rules that cannot be followed are refused before they are saved", () => {
  assert.throws(() => checkRules([{ id: "1", kind: "pin", item: "a", slot: 0 }]), {
    code: "recommender.rule_invalid",
  });
  const twice: Rule = { id: "1", kind: "emergency", item: "a" };
  assert.throws(() => checkRules([twice, twice]), { code: "recommender.rule_invalid" });
  assert.throws(() => checkRules([{ id: "1", kind: "boost", target: { item: "a" }, amount: Number.NaN }]), {
    code: "recommender.parameter_out_of_range",
  });
});

test("exploration finds the better item and still tries the unknown one", () => {
  const random = createRandom(1);
  const exposures = [
    { item: "good", shown: 400, taken: 60 },
    { item: "bad", shown: 400, taken: 4 },
    { item: "new", shown: 0, taken: 0 },
  ];
  const counts = { good: 0, bad: 0, new: 0 };
  for (let draw = 0; draw < 500; draw += 1)
    counts[chooseToExplore(exposures, random) as keyof typeof counts] += 1; // one of the three
  assert.ok(counts.good > counts.new && counts.new > counts.bad && counts.bad < 5, JSON.stringify(counts));
});
