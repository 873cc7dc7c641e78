import { createRandom } from "@kepu/numerics";
import * as irt from "@kepu/psychometrics";
import type { Cell, Command, CommandContext, Figure, Outcome } from "../command.ts";
import type { DesignFile } from "../design-file/schema.ts";
import { toPredictors } from "../estimands/regress.ts";
import { drawHistogram } from "../html/charts.ts";
import { numberColumn, type Table } from "../input/table.ts";
import { drawItems, type ItemsFile, toItemsFile } from "../measurement/items-file.ts";
import { readResponses } from "../measurement/read-responses.ts";
import { scoreScript } from "../r-scripts/score-script.ts";
import type { PlausibleResult, PlausibleTask } from "../workers/plausible-task.ts";
import { runTasks } from "../workers/run-tasks.ts";

const toCell = (value: number | null): Cell => (value === null ? null : Number(value.toFixed(6)));

type Ability = NonNullable<DesignFile["ability"]>;

const drawSets = async (
  context: CommandContext,
  options: {
    readonly file: ItemsFile;
    readonly responses: irt.Responses;
    readonly table: Table;
    readonly settings: Ability;
  },
): Promise<{ readonly values: readonly Float64Array[]; readonly results: readonly PlausibleResult[] }> => {
  const { file, responses, table, settings } = options;
  const count = settings.plausibleValues ?? 0;
  if (count === 0) return { values: [], results: [] };
  const columns = toPredictors(table, settings.predictors ?? []);
  const task = {
    responses,
    predictors:
      columns.length === 0
        ? []
        : Array.from({ length: table.rows }, (_, row) => columns.map(({ values }) => values[row] ?? 0)),
    weights: settings.weights === undefined ? undefined : numberColumn(table, settings.weights),
    refusals: context.design.test?.refusals ?? "missing",
    cutShare: settings.cutShare,
    cut: settings.cut,
  };
  // With known errors of the items every set has items of its own; else one regression serves all sets.
  const uncertain = settings.itemUncertainty !== false && file.parameters !== undefined;
  const random = createRandom(context.seed).fork("plausible-values");
  const tasks: PlausibleTask[] = uncertain
    ? Array.from({ length: count }, (_, set) => ({
        ...task,
        items: drawItems(file, random.fork(`items ${set}`)),
        count: 1,
        seed: `${context.seed} set ${set}`,
      }))
    : [{ ...task, items: file.items, count, seed: `${context.seed} sets` }];
  const results = await runTasks<PlausibleResult>(
    new URL("../workers/plausible-task.ts", import.meta.url),
    tasks,
    { threads: context.threads, progress: context.progress("似真值") },
  );
  return { values: results.flatMap(({ sets }) => sets), results };
};

/** The sets with linking constants drawn anew for each: what was brought onto a scale by an uncertain line. */
const moveSets = (
  sets: readonly Float64Array[],
  linking: ItemsFile["linking"],
  seed: string,
): readonly Float64Array[] => {
  if (linking === undefined) return sets;
  const { slope, intercept } = linking;
  const before = sets.map((set) => set.map((value) => (value - intercept) / slope));
  return irt.linkPlausibleValues(before, linking, { seed: `${seed} linking` });
};

/** lz* of every person; none for EAP, whose equation its correction does not know, nor at an end of the scale. */
const fitOfPersons = (
  items: readonly irt.Item[],
  responses: irt.Responses,
  {
    method,
    scores,
    population = { mean: 0, variance: 1 },
    refusals,
  }: {
    readonly method: NonNullable<Ability["method"]>;
    readonly scores: { readonly theta: Float64Array; readonly atBound: Uint8Array };
    readonly population: ItemsFile["groups"][number] | undefined;
    readonly refusals: irt.RefusalRule;
  },
): readonly (number | null)[] | undefined => {
  if (method === "eap") return undefined;
  const scored = {
    ...responses,
    scores: responses.scores.map((score) => (score === irt.REFUSED && refusals === "zero" ? 0 : score)),
  };
  const estimator = method === "map" ? { method, ...population } : { method };
  return irt
    .personFit(items, scored, { theta: scores.theta, estimator })
    .map(({ lzStar }, person) => (scores.atBound[person] === 1 ? null : (lzStar ?? null)));
};

