import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanFilename, parseSheetDay, plainHeader } from "./sheet-cells.ts";

test("a heading is read as people write it: with a star, a colon, wide letters and a remark", () => {
  assert.equal(plainHeader(" 手机号＊："), "手机号");
  assert.equal(plainHeader("活动日期（如 2025-10-18）"), "活动日期");
  assert.equal(plainHeader("Region Code"), "regioncode");
});

test("a day is read in the four ways of sheets; what is no day of the calendar is none", () => {
  for (const text of ["2027-2-5", "2027/02/05", "2027.2.5", " 2027年2月5日 "])
    assert.equal(parseSheetDay(text), "2027-02-05");
  for (const text of ["2027-2-30", "1812-01-01", "27-2-5", "昨天", ""])
    assert.equal(parseSheetDay(text), undefined, text);
});

test("a file's name keeps no folder and no control character, and is never empty", () => {
  assert.equal(cleanFilename("a/b\\c\n.csv"), "a_b_c_.csv");
  assert.equal(cleanFilename(""), "未命名");
  assert.equal(cleanFilename("长".repeat(300)).length, 120);
});
