import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clusterMessages, evaluateClusters, type Message, toAssignments } from "./index.ts";
import { refuses } from "./testing/refuses.ts";
import { buildMessages, type LabelledMessage } from "./testing/residents-messages.ts";

/** Two to four points under what was measured when written. */
const floors = {
  shortLabelled: 0.93,
  shortEverything: 0.71,
  letterLabelled: 0.96,
  allLabelled: 0.9,
} as const;

const evaluate = (messages: readonly LabelledMessage[]) =>
  evaluateClusters(
    toAssignments(clusterMessages(messages)),
    new Map(messages.map(({ id, issue }) => [id, issue])),
  );

test("on issues that no parameter was chosen on, B-cubed and the largest issues keep their floors", () => {
  const short = evaluate(buildMessages("prove-1", { issues: "even" }));
  assert.ok(short.labelled.f1 >= floors.shortLabelled, `labelled ${short.labelled.f1}`);
  assert.ok(short.everything.f1 >= floors.shortEverything, `everything ${short.everything.f1}`);
  assert.ok(short.largestFound >= 18, `${short.largestFound} of ${short.largestSought}`);
  const letters = evaluate(buildMessages("prove-2", { issues: "even", form: "letter" }));
  assert.ok(letters.labelled.f1 >= floors.letterLabelled, `letters ${letters.labelled.f1}`);
});

test("the whole fixture keeps its floor with 18 of the 20 largest issues", () => {
  const all = evaluate(buildMessages("prove-3"));
  assert.ok(all.labelled.f1 >= floors.allLabelled, `labelled ${all.labelled.f1}`);
  assert.ok(all.largestFound >= 18, `${all.largestFound} of ${all.largestSought}`);
});

test("the same trouble at two places is two topics", () => {
  const texts = [
    "梧桐里小区电梯困人",
    "云栖花园电梯困人",
    "梧桐里小区的电梯又困人了",
    "云栖花园的电梯又困人了",
  ];
  const others = buildMessages(1, { count: 200 });
  const topics = toAssignments(
    clusterMessages([...texts.map((text, at) => ({ id: `x${at}`, text })), ...others]),
  );
  assert.equal(topics.get("x0"), topics.get("x2"));
  assert.equal(topics.get("x1"), topics.get("x3"));
  assert.notEqual(topics.get("x0"), topics.get("x1"));
});

test("every message is in exactly one topic, twice the same, whatever the texts", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("电", "梯", "坏", "小区", "a", " ", "😀", "7") }), {
        maxLength: 30,
      }),
      (texts) => {
        const messages = texts.map((text, at) => ({ id: String(at), text }));
        const topics = clusterMessages(messages);
        assert.deepEqual(
          topics.flatMap((topic) => topic.messages).sort(),
          messages.map(({ id }) => id).sort(),
        );
        assert.deepEqual(clusterMessages(messages), topics);
      },
    ),
    { seed: 7, numRuns: 60 },
  );
});

test("texts without words stand alone; a megabyte and repetition are read in bounded time", () => {
  const texts = [
    "",
    "？？？",
    "😀😀",
    "好",
    "电梯".repeat(500_000),
    "a".repeat(1_000_000),
    "𠮷".repeat(10_000),
  ];
  const topics = clusterMessages(texts.map((text, at) => ({ id: String(at), text })));
  assert.equal(topics.length, texts.length);
});

test("bad messages and options are refused with a sentence", () => {
  const one = { id: "a", text: "电梯" };
  refuses("demand.id_repeated", () => clusterMessages([one, one]));
  refuses("demand.message_invalid", () => clusterMessages([{ ...one, id: "" }]));
  refuses("demand.message_invalid", () => clusterMessages([{ id: "a", text: 7 } as unknown as Message]));
  refuses("demand.text_broken_unicode", () => clusterMessages([{ id: "a", text: "\ud800" }]));
  refuses("demand.date_invalid", () => clusterMessages([{ ...one, date: "2026-02-30" }]));
  refuses("demand.too_many_messages", () => clusterMessages([one], { maxMessages: 0 }));
  refuses("demand.option_out_of_range", () => clusterMessages([one], { joinAt: Number.NaN }));
  refuses("demand.option_out_of_range", () => clusterMessages([one], { rounds: 1.5 }));
});

test("B-cubed agrees with a hand count; missing answers are refused", () => {
  const gold = new Map<string, string | null>([
    ["a", "x"],
    ["b", "x"],
    ["c", "y"],
    ["d", null],
  ]);
  const clusters = new Map([
    ["a", "1"],
    ["b", "2"],
    ["c", "2"],
    ["d", "2"],
  ]);
  const found = evaluateClusters(clusters, gold);
  // Precision (1 + 1/2 + 1/2)/3, recall (1/2 + 1/2 + 1)/3.
  assert.deepEqual([found.labelled.precision, found.labelled.recall], [2 / 3, 2 / 3]);
  // With the noise: precision (1 + 1/3 · 3)/4, recall (1/2 + 1/2 + 1 + 1)/4.
  assert.ok(Math.abs(found.everything.precision - 0.5) < 1e-12);
  assert.equal(found.everything.recall, 0.75);
  refuses("demand.clusters_incomplete", () => evaluateClusters(new Map(), gold));
  refuses("demand.gold_empty", () => evaluateClusters(clusters, new Map([["a", null]])));
});
