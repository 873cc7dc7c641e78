import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import type { Db } from "#kernel/db.ts";
import { AppError } from "#kernel/errors.ts";
import { getIndicator } from "#kernel/indicators.ts";
import { resolveRecords } from "#kernel/records.ts";
import { readStoredFiles } from "#kernel/stored-files.ts";
import {
  countByStatus,
  type EstimateView,
  type EvidenceView,
  evidenceKinds,
  frequencies,
  getDocument,
  listEvidence,
  listTasks,
  listTaskUnits,
  measureOf,
  missingReasons,
  outcomeNames,
  type ProgressStatus,
  progressStatusNames,
  readProgress,
  type TargetProgress,
  taskParts,
  type TaskUnitView,
  type TaskView,
} from "#modules/plans/index.ts";
import { readFactsOfFigure } from "#modules/trust/index.ts";
import { type PackFile, sha256 } from "./archive.ts";
import type { PacksError } from "./errors.ts";

/** A pack is read by people and carried on a stick; what is larger has to be made for fewer tasks. */
export type PackLimits = { facts: number; files: number; fileBytes: number };
export const packLimits: PackLimits = { facts: 20_000, files: 1_000, fileBytes: 48 * 1024 * 1024 };

export type PackFact = {
  id: string;
  occurredOn: string;
  unitName: string;
  record: string;
  quantityText: string;
  isReversal: boolean;
};
export type PackTarget = {
  title: string;
  source: TargetProgress["source"];
  /** The survey behind the figure, in words. */
  surveyText: string | null;
  missing: string | null;
  days: string;
  valueText: string | null;
  goalText: string;
  expectedText: string | null;
  status: ProgressStatus;
  statusName: string;
  units: readonly { name: string; valueText: string; statusName: string }[];
  facts: readonly PackFact[];
};
export type PackEvidence = {
  id: string;
  title: string;
  kindName: string;
  happenedOn: string;
  unitName: string;
  record: string | null;
  path: string | null;
  sha256: string | null;
  /** Why the file is not in the pack, where it is not. */
  leftOut: string | null;
};
export type PackTask = {
  code: string;
  title: string;
  startsOn: string;
  dueOn: string;
  sentences: readonly string[];
  status: ProgressStatus;
  statusName: string;
  missing: string | null;
  units: readonly { name: string; part: string; partName: string; adoption: string | null }[];
  targets: readonly PackTarget[];
  evidence: readonly PackEvidence[];
};
export type PackContent = {
  title: string;
  unitName: string;
  planTitle: string;
  asOf: string;
  madeAt: string;
  counts: readonly { status: ProgressStatus; name: string; count: number }[];
  tasks: readonly PackTask[];
};

const refuse = (code: PacksError, values: Readonly<Record<string, number>>): never => {
  throw new AppError<PacksError>(code, { values });
};

export const numberText = (value: number): string =>
  value.toLocaleString("zh-CN", { maximumFractionDigits: 2 });

/** Which of 18 facts belongs to which figure is asked once for each; the sum of all is bounded. */
const gatherFacts = async (
  db: Db,
  target: TargetProgress,
  asked: { rootPath: string; asOf: string; left: number; most: number },
): Promise<readonly PackFact[]> => {
  const { indicator } = target.target;
  if (target.source !== "facts" || indicator === null) return [];
  const definition = await getIndicator(db, indicator.code, indicator.version);
  const to = asked.asOf < target.days.to ? asked.asOf : target.days.to;
  const { rows, total } = await readFactsOfFigure(
    db,
    { ...definition, filter: { ...definition.filter, ...indicator.filter } },
    { rootPath: asked.rootPath, period: { from: target.days.from, to }, page: 1, size: asked.left },
  );
  if (total > asked.left) refuse("packs.too_many_facts", { limit: asked.most });
  return rows.map((fact) => ({
    id: fact.id,
    occurredOn: fact.occurredOn,
    unitName: fact.unitName,
    record: `${fact.kindName}：${fact.record.title}`,
    quantityText: `${numberText(fact.quantity)} ${fact.measure}`,
    isReversal: fact.reversesId !== null,
  }));
};

/** `演示素质调查（2026-10-20，1,200 人，95% 区间 13.2%—17.9%，未达到）` */
export const surveyText = (estimate: EstimateView): string =>
  `${estimate.title}（${estimate.surveyedOn}，${numberText(estimate.respondents)} 人，95% 区间 ${numberText(estimate.lower)}%—${numberText(estimate.upper)}%，${outcomeNames[estimate.outcome]}）`;

const toTarget = (progress: TargetProgress, facts: readonly PackFact[]): PackTarget => {
  const { target } = progress;
  const measure = measureOf(progress);
  const each = target.subject === "area" ? "" : `（每个${numberText(target.value)} ${target.measure}）`;
  const often = target.frequency === null ? "" : frequencies[target.frequency];
  return {
    title: target.title,
    source: progress.source,
    surveyText: progress.estimate === null ? null : surveyText(progress.estimate),
    missing: progress.missing === null ? null : missingReasons[progress.missing],
    days: `${often === "" ? "" : `${often}，`}${progress.days.from} 至 ${progress.days.to}`,
    valueText: progress.value === null ? null : `${numberText(progress.value)} ${measure}`,
    goalText: `${numberText(progress.goal)} ${measure}${each}`,
    expectedText: progress.expected === null ? null : `${numberText(progress.expected)} ${measure}`,
    status: progress.status,
    statusName: progressStatusNames[progress.status],
    units: progress.units.map((unit) => ({
      name: unit.unitName,
      valueText: `${numberText(unit.value)} ${target.measure}`,
      statusName: progressStatusNames[unit.status],
    })),
    facts,
  };
};

