import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { runMeasure } from "../run-measure.ts";

/** What a command line did: its exit code, standard output and standard error. */
export type Ran = { readonly code: number; readonly out: string; readonly said: string };

/** What a command writes as JSON. */
export type Answer = {
  readonly figures: readonly {
    readonly id: string;
    readonly value: number;
    readonly standardError: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  readonly tables: Readonly<Record<string, readonly Record<string, number | string | null>[]>>;
  readonly notes: readonly string[];
};

/** Runs kepu-measure in this process and keeps what it wrote. */
export const runWords = async (words: readonly string[]): Promise<Ran> => {
  let out = "";
  let said = "";
  const code = await runMeasure(words, {
    stdout: (more) => (out += more),
    stderr: (more) => (said += more),
    now: () => 0,
    isTerminal: false,
  });
  return { code, out, said };
};

/** A folder for one test file, gone after its tests, and command lines in which `@name` is a file of that folder. */
export const createCommandLine = (prefix: string) => {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  const read = (name: string): string => readFileSync(at(name), "utf8");
  const write = (name: string, value: unknown): void =>
    writeFileSync(at(name), typeof value === "string" ? value : JSON.stringify(value));
  const words = (text: string): string[] =>
    text.split(" ").map((word) => (word.startsWith("@") ? at(word.slice(1)) : word));
  const run = (text: string): Promise<Ran> => runWords(words(text));
  const answer = async (text: string): Promise<Answer> => {
    const { code, out, said } = await run(text);
    assert.equal(code, 0, said);
    return JSON.parse(out) as Answer; // of the command
  };
  /** The sentence with which a command refuses. */
  const refusal = async (text: string): Promise<string> => {
    const { code, said } = await run(text);
    assert.equal(code, 1, said);
    return said;
  };
  /** One page without script, network or NaN; its R code and explanations whole. */
  const checkPage = async (text: string): Promise<void> => {
    const { code, said } = await run(`${text} --out @page.html --r-script @page.R`);
    assert.equal(code, 0, said);
    const html = read("page.html");
    assert.equal(html.match(/<h1>/gu)?.length, 1, text);
    assert.doesNotMatch(html, /<script|https?:\/\/|NaN|undefined|Infinity/u, text);
    assert.doesNotMatch(read("page.R"), /NaN|undefined|\[object/u, text);
    const explained = await run(`${text} --explain all`);
    assert.match(explained.out, /出处：/u, text);
    assert.doesNotMatch(explained.out, /NaN|undefined/u, text);
  };
  return { folder, at, read, write, words, run, answer, refusal, checkPage };
};
