import * as irt from "@kepu/psychometrics";
import type { Cell, Figure, ResultTable } from "../command.ts";
import type { DesignFile, TestSection } from "../design-file/schema.ts";
import { filterRows, fullColumn, type Table } from "../input/table.ts";
import { readResponses } from "./read-responses.ts";

/** Tests of all groups at once: by scores where there are several focal groups, by calibrations where they are asked for. */
export type DifTogether = {
  readonly byScores:
    | {
        readonly mantel: irt.DifResult<irt.GeneralisedMantelHaenszelDif>;
        readonly regression: irt.DifResult<irt.LogisticDif>;
      }
    | undefined;
  readonly ratio: irt.DifResult<irt.GeneralisedLikelihoodRatioDif> | undefined;
};

/** What the design file says to every test of differences. */
export const difOptions = (test: TestSection, settings: NonNullable<DesignFile["dif"]>) => ({
  purify: settings.purify ?? true,
  significance: settings.alpha ?? 0.05,
  refusals: test.refusals ?? ("missing" as const),
});

/** Runs them; persons of groups that are not named take no part. */
export const compareTogether = (
  all: Table,
  test: TestSection,
  options: {
    readonly settings: NonNullable<DesignFile["dif"]>;
    readonly focals: readonly string[];
    readonly progress: (done: number, all: number) => void;
  },
): DifTogether => {
  const { settings, focals, progress } = options;
  const cells = fullColumn(all, settings.group);
  const names = [settings.reference, ...focals];
  const table = filterRows(all, (row) => names.includes(cells[row] ?? ""));
  const responses = readResponses(table, test.items, test);
  const shared = {
    ...difOptions(test, settings),
    groups: fullColumn(table, settings.group).map((name) => names.indexOf(name)),
  };
  const { itemIds } = responses;
  const together = {
    byScores:
      focals.length === 1
        ? undefined
        : {
            mantel: irt.generalisedMantelHaenszelDif(responses, shared),
            regression: irt.generalisedLogisticDif(responses, shared),
          },
    ratio:
      settings.likelihoodRatio === true
        ? irt.generalisedLikelihoodRatioDif(responses, {
            ...shared,
            // The library refuses a model that it does not know.
            model: itemIds.map((id) => (test.models?.[id] ?? test.model ?? "2pl") as irt.ItemModel),
            onProgress: (done) => progress(Math.min(done, itemIds.length), itemIds.length + 1),
          })
        : undefined,
  };
  progress(1, 1);
  return together;
};

/** Figures of all groups together, one a test and item. */
export const toTogetherFigures = (
  { byScores, ratio }: DifTogether,
  shown: { readonly file: string; readonly groups: number },
): Figure[] => {
  const figure = (
    item: { readonly id: string; readonly statistic: number; readonly degrees: number; readonly p: number },
    test: Pick<Figure, "id" | "label" | "formula">,
  ): Figure => ({
    ...test,
    kind: "probability",
    value: item.p,
    inputs: { 数据: shown.file, 组: shown.groups, χ2: item.statistic, 自由度: item.degrees },
  });
  return [
    ...(byScores?.mantel.items ?? []).flatMap((item) =>
      item.judged
        ? [figure(item, { id: `all/${item.id}`, label: `${item.id}：各组一起的 p`, formula: "dif-groups" })]
        : [],
    ),
    ...(byScores?.regression.items ?? []).flatMap((item) =>
      item.judged
        ? [
            figure(item, {
              id: `logistic/${item.id}`,
              label: `${item.id}：各组一起的逻辑回归 p`,
              formula: "dif-logistic",
            }),
          ]
        : [],
    ),
    ...(ratio?.items ?? []).flatMap((item) =>
      item.judged
        ? [
            figure(item, {
              id: `ratio/${item.id}`,
              label: `${item.id}：校准的似然比 p`,
              formula: "dif-likelihood-ratio",
            }),
          ]
        : [],
    ),
  ];
};

/** Tables of all groups together. */
export const toTogetherTables = ({ byScores, ratio }: DifTogether): ResultTable[] => [
  ...(byScores === undefined
    ? []
    : [
        {
          name: "groups",
          title: "各组一起（广义 Mantel–Haenszel，逻辑回归）",
          columns: [
            { name: "id", title: "题目", kind: "text" as const },
            { name: "chiSquare", title: "MH χ²", kind: "number" as const },
            { name: "degrees", title: "自由度", kind: "count" as const },
            { name: "p", title: "p", kind: "probability" as const },
            { name: "logistic", title: "逻辑回归 χ²", kind: "number" as const },
            { name: "logisticDegrees", title: "自由度", kind: "count" as const },
            { name: "logisticP", title: "p", kind: "probability" as const },
            { name: "logisticGain", title: "ΔR²", kind: "number" as const },
          ],
          rows: byScores.mantel.items.map((item, k): Cell[] => {
            const logistic = byScores.regression.items[k];
            return [
              item.id,
              ...(item.judged ? [item.statistic, item.degrees, item.p] : [null, null, null]),
              ...(logistic?.judged === true
                ? [logistic.statistic, logistic.degrees, logistic.p, logistic.gain]
                : [null, null, null, null]),
            ];
          }),
        },
      ]),
  ...(ratio === undefined
    ? []
    : [
        {
          name: "likelihoodRatio",
          title: "校准的似然比检验（各组能力分布自由估计）",
          columns: [
            { name: "id", title: "题目", kind: "text" as const },
            { name: "chiSquare", title: "χ²", kind: "number" as const },
            { name: "degrees", title: "自由度", kind: "count" as const },
            { name: "p", title: "p", kind: "probability" as const },
          ],
          rows: ratio.items.map((item): Cell[] =>
            item.judged ? [item.id, item.statistic, item.degrees, item.p] : [item.id, null, null, null],
          ),
        },
      ]),
];

/** What the tests found, in words. */
export const togetherNotes = ({ byScores, ratio }: DifTogether): string[] => [
  ...(ratio === undefined
    ? []
    : [
        ratio.flagged.length === 0
          ? "校准的似然比检验：没有题目在设定的水平上有差异。"
          : `校准的似然比检验里有差异的题目：${ratio.flagged.join("、")}。`,
        ...ratio.items.flatMap((item) =>
          item.judged ? [] : [`${item.id} 不能用似然比判断：${irt.describePsychometricsError(item.error)}`],
        ),
      ]),
  ...(byScores === undefined
    ? []
    : [
        byScores.mantel.flagged.length === 0
          ? "各组一起看，没有题目在设定的水平上有差异。"
          : `各组一起看有差异的题目：${byScores.mantel.flagged.join("、")}；哪一组不同，看各目标组的表。`,
      ]),
];
