import * as survey from "@kepu/survey-statistics";
import type { Cell, Command, Outcome } from "../command.ts";
import { refuseField, section } from "../design-file/read-design.ts";
import type { SampleSection } from "../design-file/schema.ts";
import { fullColumn, numberColumn, type Table } from "../input/table.ts";
import { sampleScript } from "../r-scripts/sample-script.ts";

/** A unit of the frame that was drawn: its row, the place within it, and the probability of each stage. */
type Drawn = { readonly row: number; readonly unit?: number; readonly probabilities: readonly number[] };

type Frame = {
  readonly table: Table;
  readonly settings: SampleSection;
  readonly file: string;
  /** Of each stratum, where there are strata. */
  readonly sizes?: Readonly<Record<string, number>>;
};

const needed = <T>(value: T | undefined, { frame, field }: { frame: Frame; field: string }): T =>
  value ?? refuseField(frame.file, `sample.${field}`, `method 为 ${frame.settings.method} 时要写 ${field}`);

/** How many are taken of each stratum: as written, `take` divided by the rule, or what each needs for its precision. */
const sizesOfStrata = (frame: Frame): Record<string, number> => {
  const { settings, table } = frame;
  const strata = fullColumn(table, needed(settings.stratum, { frame, field: "stratum" }));
  if (settings.takeByStratum !== undefined) return settings.takeByStratum;
  const rule = settings.allocation ?? { rule: "proportional" as const };
  const counts = new Map<string, number>();
  for (const stratum of strata) counts.set(stratum, (counts.get(stratum) ?? 0) + 1);
  if (rule.rule === "precision") {
    const margin = needed(rule.margin, { frame, field: "allocation.margin" });
    return Object.fromEntries(
      [...counts].map(([name, population]) => [
        name,
        survey.sampleSizeForShare({
          proportion: rule.share ?? 0.5,
          margin,
          population,
          ...(rule.designEffect === undefined ? {} : { designEffect: rule.designEffect }),
          ...(rule.responseRate === undefined ? {} : { responseRate: rule.responseRate }),
        }).sampled,
      ]),
    );
  }
  const deviation = rule.share === undefined ? {} : { deviation: Math.sqrt(rule.share * (1 - rule.share)) };
  return survey.allocate(
    [...counts].map(([name, population]) => ({ name, population, ...deviation })),
    {
      total: needed(settings.take, { frame, field: "take" }),
      rule: rule.rule,
      ...(rule.power === undefined ? {} : { power: rule.power }),
      ...(rule.minimum === undefined ? {} : { minimum: rule.minimum }),
    },
  );
};

const drawUnequal = (frame: Frame, seed: string): Drawn[] => {
  const { settings, table } = frame;
  const sizes = numberColumn(table, needed(settings.size, { frame, field: "size" }));
  const probabilities = survey.inclusionProbabilities(sizes, needed(settings.take, { frame, field: "take" }));
  const draw =
    settings.method === "brewer"
      ? survey.drawBrewer
      : settings.method === "sampford"
        ? survey.drawSampford
        : survey.drawProportionalSystematic;
  return Array.from(draw({ probabilities, seed }), (row) => ({
    row,
    probabilities: [probabilities[row] ?? 0],
  }));
};

const drawTwoStages = (frame: Frame, seed: string): Drawn[] => {
  const { settings, table } = frame;
  const ids = fullColumn(table, settings.id);
  const strata = settings.stratum === undefined ? ids.map(() => "全部") : fullColumn(table, settings.stratum);
  const sizes = numberColumn(table, needed(settings.size, { frame, field: "size" }));
  const place = new Map(ids.map((id, row) => [id, row]));
  const drawn = survey.drawClusters(
    ids.map((id, row) => ({ id, stratum: strata[row] ?? "", size: sizes[row] ?? 0 })),
    {
      clusters:
        settings.stratum === undefined
          ? { 全部: needed(settings.take, { frame, field: "take" }) }
          : (frame.sizes ?? {}),
      units: needed(settings.units, { frame, field: "units" }),
      seed,
    },
  );
  return drawn.map(({ cluster, unit, probabilities }) => ({
    row: place.get(cluster) ?? 0,
    unit: unit + 1,
    probabilities,
  }));
};

