import assert from "node:assert/strict";
import { test } from "node:test";

type Front = { kind: string; audiences: readonly string[]; topics: readonly string[] };
type Checker = {
  checkDemoContents: () => { problems: readonly string[]; count: number };
  findWants: (fronts: readonly Front[]) => readonly string[];
  listBigrams: (text: string) => ReadonlySet<string>;
  findOverlap: (one: ReadonlySet<string>, other: ReadonlySet<string>) => number;
};
// A script in plain JavaScript, without types of its own.
const checker = (await import(new URL("check-demo-contents.mjs", import.meta.url).href)) as Checker;

test("every demonstration item keeps the rules, and together they cover audiences and topics", () => {
  const { problems, count } = checker.checkDemoContents();
  assert.deepEqual(problems, []);
  assert.ok(count >= 40, `${count} items`);
});

test("an audience without 科学家精神 and an empty topic are named", () => {
  const wants = checker.findWants([{ kind: "article", audiences: ["youth"], topics: ["scientists-spirit"] }]);
  assert.ok(wants.includes("scientists-spirit for farmer: 0, not 1"));
  assert.ok(!wants.some((want) => want.startsWith("scientists-spirit for youth")));
  assert.ok(wants.includes("topic space: 0, not 1"));
});

test("two texts that share half their pairs are seen to share half", () => {
  const one = checker.listBigrams("水稻开花怕热");
  const other = checker.listBigrams("水稻开花，测温");
  assert.equal(checker.findOverlap(one, other), 3 / 4);
  assert.equal(checker.findOverlap(one, checker.listBigrams("焊光伤眼")), 0);
});
