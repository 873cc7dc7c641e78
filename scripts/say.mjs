// Words of the scripts: one step with its elapsed time, and the sentences of a refused start.
// Runs on Node 20. The sentences stand in apps/server/src/kernel/start-messages.json, once for all.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");

const sentences = JSON.parse(readFileSync(join(root, "apps/server/src/kernel/start-messages.json"), "utf8"));

/** A refusal that a person can mend; `code` is a key of start-messages.json. */
export class Refusal extends Error {
  constructor(code, values = {}) {
    super(code);
    this.code = code;
    this.values = values;
  }
}

export const toSentence = ({ code, values }) => {
  const fill = (text) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  const { zh, en } = sentences[code];
  return `${fill(zh)}\n  ${fill(en)} [${code}]`;
};

/** Exit code of a refused start (sysexits EX_CONFIG). */
export const refusedExitCode = 78;

/** Prints a refusal's sentence, or the whole of an unexpected error; returns the exit code. */
export const explain = (error) => {
  if (!(error instanceof Refusal)) {
    console.error(error);
    return 1;
  }
  console.error(`\n✗ ${toSentence(error)}\n`);
  return refusedExitCode;
};

/** Runs one named step and shows how long it takes: every second on a terminal, every ten elsewhere. */
export const step = async (name, work) => {
  const begun = performance.now();
  const seconds = () => ((performance.now() - begun) / 1000).toFixed(0);
  const isTerminal = process.stdout.isTTY;
  const show = () =>
    process.stdout.write(isTerminal ? `\r… ${name} ${seconds()} s ` : `… ${name} ${seconds()} s\n`);
  if (!isTerminal) console.log(`… ${name}`);
  const timer = setInterval(show, isTerminal ? 1_000 : 10_000);
  let mark = "✗";
  try {
    const result = await work();
    mark = "✓";
    return result;
  } finally {
    clearInterval(timer);
    const taken = ((performance.now() - begun) / 1000).toFixed(1);
    process.stdout.write(`${isTerminal ? "\r" : ""}${mark} ${name} ${taken} s${isTerminal ? "   " : ""}\n`);
  }
};
