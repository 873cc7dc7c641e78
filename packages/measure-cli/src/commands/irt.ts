import * as irt from "@kepu/psychometrics";
import type { Cell, Command, Figure, Outcome, ResultTable } from "../command.ts";
import { section } from "../design-file/read-design.ts";
import type { TestSection } from "../design-file/schema.ts";
import { matchColumns, numberColumn } from "../input/table.ts";
import { drawCurves } from "../html/charts.ts";
import { toItemsFile } from "../measurement/items-file.ts";
import { dependenceTable, fitFigures, fitOf, wholeNotes } from "../measurement/item-fit.ts";
import { locationsOf } from "../measurement/item-tables.ts";
import { readGroups, readResponses } from "../measurement/read-responses.ts";
import { irtScript } from "../r-scripts/irt-script.ts";

const round = (value: number): number => Number(value.toPrecision(12));

/** Lower triangle of a symmetric matrix, as an items file holds it. */
const toTriangle = (matrix: Float64Array, size: number): number[][] =>
  Array.from({ length: size }, (_, i) => Array.from(matrix.slice(i * size, i * size + i + 1), round));

/** Parameters of items stand before those of groups. */
const itemParameters = ({ parameterNames }: irt.Calibration): readonly string[] =>
  parameterNames.filter((name) => !/^group\d+\.(mean|log\(sd\))$/u.test(name));

const itemTable = (
  calibration: irt.Calibration,
  { fits, models }: { readonly fits: ReadonlyMap<string, irt.ItemFit>; readonly models: readonly string[] },
): ResultTable => {
  const most = Math.max(...calibration.items.map(({ item }) => locationsOf(item).length));
  const places = Array.from({ length: most }, (_, k) => k);
  return {
    name: "itemTable",
    title: "题目",
    columns: [
      { name: "id", title: "题目", kind: "text" },
      { name: "model", title: "模型", kind: "text" },
      { name: "a", title: "区分度 a", kind: "number" },
      { name: "aError", title: "a 的标准误", kind: "number" },
      ...places.flatMap((k) => [
        { name: `b${k + 1}`, title: most === 1 ? "难度 b" : `b${k + 1}`, kind: "number" as const },
        { name: `b${k + 1}Error`, title: "标准误", kind: "number" as const },
      ]),
      { name: "c", title: "猜测 c", kind: "number" },
      { name: "meanScore", title: "得分率", kind: "share" },
      { name: "fit", title: "S-X²", kind: "number" },
      { name: "fitProbability", title: "p", kind: "probability" },
    ],
    rows: calibration.items.map(({ item, errors, scoreWeights }, place): Cell[] => {
      const locations = locationsOf(item);
      const answered = scoreWeights.reduce((a, b) => a + b, 0);
      const points = scoreWeights.reduce((sum, weight, score) => sum + weight * score, 0);
      const fit = fits.get(item.id);
      return [
        item.id,
        models[place] ?? item.model,
        item.a,
        errors.a ?? null,
        ...places.flatMap((k) => [locations[k] ?? null, errors.b[k] ?? null]),
        item.model === "dichotomous" ? item.c : null,
        answered > 0 ? points / answered / (scoreWeights.length - 1) : null,
        fit?.statistic ?? null,
        fit?.p ?? null,
      ];
    }),
  };
};

const itemFigures = (calibration: irt.Calibration, inputs: Figure["inputs"]): Figure[] =>
  calibration.items.flatMap(({ item, errors, slopeIntercept }): Figure[] => [
    {
      id: `${item.id}/a`,
      label: `${item.id} 的区分度`,
      kind: "number",
      value: item.a,
      standardError: errors.a,
      formula: "item-slope",
      inputs: {
        ...inputs,
        截距: slopeIntercept
          .slice(1)
          .map((d) => d.toPrecision(8))
          .join("、"),
      },
    },
    ...locationsOf(item).map((b, k): Figure => ({
      id: `${item.id}/b${k + 1}`,
      label: `${item.id} 的难度${k === 0 ? "" : ` ${k + 1}`}`,
      kind: "number",
      value: b,
      standardError: errors.b[k],
      formula: "item-location",
      inputs: { ...inputs, a: item.a, d: slopeIntercept[k + 1] ?? Number.NaN },
    })),
  ]);

/** What `test` says of the calibration beside models, groups and weights. */
const settingsOf = ({
  priors,
  latent,
  adaptiveNodes,
  standardErrors,
  weights,
  refusals,
}: TestSection): Partial<irt.CalibrationOptions> => ({
  ...(priors === undefined ? {} : { priors: { ...priors } }),
  ...(latent === undefined ? {} : { latent }),
  ...(adaptiveNodes === undefined ? {} : { quadrature: { adaptiveNodes } }),
  ...(refusals === undefined ? {} : { refusals }),
  standardErrors: standardErrors ?? (weights === undefined ? "observed" : "sandwich"),
});

