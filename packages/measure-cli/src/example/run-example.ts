import { join } from "node:path";
import { schemaText } from "../design-file/write-schema.ts";
import { MeasureError } from "../errors.ts";
import { readTable } from "../input/read-table.ts";
import { toCsv } from "../output/render.ts";
import { writeWhole } from "../output/write-file.ts";
import { createDistrict } from "./district.ts";
import { filterRows, textColumn } from "../input/table.ts";
import { exampleDesign, unreachedDesign, unreachedStreets } from "./example-design.ts";
import { fieldworkSheet, frameSheet, pretestSheet, streetSheet, toSheet, truthSheet } from "./fieldwork.ts";

/** Persons of the example's pretest. */
const pretestPersons = 3000;

/**
 * The guided example: writes the synthetic district's files into a folder and runs the whole chain on them with the same
 * commands that a survey team types, each printed before it runs. Ends with `report.html`.
 */
export const runExample = async (
  folder: string,
  options: {
    readonly seed: string;
    readonly threads: number;
    readonly say: (text: string) => void;
    readonly runStep: (argv: readonly string[]) => Promise<number>;
  },
): Promise<void> => {
  const { seed, threads, say, runStep } = options;
  const at = (name: string): string => join(folder, name);
  const step = async (argv: readonly string[]): Promise<void> => {
    say(`\n$ kepu-measure ${argv.join(" ")}\n`);
    const code = await runStep([...argv, "--seed", seed]);
    if (code !== 0) throw new MeasureError("measure.step_failed", { command: argv[0] ?? "" });
  };
  say("合成一个区（32 个街道、五类人群，每个人的真实能力都知道）……\n");
  const district = createDistrict(seed);
  await writeWhole(at("design.schema.json"), schemaText());
  await writeWhole(
    at("design.json"),
    `${JSON.stringify({ $schema: "./design.schema.json", ...exampleDesign(district) }, undefined, 2)}\n`,
  );
  await writeWhole(at("communities.csv"), toCsv(frameSheet(district)));
  await writeWhole(at("streets.csv"), toCsv(streetSheet(district)));
  await writeWhole(at("pretest.csv"), toCsv(pretestSheet(district, pretestPersons)));
  await writeWhole(at("truth.csv"), toCsv(truthSheet(district)));
  const design = ["--design", at("design.json")];
  await step(["irt", ...design, "--data", at("pretest.csv"), "--out", at("items.json")]);
  await step(["sample", ...design, "--data", at("communities.csv"), "--out", at("sample.csv")]);
  say("\n模拟入户：约 27% 的人不答……\n");
  const { table } = await readTable(at("sample.csv"));
  await writeWhole(at("field.csv"), toCsv(fieldworkSheet(district, table)));
  await step(["weights", ...design, "--data", at("field.csv"), "--out", at("weighted.csv")]);
  await step([
    "score",
    ...design,
    "--data",
    at("weighted.csv"),
    "--items",
    at("items.json"),
    "--threads",
    String(threads),
    "--out",
    at("scored.csv"),
  ]);
  await step([
    "report",
    ...design,
    "--data",
    at("scored.csv"),
    "--areas",
    at("streets.csv"),
    "--truth",
    at("truth.csv"),
    "--r-script",
    at("report.R"),
    "--out",
    at("report.html"),
  ]);
  const unreached = unreachedStreets(district);
  say(`\n假如${unreached.join("、")}没有调查成：由登记数据预测，并标明没有样本……\n`);
  const { table: scored } = await readTable(at("scored.csv"));
  const streets = textColumn(scored, "street");
  await writeWhole(
    at("design-29.json"),
    `${JSON.stringify({ $schema: "./design.schema.json", ...unreachedDesign(district) }, undefined, 2)}\n`,
  );
  await writeWhole(
    at("scored-29.csv"),
    toCsv(toSheet(filterRows(scored, (row) => !unreached.includes(streets[row] ?? "")))),
  );
  await step([
    "small-area",
    "--design",
    at("design-29.json"),
    "--data",
    at("scored-29.csv"),
    "--areas",
    at("streets.csv"),
    "--out",
    at("streets-29.html"),
  ]);
  say(`\n没有样本的街道：${at("streets-29.html")}（空心点；真值在 truth.csv）\n`);
  say(`\n报告：${at("report.html")}（用浏览器打开，可打印）\n`);
};
