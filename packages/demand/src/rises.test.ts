import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, permutation } from "@kepu/numerics";
import {
  clusterMessages,
  DemandError,
  type Message,
  rankRises,
  toAssignments,
  type TopicSignal,
} from "./index.ts";
import { buildMessages, fixtureDay } from "./testing/residents-messages.ts";

const planted = (day: string, street: string): Message[] =>
  Array.from({ length: 12 }, (_, at) => ({
    id: `planted${at}`,
    text:
      [
        "听说吃了野生蘑菇中毒了，怎么辨认毒蘑菇",
        "毒蘑菇中毒怎么急救",
        "山上采的野生蘑菇能不能吃，怕毒蘑菇中毒",
      ][at % 3] ?? "",
    place: street,
    date: day,
    person: `p${at}`,
  }));

test("a planted topic is in its street's top three on its day, found through the clusters, and rises", () => {
  const day = fixtureDay(45);
  const street = "石桥街道";
  const messages: Message[] = [
    ...buildMessages("planted").filter(({ date }) => date <= day),
    ...planted(day, street),
  ];
  const topics = toAssignments(clusterMessages(messages));
  const signals = messages.map(({ id, place = "", date = "", person = id }) => ({
    topic: topics.get(id) ?? "",
    place,
    date,
    person,
  }));
  const ranked = rankRises(signals, { day }).filter(({ place }) => place === street);
  const at = ranked.findIndex(({ topic }) => topic === topics.get("planted0"));
  assert.ok(at >= 0 && at < 3, `place ${at + 1}`);
  assert.equal(ranked[at]?.isRising, true);
});

const alarmsOfMonth = (signals: readonly TopicSignal[], alarmsPerMonth: number): number => {
  let alarms = 0;
  for (let day = 30; day < 60; day += 1)
    alarms += rankRises(signals, { day: fixtureDay(day), alarmsPerMonth }).filter(
      ({ isRising }) => isRising,
    ).length;
  return alarms;
};

test("on shuffled days nothing rises more than once a month; a careless threshold would", () => {
  const random = createRandom("shuffled");
  const messages = buildMessages("shuffled");
  for (let run = 0; run < 6; run += 1) {
    const order = permutation(random, messages.length);
    const signals = messages.map(({ issue, id, place = "" }, at) => ({
      topic: issue ?? id,
      place,
      date: messages[order[at] ?? 0]?.date ?? "",
    }));
    assert.ok(alarmsOfMonth(signals, 0.25) <= 1);
    if (run === 0) assert.ok(alarmsOfMonth(signals, 1_000) > 1);
  }
});

test("the probability is Fisher's: a hand-counted table", () => {
  // Two of three topic messages today, four messages today, ten in all: (3·C(7,2) + 1·C(7,1)) / C(10,4) = 70/210.
  const signal = (topic: string, date: string): TopicSignal => ({ topic, place: "a", date });
  const signals = [
    ...["x", "x", "y", "y"].map((topic) => signal(topic, "2026-11-24")),
    ...["x", "y", "y", "y", "y", "y"].map((topic) => signal(topic, "2026-11-20")),
  ];
  const found = rankRises(signals, { day: "2026-11-24" }).find(({ topic }) => topic === "x");
  assert.ok(Math.abs((found?.probability ?? 0) - 1 / 3) < 1e-12);
});

test("one person is one, however often; other days and bad input do not count", () => {
  const many = Array.from({ length: 50 }, () => ({
    topic: "x",
    place: "a",
    date: "2026-11-24",
    person: "p",
  }));
  assert.equal(rankRises(many, { day: "2026-11-24" })[0]?.today, 1);
  assert.deepEqual(rankRises(many, { day: "2026-11-23" }), []);
  assert.deepEqual(rankRises([], { day: "2026-11-23" }), []);
  const codes = [
    () => rankRises(many, { day: "2026-13-01" }),
    () => rankRises([{ topic: "x", place: "a", date: "heute" }], { day: "2026-11-24" }),
    () => rankRises(many, { day: "2026-11-24", baselineDays: 3 }),
    () => rankRises(many, { day: "2026-11-24", alarmsPerMonth: Number.NaN }),
  ].map((work) => {
    try {
      work();
    } catch (error) {
      if (error instanceof DemandError) return error.code;
    }
    return "none";
  });
  assert.deepEqual(codes, [
    "demand.option_out_of_range",
    "demand.date_invalid",
    "demand.option_out_of_range",
    "demand.option_out_of_range",
  ]);
});
