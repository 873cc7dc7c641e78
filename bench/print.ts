import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BenchRow } from "./row.ts";

const wanted = process.argv.slice(2);

/** Every *.bench.ts of this folder whose name has one of the words given; all without a word. */
const files = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith(".bench.ts"))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .sort();

const shown = (value: number): string =>
  value >= 1_000 ? Math.round(value).toLocaleString("en") : value >= 10 ? value.toFixed(1) : value.toFixed(2);

const print = (row: BenchRow): void => {
  const verdict = row.ok === undefined ? " " : row.ok ? "✓" : "✗";
  console.log(
    `${verdict} ${row.name.padEnd(58)} ${shown(row.value).padStart(12)} ${row.unit.padEnd(18)} ${(row.target ?? "").padEnd(14)} ${row.note ?? ""}`,
  );
};

let missed = 0;
for (const file of files) {
  const module = (await import(pathToFileURL(join(import.meta.dirname, file)).href)) as {
    rows: () => Promise<BenchRow[]>;
  }; // each bench file exports rows()
  for (const row of await module.rows()) {
    print(row);
    if (row.ok === false) missed += 1;
  }
}
console.log(missed === 0 ? "all targets met" : `${missed} targets missed`);
// The measured servers and pools are ended; what a library keeps alive must not hold the terminal.
process.exit(0);
