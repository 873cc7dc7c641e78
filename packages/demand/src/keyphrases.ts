import { normalise, type Word, words } from "@kepu/text";
import { DemandError } from "./errors.ts";
import type { Message } from "./messages.ts";
import { isContentWord } from "./stop-words.ts";

export type Keyphrase = {
  readonly phrase: string;
  /** Messages of the topic that say it. */
  readonly messages: number;
  /** Weighted log-likelihood ratio against all messages; comparable within one topic only. */
  readonly score: number;
};

export type KeyphraseOptions = {
  /** Phrases returned; 8 if left out. */
  readonly limit?: number;
};

export type PhraseCounter = {
  /** What a topic says and the others do not, strongest first. */
  readonly keyphrases: (messages: Iterable<string>, options?: KeyphraseOptions) => Keyphrase[];
};

const mostWords = 3;
const mostCharacters = 3_000;

/** Runs of one to three words that stand together, first and last of them content words; each once a text. */
const phrasesOf = (message: Message): Set<string> => {
  const found = new Set<string>();
  for (const part of [message.title ?? "", message.text]) {
    const list: readonly Word[] = words(normalise(part.slice(0, mostCharacters)).text);
    for (let first = 0; first < list.length; first += 1) {
      let phrase = "";
      for (let last = first; last < Math.min(list.length, first + mostWords); last += 1) {
        const word = list[last];
        const before = list[last - 1];
        if (word === undefined || (last > first && before?.end !== word.start)) break;
        phrase += word.word;
        if (isContentWord(list[first]?.word ?? "") && isContentWord(word.word)) found.add(phrase);
      }
    }
  }
  return found;
};

/** x ln(x / expected), 0 for nothing. */
const part = (x: number, expected: number): number => (x > 0 ? x * Math.log(x / expected) : 0);

/**
 * Counts the phrases of all messages once; asked for a topic, it says which phrases the topic says more than the rest does:
 * Dunning's log-likelihood ratio (1993, Accurate methods for the statistics of surprise and coincidence) on messages, times
 * the square root of its length, since a longer phrase says more. A phrase inside a longer one that is said in at
 * least 70 % as many messages of the topic is left out (the idea of the C-value, Frantzi et al. 2000), as is one said once in
 * a topic of several messages.
 *
 * @throws DemandError from the function: `demand.message_unknown`
 * @example createPhraseCounter([{ id: "a", text: "小区电梯困人" }, { id: "b", text: "想了解黑洞" }]).keyphrases(["a"])[0]?.messages; // => 1
 */
export const createPhraseCounter = (messages: readonly Message[]): PhraseCounter => {
  const byMessage = new Map<string, ReadonlySet<string>>();
  const counts = new Map<string, number>();
  for (const message of messages) {
    const phrases = phrasesOf(message);
    byMessage.set(message.id, phrases);
    for (const phrase of phrases) counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }
  const keyphrases: PhraseCounter["keyphrases"] = (ids, { limit = 8 } = {}) => {
    const own = new Map<string, number>();
    let size = 0;
    for (const id of new Set(ids)) {
      const phrases = byMessage.get(id);
      if (phrases === undefined) throw new DemandError("demand.message_unknown", { id });
      size += 1;
      for (const phrase of phrases) own.set(phrase, (own.get(phrase) ?? 0) + 1);
    }
    const scored = [...own]
      .filter(([, count]) => count > 1 || size <= 2)
      .map(([phrase, count]) => {
        const all = counts.get(phrase) ?? count;
        const share = all / messages.length;
        const isMore = count / size >= share;
        const ratio =
          part(count, size * share) +
          part(size - count, size * (1 - share)) +
          part(all - count, (messages.length - size) * share) +
          part(messages.length - size - all + count, (messages.length - size) * (1 - share));
        return { phrase, messages: count, score: isMore ? 2 * ratio * Math.sqrt(phrase.length) : 0 };
      })
      .filter(({ score }) => score > 0 || size === messages.length)
      .sort((a, b) => b.score - a.score || b.messages - a.messages || (a.phrase < b.phrase ? -1 : 1));
    const chosen: Keyphrase[] = [];
    for (const candidate of scored) {
      if (chosen.length >= limit) break;
      const isCovered = scored.some(
        (other) =>
          other.phrase.length > candidate.phrase.length &&
          other.phrase.includes(candidate.phrase) &&
          other.messages >= 0.7 * candidate.messages,
      );
      const isRepeat = chosen.some(
        ({ phrase }) => phrase.includes(candidate.phrase) || candidate.phrase.includes(phrase),
      );
      if (!isCovered && !isRepeat) chosen.push(candidate);
    }
    return chosen;
  };
  return { keyphrases };
};
