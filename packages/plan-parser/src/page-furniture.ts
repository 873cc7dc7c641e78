import { joinBlanks } from "./characters.ts";
import type { Piece } from "./lines.ts";
import type { Furniture } from "./types.ts";

const numberedPage =
  /^(?:[-—–－─·]{1,3}\s*\d{1,4}\s*[-—–－─·]{1,3}|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?|Page \d{1,4}(?: of \d{1,4})?)$/i;
const fraction = /^\d{1,4}\s*\/\s*\d{1,4}$/;
const lonelyNumber = /^\d{1,4}$/;
const rule = /^[-—–－─━═_*=·•]{3,}$/;
const contentsHead = /^目\s*录$/;
const contentsLine = /^.{2,80}?(?:…|\.{3}|．{3}|·{3}|\t|\s{2})[….．·\s]*\d{1,3}$/;

type Kind = Furniture["kind"];

const previousInked = (pieces: readonly Piece[], from: number): number => {
  let index = from - 1;
  while (index >= 0 && pieces[index]?.text === "") index -= 1;
  return index;
};

const nextInked = (pieces: readonly Piece[], from: number): number => {
  let index = from + 1;
  while (index < pieces.length && pieces[index]?.text === "") index += 1;
  return index;
};

/** Is there a form feed between two pieces (after `from`, up to and with `to`)? */
const hasFormFeed = (
  pieces: readonly Piece[],
  range: { readonly from: number; readonly to: number },
): boolean => {
  for (let index = range.from + 1; index <= Math.min(range.to, pieces.length - 1); index += 1) {
    if (pieces[index]?.afterFormFeed) return true;
  }
  return false;
};

/**
 * A number alone on its line is a page number only in company: at least two that step by one from page to page. A
 * single one may be a figure that a line break has cut off, and stays text.
 */
const markLonelyNumbers = (pieces: readonly Piece[], kinds: Map<number, Kind>): void => {
  const byOffset = new Map<string, number[]>();
  const isolated: number[] = [];
  let page = 0;
  for (const [index, piece] of pieces.entries()) {
    if (piece.afterFormFeed) page += 1;
    if (!lonelyNumber.test(piece.text)) continue;
    const next = nextInked(pieces, index);
    const previous = previousInked(pieces, index);
    // The ends of the document are ends of pages too.
    const foot = next >= pieces.length || hasFormFeed(pieces, { from: index, to: next });
    const head = previous < 0 || hasFormFeed(pieces, { from: previous, to: index });
    if (foot || head) {
      const key = `${foot ? "foot" : "head"}${Number(piece.text) - page}`;
      const group = byOffset.get(key);
      if (group) group.push(index);
      else byOffset.set(key, [index]);
    } else if (next > index + 1 && previous < index - 1) {
      isolated.push(index);
    }
  }
  for (const group of byOffset.values())
    if (group.length >= 2) for (const index of group) kinds.set(index, "pageNumber");
  const value = (index: number | undefined): number => Number(pieces[index ?? -1]?.text ?? Number.NaN);
  for (const [place, index] of isolated.entries()) {
    const inRun =
      value(isolated[place - 1]) === value(index) - 1 || value(isolated[place + 1]) === value(index) + 1;
    if (inRun) kinds.set(index, "pageNumber");
  }
};

/** A short line that stands at the head or foot of at least three pages is a running head. */
const markRunningHeads = (pieces: readonly Piece[], kinds: Map<number, Kind>): void => {
  const places = new Map<string, number[]>();
  for (const [index, piece] of pieces.entries()) {
    if (piece.text === "" || piece.text.length > 40 || kinds.has(index) || /[。；，：:]$/.test(piece.text))
      continue;
    const previous = previousInked(pieces, index);
    const next = nextInked(pieces, index);
    const atEdge =
      kinds.get(previous) === "pageNumber" ||
      kinds.get(next) === "pageNumber" ||
      hasFormFeed(pieces, { from: previous, to: index }) ||
      hasFormFeed(pieces, { from: index, to: next });
    if (!atEdge) continue;
    const key = joinBlanks(piece.text);
    const list = places.get(key);
    if (list) list.push(index);
    else places.set(key, [index]);
  }
  for (const group of places.values())
    if (group.length >= 3) for (const index of group) kinds.set(index, "runningHead");
};

const markContents = (pieces: readonly Piece[], kinds: Map<number, Kind>): void => {
  for (let index = 0; index < pieces.length; index += 1) {
    if (!contentsHead.test(pieces[index]?.text ?? "")) continue;
    let line = nextInked(pieces, index);
    const found: number[] = [];
    while (
      line < pieces.length &&
      (kinds.has(line) || contentsLine.test(pieces[line]?.text.slice(0, 200) ?? ""))
    ) {
      if (!kinds.has(line)) found.push(line);
      line = nextInked(pieces, line);
    }
    if (found.length < 2) continue;
    kinds.set(index, "contents");
    for (const each of found) kinds.set(each, "contents");
    index = line - 1;
  }
};

/** Page numbers, running heads, the table of contents and rules: taken out of the text, but listed, never lost. */
export const findFurniture = (pieces: readonly Piece[]): ReadonlyMap<number, Kind> => {
  const kinds = new Map<number, Kind>();
  for (const [index, piece] of pieces.entries()) {
    if (piece.text === "" || piece.text.length > 24) continue;
    if (numberedPage.test(piece.text)) kinds.set(index, "pageNumber");
    else if (rule.test(piece.text)) kinds.set(index, "rule");
    else if (fraction.test(piece.text)) {
      const next = nextInked(pieces, index);
      const previous = previousInked(pieces, index);
      const atEdge =
        hasFormFeed(pieces, { from: index, to: next }) || hasFormFeed(pieces, { from: previous, to: index });
      if (atEdge) kinds.set(index, "pageNumber");
    }
  }
  markLonelyNumbers(pieces, kinds);
  markRunningHeads(pieces, kinds);
  markContents(pieces, kinds);
  return kinds;
};
