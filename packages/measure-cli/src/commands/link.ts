import { createRandom } from "@kepu/numerics";
import * as irt from "@kepu/psychometrics";
import type { Cell, Command, Outcome } from "../command.ts";
import { drawCurves } from "../html/charts.ts";
import { drawItems, linkParameters, toItemsFile } from "../measurement/items-file.ts";
import { locationsOf } from "../measurement/item-tables.ts";
import { linkScript } from "../r-scripts/link-script.ts";

const covarianceOf = (left: readonly number[], right: readonly number[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [x, y] = [mean(left), mean(right)];
  return left.reduce((sum, value, k) => sum + (value - x) * ((right[k] ?? y) - y), 0) / (left.length - 1);
};

/** `link`: brings a new calibration onto the scale of an earlier one through the items they share. */
export const command: Command = {
  name: "link",
  summary: "把新校准的题目放到原有量尺上（Stocking–Lord、Haebara、均值法），给出链接误差",
  required: ["new", "base"],
  optional: [],
  run: async ({ design: file, json, seed, progress }): Promise<Outcome> => {
    const given = await json("new");
    const base = await json("base");
    const own = toItemsFile(given.value, given.name);
    const other = toItemsFile(base.value, base.name);
    const method = file.link?.method ?? "stocking-lord";
    const linking = irt.linkScales(own.items, other.items, { method });
    const items = irt.linkItems(own.items, linking);
    const replicates = file.link?.bootstrap ?? 200;
    const known = own.parameters === undefined && other.parameters === undefined;
    const random = createRandom(seed).fork("link");
    const done = progress("链接误差");
    const draws = known
      ? []
      : Array.from({ length: replicates }, (_, k) => {
          const drawn = irt.linkScales(
            drawItems(own, random.fork(`new ${k}`)),
            drawItems(other, random.fork(`base ${k}`)),
            { method },
          );
          done(k + 1, replicates);
          return drawn;
        });
    const slopes = draws.map(({ slope }) => slope);
    const intercepts = draws.map(({ intercept }) => intercept);
    const errors = known
      ? undefined
      : {
          slope: Math.sqrt(covarianceOf(slopes, slopes)),
          intercept: Math.sqrt(covarianceOf(intercepts, intercepts)),
        };
    const inputs = {
      新题目: given.name,
      原题目: base.name,
      方法: method,
      锚题: linking.commonIds.length,
      ...(known ? {} : { 自助法次数: replicates }),
    };
    const baseOf = new Map(other.items.map((item) => [item.id, item]));
    const common = items.filter(({ id }) => linking.commonIds.includes(id));
    const points = common.flatMap((item) => {
      const matched = baseOf.get(item.id);
      return matched === undefined
        ? []
        : locationsOf(item).map((y, k) => ({ x: locationsOf(matched)[k] ?? 0, y }));
    });
    const ends = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
    const low = Math.min(0, ...points.map(({ y }) => y));
    return {
      title: file.title ?? "量尺链接",
      figures: [
        {
          id: "slope",
          label: "斜率 A",
          kind: "number",
          value: linking.slope,
          standardError: errors?.slope,
          formula: "linking",
          inputs,
        },
        {
          id: "intercept",
          label: "截距 B",
          kind: "number",
          value: linking.intercept,
          standardError: errors?.intercept,
          formula: "linking",
          inputs,
        },
      ],
      tables: [
        {
          name: "linked",
          title: "在原量尺上的题目",
          columns: [
            { name: "id", title: "题目", kind: "text" },
            { name: "common", title: "锚题", kind: "text" },
            { name: "a", title: "区分度 a", kind: "number" },
            { name: "b", title: "难度（第一个）", kind: "number" },
            { name: "baseB", title: "原量尺上的难度", kind: "number" },
            { name: "drift", title: "相差", kind: "number" },
          ],
          rows: items.map((item): Cell[] => {
            const matched = baseOf.get(item.id);
            const [b] = locationsOf(item);
            const before = matched === undefined ? undefined : locationsOf(matched)[0];
            return [
              item.id,
              linking.commonIds.includes(item.id) ? "是" : "否",
              item.a,
              b ?? null,
              before ?? null,
              b === undefined || before === undefined ? null : b - before,
            ];
          }),
        },
      ],
      parts: [
        {
          title: "锚题是否漂移",
          html: drawCurves({
            title: "锚题难度：横轴为原校准，纵轴为链接后；离斜线远的题目请检查（纵轴已平移到不小于 0）",
            xTitle: "原量尺",
            yTitle: "链接后",
            curves: [{ x: ends, y: ends.map((x) => x - low) }],
            points: points.map(({ x, y }) => ({ x, y: y - low })),
          }),
        },
      ],
      notes: [
        `θ* = ${linking.slope.toFixed(4)}·θ ${linking.intercept < 0 ? "−" : "+"} ${Math.abs(linking.intercept).toFixed(4)}，锚题 ${linking.commonIds.length} 道。`,
        known
          ? "两份题目文件都没有协方差，不能给出链接误差。"
          : "链接误差来自两次校准的人数有限，不含锚题选得好不好。用这份题目文件求似真值（score）、合格线写成能力值时，它自动计入；否则判定目标时请把它写进 verdict.fixedStandardError。",
      ],
      data: {
        items,
        groups: own.groups.map(({ mean, variance }) => ({
          mean: linking.slope * mean + linking.intercept,
          variance: linking.slope ** 2 * variance,
        })),
        ...(errors === undefined
          ? {}
          : {
              linking: {
                slope: linking.slope,
                intercept: linking.intercept,
                slopeError: errors.slope,
                interceptError: errors.intercept,
                covariance: covarianceOf(slopes, intercepts),
              },
            }),
        ...(own.parameters === undefined ? {} : { parameters: linkParameters(own.parameters, linking) }),
      },
      rScript: linkScript(own.items, other.items, method),
    };
  },
};
