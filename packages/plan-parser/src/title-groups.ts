import { joinBlanks } from "./characters.ts";
import type { Layout } from "./layout.ts";
import type { Line } from "./lines.ts";
import { readMark } from "./marks.ts";
import {
  dateLineOf,
  isAddresseeStart,
  isAttachmentList,
  isNumberLine,
  isOrganisationLine,
  isTitleTail,
  isTitleText,
} from "./special-lines.ts";

/** Lines that together print one title. Both ends inclusive. */
export type TitleGroup = { readonly from: number; readonly to: number };

/** A printed title takes at most this many lines. */
const mostLines = 5;

const isPartOfTitle = (line: Line | undefined): boolean =>
  line !== undefined &&
  !line.ended &&
  !line.isRow &&
  line.text.length <= 80 &&
  !/[：:；。]$/.test(line.text) &&
  readMark(line.text, 0) === null &&
  !isNumberLine(line) &&
  dateLineOf(line) === null;

/** What follows a title begins afresh; what follows a piece of a broken sentence goes on. */
const beginsAfresh = (line: Line | undefined, layout: Layout): boolean =>
  line === undefined ||
  layout.paragraphs !== "indented" ||
  line.indent >= 2 ||
  isNumberLine(line) ||
  isAddresseeStart(line) ||
  readMark(line.text, 0) !== null ||
  dateLineOf(line) !== null;

/** The title that begins at line `from`, taken as long as it goes; null when none begins there. */
export const titleGroupAt = (lines: readonly Line[], from: number, layout: Layout): TitleGroup | null => {
  const first = lines[from];
  if (!isPartOfTitle(first)) return null;
  // 发文机关 above a title belongs to it only in 某某关于…的通知.
  if (isOrganisationLine(first) && lines[from + 1]?.text.startsWith("关于") !== true) return null;
  let joined = "";
  let to = -1;
  for (let index = from; index < from + mostLines && isPartOfTitle(lines[index]); index += 1) {
    joined += lines[index]?.text ?? "";
    if (index > from && isOrganisationLine(lines[index]) && to >= 0) break;
    if (isTitleText(joinBlanks(joined)) && beginsAfresh(lines[index + 1], layout)) to = index;
    else if (to >= 0 && !isTitleTail(lines[index])) break;
  }
  if (to < 0) return null;
  if (isTitleTail(lines[to + 1])) to += 1;
  return { from, to };
};

const firstMarkIndex = (lines: readonly Line[], from: number): number => {
  let inAttachmentList = false;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line) break;
    const mark = readMark(line.text, 0);
    if (isAttachmentList(line)) inAttachmentList = true;
    else if (!mark) inAttachmentList = false;
    if (!mark || mark.scheme === "letter" || inAttachmentList) continue;
    const previous = lines[index - 1];
    if (!previous || previous.ended || mark.value === 1) return index;
  }
  return lines.length;
};

const groupsBetween = (
  lines: readonly Line[],
  range: { readonly from: number; readonly to: number },
  layout: Layout,
): TitleGroup[] => {
  const groups: TitleGroup[] = [];
  for (let index = range.from; index < range.to; index += 1) {
    const previous = lines[index - 1];
    const mayBegin =
      index === range.from ||
      previous === undefined ||
      previous.ended ||
      lines[index]?.blankBefore === true ||
      dateLineOf(previous) !== null ||
      isNumberLine(previous) ||
      isOrganisationLine(previous);
    const group = mayBegin ? titleGroupAt(lines, index, layout) : null;
    if (!group) continue;
    groups.push(group);
    index = group.to;
  }
  return groups;
};

/**
 * All titles in print order; the last one is the plan's own, those before it belong to the covering notice. A notice
 * may be numbered itself: then the plan's title follows the date of its signature.
 */
export const findTitleGroups = (lines: readonly Line[], layout: Layout): TitleGroup[] => {
  const groups = groupsBetween(lines, { from: 0, to: firstMarkIndex(lines, 0) }, layout);
  const end = groups.at(-1)?.to ?? -1;
  for (let index = end + 1; index < lines.length - 1; index += 1) {
    if (dateLineOf(lines[index]) === null) continue;
    const next = titleGroupAt(lines, index + 1, layout);
    if (!next || firstMarkIndex(lines, next.to + 1) === lines.length) continue;
    // Only one covering notice is known; a later title belongs to an attachment.
    return [...groups, next];
  }
  return groups;
};