/** `score`: abilities, and plausible values for shares, from calibrated items. */
export const command: Command = {
  name: "score",
  summary: "由题目参数求能力（EAP、WLE、MAP、ML）和似真值，并按合格线标出是否合格",
  required: ["data", "items"],
  optional: [],
  run: async (context): Promise<Outcome> => {
    const { design: file, table: read, json } = context;
    const settings = file.ability ?? {};
    const table = await read("data");
    const { value, name } = await json("items");
    const items = toItemsFile(value, name);
    const responses = readResponses(
      table,
      items.items.map(({ id }) => id),
      file.test ?? {},
    );
    const method = settings.method ?? "eap";
    const population = items.groups[0];
    const refusals = file.test?.refusals ?? "missing";
    const scores = irt.scoreResponses(items.items, responses, {
      method,
      refusals,
      unbounded: "bound",
      ...(population === undefined
        ? {}
        : {
            population: { mean: population.mean, standardDeviation: Math.sqrt(population.variance) },
          }),
    });
    const fits = fitOfPersons(items.items, responses, { method, scores, population, refusals });
    const { values: drawn, results } = await drawSets(context, { file: items, responses, table, settings });
    const linking = settings.linkingUncertainty === false ? undefined : items.linking;
    const values = moveSets(drawn, linking, context.seed);
    // A cut through the form's own items moves with them: the error of linking is not in who passes it.
    const judged = settings.cutShare === undefined ? values : drawn;
    const cut =
      settings.cutShare === undefined ? settings.cut : irt.abilityCut(items.items, settings.cutShare);
    const setsOfResult = results.length === 0 ? 1 : values.length / results.length;
    const cuts = values.map((_, set) => results[Math.floor(set / setsOfResult)]?.cut);
    const mean = scores.theta.reduce((a, b) => a + b, 0) / table.rows;
    const spread = scores.theta.reduce((sum, theta) => sum + (theta - mean) ** 2, 0) / table.rows;
    const noise = scores.standardErrors.reduce((sum, error) => sum + error ** 2, 0) / table.rows;
    const inputs = { 数据: table.file, 题目: name, 人数: table.rows, 方法: method };
    const added = ["theta", "thetaError", "answered", "lzStar"];
    const kept = table.names.filter((one) => !added.includes(one) && !/^(pv|pass)\d+$/u.test(one));
    const passes = cuts.some((one) => one !== undefined);
    return {
      title: file.title ?? "能力得分",
      figures: [
        {
          id: "reliability",
          label: "边际信度",
          kind: "number",
          value: method === "eap" ? spread / (spread + noise) : 1 - noise / spread,
          formula: "reliability",
          inputs: { ...inputs, 得分方差: spread, 误差方差均值: noise },
        },
        ...(cut === undefined
          ? []
          : [
              {
                id: "cut",
                label: "合格线的能力值",
                kind: "number",
                value: cut,
                formula: "ability-cut",
                inputs: { ...inputs, 合格得分率: settings.cutShare ?? "直接给出" },
              } satisfies Figure,
            ]),
      ],
      tables: [
        {
          name: "scores",
          title: "得分与似真值",
          columns: [
            ...kept.map((one) => ({ name: one, title: one, kind: "text" as const })),
            { name: "theta", title: "能力", kind: "number" as const },
            { name: "thetaError", title: "标准误", kind: "number" as const },
            { name: "answered", title: "作答题数", kind: "count" as const },
            ...(fits === undefined
              ? []
              : [{ name: "lzStar", title: "作答拟合 lz*", kind: "number" as const }]),
            ...values.map((_, set) => ({
              name: `pv${set + 1}`,
              title: `似真值 ${set + 1}`,
              kind: "number" as const,
            })),
            ...(passes
              ? values.map((_, set) => ({
                  name: `pass${set + 1}`,
                  title: `合格 ${set + 1}`,
                  kind: "count" as const,
                }))
              : []),
          ],
          rows: Array.from({ length: table.rows }, (_, row): Cell[] => [
            ...kept.map((one) => table.columns.get(one)?.[row] ?? null),
            Number((scores.theta[row] ?? 0).toFixed(6)),
            Number((scores.standardErrors[row] ?? 0).toFixed(6)),
            scores.answered[row] ?? null,
            ...(fits === undefined ? [] : [toCell(fits[row] ?? null)]),
            ...values.map((set) => Number((set[row] ?? 0).toFixed(6))),
            ...(passes ? judged.map((set, k) => ((set[row] ?? 0) >= (cuts[k] ?? Infinity) ? 1 : 0)) : []),
          ]),
        },
      ],
      parts: [
        {
          title: "能力的分布",
          html: drawHistogram(scores.theta, {
            title: `${method.toUpperCase()} 得分的分布（不要由它数合格的人）`,
            xTitle: "能力 θ",
            yTitle: "人数",
          }),
        },
      ],
      notes: [
        "个人得分带误差：由它数出的合格比例有偏差。比例请用似真值（pass* 或 pv*）。",
        values.length === 0
          ? "没有抽似真值（设计文件 ability.plausibleValues）。"
          : `抽了 ${values.length} 套似真值${results.length > 1 ? "，每套各用一组按误差抽取的题目参数和合格线" : "，题目参数当作已知"}。只有 predictors 里的变量，分组结果才可靠。`,
        ...(linking === undefined || values.length === 0
          ? []
          : [
              settings.cutShare === undefined
                ? "题目经过链接：每套似真值各用一组按链接误差抽取的斜率和截距，合格比例的误差里已有链接误差。"
                : "题目经过链接：似真值里有链接误差；合格线由同一份题目求得，随题目一起移动，合格与否不受链接误差影响。",
            ]),
        ...(fits === undefined
          ? []
          : [
              "lz* 远小于 0（如 −3 以下）的答卷像是乱答或抄袭，请看原卷再决定；EAP 得分没有这一列，全对全错的答卷也没有。",
            ]),
        ...(scores.atBound.includes(1) ? ["有人全对或全错，得分停在量尺的端点。"] : []),
      ],
      rScript: scoreScript(file, { data: table.file, items: items.items, method }),
    };
  },
};
