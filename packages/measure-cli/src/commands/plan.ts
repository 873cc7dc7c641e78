import * as survey from "@kepu/survey-statistics";
import type { Cell, Command, Outcome } from "../command.ts";
import { section } from "../design-file/read-design.ts";
import { verdictWords } from "../estimands/judgement.ts";
import { drawForest } from "../html/forest.ts";
import { showShare } from "../html/numbers.ts";
import { fullColumn, numberColumn, type Table } from "../input/table.ts";
import { planScript } from "../r-scripts/plan-script.ts";
import type { PlanTask } from "../workers/plan-task.ts";
import { runTasks } from "../workers/run-tasks.ts";

const methodNames: Readonly<Record<survey.PlannedMethod, string>> = {
  "direct-usual": "直接估计 ± t·误差，整个设计的自由度（一般程序的默认）",
  "direct-whole": "直接估计，logit 区间，整个设计的自由度",
  "direct-domain": "直接估计，logit 区间，街道自己社区数的自由度",
  "small-area": "小区域模型（Fay–Herriot），与全区对齐",
};

/** A column of the table, or the same number for all where a number is written. */
const numbersOf = (table: Table, word: string): Float64Array =>
  !table.columns.has(word) && word.trim() !== "" && Number.isFinite(Number(word))
    ? new Float64Array(table.rows).fill(Number(word))
    : numberColumn(table, word);

const intervalCells = (found: survey.PlannedInterval): Cell[] => [
  found.coverage,
  found.coverageError,
  found.width,
  found.rootMeanSquaredError,
];

