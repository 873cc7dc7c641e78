import { type Block, type Segment, textOf } from "./blocks.ts";
import { isBlank, joinBlanks } from "./characters.ts";
import { isEnded } from "./lines.ts";
import type { LineRange, SentenceRole } from "./types.ts";

/** A sentence before it has an id. */
export type RawSentence = {
  readonly role: SentenceRole;
  readonly text: string;
  readonly lines: LineRange;
  readonly ended: boolean;
  /** Ordinal of its paragraph in the block. */
  readonly segment: number;
};

const closerOf: Readonly<Record<string, string>> = {
  "《": "》",
  "〈": "〉",
  "（": "）",
  "(": ")",
  "“": "”",
  "‘": "’",
  "「": "」",
  "『": "』",
  "【": "】",
  "〔": "〕",
};
const isCloser = (character: string): boolean => "》〉）)”’」』】〕".includes(character);
const isFullStop = (character: string): boolean => "。！？!?".includes(character);
/** Brackets that lie further apart are taken for a slip of the pen; a full stop between them ends the sentence. */
const widestBracket = 200;

const matches = (opener: string, closer: string): boolean => {
  if (closerOf[opener] === closer) return true;
  return (opener === "（" && closer === ")") || (opener === "(" && closer === "）");
};

/** For each opening bracket the place of its partner, found in one pass with a short stack. */
const pairBrackets = (text: string): ReadonlyMap<number, number> => {
  const pairs = new Map<number, number>();
  const stack: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character in closerOf) {
      stack.push(index);
      if (stack.length > 8) stack.shift();
    } else if (isCloser(character)) {
      const place = stack.findLastIndex((at) => matches(text.charAt(at), character));
      if (place < 0) continue;
      const opener = stack[place] ?? index;
      if (index - opener <= widestBracket) pairs.set(opener, index);
      stack.length = place;
    }
  }
  return pairs;
};

const nextInk = (text: string, from: number): number => {
  let index = from;
  while (index < text.length && isBlank(text.charAt(index))) index += 1;
  return index;
};

/** 「“好。”的要求」: what follows the closing quotation mark shows that the sentence goes on. */
const goesOn = (text: string, from: number): boolean =>
  /^[，、；：,的等和与为是作]/.test(text.charAt(nextInk(text, from)));

const responsibility = /牵头|配合|责任单位|负责|分工/;

/** Offsets behind the last character of each sentence. A full stop inside a pair of brackets or quotes ends nothing. */
const sentenceEnds = (text: string): number[] => {
  const pairs = pairBrackets(text);
  const ends: number[] = [];
  let start = nextInk(text, 0);
  const end = (at: number): void => {
    ends.push(at);
    start = nextInk(text, at);
  };
  for (let index = start; index < text.length; index += 1) {
    const partner = pairs.get(index);
    if (partner !== undefined) {
      const inside = text.slice(index + 1, partner).trimEnd();
      const isResponsibility =
        index === start && "（(".includes(text.charAt(index)) && responsibility.test(inside);
      const after = nextInk(text, partner + 1);
      index = partner;
      if (isResponsibility && !isFullStop(text.charAt(after))) end(partner + 1);
      else if (
        isFullStop(inside.at(-1) ?? "") &&
        !goesOn(text, partner + 1) &&
        !isFullStop(text.charAt(after))
      )
        end(partner + 1);
      continue;
    }
    if (!isFullStop(text.charAt(index))) continue;
    // Further full stops and closing marks without a partner belong to this sentence.
    let at = index + 1;
    for (let next = nextInk(text, at); next < text.length; next = nextInk(text, at)) {
      const character = text.charAt(next);
      if (!isFullStop(character) && !isCloser(character)) break;
      at = next + 1;
    }
    index = at - 1;
    end(at);
  }
  if (start < text.length) ends.push(text.length);
  return ends;
};

const lineReader = (segment: Segment): ((offset: number) => number) => {
  let place = 0;
  return (offset) => {
    while ((segment.starts[place + 1]?.offset ?? Number.POSITIVE_INFINITY) <= offset) place += 1;
    return segment.starts[place]?.line ?? 0;
  };
};

const rowText = (text: string): string =>
  text
    .split("\t")
    .map(joinBlanks)
    .filter((cell) => cell !== "")
    .join("\t");

const cutSegment = (segment: Segment, ordinal: number): RawSentence[] => {
  const lineAt = lineReader(segment);
  const whole = textOf(segment);
  if (segment.role !== null) {
    const from = lineAt(0);
    const text = segment.role === "row" ? rowText(whole) : joinBlanks(whole);
    const lines = { from, to: lineAt(whole.length) };
    return text === "" ? [] : [{ role: segment.role, text, lines, ended: true, segment: ordinal }];
  }
  const sentences: RawSentence[] = [];
  let start = 0;
  for (const end of sentenceEnds(whole)) {
    const raw = whole.slice(start, end);
    const text = joinBlanks(raw);
    if (text !== "") {
      const from = lineAt(nextInk(whole, start));
      sentences.push({
        role: "body",
        text,
        lines: { from, to: lineAt(end - 1) },
        ended: isEnded(text),
        segment: ordinal,
      });
    }
    start = end;
  }
  return sentences;
};

/** All sentences of a block in print order; joined they are its text without line breaks. */
export const cutBlock = (block: Block): RawSentence[] => block.segments.flatMap(cutSegment);

/** （某局牵头，某局配合）without a full stop is complete as it stands. */
export const isResponsibilityNote = (text: string): boolean =>
  /^[（(].*[）)]。?$/.test(text) && responsibility.test(text);
