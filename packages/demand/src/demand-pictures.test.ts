import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  clusterMessages,
  createPhraseCounter,
  createVocabularyMapper,
  type DemandRecord,
  describeSample,
  describeSentiment,
  listGaps,
  type Message,
} from "./index.ts";
import { refuses } from "./testing/refuses.ts";
import { buildMessages } from "./testing/residents-messages.ts";

test("keyphrases say what the topic says and the others do not, longest wording first", () => {
  const messages = buildMessages("phrases");
  const counter = createPhraseCounter(messages);
  const lifts = messages.filter(({ issue }) => issue === "lift-jinhui").map(({ id }) => id);
  const found = counter.keyphrases(lifts);
  assert.ok(found.length >= 3 && found.length <= 8);
  assert.ok(
    found.slice(0, 3).some(({ phrase }) => /电梯|金辉/u.test(phrase)),
    JSON.stringify(found),
  );
  for (const { phrase, messages: count } of found) {
    assert.ok(count >= 2 && count <= lifts.length, phrase);
    assert.equal(found.filter((other) => other.phrase.includes(phrase)).length, 1, phrase);
  }
  refuses("demand.message_unknown", () => counter.keyphrases(["nobody"]));
  assert.deepEqual(createPhraseCounter([{ id: "a", text: "😀？" }]).keyphrases(["a"]), []);
});

test("the largest topics of the fixture map to the entry their messages name, by label or synonym, across scripts", () => {
  const mapper = createVocabularyMapper([
    { id: "lift", label: "电梯安全", synonyms: ["电梯", "轿厢"] },
    { id: "smoke", label: "油烟", synonyms: ["烧烤"] },
    { id: "charge", label: "电动车充电", synonyms: ["充电桩", "飞线充电"] },
    { id: "power", label: "充电" },
  ]);
  assert.deepEqual(mapper.termsOf({ text: "小區電梯壞了" }), ["lift"]);
  assert.deepEqual(mapper.termsOf({ text: "楼下飞线充电" }), ["charge"]);
  assert.deepEqual(mapper.map([{ text: "黑洞" }]), []);
  assert.deepEqual(mapper.map([]), []);
  const named = createVocabularyMapper([
    { id: "lift", label: "电梯安全", synonyms: ["电梯", "轿厢"] },
    { id: "smoke", label: "油烟", synonyms: ["烧烤"] },
    { id: "charge", label: "电动车充电", synonyms: ["充电", "电瓶车"] },
  ]);
  const messages = buildMessages("vocabulary");
  const topics = clusterMessages(messages);
  const byId = new Map(messages.map((message) => [message.id, message]));
  for (const [issue, term] of [
    ["lift-jinhui", "lift"],
    ["smoke-wutong", "smoke"],
    ["charge-hexi", "charge"],
  ]) {
    const topic = topics.find(
      ({ messages: own }) => own.filter((id) => byId.get(id)?.issue === issue).length * 2 > own.length,
    );
    assert.equal(named.map(topic?.messages.flatMap((id) => byId.get(id) ?? []) ?? [])[0]?.id, term);
  }
  refuses("demand.vocabulary_invalid", () => createVocabularyMapper([{ id: "a", label: "水" }]));
  refuses("demand.vocabulary_invalid", () =>
    createVocabularyMapper([
      { id: "a", label: "饮水" },
      { id: "a", label: "用水" },
    ]),
  );
  refuses("demand.option_out_of_range", () => createVocabularyMapper([], { leastShare: 0 }));
});

const record = (id: string, rest: Partial<DemandRecord> = {}): DemandRecord => ({
  id,
  topic: "蘑菇",
  place: "石桥街道",
  audience: "elder",
  person: id,
  isMet: false,
  ...rest,
});

test("five unmet requests on one topic in one street top the list with their records behind them", () => {
  const records = [
    ...["1", "2", "3", "4", "5"].map((id) => record(id)),
    record("6", { isMet: true }),
    record("7", { person: "1" }),
    ...["8", "9", "10"].map((id) => record(id, { place: "青枫街道" })),
    record("11", { topic: "电梯" }),
    record("12", { topic: "电梯" }),
  ];
  const offers = [
    { id: "talk", topic: "蘑菇", place: "石桥街道", capacity: 3 },
    { id: "none", topic: "蘑菇", capacity: 0 },
    { id: "article", topic: "电梯" },
  ];
  const rows = listGaps(records, offers);
  // Without an offer three are unmet in 青枫街道; the talk has room for two more in 石桥街道.
  assert.deepEqual(
    rows.map(({ place, topic, people, unmetPeople, room, shortfall, unreached }) => [
      place,
      topic,
      people,
      unmetPeople,
      room,
      shortfall,
      unreached,
    ]),
    [
      ["石桥街道", "蘑菇", 6, 5, 2, 3, 2],
      ["青枫街道", "蘑菇", 3, 3, 0, 3, 0],
      ["石桥街道", "电梯", 2, 2, Infinity, 0, 2],
    ],
  );
  assert.deepEqual(rows[0]?.unmetRecords, ["1", "2", "3", "4", "5", "7"]);
  assert.deepEqual([rows[0]?.offers, rows[2]?.offers], [["talk"], ["article"]]);
  refuses("demand.id_repeated", () => listGaps([record("1"), record("1")], []));
  refuses("demand.counts_invalid", () => listGaps([], [{ id: "a", topic: "t", capacity: -1 }]));
});

