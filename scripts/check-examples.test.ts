import assert from "node:assert/strict";
import { test } from "node:test";

type Example = { line: number; code: string; promised: string };
type Checker = {
  checkExamples: () => Promise<{ count: number; problems: readonly string[] }>;
  findExamples: (text: string) => readonly Example[];
  runExample: (example: Example, scope: Record<string, unknown>) => Promise<string | undefined>;
};
// A script in plain JavaScript, without types of its own.
const checker = (await import(new URL("check-examples.mjs", import.meta.url).href)) as Checker;

test("every example in the packages gives what it promises", async () => {
  const { count, problems } = await checker.checkExamples();
  assert.deepEqual(problems, []);
  assert.ok(count > 20, `${count} examples`);
});

test("an example that does not keep its promise is found", async () => {
  const [example] = checker.findExamples(" * @example add(1, 2); // => 4\n");
  assert.ok(example);
  assert.equal(await checker.runExample(example, { add: (a: number, b: number) => a + b }), "3");
});
