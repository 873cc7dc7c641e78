import { writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { coverage } from "../coverage.ts";
import { PlanError } from "../errors.ts";
import { describePlanError } from "../messages.ts";
import { parsePlan } from "../parse-plan.ts";
import { toStructureTree } from "../print-tree.ts";
import { readPlanFile } from "./read-plan-file.ts";

export type CommandIo = { readonly stdout: (text: string) => void; readonly stderr: (text: string) => void };

const usage = `用法：kepu plan parse <文件> [--format json|tree] [--out <文件>]
  <文件>     方案原文：.docx、.txt 或 .md
  --format   tree（默认）打印结构树；json 打印全部内容
  --out      写入文件，不打印到屏幕
`;

type Command = { readonly file: string; readonly format: "json" | "tree"; readonly out: string | null };

/** Null for a command line that says nothing sensible. */
const readCommand = (argv: readonly string[]): Command | "help" | null => {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { format: { type: "string" }, out: { type: "string" }, help: { type: "boolean", short: "h" } },
    });
    if (values.help === true) return "help";
    const format = values.format ?? "tree";
    const file = positionals[0];
    if (file === undefined || positionals.length > 1 || (format !== "json" && format !== "tree")) return null;
    return { file, format, out: values.out ?? null };
  } catch (error) {
    // parseArgs throws a TypeError for an option it does not know.
    if (error instanceof TypeError) return null;
    throw error;
  }
};

const write = async (command: Command & { readonly out: string }, text: string): Promise<void> => {
  const file = basename(command.out);
  if (resolve(command.out) === resolve(command.file)) throw new PlanError("plan.output_is_input", { file });
  try {
    await writeFile(command.out, text);
  } catch (cause) {
    throw new PlanError("plan.output_unwritable", { file }, { cause });
  }
};

/**
 * The command `kepu plan parse`: reads a plan and prints its structure. Exit codes: 0 done (diagnostics are part of the
 * result), 1 refused with a sentence on stderr, 2 not understood.
 *
 * @example await runPlanParse([], { stdout: () => {}, stderr: () => {} }); // => 2
 */
export const runPlanParse = async (argv: readonly string[], io: CommandIo): Promise<number> => {
  const command = readCommand(argv);
  if (command === null || command === "help") {
    (command === null ? io.stderr : io.stdout)(usage);
    return command === null ? 2 : 0;
  }
  try {
    const text = await readPlanFile(command.file);
    const document = parsePlan(text);
    const covered = coverage(document, text);
    if (!covered.complete) throw new Error(`the tree lost text: ${JSON.stringify(covered)}`);
    const output =
      command.format === "json" ? `${JSON.stringify(document, null, 2)}\n` : toStructureTree(document);
    if (command.out === null) io.stdout(output);
    else await write({ ...command, out: command.out }, output);
    return 0;
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    io.stderr(`${describePlanError(error)}\n`);
    return 1;
  }
};
