import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "@kepu/numerics";
import {
  createInteractions,
  createRecommender,
  generateInteractions,
  learnCombination,
  measureList,
  splitByTime,
  trainContent,
  trainEase,
  trainGraphFilter,
  trainIals,
  trainItemKnn,
  type Audience,
  type Interaction,
} from "../index.ts";

const data = generateInteractions({ people: 300, items: 200, interactions: 12_000, seed: 7 });
const segmentOf = new Map(data.people.map(({ id, segment }) => [id, segment]));
const placeOf = new Map(data.people.map(({ id, place }) => [id, place]));
const train = (rows: readonly Interaction[]) => {
  const table = createInteractions(
    rows,
    data.items.map(({ id }) => id),
  );
  const features = table.items.map((id) => data.items.find((item) => item.id === id)?.categories ?? []);
  return {
    table,
    items: data.items,
    now: table.lastAt,
    segmentOf: (person: string) => segmentOf.get(person),
    placeOf: (person: string) => placeOf.get(person),
    scorers: [
      trainEase(table, { lambda: 100 }),
      trainItemKnn(table),
      trainGraphFilter(table, { dimensions: 16 }),
      trainIals(table, { dimensions: 16 }),
      trainContent(features),
    ],
  };
};
const { train: past, test: future } = splitByTime(data.interactions, 0.8);
const options = train(past);
const recommender = createRecommender(options);
const situation = { now: options.now };
const audienceOf = (person: string, rows: readonly Interaction[] = past): Audience => ({
  personalisation: "on",
  isMinor: false,
  reader: {
    history: rows.filter((row) => row.person === person),
    segment: segmentOf.get(person) ?? "",
    place: placeOf.get(person) ?? "",
  },
});
const people = data.people.map(({ id }) => id);

test("with personalisation off, and for a minor whatever is known, the list is the same for everyone", () => {
  const off = recommender.recommend({ audience: { personalisation: "off" }, length: 10, situation });
  assert.equal(off.length, 10);
  for (const person of people.slice(0, 40)) {
    const on = audienceOf(person);
    if (on.personalisation === "off") continue;
    const exploration = {
      slot: 3,
      exposures: data.items.map(({ id }) => ({ item: id, shown: 0, taken: 0 })),
      random: createRandom(person),
    };
    const minor = recommender.recommend({
      audience: { ...on, isMinor: true },
      length: 10,
      situation,
      exploration,
    });
    assert.deepEqual(minor, off);
  }
});

test("a rule for an audience holds for a page made for it and for a profiled reader of that segment, and for nobody else", () => {
  const [pinned] = data.items.filter(({ publishedAt }) => publishedAt === 0).slice(-1);
  const rules = [
    {
      id: "老年",
      kind: "pin" as const,
      item: pinned?.id ?? "",
      slot: 1,
      when: { audience: ["老年人"] },
    },
  ];
  const reader = { history: past.slice(0, 5), segment: "老年人" };
  const isFirst = (
    audience: Audience,
    more: { readonly audience?: string; readonly segment?: string } = {},
  ) =>
    recommender.recommend({ audience, length: 5, rules, situation: { ...situation, ...more } })[0]?.source ===
    "pin";
  const on = { personalisation: "on", isMinor: false, reader } as const;
  assert.equal(isFirst(on), true);
  assert.equal(isFirst({ ...on, reader: { ...reader, segment: "职工" } }), false);
  // A segment that the caller wrote into the situation is not believed.
  assert.equal(isFirst({ ...on, reader: { history: [] } }, { segment: "老年人" }), false);
  for (const audience of [{ personalisation: "off" } as const, { ...on, isMinor: true }]) {
    assert.equal(isFirst(audience), false);
    assert.equal(isFirst(audience, { segment: "老年人" }), false);
    assert.equal(isFirst(audience, { audience: "老年人" }), true);
  }
});

test("two people with different histories get different lists, and nothing they had already", () => {
  const lists = people.slice(0, 20).map((person) => {
    const list = recommender.recommend({ audience: audienceOf(person), length: 10, situation });
    const seen = new Set(past.filter((row) => row.person === person).map((row) => row.item));
    for (const { item } of list) assert.equal(seen.has(item.id), false);
    return list.map(({ item }) => item.id).join();
  });
  assert.ok(new Set(lists).size >= 18);
});

test("every item has a reason, and a named title is one the reader had", () => {
  for (const person of people.slice(0, 20)) {
    const had = new Set(
      past
        .filter((row) => row.person === person)
        .map((row) => data.items.find(({ id }) => id === row.item)?.title),
    );
    for (const { reason } of recommender.recommend({ audience: audienceOf(person), length: 10, situation })) {
      assert.match(reason, /\p{Script=Han}/u);
      const title = /《(.+)》/.exec(reason)?.[1];
      if (title !== undefined) assert.ok(had.has(title), reason);
    }
  }
});

