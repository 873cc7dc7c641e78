import { audienceNames } from "#kernel/audiences.ts";
import type { Db } from "#kernel/db.ts";
import { evaluate, getIndicator, type Indicator, type IndicatorFilter } from "#kernel/indicators.ts";
import type { DocumentView } from "./documents.ts";
import { isSurveyTarget, outcomeNames } from "./estimates.ts";
import { type Forecast, forecastOf } from "./forecast.ts";
import { isReached, type MissingReason, missingReasons, progressStatusNames } from "./progress-rule.ts";
import { measureOf, type TargetProgress, type TaskProgress } from "./progress.ts";
import type { TaskIndicatorView, TaskUnitView, TaskView } from "./queries.ts";
import { documentStatusNames } from "./state.ts";
import { comparisons, documentLevels, frequencies, subjects, taskParts } from "./vocabulary.ts";

export const toDocumentRow = (document: DocumentView) => ({
  id: document.id,
  unitId: document.unitId,
  unitName: document.unitName,
  level: document.level,
  levelName: documentLevels[document.level],
  title: document.title,
  documentNo: document.documentNo,
  issuer: document.issuer,
  issuedOn: document.issuedOn,
  validFrom: document.validFrom,
  validTo: document.validTo,
  version: document.version,
  replacesId: document.replacesId,
  status: document.status,
  statusName: documentStatusNames[document.status],
  filename: document.filename,
  textHash: document.textHash,
  sentenceCount: document.sentenceCount,
  taskCount: document.taskCount,
  createdAt: document.createdAt,
});

const reasonText = (missing: MissingReason | null): string | null =>
  missing === null ? null : missingReasons[missing];

const rounded = (value: number): number => Math.round(value * 100) / 100;

export const goalText = ({ target }: TargetProgress): string => {
  const often = target.frequency === null ? `到 ${target.dueOn}` : frequencies[target.frequency];
  return `${subjects[target.subject]}，${often}${comparisons[target.comparison]} ${target.value} ${target.measure}`;
};

const progressText = (row: TargetProgress): string | null => {
  if (row.value === null) return null;
  if (row.target.subject === "area") return `${rounded(row.value)} / ${row.goal} ${row.target.measure}`;
  return `${row.goal} 个单位里 ${row.value} 个达到`;
};

/** Units that have a part in a task, at most so many spelled out; a task of every street names them all on its page. */
export const toTaskUnits = (units: readonly TaskUnitView[]) =>
  units.map((unit) => ({
    unitId: unit.unitId,
    unitName: unit.unitName,
    part: unit.part,
    partName: taskParts[unit.part],
    printedName: unit.printedName,
    adoption:
      unit.adoption === null
        ? null
        : {
            id: unit.adoption.id,
            documentTitle: unit.adoption.documentTitle,
            documentNo: unit.adoption.documentNo,
            adoptedOn: unit.adoption.adoptedOn,
          },
  }));

export const toTaskRow = (
  task: TaskView,
  progress: TaskProgress | undefined,
  units: readonly TaskUnitView[],
  trend: string | null = null,
) => {
  const status = progress?.status ?? "none";
  const told = progress?.targets.find((row) => row.status === status && row.value !== null);
  return {
    id: task.id,
    code: task.code,
    title: task.title,
    documentId: task.documentId,
    clauseId: task.clauseId,
    clauseNo: task.clauseNo,
    startsOn: task.startsOn,
    dueOn: task.dueOn,
    audiences: [...task.audiences],
    pillars: [...task.pillars],
    status,
    statusName: progressStatusNames[status],
    missing: reasonText(progress?.missing ?? null),
    progressText: told === undefined ? null : progressText(told),
    trend,
    units: toTaskUnits(units),
    unadopted: units.filter((unit) => unit.adoption === null).length,
  };
};

/** The explorer's list of exactly the facts that a figure counts. */
const factsHref = (
  figure: { code: string; version: number; filter: IndicatorFilter },
  input: { unitId: string; from: string; to: string },
): string =>
  `/workbench/figures/${encodeURIComponent(figure.code)}/${figure.version}/facts?${new URLSearchParams({
    unit: input.unitId,
    from: input.from,
    to: input.to,
    ...figure.filter,
  })}`;

const sourceNames: Readonly<Record<TargetProgress["source"], string>> = {
  facts: "由记录算出",
  survey: "由抽样调查算出",
  sheets: "来自签字的人数单",
  none: "没有数字",
};

