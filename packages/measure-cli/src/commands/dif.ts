import * as irt from "@kepu/psychometrics";
import type { Cell, Command, Figure, Outcome } from "../command.ts";
import { refuseField, section } from "../design-file/read-design.ts";
import type { DesignFile, TestSection } from "../design-file/schema.ts";
import { drawForest } from "../html/forest.ts";
import { filterRows, fullColumn, type Table } from "../input/table.ts";
import {
  compareTogether,
  togetherNotes,
  toTogetherFigures,
  toTogetherTables,
  difOptions,
} from "../measurement/dif-together.ts";
import { readResponses } from "../measurement/read-responses.ts";
import { difScript } from "../r-scripts/dif-script.ts";

type Settings = NonNullable<DesignFile["dif"]>;

/** One focal group against the reference group. */
type Comparison = {
  readonly focal: string;
  readonly mantel: irt.DifResult<irt.MantelHaenszelDif>;
  readonly regression: irt.DifResult<irt.LogisticDif>;
  readonly standard: irt.DifResult<irt.StandardisedDif>;
  /** Of the table's items, by the items judged. */
  readonly adjusted: ReadonlyMap<string, number>;
  readonly inputs: Readonly<Record<string, string | number>>;
};

const compareGroups = (
  all: Table,
  test: TestSection,
  { settings, focal }: { readonly settings: Settings; readonly focal: string },
): Comparison => {
  const cells = fullColumn(all, settings.group);
  // Persons of other groups take no part.
  const table = filterRows(all, (row) => [settings.reference, focal].includes(cells[row] ?? ""));
  const responses = readResponses(table, test.items, test);
  const isFocal = fullColumn(table, settings.group).map((name) => (name === focal ? 1 : 0));
  const options = { ...difOptions(test, settings), focal: isFocal };
  const mantel = irt.mantelHaenszelDif(responses, options);
  const judged = mantel.items.filter((item) => item.judged);
  const adjusted = irt.adjustProbabilities(
    judged.map(({ p }) => p),
    "holm",
  );
  const persons = isFocal.reduce<number>((sum, one) => sum + one, 0);
  return {
    focal,
    mantel,
    regression: irt.logisticDif(responses, options),
    standard: irt.standardisedDif(responses, { ...options, purify: false }),
    adjusted: new Map(judged.map(({ id }, k) => [id, adjusted[k] ?? 1])),
    inputs: {
      数据: table.file,
      参照组: `${settings.reference} ${table.rows - persons} 人`,
      目标组: `${focal} ${persons} 人`,
      净化: options.purify ? `${mantel.purification?.rounds.length ?? 0} 轮` : "否",
    },
  };
};

const judgedOf = ({ mantel }: Comparison): irt.MantelHaenszelDif[] =>
  mantel.items.filter((item) => item.judged);

const toFigures = (comparison: Comparison, prefix: string): Figure[] =>
  judgedOf(comparison).map((item) => ({
    id: `${prefix}${item.id}`,
    label: `${item.id} 的 MH Δ${prefix === "" ? "" : `（${comparison.focal}）`}`,
    kind: "number",
    value: item.delta,
    standardError: item.deltaError,
    lower: item.delta - 1.96 * item.deltaError,
    upper: item.delta + 1.96 * item.deltaError,
    formula: "dif",
    inputs: {
      ...comparison.inputs,
      α: item.oddsRatio,
      χ2: item.statistic,
      p: item.p,
      等级: item.etsClass,
      "Holm 校正的 p": comparison.adjusted.get(item.id) ?? 1,
    },
  }));

const toRows = ({ focal, mantel, regression, standard, adjusted }: Comparison, several: boolean): Cell[][] =>
  mantel.items.map((item, k): Cell[] => {
    const logistic = regression.items[k];
    const plain = standard.items[k];
    return [
      ...(several ? [focal] : []),
      item.id,
      item.judged ? item.etsClass : "不能判断",
      item.judged ? item.delta : null,
      item.judged ? item.deltaError : null,
      item.judged ? item.statistic : null,
      item.judged ? item.p : null,
      adjusted.get(item.id) ?? null,
      logistic?.judged === true ? logistic.p : null,
      logistic?.judged === true ? logistic.gain : null,
      plain?.judged === true ? plain.difference : null,
    ];
  });

