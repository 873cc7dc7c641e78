import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command } from "../command.ts";

const order = [
  "plan",
  "sample",
  "irt",
  "link",
  "equate",
  "dif",
  "cat simulate",
  "weights",
  "score",
  "estimate",
  "small-area",
  "verdict",
  "report",
];

const files = readdirSync(import.meta.dirname).filter(
  (name) => /^[a-z-]+\.ts$/u.test(name) && name !== "index.ts",
);

const found = await Promise.all(
  files.map(async (name): Promise<Command> => {
    const module = (await import(pathToFileURL(join(import.meta.dirname, name)).href)) as {
      readonly command: Command;
    }; // every file of this folder exports `command`
    return module.command;
  }),
);

/** All subcommands, one a file of this folder, in the order of a survey's work. */
export const commands: readonly Command[] = found.toSorted(
  (left, right) => order.indexOf(left.name) - order.indexOf(right.name),
);