test("an item published after now is not shown, a new one without a touch can be", () => {
  const now = options.now;
  const items = [
    ...data.items,
    { id: "tomorrow", title: "明天", categories: ["主题1"], publishedAt: now + 1 },
    { id: "fresh", title: "新", categories: ["主题1"], publishedAt: now },
  ];
  const table = createInteractions(
    past,
    items.map(({ id }) => id),
  );
  const fresh = createRecommender({ table, items, now, scorers: [] });
  const list = fresh.recommend({
    audience: { personalisation: "off" },
    length: 300,
    situation,
    freshness: { least: 1, days: 1 },
  });
  const ids = list.map(({ item }) => item.id);
  assert.equal(ids.includes("tomorrow"), false);
  assert.equal(ids.includes("fresh"), true);
});

test("exploration changes its one slot alone, and never an editor's", () => {
  const audience = audienceOf(people[0] ?? "");
  const plain = recommender.recommend({ audience, length: 10, situation });
  const exposures = data.items.map(({ id }) => ({ item: id, shown: 0, taken: 0 }));
  const tried = recommender.recommend({
    audience,
    length: 10,
    situation,
    exploration: { slot: 4, exposures, random: createRandom(1) },
  });
  assert.equal(tried[3]?.source, "exploration");
  assert.deepEqual(tried.toSpliced(3, 1), plain.toSpliced(3, 1));
  const pinned = recommender.recommend({
    audience,
    length: 10,
    situation,
    rules: [{ id: "p", kind: "pin", item: "i5", slot: 4 }],
    exploration: { slot: 4, exposures, random: createRandom(1) },
  });
  assert.equal(pinned[3]?.item.id, "i5");
});

test("exploration never shows what an editor blocked", () => {
  const rules = data.items
    .slice(0, 190)
    .map(({ id }) => ({ id: `block ${id}`, kind: "block" as const, target: { item: id } }));
  const exposures = data.items.map(({ id }) => ({ item: id, shown: 0, taken: 0 }));
  const blocked = new Set(rules.map((rule) => rule.target.item));
  for (let seed = 0; seed < 10; seed += 1) {
    const list = recommender.recommend({
      audience: audienceOf(people[0] ?? ""),
      length: 3,
      situation,
      rules,
      exploration: { slot: 2, exposures, random: createRandom(seed) },
    });
    for (const { item } of list) assert.equal(blocked.has(item.id), false);
  }
});

test("a combination of other components is refused", () => {
  const combination = { components: ["x"], weights: Float64Array.of(1), intercept: 0 };
  assert.throws(() => createRecommender({ ...options, combination }), {
    code: "recommender.component_unknown",
  });
});

test("on the synthetic set by time, the learned combination beats recency, EASE and popularity", () => {
  const { train: older, test: newer } = splitByTime(past, 0.8);
  const before = createRecommender(train(older));
  const takenOf = (rows: readonly Interaction[]) =>
    new Map(
      [...Map.groupBy(rows, ({ person }) => person)].map(([person, own]) => [
        person,
        new Set(own.map(({ item }) => item)),
      ]),
    );
  const impressions = [...takenOf(newer)].map(([person, taken]) =>
    before.replay(audienceOf(person, older), undefined, taken),
  );
  const combination = learnCombination(before.components, impressions);
  const only = (name: string) => ({
    ...combination,
    weights: Float64Array.from(combination.components, (one) => (one === name ? 1 : 0)),
  });
  const ndcg = (chosen: typeof combination): number => {
    const judged = createRecommender({ ...options, combination: chosen });
    const values = [...takenOf(future)].map(([person, taken]) => {
      const seen = new Set(past.filter((row) => row.person === person).map(({ item }) => item));
      const relevant = new Set([...taken].filter((item) => !seen.has(item)));
      const list = judged
        .recommend({ audience: audienceOf(person), length: 10, situation: { now: Infinity } })
        .map(({ item }) => item.id);
      return relevant.size > 0 ? measureList({ list, relevant }, 10).ndcg : undefined;
    });
    const counted = values.filter((value) => value !== undefined);
    return counted.reduce((sum, value) => sum + value, 0) / counted.length;
  };
  const figures = {
    learned: ndcg(combination),
    recent: ndcg(only("recent-14")),
    ease: ndcg(only("ease")),
    popular: ndcg(only("lasting")),
  };
  const shown = JSON.stringify(figures);
  assert.ok(figures.learned > 1.1 * figures.recent, shown);
  assert.ok(figures.learned > figures.ease, shown);
  assert.ok(figures.recent > figures.popular, shown);
});