/** `irt`: calibrates the items of a test, with errors, fit and the covariance that later commands need. */
export const command: Command = {
  name: "irt",
  summary: "校准题目：Rasch、1PL、2PL、3PL、等级反应、分部评分；标准误、拟合",
  required: ["data"],
  optional: ["fixed"],
  run: async ({ design: file, designName, table: read, values, json, progress }): Promise<Outcome> => {
    const settings = section(file, "test", designName);
    const table = await read("data");
    const ids = matchColumns(table, settings.items);
    const responses = readResponses(table, settings.items, settings);
    const usual = settings.model ?? "2pl";
    const models = ids.map((id) => (settings.models?.[id] ?? usual) as irt.ItemModel); // the library refuses others
    const groups = settings.group === undefined ? undefined : readGroups(table, settings.group);
    const fixed = values.has("fixed") ? await json("fixed") : undefined;
    const done = progress("校准");
    const calibration = irt.calibrate(responses, {
      model: models,
      ...(groups === undefined ? {} : { groups: groups.codes }),
      ...(settings.weights === undefined ? {} : { weights: numberColumn(table, settings.weights) }),
      ...settingsOf(settings),
      ...(fixed === undefined ? {} : { fixedItems: toItemsFile(fixed.value, fixed.name).items }),
      onProgress: ({ iteration }) => done(iteration % 100, 100),
    });
    done(100, 100);
    const { convergence } = calibration;
    const fit = fitOf(calibration, responses, {
      options: {
        ...(groups === undefined ? {} : { groups: groups.codes }),
        ...(settings.refusals === undefined ? {} : { refusals: settings.refusals }),
      },
      weighted: settings.weights !== undefined,
    });
    const inputs = {
      数据: table.file,
      人数: calibration.personCount,
      题数: ids.length,
      不同作答: calibration.patternCount,
      EM步数: convergence.iterations,
      最后一步最大变化: convergence.largestChange,
    };
    const size = calibration.parameterCount;
    const theta = Array.from({ length: 61 }, (_, k) => -4 + (8 * k) / 60);
    const items = calibration.items.map(({ item }) => item);
    return {
      title: file.title ?? "题目校准",
      figures: [
        {
          id: "log-likelihood",
          label: "边际对数似然",
          kind: "number",
          value: calibration.logLikelihood,
          formula: "log-likelihood",
          inputs: { ...inputs, 自由参数: size, AIC: calibration.aic, BIC: calibration.bic },
        },
        ...itemFigures(calibration, inputs),
        ...fitFigures(fit, inputs),
      ],
      tables: [
        itemTable(calibration, { fits: fit.items, models }),
        {
          name: "populations",
          title: "人群",
          columns: [
            { name: "group", title: "组", kind: "text" },
            { name: "mean", title: "均值", kind: "number" },
            { name: "meanError", title: "标准误", kind: "number" },
            { name: "variance", title: "方差", kind: "number" },
            { name: "varianceError", title: "标准误", kind: "number" },
          ],
          rows: calibration.groups.map((group, k): Cell[] => [
            groups?.names[k] ?? "全体",
            group.mean,
            group.meanError ?? null,
            group.variance,
            group.varianceError ?? null,
          ]),
        },
        dependenceTable(calibration, responses, settings.refusals ?? "missing"),
      ],
      parts: [
        {
          title: "测验信息",
          html: drawCurves({
            title: "测验信息：越高的地方量得越准",
            xTitle: "能力 θ",
            yTitle: "信息",
            curves: [{ x: theta, y: theta.map((at) => irt.testInformation(items, at)) }],
          }),
        },
      ],
      notes: [
        `${calibration.personCount} 人、${ids.length} 题，EM ${convergence.iterations} 步收敛；自由参数 ${size} 个。`,
        ...fit.notes,
        ...wholeNotes(fit.whole),
        ...(settings.weights === undefined || settings.standardErrors !== undefined
          ? []
          : ["用了权数：标准误是夹心估计，不含分层和整群的影响。"]),
      ],
      data: {
        items,
        groups: calibration.groups.map(({ mean, variance }) => ({ mean, variance })),
        ...(calibration.covariance === undefined
          ? {}
          : {
              parameters: {
                names: itemParameters(calibration),
                covariance: toTriangle(calibration.covariance, size).slice(
                  0,
                  itemParameters(calibration).length,
                ),
              },
            }),
      },
      rScript: irtScript(settings, { data: table.file, ids, models }),
    };
  },
};
