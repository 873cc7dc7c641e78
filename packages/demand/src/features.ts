import { normalise, type Word, words } from "@kepu/text";
import type { Message } from "./messages.ts";
import { chooseName, coreOfName, findPlaceMentions, type PlaceMention } from "./place-names.ts";
import { isContentWord } from "./stop-words.ts";

/** What a message says, read once: its content words with how often (title words count more), and its places. */
export type ReadMessage = {
  readonly words: ReadonlyMap<string, number>;
  readonly mentions: readonly PlaceMention[];
  readonly text: string;
};

export type FeatureOptions = {
  /** How many times a word of the title counts. */
  readonly titleWeight: number;
  /** By how much the name of a place outweighs a word as rare. */
  readonly placeBoost: number;
  /** Weight of the street the message is filed under, as a share of a word as rare. */
  readonly streetWeight: number;
};

/** A sparse vector of unit length: terms ascending by number. Both arrays are of one length. */
export type FeatureVector = { readonly terms: Int32Array; readonly weights: Float64Array };

/** Longer texts are read to here: a topic is stated early, and the time to read a message stays bounded. */
const mostCharacters = 3_000;

const codeUnits = /^(?:路|号线|线|区|县|市|号|栋|期|公里|镇|街)$/u;

/** 66 路 and a7 县 are one word each: the number alone says nothing. */
const joinCodes = (list: readonly Word[]): Word[] => {
  const joined: Word[] = [];
  for (const word of list) {
    const before = joined.at(-1);
    if (
      before !== undefined &&
      before.end === word.start &&
      codeUnits.test(word.word) &&
      /^[a-z]*[0-9]+$/u.test(before.word)
    )
      joined[joined.length - 1] = { word: before.word + word.word, start: before.start, end: word.end };
    else joined.push(word);
  }
  return joined;
};

const readPart = (
  text: string,
  counts: Map<string, number>,
  { weight, mentions }: { readonly weight: number; readonly mentions: PlaceMention[] },
): string => {
  const plain = normalise(text.slice(0, mostCharacters)).text;
  const list = joinCodes(words(plain));
  for (const { word } of list) if (isContentWord(word)) counts.set(word, (counts.get(word) ?? 0) + weight);
  mentions.push(...findPlaceMentions(list));
  return plain;
};

/** Words and places of one message. */
export const readMessage = (message: Message, titleWeight: number): ReadMessage => {
  const counts = new Map<string, number>();
  const mentions: PlaceMention[] = [];
  const title =
    message.title === undefined ? "" : readPart(message.title, counts, { weight: titleWeight, mentions });
  const body = readPart(message.text, counts, { weight: 1, mentions });
  return { words: counts, mentions, text: `${title}\n${body}` };
};

/** Numbers for terms, and in how many messages each was met. */
export type Lexicon = {
  readonly numbers: Map<string, number>;
  readonly terms: string[];
  readonly counts: number[];
  size: number;
};

export const createLexicon = (): Lexicon => ({ numbers: new Map(), terms: [], counts: [], size: 0 });

const numberOf = (lexicon: Lexicon, term: string): number => {
  const known = lexicon.numbers.get(term);
  if (known !== undefined) return known;
  lexicon.numbers.set(term, lexicon.terms.length);
  lexicon.terms.push(term);
  lexicon.counts.push(0);
  return lexicon.terms.length - 1;
};

/** Names of places that the messages share, each with its core. */
export type Gazetteer = { readonly readings: Map<string, number>; readonly cores: Map<string, string> };

/** Learns which readings are names from all messages. */
export const learnNames = (messages: readonly ReadMessage[]): Gazetteer => {
  const readings = new Map<string, number>();
  for (const { mentions } of messages)
    for (const reading of new Set(mentions.flat())) readings.set(reading, (readings.get(reading) ?? 0) + 1);
  const cores = new Map<string, string>();
  const countOf = (reading: string): number => readings.get(reading) ?? 0;
  for (const { mentions } of messages)
    for (const mention of mentions) {
      const name = chooseName(mention, countOf);
      if (name !== undefined) cores.set(name, coreOfName(name));
    }
  return { readings, cores };
};

/** The core names a message has: those it mentions in full, and those whose core stands in its text without an ending. */
export const namesIn = (
  message: ReadMessage,
  gazetteer: Gazetteer,
  coreList: readonly string[],
): Set<string> => {
  const found = new Set<string>();
  for (const mention of message.mentions) {
    const name = chooseName(mention, (reading) => gazetteer.readings.get(reading) ?? 0);
    if (name !== undefined) found.add(gazetteer.cores.get(name) ?? coreOfName(name));
  }
  for (const core of coreList) if (message.text.includes(core)) found.add(core);
  return found;
};

/** All terms of a message with their raw weights, before idf: words, places (`@name`) and the street (`#street`). */
export const termsOf = (
  message: ReadMessage,
  { names, street }: { readonly names: ReadonlySet<string>; readonly street: string | undefined },
): Map<string, number> => {
  const terms = new Map<string, number>();
  for (const [word, count] of message.words) terms.set(word, 1 + Math.log(count));
  for (const name of names) terms.set(`@${name}`, 1);
  if (street !== undefined && street !== "") terms.set(`#${street}`, 1);
  return terms;
};

/** Counts the terms of a message once more in the lexicon. */
export const countTerms = (lexicon: Lexicon, terms: ReadonlyMap<string, number>): void => {
  lexicon.size += 1;
  for (const term of terms.keys()) {
    const number = numberOf(lexicon, term);
    lexicon.counts[number] = (lexicon.counts[number] ?? 0) + 1;
  }
};

const factorOf = (term: string, options: FeatureOptions): number =>
  term.startsWith("@") ? options.placeBoost : term.startsWith("#") ? options.streetWeight : 1;

/** The vector of a message under what the lexicon has counted so far: (1 + ln tf) · ln((N + 1) / (df + 0.5)), unit length. */
export const toVector = (
  terms: ReadonlyMap<string, number>,
  lexicon: Lexicon,
  options: FeatureOptions,
): FeatureVector => {
  const entries: [number, number][] = [];
  for (const [term, weight] of terms) {
    const factor = factorOf(term, options);
    const number = numberOf(lexicon, term);
    const idf = Math.log((lexicon.size + 1) / ((lexicon.counts[number] ?? 0) + 0.5));
    if (factor > 0 && idf > 0) entries.push([number, weight * idf * factor]);
  }
  entries.sort(([a], [b]) => a - b);
  const norm = Math.sqrt(entries.reduce((sum, [, weight]) => sum + weight * weight, 0));
  return {
    terms: Int32Array.from(entries, ([number]) => number),
    weights: Float64Array.from(entries, ([, weight]) => weight / norm),
  };
};
