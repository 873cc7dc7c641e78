import { basename, extname } from "node:path";
import { parseArgs } from "node:util";
import { type Command, type CommandContext, type CommandIo, type Outcome, showProgress } from "./command.ts";
import { commands } from "./commands/index.ts";
import { toDesign } from "./design-file/read-design.ts";
import { MeasureError } from "./errors.ts";
import { explainFigure, findFigures } from "./explain/explain.ts";
import { type InputFile, readJson, readTable } from "./input/read-table.ts";
import { readWhole, UsageError } from "./option-values.ts";
import { type RunRecord, toCsv, toHtml, toJson } from "./output/render.ts";
import { writeWhole } from "./output/write-file.ts";
import { sentenceOf } from "./refusals.ts";

/** Options that every command takes. */
const commonOptions = ["design", "out", "seed", "threads", "explain", "r-script"] as const;

const usage = `用法：kepu-measure <命令> --design 设计.json --data 数据.csv --out 结果.html
${commands.map(({ name, summary }) => `  ${name.padEnd(14)} ${summary}`).join("\n")}
共同选项：
  --design   JSON 设计文件，字段见 design.schema.json
  --out      结果文件，.json、.csv 或 .html；不写则把 JSON 写到标准输出
  --seed     随机种子；同样的种子和文件得到同样的字节
  --threads  并行线程数（1 到 64）；结果与线程数无关
  --explain  某个数字的编号、编号的开头，或 all：写出公式、出处和用到的数
  --r-script 写出重算这些数字的 R 脚本
各命令的选项：kepu-measure <命令> --help
`;

const commandUsage = (command: Command): string =>
  `用法：kepu-measure ${command.name} ${command.required.map((name) => `--${name} 文件`).join(" ")}${command.optional.map((name) => ` [--${name} …]`).join("")}${(command.flags ?? []).map((name) => ` [--${name}]`).join("")} --design 设计.json [--out 结果] [--seed 种子] [--threads 数] [--explain 编号] [--r-script 脚本.R]
  ${command.summary}
`;

const readValues = (command: Command, argv: readonly string[]): Map<string, string> => {
  const known = [...new Set([...command.required, ...command.optional, ...commonOptions])];
  const flags = command.flags ?? [];
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...Object.fromEntries(known.map((name) => [name, { type: "string" as const }])),
      ...Object.fromEntries(flags.map((name) => [name, { type: "boolean" as const }])),
    },
  });
  const given = new Map<string, string>();
  for (const name of flags) if (values[name] === true) given.set(name, "");
  for (const name of known) {
    const value = values[name];
    if (typeof value === "string") given.set(name, value);
  }
  const missing = command.required.find((name) => (given.get(name) ?? "") === "");
  if (missing !== undefined) throw new UsageError(`缺少 --${missing}。`);
  return given;
};

const createContext = async (
  values: ReadonlyMap<string, string>,
  io: CommandIo,
): Promise<CommandContext & { readonly paths: readonly string[] }> => {
  const inputs: InputFile[] = [];
  const paths: string[] = [];
  const designPath = values.get("design");
  let design: CommandContext["design"] = {};
  if (designPath !== undefined) {
    const { value, input } = await readJson(designPath);
    design = toDesign(value, input.name);
    inputs.push(input);
    paths.push(designPath);
  }
  const pathOf = (option: string): string => {
    const path = values.get(option);
    if (path === undefined) throw new UsageError(`缺少 --${option}。`);
    paths.push(path);
    return path;
  };
  return {
    values,
    io,
    seed: values.get("seed") ?? design.seed ?? "1",
    threads: readWhole(values, { name: "threads", usual: 1, least: 1, most: 64 }),
    design,
    designName: designPath === undefined ? "（未给 --design）" : basename(designPath),
    inputs,
    paths,
    table: async (option) => {
      const { table, input } = await readTable(pathOf(option));
      inputs.push(input);
      return table;
    },
    json: async (option) => {
      const { value, input } = await readJson(pathOf(option));
      inputs.push(input);
      return { value, name: input.name };
    },
    progress: (label) => showProgress(io, label),
    runStep: (argv) => runMeasure(argv, io),
  };
};

const render = (outcome: Outcome, record: RunRecord, path: string): string => {
  switch (extname(path).toLowerCase()) {
    case ".json":
      return toJson(outcome, record);
    case ".csv": {
      const [first] = outcome.tables;
      if (first === undefined) throw new MeasureError("measure.output_type", { file: basename(path) });
      return toCsv(first);
    }
    case ".html":
      return toHtml(outcome, record);
    default:
      throw new MeasureError("measure.output_type", { file: basename(path) });
  }
};

const answer = async (command: Command, argv: readonly string[], io: CommandIo): Promise<void> => {
  const values = readValues(command, argv);
  const out = values.get("out");
  // Refused before hours of work, not after.
  const fillsFolder = command.folderFlag !== undefined && values.has(command.folderFlag);
  if (out !== undefined && !fillsFolder && !/\.(json|csv|html)$/iu.test(out))
    throw new MeasureError("measure.output_type", { file: basename(out) });
  const begun = io.now();
  const context = await createContext(values, io);
  const outcome = await command.run(context);
  const record = { command: command.name, seed: context.seed, inputs: context.inputs };
  const wanted = values.get("explain");
  const explained =
    wanted === undefined ? undefined : findFigures(outcome.figures, wanted).map(explainFigure);
  if (!fillsFolder) {
    if (out !== undefined) await writeWhole(out, render(outcome, record, out), context.paths);
    else if (explained === undefined) io.stdout(toJson(outcome, record));
  }
  const script = values.get("r-script");
  if (script !== undefined) await writeWhole(script, outcome.rScript, context.paths);
  if (explained !== undefined) io.stdout(explained.join("\n"));
  io.stderr(`用时 ${((io.now() - begun) / 1000).toFixed(2)} 秒\n`);
};

/**
 * The command `kepu-measure`. Exit codes: 0 done, 1 refused with a sentence on stderr, 2 not understood.
 *
 * @param argv without node and the script
 * @example await runMeasure([], { stdout: () => {}, stderr: () => {}, now: () => 0, isTerminal: false }); // => 2
 */
export const runMeasure = async (argv: readonly string[], io: CommandIo): Promise<number> => {
  const named = commands.find(({ name }) => argv.slice(0, name.split(" ").length).join(" ") === name);
  if (argv.includes("--help") || argv.includes("-h")) {
    io.stdout(named === undefined ? usage : commandUsage(named));
    return 0;
  }
  try {
    if (named === undefined) throw new UsageError("");
    await answer(named, argv.slice(named.name.split(" ").length), io);
    return 0;
  } catch (error) {
    // parseArgs throws a TypeError with a code for an option it does not know.
    if (error instanceof UsageError || (error instanceof TypeError && "code" in error)) {
      const reason = error instanceof UsageError && error.message !== "" ? `${error.message}\n` : "";
      io.stderr(`${reason}${named === undefined ? usage : commandUsage(named)}`);
      return 2;
    }
    const sentence = sentenceOf(error);
    if (sentence === undefined) throw error;
    io.stderr(`${sentence}\n`);
    return 1;
  }
};
