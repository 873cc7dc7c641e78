import { requireNumber } from "./errors.ts";
import { normalise, originalRange } from "./normalise.ts";
import { clusterEnd } from "./normalisation-tables.ts";
import { parseQuery } from "./query.ts";
import { type Unit, units } from "./units.ts";

/** A range of the original text in UTF-16 units, end exclusive. */
export type TextRange = { readonly start: number; readonly end: number };

/** A piece of the original text, in order; together they are the text or the excerpt. */
export type HighlightSegment = { readonly text: string; readonly isMatch: boolean };

const pairKey = (left: string, right: string): string => `${left}\u0000${right}`;

type Wanted = { readonly singles: ReadonlySet<string>; readonly pairs: ReadonlySet<string> };

const isWord = (unit: Unit): boolean => unit.end - unit.start > 1;

const wantedOf = (query: string): Wanted => {
  const { wanted, phrases } = parseQuery(query);
  const singles = new Set<string>();
  const pairs = new Set<string>();
  for (const text of [...wanted, ...phrases]) {
    const all = units(text);
    all.forEach((unit, place) => {
      const next = all[place + 1];
      const isAlone = !unit.joined && next?.joined !== true;
      if (isAlone || isWord(unit)) singles.add(unit.text);
      if (next?.joined === true) pairs.add(pairKey(unit.text, next.text));
    });
  }
  return { singles, pairs };
};

/**
 * Where a query's words stand in the original text: pairs of characters, words of letters, and characters asked for alone.
 * Ranges rise, do not touch, and never cut a character; what is excluded is not marked.
 *
 * @throws TextError `text.query_empty`, `text.query_only_negation`, `text.query_too_long`, `text.too_long`
 * @example findHighlights("臺灣的科學館", "科学"); // => [{ start: 3, end: 5 }]
 */
export const findHighlights = (original: string, query: string): TextRange[] => {
  const { singles, pairs } = wantedOf(query);
  const normal = normalise(original);
  const all = units(normal.text);
  const marked = new Uint8Array(all.length);
  all.forEach((unit, place) => {
    if (singles.has(unit.text)) marked[place] = 1;
    const next = all[place + 1];
    if (next?.joined === true && pairs.has(pairKey(unit.text, next.text))) marked.fill(1, place, place + 2);
  });
  const ranges: TextRange[] = [];
  all.forEach((unit, place) => {
    if (marked[place] !== 1) return;
    const range = originalRange(original, normal, unit);
    const last = ranges.at(-1);
    if (last !== undefined && range.start <= last.end)
      ranges[ranges.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else ranges.push(range);
  });
  return ranges;
};

/** The start of the stretch of `length` units that holds most highlighted text. */
const bestStart = (ranges: readonly TextRange[], length: number): number => {
  let best = 0;
  let most = 0;
  let first = 0;
  let inside = 0;
  for (const range of ranges) {
    inside += range.end - range.start;
    while ((ranges[first]?.start ?? 0) < range.end - length && first < ranges.length - 1) {
      inside -= (ranges[first]?.end ?? 0) - (ranges[first]?.start ?? 0);
      first += 1;
    }
    if (inside <= most) continue;
    most = inside;
    best = ranges[first]?.start ?? 0;
  }
  return best;
};

/** The nearest place at or before `place` where a character begins, seen from some characters earlier. */
const characterStart = (text: string, place: number): number => {
  let at = Math.max(0, place - 80);
  if (at > 0 && text.charCodeAt(at) >= 0xdc00 && text.charCodeAt(at) <= 0xdfff) at += 1;
  while (at < text.length) {
    const end = clusterEnd(text, at);
    if (end > place) return at;
    at = end;
  }
  return text.length;
};

/**
 * The best excerpt of a text for a query, as pieces to be escaped and marked by the page. Without `maxLength` the whole text.
 *
 * @param options.maxLength UTF-16 units of the excerpt, 20 … 100,000
 * @throws TextError as `findHighlights`, `text.option_out_of_range`
 * @example highlight("臺灣的科學館", "科学").map(({ text, isMatch }) => (isMatch ? `[${text}]` : text)).join(""); // => "臺灣的[科學]館"
 */
export const highlight = (
  original: string,
  query: string,
  options: { readonly maxLength?: number } = {},
): HighlightSegment[] => {
  const ranges = findHighlights(original, query);
  const length =
    options.maxLength === undefined
      ? original.length
      : requireNumber("maxLength", options.maxLength, { least: 20, most: 100_000, integer: true });
  const lead = Math.floor(length / 5);
  const from =
    original.length <= length
      ? 0
      : characterStart(
          original,
          Math.max(0, Math.min(bestStart(ranges, length - lead) - lead, original.length - length)),
        );
  const to =
    original.length <= length
      ? original.length
      : characterStart(original, Math.min(original.length, from + length));
  const segments: HighlightSegment[] = [];
  let place = from;
  const push = (end: number, isMatch: boolean): void => {
    if (end > place) segments.push({ text: original.slice(place, end), isMatch });
    place = Math.max(place, end);
  };
  for (const range of ranges) {
    if (range.end <= from || range.start >= to) continue;
    push(Math.max(from, range.start), false);
    push(Math.min(to, range.end), true);
  }
  push(to, false);
  return segments;
};