/** `dif`: whether items are harder for one group than for another of equal score. */
export const command: Command = {
  name: "dif",
  summary: "题目功能差异：Mantel–Haenszel（A、B、C 级，净化）、逻辑回归、标准化、似然比，可几个目标组一起",
  required: ["data"],
  optional: [],
  run: async ({ design: file, designName, table: read, progress }): Promise<Outcome> => {
    const test = section(file, "test", designName);
    const settings = section(file, "dif", designName);
    const focals = typeof settings.focal === "string" ? [settings.focal] : settings.focal;
    const all = await read("data");
    const cells = fullColumn(all, settings.group);
    for (const [field, name] of [
      ["reference", settings.reference],
      ...focals.map((focal) => ["focal", focal] as const),
    ] as const)
      if (!cells.includes(name))
        refuseField(designName, `dif.${field}`, `“${settings.group}”里没有“${name}”`);
    if (new Set([settings.reference, ...focals]).size <= focals.length)
      refuseField(designName, "dif.focal", "目标组不能重复，也不能是参照组");
    const several = focals.length > 1;
    const comparisons = focals.map((focal) => compareGroups(all, test, { settings, focal }));
    const together = compareTogether(all, test, {
      settings,
      focals,
      progress: settings.likelihoodRatio === true ? progress("似然比") : () => undefined,
    });
    const notes = comparisons.flatMap(({ focal, mantel }) => {
      const of = several ? `（${focal}）` : "";
      return [
        mantel.flagged.length === 0
          ? `没有题目在设定的水平上有差异${of}。`
          : `有差异的题目${of}：${mantel.flagged.join("、")}。C 级的题先请专家看题面，再决定去留；统计差异不等于不公平。`,
        ...mantel.items.flatMap((item) =>
          item.judged ? [] : [`${item.id} 不能判断${of}：${irt.describePsychometricsError(item.error)}`],
        ),
        ...(mantel.purification?.converged === false ? [`净化没有稳定${of}，结果取最后一轮。`] : []),
      ];
    });
    return {
      title: file.title ?? "题目功能差异",
      figures: [
        ...comparisons.flatMap((one) => toFigures(one, several ? `${one.focal}/` : "")),
        ...toTogetherFigures(together, { file: all.file, groups: focals.length + 1 }),
      ],
      tables: [
        {
          name: "dif",
          title: "各题",
          columns: [
            ...(several ? [{ name: "focal", title: "目标组", kind: "text" as const }] : []),
            { name: "id", title: "题目", kind: "text" },
            { name: "class", title: "ETS 等级", kind: "text" },
            { name: "delta", title: "MH Δ", kind: "number" },
            { name: "deltaError", title: "标准误", kind: "number" },
            { name: "chiSquare", title: "MH χ²", kind: "number" },
            { name: "p", title: "p", kind: "probability" },
            { name: "adjustedP", title: "Holm 校正的 p", kind: "probability" },
            { name: "logisticP", title: "逻辑回归 p", kind: "probability" },
            { name: "logisticGain", title: "ΔR²", kind: "number" },
            { name: "difference", title: "标准化差", kind: "share" },
          ],
          rows: comparisons.flatMap((one) => toRows(one, several)),
        },
        ...toTogetherTables(together),
      ],
      parts: comparisons.map((comparison) => ({
        title: `MH Δ 与 95% 区间${several ? `：${comparison.focal}` : ""}`,
        html: drawForest({
          caption: `负值：总分相同时，对“${comparison.focal}”更难`,
          kind: "number",
          labelTitle: "题目",
          rows: judgedOf(comparison).map((item) => ({
            label: item.id,
            value: item.delta,
            lower: item.delta - 1.96 * item.deltaError,
            upper: item.delta + 1.96 * item.deltaError,
            note: item.etsClass,
          })),
          reference: { value: 0, label: "没有差异" },
        }),
      })),
      notes: [...notes, ...togetherNotes(together)],
      rScript: difScript(test, settings, {
        data: all.file,
        ids: readResponses(all, test.items, test).itemIds,
      }),
    };
  },
};
