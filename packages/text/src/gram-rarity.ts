import { dict } from "@node-rs/jieba/dict.js";

/** Where a gram says as much as any: once in so many characters, by natural logarithm. */
const rareCharacter = 10;
const rarePair = 14;

type Counts = {
  readonly total: number;
  readonly characters: ReadonlyMap<string, number>;
  /** Pairs that are common enough to say less than a rare one. */
  readonly pairs: ReadonlyMap<string, number>;
};

const readCounts = (): Counts => {
  const characters = new Map<string, number>();
  const pairs = new Map<string, number>();
  let total = 0;
  // A line is: word, count, part of speech.
  for (const line of Buffer.from(dict.buffer, dict.byteOffset, dict.byteLength)
    .toString("utf8")
    .split("\n")) {
    const [word = "", counted = "0"] = line.split(" ", 2);
    const count = Number(counted);
    let before = "";
    for (const character of word) {
      characters.set(character, (characters.get(character) ?? 0) + count);
      if (before !== "") pairs.set(before + character, (pairs.get(before + character) ?? 0) + count);
      before = character;
      total += count;
    }
  }
  for (const [pair, count] of pairs) if (Math.log(total / count) >= rarePair) pairs.delete(pair);
  return { total, characters, pairs };
};

let usual: Counts | undefined;

/**
 * How much a character or a pair of neighbours says by how rare it is in general Chinese (the counts of jieba's words), 0 … 1: a
 * short list of texts cannot show that 健康 stands everywhere and 头盔 does not. A pair of two words counts as often as its
 * characters would meet by chance. What is no Han character is 1. The dictionary is read at the first use.
 *
 * @example gramRarity("健", "康") < gramRarity("头", "盔"); // => true
 */
export const gramRarity = (first: string, second?: string): number => {
  usual ??= readCounts();
  const { total, characters, pairs } = usual;
  const one = characters.get(first);
  if (one === undefined) return 1;
  if (second === undefined) return Math.min(1, Math.log(total / Math.max(1, one)) / rareCharacter) ** 2;
  const other = characters.get(second);
  if (other === undefined) return 1;
  const count = Math.max(1, pairs.get(first + second) ?? 0, (one * other) / total);
  return Math.min(1, Math.log(total / count) / rarePair) ** 2;
};
