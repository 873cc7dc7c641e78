import { addLine, addSegment, type Block, extendLine, tailOf } from "./blocks.ts";
import { addText } from "./inline-marks.ts";
import type { Line } from "./lines.ts";
import { readMark } from "./marks.ts";
import { ensure, open, type State } from "./scan-state.ts";
import {
  attachmentNumberOf,
  dateLineOf,
  isAddresseeStart,
  isAttachmentList,
  isClosingLine,
  isNotesHeading,
  isNumberLine,
  isOrganisationLine,
  isRecordLine,
  isTitleTail,
  isUnnumberedHeading,
} from "./special-lines.ts";
import type { TitleGroup } from "./title-groups.ts";
import type { SentenceRole } from "./types.ts";

const openSignature = (state: State, index: number): number => {
  const first = state.lines[index];
  if (!first) return index;
  const block = open(state, { kind: "signature", line: first.number });
  let at = index;
  for (let line = state.lines[at]; line; line = state.lines[at]) {
    const isDate = dateLineOf(line) !== null;
    if (!isDate && !isOrganisationLine(line)) break;
    addLine(block, line, isDate ? "date" : "issuer");
    at += 1;
    if (isDate) break;
  }
  return at;
};

/** 署名 and 成文日期: up to four organisations and a date, each on its line, with nothing that goes on behind. */
const isSignatureAt = (state: State, index: number): boolean => {
  for (let at = index; at < index + 5; at += 1) {
    const line = state.lines[at];
    if (!line) return false;
    if (dateLineOf(line) !== null) {
      const next = state.lines[at + 1];
      return at > index || next === undefined || next.blankBefore || next.indent >= 2;
    }
    if (!isOrganisationLine(line)) return false;
  }
  return false;
};

const openAttachment = (state: State, index: number, number: number): number => {
  const line = state.lines[index];
  if (!line) return index;
  const block = open(state, { kind: "attachment", line: line.number });
  state.tracker.enter("attachment");
  state.front = false;
  addLine(block, line, "heading");
  // `附件1` alone: its title follows.
  const next = state.lines[index + 1];
  const titled = !/^附\s*件\s*[一二三四五六七八九十\d]{0,3}\s*[:：]?$/.test(line.text);
  if (titled || !next || next.ended || next.isRow || next.text.length > 40 || readMark(next.text, 0))
    return index + 1;
  if (attachmentNumberOf(next) === number) return index + 1;
  addLine(block, next, "heading");
  const tail = state.lines[index + 2];
  if (!isTitleTail(tail) || !tail) return index + 2;
  addLine(block, tail, "heading");
  return index + 3;
};

const addTitle = (state: State, group: TitleGroup, kind: "head" | "title"): number => {
  const first = state.lines[group.from];
  if (!first) return group.to + 1;
  const block = kind === "title" ? open(state, { kind, line: first.number }) : ensure(state, "head", first);
  for (const [place, line] of state.lines.slice(group.from, group.to + 1).entries()) {
    if (place === 0) addLine(block, line, "title");
    else extendLine(block, line);
  }
  return group.to + 1;
};

/** 主送机关 may run over several lines up to its colon. The index behind it, or the same index if none is here. */
const addresseeEnd = (state: State, index: number): number => {
  if (!isAddresseeStart(state.lines[index])) return index;
  for (let to = index; to < index + 5; to += 1) {
    const line = state.lines[to];
    if (!line || line.ended || /[。；]/.test(line.text)) return index;
    if (/[：:]$/.test(line.text)) return to + 1;
  }
  return index;
};

const addAddressee = (block: Block, lines: readonly Line[]): void => {
  for (const [place, line] of lines.entries()) {
    if (place === 0) addLine(block, line, "addressee");
    else extendLine(block, line);
  }
};

/** What a line of the frame is by its form; null when it is none. */
const frameRoleOf = (state: State, line: Line, index: number): SentenceRole | null => {
  if (isNumberLine(line)) return "number";
  if (dateLineOf(line) !== null) return "date";
  if (isOrganisationLine(line)) return "issuer";
  // 密级, 紧急程度 and the like stand above the title. Without a title nothing is known about a short line.
  const isAboveTitle = index < (state.titles[0]?.from ?? 0);
  return isAboveTitle && !line.ended && line.text.length <= 24 ? "line" : null;
};

/** Lines of the 版头, of a title and of an address, before the first sentence of the notice or the plan. */
export const takeFrontLine = (state: State, index: number): number => {
  const line = state.lines[index];
  if (!line) return index;
  const group = state.titleAt.get(index);
  if (group) return addTitle(state, group, group === state.titles.at(-1) ? "title" : "head");
  const last = state.blocks.at(-1);
  if (last !== undefined && last.kind !== "head" && last.kind !== "title") return index;
  const role = frameRoleOf(state, line, index);
  if (role !== null) {
    addLine(last ?? open(state, { kind: "head", line: line.number }), line, role);
    return index + 1;
  }
  const end = addresseeEnd(state, index);
  if (end > index)
    addAddressee(last ?? open(state, { kind: "head", line: line.number }), state.lines.slice(index, end));
  return end;
};

export const takeSpecialLine = (state: State, index: number): number => {
  const line = state.lines[index];
  if (!line) return index;
  if (isAttachmentList(line)) {
    const block = open(state, { kind: "attachmentList", line: line.number });
    state.tracker.enter("list");
    const colon = line.text.search(/[:：]/) + 1;
    addSegment(block, { line: line.number, text: line.text.slice(0, colon), role: "line" });
    const rest = readMark(line.text, colon + (/^[\s\u3000]*/.exec(line.text.slice(colon))?.[0].length ?? 0));
    if (!rest) {
      addSegment(block, { line: line.number, text: line.text.slice(colon).trim(), role: "line" });
      return index + 1;
    }
    state.tracker.accept(rest);
    const item = open(state, { kind: "numbered", line: line.number, mark: rest, position: "inline" });
    addText(state, item, { line, from: rest.end, join: "hard" });
    return index + 1;
  }
  const attachment = attachmentNumberOf(line);
  if (attachment !== null) return openAttachment(state, index, attachment);
  if (isSignatureAt(state, index) && state.blocks.length > 0) return openSignature(state, index);
  if (isRecordLine(line)) {
    addLine(ensure(state, "record", line), line, "line");
    return index + 1;
  }
  if (isNotesHeading(line)) {
    state.tracker.enter("list");
    addLine(open(state, { kind: "notes", line: line.number }), line, "line");
    return index + 1;
  }
  if (isUnnumberedHeading(line)) {
    const block = open(state, { kind: "unnumbered", line: line.number });
    state.front = false;
    addText(state, block, { line, from: 0, join: "hard" });
    return index + 1;
  }
  const last = state.blocks.at(-1);
  if (
    last?.kind === "numbered" &&
    state.tracker.scope === "main" &&
    tailOf(last) === "ended" &&
    isClosingLine(line, state.lines[index + 1])
  ) {
    addText(state, open(state, { kind: "closing", line: line.number }), { line, from: 0, join: "hard" });
    return index + 1;
  }
  return index;
};
