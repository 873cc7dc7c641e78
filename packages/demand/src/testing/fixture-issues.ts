import { readFileSync } from "node:fs";

/** Test support: our own texts from which residents' messages are put together. */

export type Issue = {
  readonly id: string;
  readonly street: string;
  readonly audiences: readonly string[];
  readonly weight: number;
  /** Spellings of the place; empty text where the message names none. */
  readonly places: readonly string[];
  readonly problems: readonly string[];
  readonly details: readonly string[];
  readonly asks: readonly string[];
};

export type Noise = {
  readonly places: readonly { readonly street: string; readonly name: string }[];
  readonly frames: readonly string[];
  readonly subjects: readonly string[];
  readonly singles: readonly string[];
};

const readLines = (name: string): string[] =>
  readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), "utf8").split("\n");

const listAfter = (lines: readonly string[], mark: string): string[] =>
  lines.filter((line) => line.startsWith(mark)).flatMap((line) => line.slice(mark.length).split("|"));

/** All issues of fixtures/issues.txt, in their order. */
export const readIssues = (): Issue[] => {
  const blocks: string[][] = [];
  for (const line of readLines("issues.txt")) {
    if (/^#[a-z]/.test(line)) blocks.push([line]);
    else blocks.at(-1)?.push(line);
  }
  return blocks.map((lines) => {
    const [id = "", street = "", audiences = "", weight = ""] = (lines[0] ?? "").slice(1).split(" ");
    return {
      id,
      street,
      audiences: audiences.split(","),
      weight: Number(weight === "" ? audiences : weight),
      places: listAfter(lines, "@ "),
      problems: listAfter(lines, "- "),
      details: listAfter(lines, "+ "),
      asks: listAfter(lines, "? "),
    };
  });
};

/** What fixtures/noise.txt holds. */
export const readNoise = (): Noise => {
  const lines = readLines("noise.txt");
  const places = lines
    .filter((line) => line.startsWith("= "))
    .flatMap((line) => {
      const [street = "", names = ""] = line.slice(2).split(" ");
      return names.split("|").map((name) => ({ street, name }));
    });
  return {
    places,
    frames: listAfter(lines, ": "),
    subjects: listAfter(lines, "~ "),
    singles: listAfter(lines, "* "),
  };
};
