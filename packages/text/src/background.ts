import { dict } from "@node-rs/jieba/dict.js";

/** Words in a text of a few sentences. */
const wordsOfText = 25;
/** Below this chance a gram is as good as unknown: most of the dictionary need not be kept. */
const leastChance = 5e-5;

const readBackground = (): Map<string, number> => {
  const counts = new Map<string, number>();
  let all = 0;
  const add = (gram: string, count: number): void => {
    counts.set(gram, (counts.get(gram) ?? 0) + count);
  };
  for (const line of new TextDecoder().decode(dict).split("\n")) {
    const [word = "", frequency = "0"] = line.split(" ", 2);
    const count = Number(frequency);
    // what is listed a few times adds nothing that would be kept
    if (count < 20) continue;
    all += count;
    let before = "";
    for (const unit of word) {
      add(unit, count);
      if (before !== "") add(`${before} ${unit}`, count);
      before = unit;
    }
    if (word.length > 2) add(word, count);
  }
  const chances = new Map<string, number>();
  for (const [gram, count] of counts) {
    const chance = 1 - Math.exp((-wordsOfText * count) / all);
    if (chance >= leastChance) chances.set(gram, chance);
  }
  return chances;
};

let known: Map<string, number> | undefined;

/**
 * Chance that a text of a few sentences of general Chinese holds a character, a pair of neighbours (parted by a blank) or a
 * longer word, 0 … 1; 0 where the dictionary that jieba ships (words with their counts in a general corpus) does not show it.
 * It tells a short list of texts that 手机 or 赶快 say little. The dictionary is read at the first use.
 *
 * @example [backgroundChance("手 机") > backgroundChance("亚 硝"), backgroundChance("不 存 在")]; // => [true, 0]
 */
export const backgroundChance = (gram: string): number => (known ??= readBackground()).get(gram) ?? 0;
