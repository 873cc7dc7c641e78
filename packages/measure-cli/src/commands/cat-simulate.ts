import { createRandom } from "@kepu/numerics";
import * as irt from "@kepu/psychometrics";
import type { Cell, Command, Figure, Outcome, ResultTable } from "../command.ts";
import { refuseField, section } from "../design-file/read-design.ts";
import type { CatSection } from "../design-file/schema.ts";
import { drawCurves } from "../html/charts.ts";
import { completeRules, readBankNotes, readRules, type SentRules } from "../measurement/adaptive-rules.ts";
import { type ExposureControl, prepareExposure } from "../measurement/exposure-control.ts";
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

/** How often the simulated tests held each bound of a content plan. */
const planTable = (
  bank: irt.ItemBank,
  bounds: readonly irt.AttributeBound[],
  tests: readonly irt.SimulatedTest[],
): ResultTable => ({
  name: "plan",
  title: "组卷要求",
  columns: [
    { name: "attribute", title: "属性", kind: "text" },
    { name: "least", title: "至少", kind: "count" },
    { name: "most", title: "至多", kind: "count" },
    { name: "fewest", title: "最少的一份", kind: "count" },
    { name: "mean", title: "平均", kind: "number" },
    { name: "largest", title: "最多的一份", kind: "count" },
    { name: "held", title: "满足要求的测验", kind: "share" },
  ],
  rows: bounds.map(({ attribute, least, most }): Cell[] => {
    const counts = tests.map(
      ({ indices }) => indices.filter((index) => bank.attributes[index]?.includes(attribute) === true).length,
    );
    const held = counts.filter((count) => count >= (least ?? 0) && count <= (most ?? Infinity)).length;
    return [
      attribute,
      least ?? null,
      most ?? null,
      counts.reduce((fewest, count) => Math.min(fewest, count), Infinity),
      counts.reduce((sum, count) => sum + count, 0) / counts.length,
      counts.reduce((largest, count) => Math.max(largest, count), 0),
      held / counts.length,
    ];
  }),
});

const contentTable = (
  shares: ReadonlyMap<string, number>,
  wanted: SentRules["contentShares"],
): ResultTable => ({
  name: "contents",
  title: "内容领域",
  columns: [
    { name: "content", title: "内容领域", kind: "text" },
    { name: "wanted", title: "要求的比例", kind: "share" },
    { name: "shown", title: "出现的比例", kind: "share" },
  ],
  rows: [...new Set([...(wanted ?? []).map(([area]) => area), ...shares.keys()])].map((area): Cell[] => [
    area === "" ? "（未标）" : area,
    wanted?.find(([name]) => name === area)?.[1] ?? null,
    shares.get(area) ?? 0,
  ]),
});

/** The priority index promises no bound, and a test that stops early serves none that is still open. */
const planNotes = (plan: ResultTable | undefined): string[] => {
  const missed = (plan?.rows ?? []).filter((row) => Number(row.at(-1)) < 1);
  if (missed.length === 0) return [];
  const worst = missed.map(
    ([attribute, ...rest]) => `${attribute} ${(100 * Number(rest.at(-1))).toFixed(1)}%`,
  );
  return [
    `有的测验没有满足组卷要求（满足的比例：${worst.join("、")}）。请改用 shadow-test、把 minimumLength 写成 maximumLength，或放宽要求。`,
  ];
};

const exposureNotes = (
  exposure: CatSection["exposure"],
  { highest }: ExposureControl,
  reached: number,
): string[] => {
  if (exposure === undefined) return [];
  const rate = `${(100 * exposure.maximumRate).toFixed(1)}%`;
  if (highest === undefined)
    return [
      `曝光限制：每道题最多在 ${rate} 的测验里出现，按受测者的次序计数，所以不分线程计算；最高 ${(100 * reached).toFixed(1)}%。`,
    ];
  return [
    `Sympson–Hetter：${highest.length} 轮模拟后，最高曝光率由 ${(100 * (highest[0] ?? 0)).toFixed(1)}% 降到 ${(100 * (highest.at(-1) ?? 0)).toFixed(1)}%（要求 ${rate}，容许模拟误差）；各题的放行概率见“题目曝光”表，测验系统要照用。`,
  ];
};

/** `cat simulate`: what an adaptive test's rules bring before anybody takes it. */
export const command: Command = {
  name: "cat simulate",
  summary: "模拟自适应测验：偏差、误差、长度、曝光、重叠、分类正确率",
  required: ["items"],
  optional: ["bank"],
  run: async ({
    design: file,
    designName,
    json,
    table,
    values,
    seed,
    threads,
    progress,
  }): Promise<Outcome> => {
    const settings = section(file, "cat", designName);
    const given = await json("items");
    const { items } = toItemsFile(given.value, given.name);
    if ((settings.bank === undefined) === values.has("bank"))
      return refuseField(designName, "cat.bank", "说明列名的 cat.bank 和给出表格的 --bank 要一起用");
    const notes = settings.bank === undefined ? {} : readBankNotes(await table("bank"), settings.bank, items);
    const bank = irt.createItemBank(items, notes);
    const persons = settings.persons ?? 1000;
    const random = createRandom(seed).fork("abilities");
    const abilities = Float64Array.from(
      { length: persons },
      () => (settings.mean ?? 0) + (settings.standardDeviation ?? 1) * random.normal(),
    );
    const asked = readRules(settings, designName);
    const control = prepareExposure(bank, await completeRules(asked), {
      exposure: settings.exposure,
      seed,
      progress: progress("曝光参数"),
    });
    const { parameters, monitor } = control;
    const rules: SentRules = parameters === undefined ? asked : { ...asked, exposureParameters: parameters };
    const size = Math.max(20, Math.ceil(persons / 64));
    const parts = await runTasks<AdaptivePart>(
      new URL("../workers/adaptive-task.ts", import.meta.url),
      Array.from({ length: Math.ceil(persons / size) }, (_, k): AdaptiveTask => ({
        items,
        notes,
        rules,
        abilities: abilities.slice(size * k, size * (k + 1)),
        firstPerson: size * k,
        seed,
        ...(monitor === undefined ? {} : { monitor }),
      })),
      // A count over all persons in their order is kept in one place.
      { threads: monitor === undefined ? threads : 1, progress: progress("模拟") },
    );
    const result = irt.joinSimulations(bank, await completeRules(rules), parts);
    const plan = rules.plan === undefined ? undefined : planTable(bank, rules.plan.bounds, result.tests);
    const inputs = {
      题目: given.name,
      题库题数: items.length,
      受测者: persons,
      选题: rules.selection,
      种子: seed,
    };
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
            ...(parameters === undefined
              ? []
              : [
                  { name: "chosen", title: "选中率", kind: "share" as const },
                  { name: "parameter", title: "放行概率", kind: "probability" as const },
                ]),
          ],
          rows: items.map(({ id }, k): Cell[] => [
            id,
            result.exposure[k] ?? 0,
            ...(parameters === undefined ? [] : [result.chosen[k] ?? 0, parameters[k] ?? 1]),
          ]),
        },
        ...(plan === undefined ? [] : [plan]),
        ...(notes.contents === undefined ? [] : [contentTable(result.contentShares, rules.contentShares)]),
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
        ...planNotes(plan),
        ...exposureNotes(settings.exposure, control, result.maximumExposure),
        "模拟假定题目参数没有误差、作答符合模型；真实测验会差一些。",
      ],
      rScript: catScript(settings, items, notes),
    };
  },
};