const draw = (frame: Frame, seed: string): Drawn[] => {
  const { settings, table } = frame;
  const population = table.rows;
  switch (settings.method) {
    case "simple":
    case "systematic": {
      const size = needed(settings.take, { frame, field: "take" });
      const rows = (settings.method === "simple" ? survey.drawSimple : survey.drawSystematic)({
        population,
        size,
        seed,
      });
      return Array.from(rows, (row) => ({ row, probabilities: [size / population] }));
    }
    case "stratified": {
      const strata = fullColumn(table, needed(settings.stratum, { frame, field: "stratum" }));
      const sizes = frame.sizes ?? {};
      const counts = Map.groupBy(strata, (stratum) => stratum);
      return Array.from(survey.drawStratified({ strata, sizes, seed }), (row) => {
        const stratum = strata[row] ?? "";
        return { row, probabilities: [(sizes[stratum] ?? 0) / (counts.get(stratum)?.length ?? 1)] };
      });
    }
    case "clusters":
      return drawTwoStages(frame, seed);
    case "proportional-systematic":
    case "brewer":
    case "sampford":
      return drawUnequal(frame, seed);
    default:
      return settings.method satisfies never;
  }
};

/** `sample`: a reproducible draw from a frame, with the probability of every stage. */
export const command: Command = {
  name: "sample",
  summary: "从抽样框里抽样：简单、等距、分层、不等概率、两阶段；写出入样概率和设计权数",
  required: ["data"],
  optional: [],
  run: async ({ design: file, designName, table: read, seed }): Promise<Outcome> => {
    const settings = section(file, "sample", designName);
    const table = await read("data");
    const ids = fullColumn(table, settings.id);
    const frame = { table, settings, file: designName };
    const hasStrata =
      settings.method === "stratified" || (settings.method === "clusters" && settings.stratum !== undefined);
    const sizes = hasStrata ? sizesOfStrata(frame) : undefined;
    const drawn = draw({ ...frame, ...(sizes === undefined ? {} : { sizes }) }, seed);
    const twoStages = settings.method === "clusters";
    const weightOf = ({ probabilities }: Drawn): number => 1 / probabilities.reduce((a, b) => a * b, 1);
    const weights = drawn.map(weightOf);
    const sum = weights.reduce((a, b) => a + b, 0);
    return {
      title: file.title ?? "抽样",
      figures: [
        {
          id: "weight-sum",
          label: "设计权数之和",
          kind: "count",
          value: sum,
          formula: "weight-sum",
          inputs: { 抽样框: table.file, 抽样框单位数: table.rows, 方法: settings.method, 种子: seed },
        },
        ...[...new Set(drawn.map(({ row }) => row))].map((row) => ({
          id: `probability/${ids[row] ?? ""}`,
          label: `${ids[row] ?? ""} 的入样概率`,
          kind: "share" as const,
          value: drawn.find((one) => one.row === row)?.probabilities[0] ?? 0,
          formula: "inclusion-probability" as const,
          inputs: {
            方法: settings.method,
            ...(settings.size === undefined ? {} : { 规模: Number(numberColumn(table, settings.size)[row]) }),
          },
        })),
      ],
      tables: [
        {
          name: "sample",
          title: "抽中的单位",
          columns: [
            ...table.names.map((name) => ({ name, title: name, kind: "text" as const })),
            ...(twoStages ? [{ name: "unit", title: "群内序号", kind: "count" as const }] : []),
            { name: "probability1", title: "入样概率", kind: "share" as const },
            ...(twoStages ? [{ name: "probability2", title: "群内入样概率", kind: "share" as const }] : []),
            { name: "designWeight", title: "设计权数", kind: "number" as const },
          ],
          rows: drawn.map((one, place): Cell[] => [
            ...table.names.map((name) => table.columns.get(name)?.[one.row] ?? null),
            ...(one.unit === undefined ? [] : [one.unit]),
            ...one.probabilities,
            weights[place] ?? null,
          ]),
        },
      ],
      notes: [
        `从 ${table.rows} 个单位里抽中 ${drawn.length} ${twoStages ? "人" : "个"}，种子“${seed}”。同样的抽样框和种子抽中同样的单位。`,
        "现场不要自己换人；要换时按事先写好的规则，并逐一记录。",
      ],
      rScript: sampleScript(settings, table.file, sizes),
    };
  },
};
