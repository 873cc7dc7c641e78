import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type FixtureClaim = {
  readonly id: string;
  readonly topic: string;
  readonly claim: string;
  readonly verdict: string;
  readonly correction: string;
  /** A document that says the same, where one was seen; many corrections have none. */
  readonly source?: string;
  /** The day on which the correction was compared with stored public pages. */
  readonly checked?: string;
};
export type Rewording = { readonly id: string; readonly kind: string; readonly text: string };
export type Split = "train" | "dev" | "test";

const folder = join(import.meta.dirname, "../../fixtures");

const readLines = (...parts: string[]): string[] =>
  readFileSync(join(folder, ...parts), "utf8")
    .trimEnd()
    .split("\n");

const readFolder = (name: string): string[] =>
  readdirSync(join(folder, name))
    .sort()
    .flatMap((file) => readLines(name, file));

export const readClaims = (): FixtureClaim[] =>
  readFolder("claims").map((line) => JSON.parse(line) as FixtureClaim); // our own files

export const readRewordings = (): Rewording[] =>
  readFolder("rewordings").flatMap((line) => {
    const { id, ...texts } = JSON.parse(line) as Record<string, string>; // our own files
    return Object.entries(texts).map(([kind, text]) => ({ id: id ?? "", kind, text }));
  });

/** Messages that none of the claims answers; the split goes by the id as for claims. */
export const readUnanswerable = (): Rewording[] =>
  readLines("unanswerable.jsonl").map((line) => JSON.parse(line) as Rewording); // our own file

type Source = {
  readonly id: string;
  readonly institution: string;
  readonly title: string;
  readonly seen: string;
};

export const readSources = (): Source[] =>
  readLines("sources.jsonl").map((line) => JSON.parse(line) as Source); // our own file

/** Of ten ids in a row five are for training, two for development, three for the test. */
export const splitOf = (id: string): Split => {
  const last = Number(id.slice(1)) % 10;
  return last < 5 ? "train" : last < 7 ? "dev" : "test";
};

export type EnglishRow = {
  readonly id: string;
  readonly title?: string;
  readonly claim?: string;
  readonly messages: readonly string[];
};

/** Forty English claims with two messages each, then thirty messages that no claim answers. Nothing is fitted to them. */
export const readEnglish = (): EnglishRow[] =>
  readLines("english.jsonl").map((line) => JSON.parse(line) as EnglishRow); // our own file