const toUnit = (part: TaskUnitView): PackTask["units"][number] => ({
  name: part.unitName,
  part: part.part,
  partName: taskParts[part.part],
  adoption:
    part.adoption === null
      ? null
      : `《${part.adoption.documentTitle}》${part.adoption.documentNo ?? ""}，${part.adoption.adoptedOn}`,
});

const extensions: Readonly<Record<string, string>> = {
  "application/pdf": "pdf",
  "image/jpeg": "jpg",
  "image/png": "png",
};

/** Evidence files, each once however many tasks it stands for; the bytes must be those that were uploaded. */
const createFileShelf = (context: Context, limits: PackLimits) => {
  const shelf = new Map<string, { file: PackFile; sha256: string }>();
  let bytesSoFar = 0;
  const put = async (fileId: string): Promise<{ path: string; sha256: string } | { leftOut: string }> => {
    const known = shelf.get(fileId);
    if (known !== undefined) return { path: known.file.path, sha256: known.sha256 };
    const row = (await readStoredFiles(context.db, [fileId])).get(fileId);
    if (row === undefined) return { leftOut: "文件已按规定删除。" };
    const bytes = await context.files.get(fileId);
    const digest = sha256(bytes);
    if (digest !== row.contentHash.toString("hex"))
      return { leftOut: "存下的文件和上传时的指纹不一致，没有放进来。" };
    bytesSoFar += bytes.length;
    if (shelf.size >= limits.files) refuse("packs.too_many_files", { limit: limits.files });
    if (bytesSoFar > limits.fileBytes)
      refuse("packs.too_large", { limit: Math.floor(limits.fileBytes / 1024 / 1024) });
    const path = `evidence/${fileId}.${extensions[row.mediaType] ?? "bin"}`;
    shelf.set(fileId, { file: { path, bytes }, sha256: digest });
    return { path, sha256: digest };
  };
  return { put, files: () => [...shelf.values()].map(({ file }) => file) };
};

const evidencePage = 200;

const listAllEvidence = async (db: Db, taskId: string): Promise<readonly EvidenceView[]> => {
  const rows: EvidenceView[] = [];
  for (let page = 1; ; page += 1) {
    const found = await listEvidence(db, { scope: "everywhere", taskId }, { page, size: evidencePage });
    rows.push(...found.rows);
    if (found.rows.length < evidencePage) return rows;
  }
};

/**
 * All that a pack shows: the plan's tasks with their words, owners and progress on a day, every record behind every
 * figure, and the evidence with its files.
 * @throws AppError `packs.too_many_facts` | `packs.too_many_files` | `packs.too_large`
 */
export const gatherContent = async (
  context: Context,
  asked: { documentId: string; title: string; asOf: string },
  limits: PackLimits = packLimits,
): Promise<{ content: PackContent; files: readonly PackFile[] }> => {
  const { db, clock } = context;
  const document = await getDocument(db, asked.documentId);
  const tasks = await listTasks(db, { documentId: document.id });
  const progress = await readProgress(db, { tasks, asOf: asked.asOf });
  const units = Map.groupBy(
    await listTaskUnits(
      db,
      tasks.map(({ id }) => id),
    ),
    ({ taskId }) => taskId,
  );
  const shelf = createFileShelf(context, limits);
  let factsLeft = limits.facts;

  const gatherTask = async (task: TaskView): Promise<PackTask> => {
    const state = progress.get(task.id);
    const targets: PackTarget[] = [];
    for (const target of state?.targets ?? []) {
      const facts = await gatherFacts(db, target, {
        rootPath: task.unitPath,
        asOf: asked.asOf,
        left: factsLeft,
        most: limits.facts,
      });
      factsLeft -= facts.length;
      targets.push(toTarget(target, facts));
    }
    const found = await listAllEvidence(db, task.id);
    const linkOf = await resolveRecords(
      db,
      found.flatMap(({ record }) => (record === null ? [] : [record])),
    );
    const evidence: PackEvidence[] = [];
    for (const one of found) {
      const file = one.fileId === null ? undefined : await shelf.put(one.fileId);
      evidence.push({
        id: one.id,
        title: one.title,
        kindName: evidenceKinds[one.kind],
        happenedOn: one.happenedOn,
        unitName: one.unitName,
        record: one.record === null ? null : linkOf(one.record.table, one.record.id).title,
        path: file !== undefined && "path" in file ? file.path : null,
        sha256: file !== undefined && "path" in file ? file.sha256 : null,
        leftOut: file !== undefined && "leftOut" in file ? file.leftOut : null,
      });
    }
    const status = state?.status ?? "none";
    return {
      code: task.code,
      title: task.title,
      startsOn: task.startsOn,
      dueOn: task.dueOn,
      sentences: task.sentences.map(({ text }) => text),
      status,
      statusName: progressStatusNames[status],
      missing: state === undefined || state.missing === null ? null : missingReasons[state.missing],
      units: (units.get(task.id) ?? []).map(toUnit),
      targets,
      evidence,
    };
  };

  const gathered: PackTask[] = [];
  for (const task of tasks) gathered.push(await gatherTask(task));
  return {
    content: {
      title: asked.title,
      unitName: document.unitName,
      planTitle: document.title,
      asOf: asked.asOf,
      madeAt: toDistrictDate(clock.now()),
      counts: countByStatus(progress.values()),
      tasks: gathered,
    },
    files: shelf.files(),
  };
};
