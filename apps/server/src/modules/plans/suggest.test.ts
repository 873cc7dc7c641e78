import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { listNodes, listSentences, parsePlan } from "@kepu/plan-parser";
import { isTaskNode, suggestTasks } from "./suggest.ts";

const demoText = readFileSync(
  join(import.meta.dirname, "../../../../../packages/plan-parser/fixtures/demo-plan-2026.txt"),
  "utf8",
);

test("every numbered clause without a number below it becomes one task with a code of its own, and every sentence has one place", () => {
  const plan = parsePlan(demoText);
  const tasks = suggestTasks(plan);
  const leaves = listNodes(plan).filter(isTaskNode);
  assert.deepEqual(
    tasks.map((task) => task.nodeId),
    leaves.map((node) => node.id),
  );
  assert.equal(tasks.length, 50);
  assert.equal(new Set(tasks.map((task) => task.code)).size, tasks.length);
  const sentences = listSentences(plan);
  assert.equal(new Set(sentences.map((sentence) => sentence.id)).size, sentences.length);
  const byNode = new Map(tasks.map((task) => [task.nodeId, task]));
  assert.match(byNode.get("2.4.1")?.code ?? "", /^E-\d\d$/);
  assert.deepEqual(byNode.get("2.4.1")?.audiences, ["elder"]);
  assert.deepEqual(byNode.get("2.1.2")?.leadNames, ["区教育局", "区文化旅游局"]);
  assert.deepEqual(
    byNode
      .get("2.1.2")
      ?.targets.map(({ comparison, value, measure, subject }) => [comparison, value, measure, subject]),
    [
      ["atLeast", 1, "家", "each_school"],
      ["atLeast", 2, "次", "each_school"],
    ],
  );
});
