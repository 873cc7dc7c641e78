import { addLine, addSegment, type Block, tailOf } from "./blocks.ts";
import { addText } from "./inline-marks.ts";
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
  for (let index = group.from; index <= group.to; index += 1) {
    const line = state.lines[index];
    if (!line) continue;
    const segment = block.segments.at(-1);
    if (index === group.from || !segment) addLine(block, line, "title");
    else {
      segment.text += "\n";
      segment.starts.push({ offset: segment.text.length, line: line.number });
      segment.text += line.text;
    }
  }
  return group.to + 1;
};

/** 主送机关 may run over several lines up to its colon. Returns the index behind it, or the same index if none is here. */
const addAddressee = (state: State, block: Block, index: number): number => {
  if (!isAddresseeStart(state.lines[index])) return index;
  for (let to = index; to < index + 5; to += 1) {
    const line = state.lines[to];
    if (!line || line.ended || /[。；]/.test(line.text)) return index;
    if (!/[：:]$/.test(line.text)) continue;
    const first = state.lines[index];
    if (!first) return index;
    addLine(block, first, "addressee");
    const segment = block.segments.at(-1);
    for (const more of state.lines.slice(index + 1, to + 1)) {
      if (!segment) break;
      segment.text += "\n";
      segment.starts.push({ offset: segment.text.length, line: more.number });
      segment.text += more.text;
    }
    return to + 1;
  }
  return index;
};

/** Lines of the 版头, of a title and of an address, before the first sentence of the notice or the plan. */
export const takeFrontLine = (state: State, index: number): number => {
  const line = state.lines[index];
  if (!line) return index;
  const group = state.titles.find((title) => title.from === index);
  const planTitle = state.titles.at(-1);
  if (group) return addTitle(state, group, group === planTitle ? "title" : "head");
  const last = state.blocks.at(-1);
  const inHead = last === undefined || last.kind === "head" || last.kind === "title";
  if (!inHead) return index;
  const block = last ?? open(state, { kind: "head", line: line.number });
  const role = isNumberLine(line)
    ? "number"
    : dateLineOf(line) !== null
      ? "date"
      : isOrganisationLine(line)
        ? "issuer"
        : block.segments.every((segment) => segment.role !== "title") && !line.ended && line.text.length <= 24
          ? "line"
          : null;
  if (role !== null) {
    // Without a title nothing is known about a short line in front of a number: it stays text.
    if (role === "line" && state.titles.length === 0) return index;
    addLine(block, line, role);
    return index + 1;
  }
  return addAddressee(state, block, index);
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
