import { createRandom } from "@kepu/numerics";
import * as irt from "@kepu/psychometrics";
import type { Cell, Command, Figure, Outcome } from "../command.ts";
import { section } from "../design-file/read-design.ts";
import { drawCurves } from "../html/charts.ts";
import { toItemsFile } from "../measurement/items-file.ts";
import { catScript } from "../r-scripts/cat-script.ts";
import type { AdaptivePart, AdaptiveTask } from "../workers/adaptive-task.ts";
import { runTasks } from "../workers/run-tasks.ts";

const stopWords: Readonly<Record<irt.StopReason, string>> = {
  "standard-error": "标准误够小",
  "maximum-length": "到了最多题数",
  "minimum-information": "没有够有用的题",
  "classified-above": "判为合格",
  "classified-below": "判为不合格",
  "bank-exhausted": "题库用完",
};

/** `cat simulate`: what an adaptive test's rules bring before anybody takes it. */
export const command: Command = {
  name: "cat simulate",
  summary: "模拟自适应测验：偏差、误差、长度、曝光、重叠、分类正确率",
  required: ["items"],
  optional: [],
  run: async ({ design: file, designName, json, seed, threads, progress }): Promise<Outcome> => {
    const settings = section(file, "cat", designName);
    const given = await json("items");
    const { items } = toItemsFile(given.value, given.name);
    const bank = irt.createItemBank(items);
    const persons = settings.persons ?? 1000;
    const random = createRandom(seed).fork("abilities");
    const abilities = Float64Array.from(
      { length: persons },
      () => (settings.mean ?? 0) + (settings.standardDeviation ?? 1) * random.normal(),
    );
    const { selection = "maximum-information", classification } = settings;
    const rules: irt.AdaptiveRules = {
      selection,
      maximumLength: settings.maximumLength,
      ...(settings.minimumLength === undefined ? {} : { minimumLength: settings.minimumLength }),
      ...(settings.standardError === undefined ? {} : { standardError: settings.standardError }),
      ...(settings.randomesque === undefined ? {} : { randomesque: settings.randomesque }),
      ...(settings.strata === undefined ? {} : { strata: settings.strata }),
      ...(classification === undefined ? {} : { classification }),
    };
    const size = Math.max(20, Math.ceil(persons / 64));
    const parts = await runTasks<AdaptivePart>(
      new URL("../workers/adaptive-task.ts", import.meta.url),
      Array.from({ length: Math.ceil(persons / size) }, (_, k): AdaptiveTask => ({
        items,
        rules,
        abilities: abilities.slice(size * k, size * (k + 1)),
        firstPerson: size * k,
        seed,
      })),
      { threads, progress: progress("模拟") },
    );
    const result = irt.joinSimulations(bank, rules, parts);
    const inputs = { 题目: given.name, 题库题数: items.length, 受测者: persons, 选题: selection, 种子: seed };
    const figure = (id: string, label: string, value: number, kind: Figure["kind"] = "number"): Figure => ({
      id,
      label,
      kind,
      value,
      formula: "simulation",
      inputs,
    });
    return {
      title: file.title ?? "自适应测验模拟",
      figures: [
        figure("bias", "偏差（估计减真值）", result.bias),
        figure("rmse", "均方根误差", result.rmse),
        figure("length", "平均题数", result.meanLength),
        figure("standard-error", "平均标准误", result.meanStandardError),
        figure("coverage", "真值在 1.96 个标准误以内的比例", result.coverage, "share"),
        figure("exposure", "最大曝光率", result.maximumExposure, "share"),
        figure("overlap", "两份测验的平均重叠", result.overlap, "share"),
        ...(result.classification === undefined
          ? []
          : [
              figure("accuracy", "分类正确率", result.classification.accuracy, "share"),
              figure("false-above", "误判为合格", result.classification.falseAbove, "share"),
              figure("false-below", "误判为不合格", result.classification.falseBelow, "share"),
              figure("undecided", "题数用尽仍分不清", result.classification.undecided, "share"),
            ]),
      ],
      tables: [
        {
          name: "conditional",
          title: "按能力分十组",
          columns: [
            { name: "truth", title: "真值均值", kind: "number" },
            { name: "persons", title: "人数", kind: "count" },
            { name: "bias", title: "偏差", kind: "number" },
            { name: "rmse", title: "均方根误差", kind: "number" },
            { name: "length", title: "平均题数", kind: "number" },
            { name: "standardError", title: "平均标准误", kind: "number" },
          ],
          rows: result.conditional.map((group): Cell[] => [
            group.meanTruth,
            group.persons,
            group.bias,
            group.rmse,
            group.meanLength,
            group.meanStandardError,
          ]),
        },
        {
          name: "exposure",
          title: "题目曝光",
          columns: [
            { name: "id", title: "题目", kind: "text" },
            { name: "exposure", title: "曝光率", kind: "share" },
          ],
          rows: items.map(({ id }, k): Cell[] => [id, result.exposure[k] ?? 0]),
        },
        {
          name: "stops",
          title: "为什么停下",
          columns: [
            { name: "reason", title: "原因", kind: "text" },
            { name: "tests", title: "测验数", kind: "count" },
          ],
          rows: Object.entries(result.stops)
            .filter(([, count]) => count > 0)
            .map(([reason, count]): Cell[] => [
              Object.hasOwn(stopWords, reason) ? stopWords[reason as irt.StopReason] : reason, // just checked
              count,
            ]),
        },
      ],
      parts: [
        {
          title: "误差随能力",
          html: drawCurves({
            title: "各组的均方根误差",
            xTitle: "真值均值",
            yTitle: "均方根误差",
            curves: [
              {
                x: result.conditional.map(({ meanTruth }) => meanTruth),
                y: result.conditional.map(({ rmse }) => rmse),
              },
            ],
          }),
        },
      ],
      notes: [
        `${persons} 名受测者，能力服从 N(${settings.mean ?? 0}, ${settings.standardDeviation ?? 1}²)；平均 ${result.meanLength.toFixed(1)} 题，用到题库 ${result.itemsUsed} 道题。`,
        "模拟假定题目参数没有误差、作答符合模型；真实测验会差一些。",
      ],
      rScript: catScript(settings, items),
    };
  },
};