const letters = (counts: Readonly<Record<string, number>>): Message[] =>
  Object.entries(counts).flatMap(([place, count]) =>
    Array.from({ length: count }, (_, at) => ({
      id: `${place}${at}`,
      text: "电梯",
      place,
      person: `${place}${at}`,
      date: "2026-11-24",
      source: "hotline" as const,
    })),
  );

test("the sample says who is behind it: sources, days, which groups are too few, and that it is no poll", () => {
  const population = new Map([
    ["甲", 10_000],
    ["乙", 10_000],
    ["丙", 1_000],
  ]);
  const found = describeSample(letters({ 甲: 90, 乙: 20, 丙: 15 }), {
    groupOf: ({ place }) => place,
    population,
  });
  assert.deepEqual(
    found.groups.map(({ group, people, standing }) => [group, people, standing]),
    [
      ["甲", 90, "over"],
      ["乙", 20, "under"],
      ["丙", 15, "over"],
    ],
  );
  assert.match(found.statement, /共 125 条、约 125 人（热线 125 条，2026-11-24 至 2026-11-24）/u);
  assert.match(found.statement, /只代表主动来问的人.*乙偏少.*甲、丙偏多/u);
  assert.match(
    describeSample(letters({ 甲: 3 }), { groupOf: ({ place }) => place, population }).statement,
    /不足 10 人/u,
  );
  const { messages, shareOfBusiestTenth } = describeSample(
    Array.from({ length: 20 }, (_, at) => ({
      id: String(at),
      text: "x",
      person: at < 11 ? "one" : `p${at}`,
    })),
    { groupOf: () => undefined, population: new Map() },
  );
  assert.deepEqual([messages, shareOfBusiestTenth], [20, 11 / 20]);
  refuses("demand.counts_invalid", () =>
    describeSample([], { groupOf: () => undefined, population: new Map([["甲", -1]]) }),
  );
});

test("no group of fewer than ten askers follows from the groups that are shown and the sum of all", () => {
  const counts = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(counts, (list) => {
      const named = Object.fromEntries(list.map((count, at) => [`g${at}`, count]));
      const population = new Map(Object.keys(named).map((name) => [name, 1_000]));
      const { groups, people } = describeSample(letters(named), {
        groupOf: ({ place }) => place,
        population,
      });
      for (const group of groups) assert.ok(group.people === 0 || group.people >= 10);
      const hidden = people - groups.reduce((sum, group) => sum + group.people, 0);
      assert.ok(hidden === 0 || people < 10, `${hidden} of ${people}`);
    }),
    { seed: 5 },
  );
});

const said = (texts: readonly string[]): Message[] =>
  texts.map((text, at) => ({ id: String(at), text, person: `p${at}` }));

test("sentiment is a range that holds the truth of clear messages, widens with unclear ones and is kept back below ten people", () => {
  const clear = said([
    ...Array.from({ length: 30 }, () => "油烟扰民，受不了"),
    ...Array.from({ length: 30 }, () => "讲座很精彩，满意"),
  ]);
  const sure = describeSentiment(clear);
  assert.ok(sure !== undefined && sure.negative.low < 0.5 && sure.negative.high > 0.5);
  assert.equal(sure.unclear, 0);
  const mixed = describeSentiment(
    said(clear.map(({ text }, at) => (at % 2 === 0 ? `${text}，讲解很耐心` : text))),
  );
  const width = (range: { low: number; high: number } | undefined): number =>
    (range?.high ?? 0) - (range?.low ?? 0);
  assert.ok(width(mixed?.negative) > width(sure.negative));
  assert.equal(describeSentiment(clear.slice(0, 9)), undefined);
  assert.equal(describeSentiment(clear.map((message) => ({ ...message, person: "one" }))), undefined);
});

test("thanks at the end of a complaint are no praise, and denied trouble is not sure", () => {
  const toneOf = (text: string) => describeSentiment(said(Array.from({ length: 1_000 }, () => text)));
  assert.ok((toneOf("半夜施工扰民，万分感谢！")?.positive.high ?? 1) < 0.01);
  assert.ok((toneOf("服务不满意")?.negative.low ?? 0) > 0.99);
  const denied = toneOf("隔夜菜不致癌吧");
  assert.ok(denied !== undefined && denied.negative.high < 0.01 && denied.unclear === 1);
  for (const range of [toneOf("想了解黑洞")?.negative, toneOf("想了解黑洞")?.positive])
    assert.ok((range?.high ?? 1) < 0.01);
});
