import assert from "node:assert/strict";
import { test } from "node:test";
import { coverage, describePlanError, parsePlan, PlanError, type PlanErrorCode } from "./index.ts";

const refuses = (text: string, code: PlanErrorCode, options = {}): void => {
  assert.throws(
    () => parsePlan(text, options),
    (error) => error instanceof PlanError && error.code === code && /[。]$/.test(describePlanError(error)),
  );
};

// Each of these took well under a second when written; a quadratic step makes the run visibly hang.
const survives = (text: string): ReturnType<typeof parsePlan> => {
  const document = parsePlan(text);
  const covered = coverage(document, text);
  assert.deepEqual(covered.difference, null);
  assert.deepEqual(covered.repeatedIds, []);
  return document;
};

test("empty text and text of blanks alone are refused", () => {
  refuses("", "plan.text_empty");
  refuses(" \n\t\u3000\ufeff\u200b\f\r\n", "plan.text_empty");
});

test("NUL is refused with its line, as are halves of surrogate pairs", () => {
  refuses("一、好\n二、\u0000", "plan.text_has_nul");
  refuses("一、\ud800好", "plan.text_broken_unicode");
  refuses("一、好\udc00", "plan.text_broken_unicode");
  assert.throws(() => parsePlan("一、好\n二、\u0000"), { values: { line: 2 } });
});

test("text over the limit and nodes over the limit are refused", () => {
  refuses("一、好。".repeat(10), "plan.text_too_long", { maxCharacters: 20 });
  refuses("1. 好。\n".repeat(30), "plan.too_many_nodes", { maxNodes: 20 });
});

test("a megabyte on one line, with and without full stops", () => {
  assert.equal(survives("科学".repeat(500_000)).statistics.sentences, 1);
  assert.equal(survives("科学普及。".repeat(200_000)).statistics.sentences, 200_000);
});

test("a long run of one sign", () => {
  const signs = [
    "（",
    "《",
    "“",
    "。",
    "、",
    "1",
    "一",
    "，",
    "…",
    "(",
    "\t",
    "|a",
    "第",
    "①",
    "〔",
    "每",
    "不少于",
  ];
  for (const sign of signs) survives(`${sign.repeat(Math.floor(100_000 / sign.length))}好`);
});

test("a long run of half a pattern", () => {
  const pieces = [
    "《〈",
    "（1",
    "第一",
    "附件",
    "每年",
    "不少于1",
    "1,111",
    "二〇二六年",
    "国发〔2021〕",
    "责任单位：",
    "由甲牵头，",
    "一是",
    "”。",
    "《甲》（国发〔2021〕9号）",
    "《甲》2026年5月",
    "（甲牵头）",
  ];
  for (const piece of pieces) survives(piece.repeat(Math.floor(100_000 / piece.length)));
});

test("numbers only", () => {
  survives(Array.from({ length: 20_000 }, (_, index) => `${index}`).join("\n"));
  survives(Array.from({ length: 20_000 }, (_, index) => `${index}`).join("\n\n"));
  survives("12345 ".repeat(50_000));
});

test("fifty thousand numbers that nest as deep as the schemes go", () => {
  const deep = "一、\n（一）\n1.\n（1）\n1）\n①\nA.好\n".repeat(7200);
  assert.ok(survives(deep).statistics.nodes > 50_000);
  const inline = "一、总则。（一）甲。1. 乙。（1）丙。①丁。".repeat(7000);
  assert.ok(survives(inline).statistics.nodes > 20_000);
});

test("the same heading ten thousand times", () => {
  const document = survives("一、总体要求\n".repeat(10_000));
  assert.equal(
    document.diagnostics.filter((found) => found.code === "numbering_repeated").length + 1,
    10_000,
  );
});

test("form feeds, page numbers and blank lines by the ten thousand", () => {
  survives(`一、好\n${"\f\n— 1 —\n".repeat(20_000)}科学。`);
  survives(`${"\n".repeat(300_000)}一、好。${"\n".repeat(300_000)}`);
  survives("好\n\f".repeat(50_000));
  survives("科\n".repeat(200_000));
});

test("lines of the frame by the ten thousand", () => {
  survives(`${"演示区科普方案\n".repeat(20_000)}一、好。`);
  survives(`${"演示区人民政府\n".repeat(20_000)}2026年5月1日\n一、好。`);
  survives(`${"特急\n".repeat(40_000)}演示区科普方案\n一、好。`);
  survives(`${"各镇人民政府，\n".repeat(20_000)}各单位：\n一、好。`);
  survives(`一、好。\n${"附件1\n清单\n甲\n2026年5月1日\n".repeat(10_000)}`);
});

test("names of objects are text like any other", () => {
  const document = survives("一、__proto__\n（一）constructor。toString 好。\n__proto__\t1\nconstructor\t2");
  assert.equal(document.root.children.at(-1)?.heading, "__proto__");
});
