import assert from "node:assert/strict";
import { test } from "node:test";
import { firstCardOf, nextCardOf } from "./questions-words.ts";

test("a card that is written again keeps for whom it is and its topic", () => {
  const card = {
    title: "白菜叶子上有洞，要打药吗",
    question: "叶子上有洞，要不要打药？",
    answer: "找不到活虫就不用打。",
  };
  assert.deepEqual(nextCardOf({ ...card, audience: "farmer", topicCode: "vegetables" }), {
    ...card,
    audience: "farmer",
    topic: "vegetables",
  });
  assert.deepEqual(nextCardOf({ ...card, audience: null, topicCode: null }), {
    ...card,
    audience: "",
    topic: "",
  });
});

test("a card begins with the question's audience and topic", () => {
  assert.deepEqual(
    firstCardOf({
      askedText: "白菜有洞",
      answer: "找不到活虫就不用打。",
      audience: "farmer",
      topicCode: "vegetables",
    }),
    { question: "白菜有洞", answer: "找不到活虫就不用打。", audience: "farmer", topic: "vegetables" },
  );
});