/** `plan`: how wide intervals will be, whether they will hold the truth and whether a target can be judged, before field work. */
export const command: Command = {
  name: "plan",
  summary: "实地之前模拟抽样设计：各街道区间的宽度和覆盖率，能判断目标的样本",
  required: ["areas"],
  optional: [],
  run: async ({ design: file, designName, table: read, seed, threads, progress }): Promise<Outcome> => {
    const settings = section(file, "plan", designName);
    const areas = await read("areas");
    const ids = fullColumn(areas, settings.areaId);
    const population = numberColumn(areas, settings.population);
    const communities = numbersOf(areas, settings.communities);
    const respondents = numbersOf(areas, settings.respondentsPerCommunity);
    const share = numbersOf(areas, settings.share);
    const covariates = (settings.covariates ?? []).map((name) => numberColumn(areas, name));
    const at = (column: Float64Array, row: number): number => column[row] ?? Number.NaN;
    const replicates = settings.replicates ?? 500;
    const { verdict } = file;
    const target =
      verdict === undefined
        ? undefined
        : {
            target: verdict.target,
            ...(verdict.confidence === undefined ? {} : { confidence: verdict.confidence }),
            ...(verdict.power === undefined ? {} : { power: verdict.power }),
          };
    const planned: survey.PlannedDesign = {
      streets: ids.map((id, row) => ({
        id,
        population: at(population, row),
        communities: at(communities, row),
        respondentsPerCommunity: at(respondents, row),
        share: at(share, row),
        covariates: covariates.map((column) => at(column, row)),
      })),
      intraclassCorrelation: settings.intraclassCorrelation,
    };
    const options: survey.PlanOptions = {
      replicates,
      seed,
      level: file.level ?? 0.95,
      ...(target === undefined ? {} : { target }),
    };
    // Parts of one size whatever the threads, so that sums are rounded alike.
    const size = Math.max(10, Math.ceil(replicates / 64));
    const parts = await runTasks<survey.PlanPart>(
      new URL("../workers/plan-task.ts", import.meta.url),
      Array.from({ length: Math.ceil(replicates / size) }, (_, k): PlanTask => ({
        design: planned,
        options,
        from: size * k,
        to: Math.min(replicates, size * (k + 1)),
      })),
      { threads, progress: progress("模拟") },
    );
    const simulation = survey.joinPlan(planned, parts, options);
    const percent = Math.round(simulation.level * 100);
    const inputs = {
      街道: ids.length,
      答卷者: simulation.respondents,
      社区内相关: settings.intraclassCorrelation,
      模拟次数: replicates,
      名义覆盖率: simulation.level,
    };
    const [usual, , domain, model] = simulation.methods;
    const judged = simulation.target;
    return {
      title: file.title ?? "抽样设计的模拟",
      figures: [
        {
          id: "district",
          label: "全区区间的覆盖率",
          kind: "share",
          value: simulation.district.coverage,
          standardError: simulation.district.coverageError,
          formula: "design-simulation",
          inputs: { ...inputs, 平均宽度: simulation.district.width },
        },
        ...simulation.methods.map((found) => ({
          id: `streets/${found.method}`,
          label: `各街道区间的覆盖率：${methodNames[found.method]}`,
          kind: "share" as const,
          value: found.coverage,
          standardError: found.coverageError,
          formula: "design-simulation" as const,
          inputs: { ...inputs, 平均宽度: found.width, 均方根误差: found.rootMeanSquaredError },
        })),
        ...(judged?.respondentsToDecide === undefined
          ? []
          : [
              {
                id: "respondents",
                label: "能判断目标所需的答卷者",
                kind: "count" as const,
                value: judged.respondentsToDecide,
                formula: "verdict-sample" as const,
                inputs: { ...inputs, 目标: judged.target, 假定的全区比例: judged.truth },
              },
            ]),
      ],
      tables: [
        {
          name: "methods",
          title: `各种 ${percent}% 区间实际盖住真值的次数`,
          columns: [
            { name: "method", title: "区间", kind: "text" },
            { name: "coverage", title: "覆盖率", kind: "share" },
            { name: "coverageError", title: "模拟误差", kind: "share" },
            { name: "width", title: "平均宽度", kind: "share" },
            { name: "rootMeanSquaredError", title: "均方根误差", kind: "share" },
          ],
          rows: [
            ["全区", ...intervalCells(simulation.district)],
            ...simulation.methods.map((found): Cell[] => [
              methodNames[found.method],
              ...intervalCells(found),
            ]),
          ],
        },
        {
          name: "streets",
          title: "各街道",
          columns: [
            { name: "id", title: "街道", kind: "text" },
            { name: "respondents", title: "答卷者", kind: "count" },
            ...simulation.methods.flatMap(({ method }) => [
              { name: `${method}.coverage`, title: `${method} 覆盖率`, kind: "share" as const },
              { name: `${method}.width`, title: `${method} 宽度`, kind: "share" as const },
            ]),
          ],
          rows: simulation.streets.map(({ id, intervals }, row): Cell[] => [
            id,
            at(communities, row) * at(respondents, row),
            ...intervals.flatMap(({ coverage, width }) => [coverage, width]),
          ]),
        },
        ...(judged === undefined
          ? []
          : [
              {
                name: "target",
                title: "能不能判断目标",
                columns: [
                  { name: "target", title: "目标", kind: "share" as const },
                  { name: "truth", title: "假定的全区比例", kind: "share" as const },
                  { name: "reached", title: "“已达到”", kind: "share" as const },
                  { name: "notReached", title: "“未达到”", kind: "share" as const },
                  { name: "cannotTell", title: "“不能判断”", kind: "share" as const },
                  { name: "respondentsToDecide", title: "能判断所需的答卷者", kind: "count" as const },
                ],
                rows: [
                  [
                    judged.target,
                    judged.truth,
                    judged.reached,
                    judged.notReached,
                    judged.cannotTell,
                    judged.respondentsToDecide ?? null,
                  ],
                ],
              },
            ]),
      ],
      parts: [
        {
          title: "覆盖率",
          html: drawForest({
            caption: `街道 ${percent}% 区间实际的覆盖率，横线为模拟误差的两倍`,
            labelTitle: "区间",
            rows: simulation.methods.map(({ method, coverage, coverageError }) => ({
              label: method,
              value: coverage,
              lower: Math.max(0, coverage - 2 * coverageError),
              upper: Math.min(1, coverage + 2 * coverageError),
            })),
            reference: { value: simulation.level, label: `名义 ${percent}%` },
          }),
        },
      ],
      notes: [
        ...(usual === undefined || domain === undefined || model === undefined
          ? []
          : [
              `一般程序给街道的 ${percent}% 区间实际只有 ${showShare(usual.coverage, 0)} 盖住真值；用街道自己的自由度有 ${showShare(domain.coverage, 0)}，宽 ${showShare(domain.width, 0)}；小区域模型 ${showShare(model.coverage, 0)}，宽 ${showShare(model.width, 0)}。`,
            ]),
        ...(judged === undefined
          ? []
          : [
              `目标 ${showShare(judged.target, 0)}，假定全区为 ${showShare(judged.truth)}：这个设计有 ${showShare(judged.cannotTell, 0)} 的可能“${verdictWords({ outcome: "cannot-tell" })}”。${judged.respondentsToDecide === undefined ? "真实比例离目标太近，加大样本也判断不了。" : `同样的设计约需 ${judged.respondentsToDecide.toLocaleString("en")} 名答卷者才能判断。`}`,
            ]),
        "模拟假定街道内等权、社区有放回抽取；结果取决于写下的比例和社区内相关，请换几组数再看。",
      ],
      rScript: planScript(settings, {
        areas: areas.file,
        streets: ids.map((id, row) => ({
          id,
          communities: at(communities, row),
          respondents: at(respondents, row),
          share: at(share, row),
        })),
        level: simulation.level,
        replicates,
      }),
    };
  },
};
