import { type IRunOptions } from "docx";
import type { DocumentFonts } from "./model.ts";

/** Names by which the kinds of letters of the standard (5.2.2, 7.2–7.5) are installed in Chinese offices. */
export const defaultFonts: DocumentFonts = {
  title: "方正小标宋简体",
  text: "仿宋_GB2312",
  second: "楷体_GB2312",
  first: "黑体",
  page: "宋体",
};

/** What a program takes where a face is missing (ISO/IEC 29500-1, 17.8.3.1), with the class by which it looks on. */
const alternatives: Readonly<Record<keyof DocumentFonts, { names: string; family: "roman" | "modern" }>> = {
  title: {
    names: "FZXiaoBiaoSong-B05S,小标宋,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC",
    family: "roman",
  },
  text: { names: "仿宋,FangSong,华文仿宋,STFangsong,FandolFang R", family: "modern" },
  second: { names: "楷体,KaiTi,华文楷体,STKaiti,FandolKai", family: "modern" },
  first: { names: "SimHei,华文黑体,STHeiti,Noto Sans CJK SC", family: "modern" },
  page: { names: "SimSun,华文宋体,STSong,Noto Serif CJK SC", family: "roman" },
};

const escapeXml = (text: string): string => text.replace(/[<>&"]/g, (mark) => `&#${mark.codePointAt(0)};`);

/** word/fontTable.xml: each face with its stand-ins. */
export const fontTable = (fonts: DocumentFonts): string => {
  const rows = (Object.keys(alternatives) as (keyof DocumentFonts)[]).map((key) => {
    const { names, family } = alternatives[key];
    return `<w:font w:name="${escapeXml(fonts[key])}"><w:altName w:val="${escapeXml(names)}"/><w:charset w:val="86"/><w:family w:val="${family}"/></w:font>`;
  });
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${[...new Set(rows)].join("")}</w:fonts>`;
};

/** One face for every script, quotation marks as wide as Chinese characters. */
export const face = (name: string): NonNullable<IRunOptions["font"]> => ({
  ascii: name,
  hAnsi: name,
  eastAsia: name,
  cs: name,
  hint: "eastAsia",
});
