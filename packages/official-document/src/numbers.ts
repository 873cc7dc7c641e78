import { formatChineseNumber } from "@kepu/plan-parser";
import { cleanLine } from "./clean-text.ts";
import { OfficialDocumentError } from "./errors.ts";
import type { DocumentNumberParts } from "./model.ts";

/** How many levels the standard knows (7.3.3). */
export const deepest = 4;

/**
 * 结构层次序数 (7.3.3): 一、（一）1.（1）.
 *
 * @param level 1 to 4
 * @param place from 1, among sisters
 * @throws official_document.too_deep
 * @example [1, 2, 3, 4].map((level) => formatLevelNumber(level, 12)); // => ["十二、", "（十二）", "12.", "（12）"]
 */
export const formatLevelNumber = (level: number, place: number): string => {
  switch (level) {
    case 1:
      return `${formatChineseNumber(place)}、`;
    case 2:
      return `（${formatChineseNumber(place)}）`;
    case 3:
      return `${place}.`;
    case 4:
      return `（${place}）`;
    default:
      throw new OfficialDocumentError("official_document.too_deep");
  }
};

/**
 * 发文字号 (7.2.5): year in hexagonal brackets, serial without zeros and without 第.
 *
 * @throws official_document.number_invalid
 * @example formatDocumentNumber({ code: "示科", year: 2026, serial: 3 }); // => "示科〔2026〕3号"
 */
export const formatDocumentNumber = ({ code, year, serial }: DocumentNumberParts): string => {
  const refuse = (field: string, found: string | number): never => {
    throw new OfficialDocumentError("official_document.number_invalid", { field, found });
  };
  const clean = cleanLine(code);
  if (clean === "") refuse("代字", code);
  if (!Number.isInteger(year) || year < 1900 || year > 9999) refuse("年份", year);
  if (!Number.isInteger(serial) || serial < 1 || serial > 99_999) refuse("顺序号", serial);
  return `${clean}〔${year}〕${serial}号`;
};
