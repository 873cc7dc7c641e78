import type { Cell, Command, CommandContext, Outcome } from "../command.ts";
import { estimateColumns, toFigure, toRow } from "../estimands/figures.ts";
import { toAreaFigures } from "../estimands/areas.ts";
import { toVerdictFigures } from "../estimands/judgement.ts";
import { runExample } from "../example/run-example.ts";
import { UsageError } from "../option-values.ts";
import { areaScript } from "../r-scripts/area-script.ts";
import { estimateScript } from "../r-scripts/estimate-script.ts";
import { collectReport } from "../report/collect.ts";
import { toReportPage } from "../report/report-page.ts";

const usualFolder = "kepu-measure-example";

const example = async ({ values, seed, threads, io, runStep }: CommandContext): Promise<Outcome> => {
  await runExample(values.get("out") ?? usualFolder, {
    seed: values.has("seed") ? seed : "2026",
    threads,
    say: io.stderr,
    runStep,
  });
  return { title: "示例", figures: [], tables: [], notes: [], rScript: "" };
};

/** `report`: one page with everything; `report --example` makes a synthetic district and its report. */
export const command: Command = {
  name: "report",
  summary: "一页报告：全区、人群、街道、判定、质量；--example 用合成的区从头走一遍",
  required: [],
  optional: ["data", "areas", "truth"],
  flags: ["example"],
  folderFlag: "example",
  run: async (context): Promise<Outcome> => {
    const { values, design: file, designName, table, seed, progress, inputs } = context;
    if (values.has("example")) return example(context);
    if (!values.has("data")) throw new UsageError("缺少 --data（或用 --example 看示例）。");
    const areas = values.has("areas") ? await table("areas") : undefined;
    const data = collectReport(
      file,
      {
        data: await table("data"),
        areas,
        truth: values.has("truth") ? await table("truth") : undefined,
      },
      { name: designName, seed, progress: progress("报告") },
    );
    const { whole, groups, differences, streets, verdict, built, level, settings } = data;
    const evaluated = [whole, ...groups.flatMap(({ rows }) => rows), ...differences];
    const figures = [
      ...evaluated.map((one) => toFigure(one, built, level)),
      ...(streets === undefined ? [] : toAreaFigures(streets, level)),
      ...(verdict === undefined
        ? []
        : toVerdictFigures(verdict, {
            estimate: whole.value,
            respondents: whole.respondents,
            degreesOfFreedom: whole.degreesOfFreedom,
          })),
    ];
    const scripted = {
      ...file,
      estimates: [{ ...data.estimand, by: groups.map(({ column }) => column) }],
    };
    const scriptData = { data: built.table.file, level };
    return {
      title: `${settings.place} ${settings.year} 年公民科学素质调查报告`,
      figures,
      tables: [
        {
          name: "estimates",
          title: "估计",
          columns: [...estimateColumns, { name: "truth", title: "真值", kind: "share" }],
          rows: evaluated.map((one): Cell[] => [...toRow(one), data.truth.get(one.id) ?? null]),
        },
        {
          name: "streets",
          title: "各街道",
          columns: [
            { name: "id", title: "街道", kind: "text" },
            { name: "sampled", title: "有样本", kind: "text" },
            { name: "estimate", title: "估计", kind: "share" },
            { name: "lower", title: "下限", kind: "share" },
            { name: "upper", title: "上限", kind: "share" },
            { name: "truth", title: "真值", kind: "share" },
          ],
          rows: (streets?.result.areas ?? []).map((area): Cell[] => [
            area.id,
            area.sampled ? "是" : "否",
            area.estimate,
            area.lower,
            area.upper,
            data.truth.get(`street/${area.id}`) ?? null,
          ]),
        },
      ],
      notes: [],
      page: toReportPage(data, { figures, record: { command: "report", seed, inputs } }),
      rScript:
        streets === undefined || areas === undefined
          ? estimateScript(scripted, scriptData)
          : `${estimateScript(scripted, scriptData)}\n${areaScript(file, {
              data: built.table.file,
              areas: areas.file,
              run: streets,
            })}`,
    };
  },
};
