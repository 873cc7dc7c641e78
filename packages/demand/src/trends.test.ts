import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom, permutation } from "@kepu/numerics";
import { countWeeks, rankTrends, type TopicSignal, watchTopics } from "./index.ts";
import { refuses } from "./testing/refuses.ts";
import { buildMessages, fixtureDay } from "./testing/residents-messages.ts";

const signalsOf = (seed: string, days: number): TopicSignal[] =>
  buildMessages(seed, { count: 3_000, days }).map(({ issue, id, place = "", date, person = id }) => ({
    topic: issue ?? "其他",
    place,
    date,
    person,
  }));

test("a topic that grows by one message a day over four weeks rises slowly though no day bursts", () => {
  const street = "石桥街道";
  const signals = signalsOf("slow", 100);
  for (let day = 70; day < 98; day += 1)
    signals.push({ topic: "毒蘑菇", place: street, date: fixtureDay(day), person: `slow${day}` });
  for (const day of [10, 40]) signals.push({ topic: "毒蘑菇", place: street, date: fixtureDay(day) });
  const { bursts, trends } = watchTopics(signals, { day: fixtureDay(97) });
  const trend = trends.find(({ topic }) => topic === "毒蘑菇");
  assert.ok(trend?.isRising && trend.growth > 3, JSON.stringify(trend));
  assert.equal(bursts.find(({ topic }) => topic === "毒蘑菇")?.isRising, false);
  assert.deepEqual(
    countWeeks(signals, { topic: "毒蘑菇", place: street, day: fixtureDay(97), weeks: 5 }),
    [0, 7, 7, 7, 7],
  );
});

test("on shuffled days bursts and slow rises together are no more than one in 30 days", () => {
  const random = createRandom("shuffled weeks");
  const signals = signalsOf("weeks", 120);
  for (let run = 0; run < 4; run += 1) {
    const order = permutation(random, signals.length);
    const shuffled = signals.map((signal, at) => ({ ...signal, date: signals[order[at] ?? 0]?.date ?? "" }));
    const alarms = new Set<string>();
    for (let day = 90; day < 120; day += 1) {
      const { bursts, trends } = watchTopics(shuffled, { day: fixtureDay(day) });
      for (const { topic, place, isRising } of [...bursts, ...trends])
        if (isRising) alarms.add(`${topic} ${place} ${day}`);
    }
    assert.ok(alarms.size <= 1, [...alarms].join("; "));
  }
});

test("weeks, days and limits that cannot be are refused", () => {
  const one: TopicSignal = { topic: "t", place: "a", date: "2026-11-24" };
  refuses("demand.option_out_of_range", () => rankTrends([one], { day: "2026-11-24", recentWeeks: 1 }));
  refuses("demand.option_out_of_range", () => rankTrends([one], { day: "2026-11-24", earlierWeeks: 2.5 }));
  refuses("demand.option_out_of_range", () => rankTrends([one], { day: "明天" }));
  refuses("demand.option_out_of_range", () => countWeeks([one], { topic: "t", day: "2026-11-24", weeks: 0 }));
  refuses("demand.date_invalid", () =>
    countWeeks([{ ...one, date: "x" }], { topic: "t", day: "2026-11-24", weeks: 2 }),
  );
  assert.deepEqual(rankTrends([], { day: "2026-11-24" }), []);
});
