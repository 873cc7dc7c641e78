import { requireNumber } from "./errors.ts";
import { normalise } from "./normalise.ts";
import { editDistance, pinyin, pinyinDistance } from "./pinyin.ts";

/** A word or title that may be suggested. */
export type SuggestionEntry = {
  readonly text: string;
  /** How often it is wanted or occurs, ≥ 0; 1 if left out. */
  readonly weight?: number;
};

/** What is suggested and by what it was found. */
export type Suggestion = { readonly text: string; readonly by: "text" | "pinyin" | "initials" | "typo" };

/** A query or a part of it in another spelling. */
export type Correction = {
  readonly from: string;
  readonly to: string;
  readonly by: "pinyin" | "homophone" | "typo";
};

/** Completes what is being typed and corrects what was. */
export type Suggester = {
  readonly suggest: (typed: string, top?: number) => Suggestion[];
  /** The query as it was probably meant, or undefined where nothing is near. */
  readonly correct: (query: string) => Correction | undefined;
};

type Entry = {
  readonly text: string;
  readonly shown: string;
  readonly full: string;
  readonly initials: string;
  readonly weight: number;
};
type KeyList = { readonly keys: readonly string[]; readonly entries: readonly Entry[] };

const keyList = (entries: readonly Entry[], keyOf: (entry: Entry) => string): KeyList => {
  const sorted = entries.toSorted((x, y) =>
    keyOf(x) < keyOf(y) ? -1 : keyOf(x) > keyOf(y) ? 1 : y.weight - x.weight,
  );
  return { keys: sorted.map(keyOf), entries: sorted };
};

const maxScanned = 5000;

/** Entries whose key begins with the prefix, greatest weight first; of a very common prefix the first 5,000 keys count. */
const byPrefix = ({ keys, entries }: KeyList, prefix: string): Entry[] => {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < keys.length && end - low < maxScanned && (keys[end] ?? "").startsWith(prefix)) end += 1;
  return entries.slice(low, end).sort((x, y) => y.weight - x.weight);
};

const latinOnly = /^[a-z0-9 ']+$/u;
const longestQuery = 64;
const longestWord = 8;

/** The entry with the least distance, and of those the greatest weight. */
const nearest = (
  entries: Iterable<Entry>,
  distanceOf: (entry: Entry) => number,
  most: number,
): Entry | undefined => {
  let best: Entry | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const entry of entries) {
    const distance = distanceOf(entry);
    if (distance > most || distance > least) continue;
    if (distance === least && entry.weight <= (best?.weight ?? 0)) continue;
    best = entry;
    least = distance;
  }
  return best;
};

/** One error in four letters, two from eight on. */
const allowedErrors = (length: number): number => (length < 4 ? 0 : length < 8 ? 1 : 2);

/**
 * A suggester over words and titles: by their beginning, their pinyin, its first letters, and with a typing error.
 *
 * @throws TextError `text.option_out_of_range` for a weight that is no number ≥ 0
 * @example createSuggester([{ text: "流感疫苗" }]).suggest("liug")[0]?.text; // => "流感疫苗"
 * @example createSuggester([{ text: "科普" }]).correct("科谱")?.to; // => "科普"
 */
export const createSuggester = (given: readonly SuggestionEntry[]): Suggester => {
  const byText = new Map<string, Entry>();
  for (const { text: shown, weight = 1 } of given) {
    requireNumber("weight", weight, { least: 0, most: 1e15 });
    const { text } = normalise(shown);
    if (text === "") continue;
    const { full, initials } = pinyin(text);
    byText.set(text, { text, shown, full, initials, weight: weight + (byText.get(text)?.weight ?? 0) });
  }
  const entries = Array.from(byText.values());
  const lists = {
    text: keyList(entries, ({ text }) => text),
    pinyin: keyList(entries, ({ full }) => full),
    initials: keyList(entries, ({ initials }) => initials),
  };
  const bestByPinyin = new Map<string, Entry>();
  for (const entry of entries)
    if (entry.weight > (bestByPinyin.get(entry.full)?.weight ?? -1)) bestByPinyin.set(entry.full, entry);

  const correctLatin = (typed: string): Correction | undefined => {
    const letters = typed.replace(/[ ']/gu, "");
    const known = bestByPinyin.get(letters);
    if (known !== undefined) return { from: typed, to: known.shown, by: "pinyin" };
    const most = allowedErrors(letters.length);
    const near =
      most === 0 ? undefined : nearest(entries, ({ full }) => pinyinDistance(letters, full, most), most);
    return near === undefined
      ? undefined
      : { from: typed, to: near.shown, by: near.full === near.text ? "typo" : "pinyin" };
  };

  /** Replaces the longest part whose sound is that of an entry written otherwise. */
  const correctSound = (query: string): Correction | undefined => {
    const characters = Array.from(query);
    const sounds = characters.map((character) => pinyin(character).full);
    for (let length = Math.min(longestWord, characters.length); length >= 2; length -= 1)
      for (let start = 0; start + length <= characters.length; start += 1) {
        const part = characters.slice(start, start + length).join("");
        if (byText.has(part)) continue;
        const entry =
          bestByPinyin.get(sounds.slice(start, start + length).join("")) ??
          bestByPinyin.get(pinyin(part).full);
        if (entry === undefined || Array.from(entry.text).length !== length) continue;
        const to = [...characters.slice(0, start), entry.shown, ...characters.slice(start + length)].join("");
        return { from: query, to, by: "homophone" };
      }
    return undefined;
  };

  return {
    suggest: (typed, top = 10) => {
      requireNumber("top", top, { least: 1, most: 100, integer: true });
      const { text } = normalise(typed.slice(0, longestQuery));
      if (text === "") return [];
      const found = new Map<string, Suggestion>();
      const add = (list: readonly Entry[], by: Suggestion["by"]): void => {
        for (const { text: key, shown } of list)
          if (found.size < top && !found.has(key)) found.set(key, { text: shown, by });
      };
      add(byPrefix(lists.text, text), "text");
      if (latinOnly.test(text)) {
        const letters = text.replace(/[ ']/gu, "");
        add(byPrefix(lists.initials, letters), "initials");
        add(byPrefix(lists.pinyin, letters), "pinyin");
        const most = allowedErrors(letters.length);
        if (found.size === 0 && most > 0)
          add(
            entries
              .filter(({ full }) => editDistance(letters, full.slice(0, letters.length), most) <= most)
              .sort((x, y) => y.weight - x.weight),
            "typo",
          );
      }
      return Array.from(found.values());
    },
    correct: (query) => {
      const { text } = normalise(query.slice(0, longestQuery));
      if (text === "" || byText.has(text)) return undefined;
      if (latinOnly.test(text)) return correctLatin(text);
      const sound = correctSound(text);
      if (sound !== undefined) return sound;
      if (text.length < 3) return undefined;
      const near = nearest(entries, (entry) => editDistance(text, entry.text, 1), 1);
      return near === undefined ? undefined : { from: text, to: near.shown, by: "typo" };
    },
  };
};
