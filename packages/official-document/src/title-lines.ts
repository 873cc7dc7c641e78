import { widthInCharacters } from "./text-width.ts";

/** 版心 holds 20 characters of 2号; one is left free so that no reader of files breaks a line itself. */
const widest = 19;

const segmenter = new Intl.Segmenter("zh-CN", { granularity: "word" });

/** Where a line may not begin: closing marks and the words that belong to what stands before. */
const staysBehind = /^[，。、；：！？）》」』”’〕】的和及与]/;
/** Where a line may not end. */
const staysAhead = /[（《「『“‘〔【]$/;

/**
 * Lines of a title (7.3.1): words stay whole, lines are as even as can be, the first not shorter than the last where two
 * ways are as good (梯形). A single word longer than a line is cut.
 *
 * @example breakTitle("关于印发示例区公民科学素质行动计划年度工作要点的通知"); // => ["关于印发示例区公民科学素质", "行动计划年度工作要点的通知"]
 */
export const breakTitle = (title: string): string[] => {
  if (widthInCharacters(title) <= widest) return [title];
  const pieces: string[] = [];
  for (const { segment } of segmenter.segment(title)) {
    const last = pieces.at(-1);
    if (
      last !== undefined &&
      (staysBehind.test(segment) || staysAhead.test(last)) &&
      widthInCharacters(last + segment) <= widest
    )
      pieces[pieces.length - 1] = last + segment;
    else pieces.push(...cutLong(segment));
  }
  return layLines(pieces);
};

const cutLong = (word: string): string[] => {
  const cut: string[] = [];
  let line = "";
  for (const character of word) {
    if (widthInCharacters(line + character) > widest) {
      cut.push(line);
      line = "";
    }
    line += character;
  }
  return line === "" ? cut : [...cut, line];
};

/** Fewest lines, then the least sum of squares of what is left free. */
const layLines = (pieces: readonly string[]): string[] => {
  type Best = { lines: number; cost: number; from: number };
  const best: Best[] = [{ lines: 0, cost: 0, from: 0 }];
  const widths = pieces.map(widthInCharacters);
  for (let end = 1; end <= pieces.length; end += 1) {
    let width = 0;
    let found: Best = { lines: Number.POSITIVE_INFINITY, cost: Number.POSITIVE_INFINITY, from: 0 };
    for (let from = end - 1; from >= 0; from -= 1) {
      width += widths[from] ?? 0;
      if (width > widest) break;
      const before = best[from];
      if (before === undefined) continue;
      const lines = before.lines + 1;
      const cost = before.cost + (widest - width) ** 2;
      if (lines < found.lines || (lines === found.lines && cost < found.cost)) found = { lines, cost, from };
    }
    best.push(found);
  }
  const lines: string[] = [];
  for (let end = pieces.length; end > 0;) {
    const from = best[end]?.from ?? 0;
    lines.unshift(pieces.slice(from, end).join(""));
    end = from;
  }
  return lines;
};
