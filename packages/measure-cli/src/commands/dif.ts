import * as irt from "@kepu/psychometrics";
import type { Cell, Command, Figure, Outcome } from "../command.ts";
import { refuseField, section } from "../design-file/read-design.ts";
import { drawForest } from "../html/forest.ts";
import { filterRows, fullColumn } from "../input/table.ts";
import { readResponses } from "../measurement/read-responses.ts";
import { difScript } from "../r-scripts/dif-script.ts";

/** `dif`: whether items are harder for one group than for another of equal score. */
export const command: Command = {
  name: "dif",
  summary: "题目功能差异：Mantel–Haenszel（A、B、C 级，净化）、逻辑回归、标准化",
  required: ["data"],
  optional: [],
  run: async ({ design: file, designName, table: read }): Promise<Outcome> => {
    const test = section(file, "test", designName);
    const settings = section(file, "dif", designName);
    const all = await read("data");
    const cells = fullColumn(all, settings.group);
    for (const [field, name] of [
      ["reference", settings.reference],
      ["focal", settings.focal],
    ] as const)
      if (!cells.includes(name))
        refuseField(designName, `dif.${field}`, `“${settings.group}”里没有“${name}”`);
    // Persons of other groups take no part.
    const table = filterRows(all, (row) => [settings.reference, settings.focal].includes(cells[row] ?? ""));
    const responses = readResponses(table, test.items, test);
    const groups = fullColumn(table, settings.group);
    const options = {
      focal: groups.map((name) => (name === settings.focal ? 1 : 0)),
      purify: settings.purify ?? true,
      significance: settings.alpha ?? 0.05,
      refusals: test.refusals ?? ("missing" as const),
    };
    const mantel = irt.mantelHaenszelDif(responses, options);
    const regression = irt.logisticDif(responses, options);
    const standard = irt.standardisedDif(responses, { ...options, purify: false });
    const judged = mantel.items.filter((item) => item.judged);
    const refused = mantel.items.filter((item) => !item.judged);
    const focal = options.focal.reduce<number>((sum, one) => sum + one, 0);
    const inputs = {
      数据: table.file,
      参照组: `${settings.reference} ${table.rows - focal} 人`,
      目标组: `${settings.focal} ${focal} 人`,
      净化: options.purify ? `${mantel.purification?.rounds.length ?? 0} 轮` : "否",
    };
    return {
      title: file.title ?? "题目功能差异",
      figures: judged.map((item): Figure => ({
        id: item.id,
        label: `${item.id} 的 MH Δ`,
        kind: "number",
        value: item.delta,
        standardError: item.deltaError,
        lower: item.delta - 1.96 * item.deltaError,
        upper: item.delta + 1.96 * item.deltaError,
        formula: "dif",
        inputs: { ...inputs, α: item.oddsRatio, χ2: item.statistic, p: item.p, 等级: item.etsClass },
      })),
      tables: [
        {
          name: "dif",
          title: "各题",
          columns: [
            { name: "id", title: "题目", kind: "text" },
            { name: "class", title: "ETS 等级", kind: "text" },
            { name: "delta", title: "MH Δ", kind: "number" },
            { name: "deltaError", title: "标准误", kind: "number" },
            { name: "chiSquare", title: "MH χ²", kind: "number" },
            { name: "p", title: "p", kind: "probability" },
            { name: "logisticP", title: "逻辑回归 p", kind: "probability" },
            { name: "logisticGain", title: "ΔR²", kind: "number" },
            { name: "difference", title: "标准化差", kind: "share" },
          ],
          rows: mantel.items.map((item, k): Cell[] => {
            const logistic = regression.items[k];
            const plain = standard.items[k];
            return [
              item.id,
              item.judged ? item.etsClass : "不能判断",
              item.judged ? item.delta : null,
              item.judged ? item.deltaError : null,
              item.judged ? item.statistic : null,
              item.judged ? item.p : null,
              logistic?.judged === true ? logistic.p : null,
              logistic?.judged === true ? logistic.gain : null,
              plain?.judged === true ? plain.difference : null,
            ];
          }),
        },
      ],
      parts: [
        {
          title: "MH Δ 与 95% 区间",
          html: drawForest({
            caption: `负值：总分相同时，对“${settings.focal}”更难`,
            kind: "number",
            labelTitle: "题目",
            rows: judged.map((item) => ({
              label: item.id,
              value: item.delta,
              lower: item.delta - 1.96 * item.deltaError,
              upper: item.delta + 1.96 * item.deltaError,
              note: item.etsClass,
            })),
            reference: { value: 0, label: "没有差异" },
          }),
        },
      ],
      notes: [
        mantel.flagged.length === 0
          ? "没有题目在设定的水平上有差异。"
          : `有差异的题目：${mantel.flagged.join("、")}。C 级的题先请专家看题面，再决定去留；统计差异不等于不公平。`,
        ...refused.map(
          (item) => `${item.id} 不能判断：${item.judged ? "" : irt.describePsychometricsError(item.error)}`,
        ),
        ...(mantel.purification?.converged === false ? ["净化没有稳定，结果取最后一轮。"] : []),
      ],
      rScript: difScript(test, settings, { data: table.file, ids: responses.itemIds }),
    };
  },
};
