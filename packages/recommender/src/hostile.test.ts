import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  createInteractions,
  describeRecommenderError,
  popularity,
  RecommenderError,
  splitByTime,
  trainContent,
  trainEase,
  trainGraphFilter,
  trainIals,
  trainItemKnn,
  trainRp3Beta,
  type Interaction,
} from "./index.ts";

const refuses = (work: () => unknown, code: string): void => {
  assert.throws(work, (error) => {
    assert.ok(error instanceof RecommenderError);
    assert.equal(error.code, code);
    const sentence = describeRecommenderError(error);
    assert.match(sentence, /请|可用/);
    assert.doesNotMatch(sentence, /？|\{/);
    return true;
  });
};

test("broken rows are refused with their number and a sentence", () => {
  const good = { person: "a", item: "x", at: 0 };
  refuses(() => createInteractions([]), "recommender.no_interactions");
  refuses(() => createInteractions([good, { ...good, person: "" }]), "recommender.bad_id");
  refuses(() => createInteractions([{ ...good, item: "长".repeat(300) }]), "recommender.bad_id");
  refuses(() => createInteractions([{ ...good, item: 5 as unknown as string }]), "recommender.bad_id"); // what a file may hold
  refuses(() => createInteractions([{ ...good, at: Number.NaN }]), "recommender.bad_time");
  refuses(() => createInteractions([{ ...good, weight: -1 }]), "recommender.bad_weight");
  refuses(() => createInteractions([{ ...good, weight: Infinity }]), "recommender.bad_weight");
});

test("parameters out of range are refused", () => {
  const table = createInteractions([{ person: "a", item: "x", at: 0 }]);
  const code = "recommender.parameter_out_of_range";
  refuses(() => trainEase(table, { lambda: 0 }), code);
  refuses(() => trainIals(table, { dimensions: 1e9 }), code);
  refuses(() => trainIals(table, { epochs: 1.5 }), code);
  refuses(() => trainItemKnn(table, { neighbours: 0 }), code);
  refuses(() => trainRp3Beta(table, { beta: Number.NaN }), code);
  refuses(() => trainGraphFilter(table, { dimensions: -1 }), code);
  refuses(() => popularity(table, { now: Number.NaN }), code);
  refuses(() => splitByTime([], 2), code);
});

test("a dense model of more items than memory should hold is refused before it takes any", () => {
  const catalogue = Array.from({ length: 8001 }, (_, item) => `i${item}`);
  refuses(
    () => trainEase(createInteractions([{ person: "a", item: "i0", at: 0 }], catalogue)),
    "recommender.too_many_items_for_dense",
  );
});

test("no model gives a number that is not finite, whatever the interactions", () => {
  const row = fc.record<Interaction>({
    person: fc.constantFrom("a", "b", "__proto__", "😀"),
    item: fc.constantFrom("x", "y", "constructor", "水 火", "z"),
    at: fc.integer({ min: -1e12, max: 1e13 }),
    weight: fc.constantFrom(1e-6, 1, 1000),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 25 }), (rows) => {
      const table = createInteractions(rows, ["never touched"]);
      const scorers = [
        trainEase(table),
        trainItemKnn(table),
        trainRp3Beta(table),
        trainGraphFilter(table),
        trainIals(table, { dimensions: 4, epochs: 3 }),
        trainContent(table.items.map((item) => item.split(""))),
      ];
      const out = new Float64Array(table.items.length);
      for (const profile of [
        { items: [], weights: [] },
        { items: [0, 1], weights: [1, 1e-300] },
      ])
        for (const scorer of scorers) {
          scorer.score(profile, out);
          assert.ok(out.every(Number.isFinite), `${scorer.name} ${out.join()}`);
        }
      const shares = popularity(table, { now: table.lastAt });
      assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
      assert.ok(popularity(table, { now: 8.64e15, halfLifeDays: 0.001 }).every(Number.isFinite));
    }),
    { numRuns: 60 },
  );
});

test("the order of the rows does not change what people are recommended", () => {
  const rows = Array.from({ length: 60 }, (_, place) => ({
    person: `p${place % 7}`,
    item: `i${(place * 5) % 11}`,
    at: place,
  }));
  const scoresOf = (all: readonly Interaction[]) => {
    const table = createInteractions(all);
    const out = new Float64Array(table.items.length);
    trainEase(table, { lambda: 5 }).score({ items: [table.itemIndex.get("i5") ?? 0], weights: [1] }, out);
    return new Map(table.items.map((id, item) => [id, out[item] ?? 0]));
  };
  const backward = scoresOf(rows.toReversed());
  for (const [id, score] of scoresOf(rows)) assert.ok(Math.abs(score - (backward.get(id) ?? 0)) < 1e-6);
});
