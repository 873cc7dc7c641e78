import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { addDays, addMonths } from "./calendar.ts";
import { joinBlanks, stripBlanks } from "./characters.ts";
import {
  describeDiagnostic,
  describePlanError,
  formatChineseNumber,
  parseChineseNumber,
  PlanError,
} from "./index.ts";
import { formatNumber } from "./node/number-formats.ts";
import type { DiagnosticCode } from "./types.ts";

test("Chinese numerals are written and read back", () => {
  const written: readonly (readonly [number, string])[] = [
    [1, "一"],
    [10, "十"],
    [11, "十一"],
    [20, "二十"],
    [105, "一百零五"],
    [110, "一百一十"],
    [1005, "一千零五"],
    [1050, "一千零五十"],
    [9999, "九千九百九十九"],
  ];
  for (const [value, text] of written) assert.equal(formatChineseNumber(value), text);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9999 }),
      (value) => parseChineseNumber(formatChineseNumber(value)) === value,
    ),
  );
  assert.equal(parseChineseNumber("二〇二六"), 2026);
  for (const text of ["", "十十", "百千", "一二百", "abc", "__proto__"])
    assert.equal(parseChineseNumber(text), null);
  for (const value of [0, -1, 1.5, 10_000, Number.NaN]) {
    assert.throws(() => formatChineseNumber(value), { code: "plan.number_out_of_range" });
  }
});

test("automatic numbers print in the formats of Word", () => {
  const cases: readonly (readonly [string, number, string])[] = [
    ["chineseCounting", 12, "十二"],
    ["decimalEnclosedCircleChinese", 20, "⑳"],
    ["decimalEnclosedCircle", 36, "㊱"],
    ["decimalEnclosedCircle", 51, "51"],
    ["decimalFullWidth", 10, "１０"],
    ["decimalZero", 7, "07"],
    ["ideographTraditional", 11, "甲"],
    ["ideographDigital", 20, "二〇"],
    ["upperLetter", 27, "AA"],
    ["lowerRoman", 14, "xiv"],
    ["bullet", 1, ""],
    ["unknownFormat", 3, "3"],
    ["constructor", 3, "3"],
  ];
  for (const [format, value, printed] of cases) assert.equal(formatNumber(value, format), printed, format);
});

test("blanks vanish between Chinese characters and inside numbers, one stays beside Latin words", () => {
  assert.equal(joinBlanks(" 实 施\u3000方\n案 "), "实施方案");
  assert.equal(joinBlanks("到20\n28年 GB/T \n 9704 的 e 站 v. 2"), "到2028年GB/T 9704的e站v.2");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => stripBlanks(joinBlanks(text)) === stripBlanks(text)),
  );
});

test("days and months are added on the calendar", () => {
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  assert.equal(addDays("2028-03-01", -1), "2028-02-29");
  assert.equal(addMonths("2026-01-31", 1), "2026-02-28");
  assert.equal(addMonths("2026-11-15", 14), "2028-01-15");
});

const codesOf = (file: string, type: string): string[] => {
  const source = readFileSync(new URL(file, import.meta.url), "utf8");
  const union = new RegExp(`export type ${type} =([^;]*);`).exec(source)?.[1] ?? "";
  return [...union.matchAll(/"([a-z_.]+)"/g)].map((found) => found[1] ?? "");
};

test("every error and every diagnostic has a sentence that fills its values in", () => {
  const codes = codesOf("errors.ts", "PlanErrorCode");
  assert.ok(codes.length >= 20);
  const values = {
    line: 3,
    limit: 5,
    length: 9,
    file: "甲.txt",
    size: 7,
    entries: 8,
    part: "目录",
    seconds: 2,
    least: 1,
    most: 2,
  };
  for (const code of codes) {
    // The code was read from the union itself.
    const sentence = describePlanError(new PlanError(code as PlanError["code"], values));
    assert.match(sentence, /请.*。$/, code);
    assert.doesNotMatch(sentence, /[{}？]/, code);
  }
  for (const code of codesOf("types.ts", "DiagnosticCode")) {
    const shared = {
      severity: "error",
      line: 4,
      nodeId: "1",
      printed: "（三）",
      expected: 2,
      found: 3,
    } as const;
    assert.match(describeDiagnostic({ ...shared, code: code as DiagnosticCode }), /^第 4 行：.*。$/, code);
  }
});