export const toTarget = (row: TargetProgress, input: { unitId: string; asOf: string }) => {
  const to = row.days.to < input.asOf ? row.days.to : input.asOf;
  return {
    id: row.target.id,
    title: row.target.title,
    goalText: goalText(row),
    subjectName: subjects[row.target.subject],
    source: sourceNames[row.source],
    takesSurvey: isSurveyTarget({ ...row.target, isTied: row.target.indicator !== null }),
    estimate:
      row.estimate === null ? null : { ...row.estimate, outcomeName: outcomeNames[row.estimate.outcome] },
    missing: reasonText(row.missing),
    from: row.days.from,
    to: row.days.to,
    value: row.value === null ? null : rounded(row.value),
    goal: row.goal,
    expected: row.expected === null ? null : rounded(row.expected),
    measure: measureOf(row),
    baseline: row.target.baseline,
    status: row.status,
    statusName: progressStatusNames[row.status],
    factsHref:
      row.target.indicator === null
        ? null
        : factsHref(row.target.indicator, { unitId: input.unitId, from: row.days.from, to }),
    units: row.units.map((unit) => ({
      ...unit,
      value: rounded(unit.value),
      factsHref:
        row.target.indicator === null
          ? null
          : factsHref(row.target.indicator, { unitId: unit.unitId, from: row.days.from, to }),
      statusName:
        row.target.subject === "area"
          ? ""
          : isReached(row.target.comparison, unit.value, row.target.value)
            ? "达到"
            : progressStatusNames[unit.status],
    })),
  };
};

const filterNames = { audience: "人群", topic: "主题", planTag: "计划条款", place: "地点" } as const;
export const filterText = (filter: TaskIndicatorView["filter"]): string =>
  (["audience", "topic", "planTag", "place"] as const)
    .flatMap((key) => {
      if (filter[key] === undefined) return [];
      return [`${filterNames[key]} ${key === "audience" ? audienceNames[filter[key]] : filter[key]}`];
    })
    .join("，") || "全部";

const lastMonths = (asOf: string, count: number): readonly { month: string; from: string; to: string }[] =>
  Array.from({ length: count }, (_, index) => {
    const first = new Date(Date.UTC(Number(asOf.slice(0, 4)), Number(asOf.slice(5, 7)) - count + index, 1));
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0));
    const to = last.toISOString().slice(0, 10);
    const from = first.toISOString().slice(0, 10);
    return { month: from.slice(0, 7), from, to: to < asOf ? to : asOf };
  });

const narrowed = async (db: Db, tied: TaskIndicatorView): Promise<Indicator> => {
  const definition = await getIndicator(db, tied.code, tied.version);
  return { ...definition, filter: { ...definition.filter, ...tied.filter } };
};

/** What an indicator counted in each of the last twelve months. */
export const readMonths = async (
  db: Db,
  tied: TaskIndicatorView,
  input: { unitId: string; unitPath: string; asOf: string },
) => {
  const indicator = await narrowed(db, tied);
  const rows = [];
  for (const { month, from, to } of lastMonths(input.asOf, 12))
    rows.push({
      month,
      value: await evaluate(db, indicator, { rootPath: input.unitPath, period: { from, to } }),
      factsHref: factsHref(tied, { unitId: input.unitId, from, to }),
    });
  return rows;
};

/** Where a sum of the whole district will probably end, from its complete months; null where that cannot be said. */
export const toForecast = (
  row: TargetProgress,
  months: readonly { month: string; value: number }[] | undefined,
  asOf: string,
): Forecast | null => {
  if (row.source !== "facts" || row.value === null || row.target.subject !== "area" || months === undefined)
    return null;
  const complete = months.filter(({ month }) => `${month}-01` >= row.days.from && month < asOf.slice(0, 7));
  const found = forecastOf({
    value: row.value,
    months: complete.map(({ value }) => value),
    days: row.days,
    asOf,
  });
  return found === undefined
    ? null
    : { low: rounded(found.low), middle: rounded(found.middle), high: rounded(found.high) };
};

/** Rising, even or falling: the last thirty days against the thirty before. */
export const readTrends = async (
  db: Db,
  tied: readonly TaskIndicatorView[],
  input: { unitPath: string; asOf: string },
): Promise<ReadonlyMap<string, string>> => {
  const shift = (days: number): string =>
    new Date(Date.parse(`${input.asOf}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
  const kept = new Map<string, Promise<string>>();
  const read = async (one: TaskIndicatorView): Promise<string> => {
    const indicator = await narrowed(db, one);
    const figure = (from: string, to: string) =>
      evaluate(db, indicator, { rootPath: input.unitPath, period: { from, to } });
    const [now, before] = [await figure(shift(29), input.asOf), await figure(shift(59), shift(30))];
    if (now === before) return "持平";
    return now > before ? "上升" : "下降";
  };
  const trends = new Map<string, string>();
  for (const one of tied) {
    if (trends.has(one.taskId)) continue;
    const key = JSON.stringify([one.code, one.version, one.filter]);
    const known = kept.get(key) ?? read(one);
    kept.set(key, known);
    trends.set(one.taskId, await known);
  }
  return trends;
};
