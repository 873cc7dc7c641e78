import { PlanError } from "../errors.ts";
import { isEnded } from "../lines.ts";
import { readMark } from "../marks.ts";
import { type DocxLine, type DocxParts, readParagraphs } from "./docx-paragraphs.ts";
import type { FileLimits } from "./limits.ts";
import { readXml } from "./xml-events.ts";
import { readZipDirectory, readZipEntry, type ZipDirectory } from "./zip-directory.ts";

/** Target of the first relationship of a type, as a path inside the archive. */
const relationTargets = (
  bytes: Buffer | null,
  folder: string,
  limits: FileLimits,
): ReadonlyMap<string, string> => {
  const targets = new Map<string, string>();
  if (bytes === null) return targets;
  readXml({ name: "rels", bytes }, limits, {
    open: (element) => {
      if (element.name !== "Relationship" || element.attribute("TargetMode") === "External") return;
      const type = element.attribute("Type")?.split("/").at(-1) ?? "";
      const target = element.attribute("Target") ?? "";
      const path = target.startsWith("/") ? target.slice(1) : `${folder}${target}`;
      if (!targets.has(type)) targets.set(type, path);
    },
    close: () => {},
    text: () => {},
  });
  return targets;
};

const openParts = (bytes: Buffer, directory: ZipDirectory, limits: FileLimits): DocxParts => {
  const read = (path: string | undefined): Buffer | null => {
    const entry = path === undefined ? undefined : directory.get(path);
    return entry ? readZipEntry(bytes, entry) : null;
  };
  const main = relationTargets(read("_rels/.rels"), "", limits).get("officeDocument") ?? "word/document.xml";
  const document = read(main);
  // A workbook or a presentation is a zip archive too.
  if (document === null || !main.startsWith("word/")) throw new PlanError("plan.docx_not_zip");
  const folder = main.slice(0, main.lastIndexOf("/") + 1);
  const targets = relationTargets(read(`${folder}_rels/${main.slice(folder.length)}.rels`), folder, limits);
  const part = (type: string): Buffer | null => read(targets.get(type) ?? `${folder}${type}.xml`);
  return {
    document,
    styles: part("styles"),
    numbering: part("numbering"),
    footnotes: part("footnotes"),
    endnotes: part("endnotes"),
  };
};

/**
 * Documents made from a scan or a PDF hold each printed line as a paragraph. They are known by many long paragraphs
 * that end without a full stop before one that is not indented.
 */
const holdsPrintedLines = (lines: readonly DocxLine[]): boolean => {
  let broken = 0;
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    if (!next || line.isRow || next.isRow || next.isIndented || line.text.length <= 20) continue;
    const isOpen = !isEnded(line.text) && !/[：:；;]$/.test(line.text);
    if (isOpen && !/^[\s\u3000]{2}/.test(next.text) && readMark(next.text, 0) === null) broken += 1;
  }
  return broken >= 3 && broken >= lines.length / 6;
};

const paragraphIndent = "\u3000\u3000";

/**
 * The text of a .docx as lines for `parsePlan`: one a paragraph, indented because a paragraph begins there. Headers and
 * footers are left out: they are page furniture by definition.
 */
export const docxToText = (bytes: Buffer, limits: FileLimits): string => {
  const directory = readZipDirectory(bytes, limits);
  const lines = readParagraphs(openParts(bytes, directory, limits), limits);
  const areLines = holdsPrintedLines(lines);
  const text = lines
    .map((line) => {
      const isParagraph = !line.isRow && (!areLines || line.isIndented);
      return `${line.pageBreakBefore ? "\f" : ""}${isParagraph ? paragraphIndent : ""}${line.text}`;
    })
    .join("\n");
  if (text.trim() === "") throw new PlanError("plan.docx_no_text");
  return text;
};
