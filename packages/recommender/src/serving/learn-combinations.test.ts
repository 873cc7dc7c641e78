import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import {
  createInteractions,
  createRecommender,
  generateInteractions,
  type Interaction,
  learnCombinations,
  type Recommender,
  type RecommenderOptions,
  recencyAlone,
  type ReplayCase,
  splitByTime,
  trainContent,
  trainEase,
  trainItemKnn,
} from "../index.ts";

const data = generateInteractions({ people: 500, items: 150, interactions: 22_000, seed: 77 });
const personOf = new Map(data.people.map((person) => [person.id, person]));
const topicsOf = new Map(data.items.map(({ id, categories }) => [id, categories]));

const build = (past: readonly Interaction[], more: Partial<RecommenderOptions> = {}): Recommender => {
  const table = createInteractions(past, [...topicsOf.keys()]);
  return createRecommender({
    table,
    items: data.items,
    now: table.lastAt,
    segmentOf: (person) => personOf.get(person)?.segment,
    scorers: [
      trainEase(table, { lambda: 100 }),
      trainItemKnn(table),
      trainContent(table.items.map((id) => topicsOf.get(id) ?? [])),
    ],
    ...more,
  });
};

const casesOf = (past: readonly Interaction[], later: readonly Interaction[]): ReplayCase[] => {
  const before = Map.groupBy(past, ({ person }) => person);
  return [...Map.groupBy(later, ({ person }) => person)].map(([person, own]) => ({
    audience: {
      personalisation: "on",
      isMinor: false,
      reader: { history: before.get(person) ?? [], segment: personOf.get(person)?.segment ?? "" },
    },
    taken: new Set(own.map(({ item }) => item)),
  }));
};

const { train, test: later } = splitByTime(data.interactions, 0.7);

test("weights are learned for readers with a history where they beat recency, and the same seed gives the same", () => {
  const recommender = build(train);
  const cases = casesOf(train, later);
  const learned = learnCombinations(recommender, cases, { random: createRandom(1), mostPeople: 120 });
  assert.ok(learned.withHistory.isLearned, JSON.stringify(learned.withHistory));
  assert.ok(learned.withHistory.learned > learned.withHistory.recency);
  assert.ok((learned.withHistory.gain?.low ?? 0) > 0);
  assert.deepEqual(
    learnCombinations(recommender, cases, { random: createRandom(1), mostPeople: 120 }),
    learned,
  );
});

test("where nothing but recency speaks, or too few were replayed, recency stays alone", () => {
  const recommender = build(train);
  const recency = recencyAlone(recommender.components);
  const byRecency = build(train, { combination: recency });
  // What everybody took is what recency puts first: nothing can be better.
  const followers = casesOf(train, later).map(({ audience }) => {
    const request = { audience, length: 3, situation: { now: train.at(-1)?.at ?? 0 } };
    return { audience, taken: new Set(byRecency.recommend(request).map(({ item }) => item.id)) };
  });
  const { combination, withHistory } = learnCombinations(recommender, followers, {
    random: createRandom(1),
    mostPeople: 120,
  });
  assert.deepEqual([withHistory.isLearned, withHistory.recency], [false, 1]);
  assert.deepEqual(combination, recency);
  const few = learnCombinations(recommender, casesOf(train, later).slice(0, 5), {
    random: createRandom(1),
    mostPeople: 120,
  });
  assert.deepEqual(few.combination, recency);
  assert.equal(few.withHistory.gain, undefined);
});

test("a reader without a history gets the order of recency until weights of their own were learned", () => {
  const request = {
    audience: { personalisation: "on", isMinor: false, reader: { history: [], segment: "老年人" } },
    length: 20,
    situation: { now: train.at(-1)?.at ?? 0 },
  } as const;
  const ids = (recommender: Recommender): string[] =>
    recommender.recommend(request).map(({ item }) => item.id);
  const usual = build(train);
  assert.equal(usual.hasHistory(request.audience), false);
  const recency = recencyAlone(usual.components);
  const recencyList = ids(build(train, { combination: recency, combinationWithoutHistory: recency }));
  assert.deepEqual(ids(usual), recencyList);
  const bySegment = {
    ...recency,
    weights: Float64Array.from(usual.components, (name) => (name === "segment" ? 1 : 0)),
  };
  assert.notDeepEqual(ids(build(train, { combinationWithoutHistory: bySegment })), recencyList);
  // Readers with a history are served by the other weights.
  const warm = {
    ...request,
    audience: casesOf(train, later)[0]?.audience ?? { personalisation: "off" as const },
  };
  assert.deepEqual(
    build(train, { combinationWithoutHistory: bySegment }).recommend(warm),
    usual.recommend(warm),
  );
});
