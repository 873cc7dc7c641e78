import assert from "node:assert/strict";
import { test } from "node:test";
import { coverage, describeDiagnostic, listNodes, parsePlan } from "./index.ts";

const frame = (body: string): string =>
  `演示区科普方案\n\n${body}\n\n本方案自2026年4月1日起施行，有效期3年。\n`;

const diagnose = (body: string): [string, number, string | null, number | null][] => {
  const text = frame(body);
  const document = parsePlan(text);
  assert.equal(coverage(document, text).complete, true);
  return document.diagnostics.map((found) => [found.code, found.line, found.printed, found.expected]);
};

test("a sound plan has no diagnostics", () => {
  assert.deepEqual(diagnose("一、目标\n（一）甲类。好。\n（二）乙类。好。\n二、措施\n（一）丙类。好。"), []);
});

test("a skipped number is reported with its line, and its node is kept", () => {
  assert.deepEqual(diagnose("一、目标\n（一）甲类。\n（三）乙类。\n（四）丙类。"), [
    ["numbering_skipped", 5, "（三）", 2],
  ]);
});

test("a list that does not begin with one is reported", () => {
  assert.deepEqual(diagnose("一、目标\n2. 甲类。\n3. 乙类。"), [["numbering_skipped", 4, "2.", 1]]);
});

test("a repeated number is reported, and both nodes have ids of their own", () => {
  const body = "一、目标\n1. 甲类。\n2. 乙类。\n2. 丙类。\n3. 丁类。";
  assert.deepEqual(diagnose(body), [["numbering_repeated", 6, "2.", 3]]);
  assert.deepEqual(
    listNodes(parsePlan(frame(body)))
      .filter((node) => node.level === 2)
      .map((node) => node.id),
    ["1.1", "1.2", "1.2~2", "1.3"],
  );
});

test("a number out of order is reported once", () => {
  assert.deepEqual(diagnose("一、目标\n1. 甲。\n2. 乙。\n4. 丙。\n3. 丁。\n5. 戊。"), [
    ["numbering_skipped", 6, "4.", 3],
    ["numbering_out_of_order", 7, "3.", 5],
  ]);
});

test("a list that begins anew without a heading above is reported", () => {
  assert.deepEqual(diagnose("一、目标\n1. 甲。\n2. 乙。\n1. 丙。\n2. 丁。"), [
    ["numbering_restarted", 6, "1.", 3],
  ]);
});

test("numbers that go on across chapters are sound", () => {
  assert.deepEqual(diagnose("一、目标\n（一）甲。\n（二）乙。\n二、措施\n（三）丙。\n（四）丁。"), []);
});

test("a level before its heading and a level that is jumped over are reported", () => {
  assert.deepEqual(
    diagnose("（一）甲类\n1. 一项工作。\n一、目标\n（一）乙类\n1. 一项工作。\n二、措施\n1. 一项工作。"),
    [
      ["level_orphan", 3, "（一）", null],
      ["level_jump", 9, "1.", null],
    ],
  );
});

test("letters are no level of an official document, but their items are kept", () => {
  assert.deepEqual(diagnose("一、目标\n（一）甲类。\nA. 一项工作。\nB. 二项工作。"), [
    ["level_unknown", 5, "A.", null],
    ["level_unknown", 6, "B.", null],
  ]);
});

test("a half-width or mixed bracket is reported", () => {
  assert.deepEqual(diagnose("一、目标\n(一) 甲类。\n（二)乙类。"), [
    ["bracket_mixed", 4, "(一)", null],
    ["bracket_mixed", 5, "（二)", null],
  ]);
});

test("a sentence without a full stop is reported with its last line", () => {
  assert.deepEqual(diagnose("一、目标\n1. 培训骨干。每年培训两次\n2. 建成站点。"), [
    ["sentence_unterminated", 4, null, null],
  ]);
});

test("a number in the middle of a sentence is kept as text and reported", () => {
  const body = "　　一、目标\n　　1. 培训骨干，做到\n2. 0版教材全覆盖。\n　　2. 建成站点。";
  assert.deepEqual(diagnose(body), [["mark_kept_as_text", 5, "2.", null]]);
});

test("no title, no numbering, no validity: each has its sentence", () => {
  const found = parsePlan("科学素质工作要抓紧抓好。").diagnostics;
  assert.deepEqual(found.map(describeDiagnostic), [
    "第 1 行：没有找到标题，请在正文前补上文件标题。",
    "第 1 行：全文没有编号，只能作为一段处理。请按 一、（一）1. 加上层次序数。",
    "第 1 行：没有找到施行日期或有效期，请在文末写明。",
  ]);
});
