import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clusterMessages, createTopicBoard, evaluateClusters, restoreTopicBoard } from "./index.ts";
import type { Message, TopicBoard } from "./index.ts";
import { refuses } from "./testing/refuses.ts";
import { buildMessages } from "./testing/residents-messages.ts";

/** Two points under what was measured when written, after accepting every suggestion to merge once a week. */
const floors = { onlineLabelled: 0.95, onlineFound: 18 } as const;

const acceptAll = (board: TopicBoard): void => {
  for (const { from, into } of board.suggestMerges()) board.merge(from, into);
};

test("added one at a time after a backlog of three weeks, topics keep their floor on issues no parameter was chosen on", () => {
  const messages = buildMessages("prove-1", { issues: "even" });
  const backlog = messages.filter(({ date }) => date < "2026-09-05");
  const board = createTopicBoard(backlog);
  let week = "2026-09-11";
  for (const message of messages.slice(backlog.length)) {
    if (message.date > week) {
      acceptAll(board);
      week = message.date;
    }
    board.add(message);
  }
  acceptAll(board);
  const found = evaluateClusters(
    new Map(messages.map(({ id }) => [id, board.topicOf(id)])),
    new Map(messages.map(({ id, issue }) => [id, issue])),
  );
  assert.ok(found.labelled.f1 >= floors.onlineLabelled, `labelled ${found.labelled.f1}`);
  assert.ok(found.largestFound >= floors.onlineFound, `${found.largestFound} of ${found.largestSought}`);
});

test("a backlog has the ids that the batch gives it", () => {
  const messages = buildMessages("same", { count: 300 });
  const board = createTopicBoard(messages);
  for (const { id, messages: own } of clusterMessages(messages))
    for (const message of own) assert.equal(board.topicOf(message), id);
});

test("adding changes the topic of no other message, and no id comes twice, whatever the texts", () => {
  const texts = fc.array(
    fc.string({ unit: fc.constantFrom("电梯", "小区", "油烟", "坏", "😀", " "), maxLength: 6 }),
    { maxLength: 25 },
  );
  fc.assert(
    fc.property(texts, (all) => {
      const board = createTopicBoard();
      const homes = new Map<string, string>();
      const opened = new Set<string>();
      for (const [at, text] of all.entries()) {
        const { topic, isNew } = board.add({ id: String(at), text });
        assert.equal(opened.has(topic), !isNew);
        opened.add(topic);
        homes.set(String(at), topic);
        for (const [id, home] of homes) assert.equal(board.topicOf(id), home);
      }
      assert.equal(board.topics().flatMap(({ messages }) => messages).length, all.length);
    }),
    { seed: 3, numRuns: 60 },
  );
});

const lifts: Message[] = [
  { id: "a", text: "梧桐里小区电梯困人" },
  { id: "b", text: "梧桐里小区的电梯又困人了" },
  { id: "c", text: "梧桐里小区电梯困人，请修" },
  { id: "d", text: "云栖花园油烟扰民" },
];

test("a person splits and merges: ids stay, an old id leads to the new one, and what was parted is not suggested again", () => {
  const board = createTopicBoard(lifts);
  const whole = board.topicOf("a");
  assert.equal(board.topicOf("c"), whole);
  const own = board.split(whole, ["c"]);
  assert.deepEqual([board.topicOf("c"), board.topicOf("a"), own], ["s1", whole, "s1"]);
  assert.deepEqual(board.suggestMerges(), []);
  board.merge(own, whole);
  assert.deepEqual([board.resolve("s1"), board.topicOf("c")], [whole, whole]);
  // Parted from one half stays parted from the whole.
  const again = board.split("s1", ["b", "c"]);
  board.merge(whole, board.topicOf("d"));
  assert.deepEqual(
    board.suggestMerges().filter(({ from }) => from === again),
    [],
  );
  assert.equal(board.resolve(whole), board.topicOf("d"));
});

test("a state kept as JSON gives the same topics, names, decisions and next id", () => {
  const messages = buildMessages("state", { count: 240 });
  const board = createTopicBoard(messages.slice(0, 120));
  for (const message of messages.slice(120, 180)) board.add(message);
  const [largest] = board.topics();
  const [first = ""] = largest?.messages ?? [];
  board.split(largest?.id ?? "", [first]);
  const copy = restoreTopicBoard(
    JSON.parse(JSON.stringify(board.state())) as ReturnType<TopicBoard["state"]>,
  );
  assert.deepEqual(copy.topics(), board.topics());
  assert.deepEqual(
    copy.suggestMerges().map(({ from }) => from),
    board.suggestMerges().map(({ from }) => from),
  );
  for (const message of messages.slice(180)) assert.equal(copy.add(message).topic, board.add(message).topic);
  refuses("demand.state_unreadable", () =>
    restoreTopicBoard({ ...board.state(), lexicon: { terms: [], counts: [], size: 0 } }),
  );
});

test("a message that is taken out leaves nothing of its words in the topic; unknown ids and empty splits are refused", () => {
  const board = createTopicBoard(lifts);
  const topic = board.topicOf("a");
  board.remove("d");
  assert.equal(board.topics().length, 1);
  refuses("demand.message_unknown", () => board.topicOf("d"));
  refuses("demand.message_unknown", () => board.split(topic, ["d"]));
  refuses("demand.topic_unknown", () => board.merge("t99", topic));
  refuses("demand.split_invalid", () => board.split(topic, []));
  refuses("demand.split_invalid", () => board.split(topic, ["a", "b", "c"]));
  refuses("demand.id_repeated", () => board.add({ id: "a", text: "电梯" }));
  refuses("demand.text_broken_unicode", () => board.add({ id: "z", text: "\ud800" }));
  refuses("demand.too_many_messages", () =>
    createTopicBoard([], { maxMessages: 0 }).add({ id: "a", text: "x" }),
  );
});
