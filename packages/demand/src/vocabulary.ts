import { normalise, toSimplified } from "@kepu/text";
import { assertOption, DemandError } from "./errors.ts";
import type { Message } from "./messages.ts";

/** An entry of a controlled vocabulary, as the platform's list of themes. */
export type VocabularyTerm = {
  readonly id: string;
  readonly label: string;
  /** Other words for it. */
  readonly synonyms?: readonly string[];
};

export type TermMatch = {
  readonly id: string;
  /** Messages of the topic that name it, and their share. */
  readonly messages: number;
  readonly share: number;
  /** The wordings met, most often first. */
  readonly wordings: readonly string[];
};

export type VocabularyMapper = {
  /** Terms that a message names, in the order of the vocabulary. */
  readonly termsOf: (message: Pick<Message, "text" | "title">) => string[];
  /** Terms of a topic, by share of its messages; empty where none is named often enough: a person must say. */
  readonly map: (messages: readonly Pick<Message, "text" | "title">[]) => TermMatch[];
};

const mostCharacters = 3_000;

const plainOf = (text: string): string => toSimplified(normalise(text.slice(0, mostCharacters)).text);

/**
 * Maps topics to a vocabulary by what their messages say: a term counts for a message that has its label or one of its
 * synonyms in it (after normalising, traditional as simplified); where two wordings overlap the longer one counts, so that
 * 电动车充电 is not 充电. A topic has the terms that at least `leastShare` of its messages name.
 *
 * @param options.leastShare 0 … 1; 0.3 if left out
 * @throws DemandError `demand.vocabulary_invalid` for a repeated id or a wording of fewer than two characters;
 *   `demand.option_out_of_range`
 * @example createVocabularyMapper([{ id: "lift", label: "电梯" }]).map([{ text: "电梯困人" }])[0]?.id; // => "lift"
 */
export const createVocabularyMapper = (
  vocabulary: readonly VocabularyTerm[],
  options: { readonly leastShare?: number } = {},
): VocabularyMapper => {
  const { leastShare = 0.3 } = options;
  assertOption(leastShare > 0 && leastShare <= 1, {
    name: "leastShare",
    value: leastShare,
    range: "大于 0、不超过 1 的数",
  });
  const ids = new Set<string>();
  const wordings: { readonly term: string; readonly wording: string }[] = [];
  for (const [at, { id, label, synonyms = [] }] of vocabulary.entries()) {
    if (ids.has(id)) throw new DemandError("demand.vocabulary_invalid", { row: at + 1, id });
    ids.add(id);
    for (const wording of [label, ...synonyms].map(plainOf)) {
      if (wording.length < 2) throw new DemandError("demand.vocabulary_invalid", { row: at + 1, id });
      wordings.push({ term: id, wording });
    }
  }
  wordings.sort((a, b) => b.wording.length - a.wording.length);

  /** Longer wordings take their place in the text, so that shorter ones inside them are not met. */
  const find = ({ title = "", text }: Pick<Message, "text" | "title">): Map<string, Set<string>> => {
    let rest = `${plainOf(title)}\n${plainOf(text)}`;
    const found = new Map<string, Set<string>>();
    for (const { term, wording } of wordings) {
      if (!rest.includes(wording)) continue;
      const met = found.get(term) ?? new Set();
      found.set(term, met.add(wording));
      // The same wording may stand for two terms: it is taken away only once the next one differs.
      if (!wordings.some((other) => other.wording === wording && other.term !== term))
        rest = rest.replaceAll(wording, "\n");
    }
    return found;
  };

  return {
    termsOf: (message) => {
      const found = find(message);
      return vocabulary.map(({ id }) => id).filter((id) => found.has(id));
    },
    map: (messages) => {
      const counts = new Map<string, { messages: number; readonly wordings: Map<string, number> }>();
      for (const message of messages)
        for (const [term, met] of find(message)) {
          const count = counts.get(term) ?? { messages: 0, wordings: new Map<string, number>() };
          counts.set(term, count);
          count.messages += 1;
          for (const wording of met) count.wordings.set(wording, (count.wordings.get(wording) ?? 0) + 1);
        }
      return [...counts]
        .map(([id, count]) => ({
          id,
          messages: count.messages,
          share: count.messages / messages.length,
          wordings: [...count.wordings].sort((a, b) => b[1] - a[1]).map(([wording]) => wording),
        }))
        .filter(({ share }) => share >= leastShare)
        .sort((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1));
    },
  };
};
