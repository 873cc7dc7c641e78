import { ClaimError } from "@kepu/claim-matching";
import { DemandError, describeDemandError } from "@kepu/demand";
import { describeRecommenderError, RecommenderError } from "@kepu/recommender";
import { describeTextError, TextError } from "@kepu/text";
import { describeDispatchError, DispatchError } from "@kepu/dispatch";
import { parseArgs } from "node:util";
import type { Command, CommandIo } from "./command.ts";
import { claimsEval } from "./commands/claims-eval.ts";
import { claimsRun } from "./commands/claims-run.ts";
import { demandEval } from "./commands/demand-eval.ts";
import { demandRun } from "./commands/demand-run.ts";
import { dispatchEval } from "./commands/dispatch-eval.ts";
import { dispatchRun } from "./commands/dispatch-run.ts";
import { recommendEval } from "./commands/recommend-eval.ts";
import { recommendTune } from "./commands/recommend-tune.ts";
import { recommendRun } from "./commands/recommend-run.ts";
import { searchEval } from "./commands/search-eval.ts";
import { searchRun } from "./commands/search-run.ts";
import { describeLabError, LabError } from "./errors.ts";
import { readWhole, UsageError } from "./option-values.ts";

const commands: readonly Command[] = [
  searchRun,
  searchEval,
  recommendRun,
  recommendTune,
  recommendEval,
  claimsRun,
  claimsEval,
  demandRun,
  demandEval,
  dispatchRun,
  dispatchEval,
];

const usage = `用法：
${commands.map((command) => `  ${command.usage}\n`).join("")}`;

const readValues = (command: Command, argv: readonly string[]): Map<string, string> => {
  const known = [...command.required, ...command.optional];
  const { values } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(known.map((name) => [name, { type: "string" as const }])),
  });
  const given = new Map<string, string>();
  for (const name of known) {
    const value = values[name];
    if (typeof value === "string") given.set(name, value);
  }
  const missing = command.required.find((name) => (given.get(name) ?? "") === "");
  if (missing !== undefined) throw new UsageError(`缺少 --${missing}。`);
  readWhole(given, { name: "seed", usual: 1, least: 0, most: 4_294_967_295 });
  return given;
};

const sentenceOf = (error: unknown): string | undefined => {
  if (error instanceof LabError) return describeLabError(error);
  if (error instanceof ClaimError)
    return `${error.message}${error.subject === "" ? "" : `（${error.subject}）`}`;
  if (error instanceof DemandError) return describeDemandError(error);
  if (error instanceof DispatchError) return describeDispatchError(error);
  if (error instanceof RecommenderError) return describeRecommenderError(error);
  if (error instanceof TextError) return describeTextError(error);
  return undefined;
};

/**
 * The command `kepu-lab`. Exit codes: 0 done, 1 refused with a sentence on stderr, 2 not understood.
 *
 * @param argv without node and the script
 * @example await runLab([], { stdout: () => {}, stderr: () => {}, now: () => 0, memoryBytes: () => 0, isTerminal: false }); // => 2
 */
export const runLab = async (argv: readonly string[], io: CommandIo): Promise<number> => {
  if (argv.includes("--help") || argv.includes("-h")) {
    io.stdout(usage);
    return 0;
  }
  const name = argv.slice(0, 2).join(" ");
  const command = commands.find((candidate) => candidate.name === name);
  try {
    if (command === undefined) throw new UsageError("");
    const values = readValues(command, argv.slice(2));
    const begun = io.now();
    await command.run(values, io);
    io.stderr(
      `用时 ${((io.now() - begun) / 1000).toFixed(2)} 秒，内存最多 ${Math.round(io.memoryBytes() / 1_048_576)} MB\n`,
    );
    return 0;
  } catch (error) {
    // parseArgs throws a TypeError with a code for an option it does not know.
    if (error instanceof UsageError || (error instanceof TypeError && "code" in error)) {
      io.stderr(`${error instanceof UsageError && error.message !== "" ? `${error.message}\n` : ""}${usage}`);
      return 2;
    }
    const sentence = sentenceOf(error);
    if (sentence === undefined) throw error;
    io.stderr(`${sentence}\n`);
    return 1;
  }
};
