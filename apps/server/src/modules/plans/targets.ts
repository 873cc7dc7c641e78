import { recordAct } from "#kernel/audit.ts";
import type { Actor } from "#kernel/actor.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import { type IndicatorFilter, listIndicators } from "#kernel/indicators.ts";
import type { PlansError } from "./errors.ts";
import { listTaskIndicators } from "./queries.ts";
import type { PathPoint } from "./tables.ts";
import { openTask, type TaskRef } from "./tasks.ts";
import type { Comparison, Frequency, Subject } from "./vocabulary.ts";

export type TargetInput = {
  title: string;
  taskIndicatorId?: string | undefined;
  comparison: Comparison;
  value: number;
  measure: string;
  subject: Subject;
  frequency?: Frequency | undefined;
  baseline?: { value: number; on: string } | undefined;
  path?: readonly PathPoint[] | undefined;
  sentenceId?: string | undefined;
};

const refuse = (field: string, code: PlansError): never => {
  throw new AppError<PlansError>(code, { fields: { [field]: code } });
};

/** Points between baseline and target, in the order of days, inside the task's time. */
const checkPath = (path: readonly PathPoint[], dates: { startsOn: string; dueOn: string }): void => {
  path.forEach((point, index) => {
    const before = path[index - 1];
    const isInside = point.on > dates.startsOn && point.on < dates.dueOn;
    if (!isInside || (before !== undefined && point.on <= before.on)) refuse("path", "plans.target_path");
  });
};

const checkTarget = async (trx: Trx, taskId: string, input: TargetInput): Promise<void> => {
  if (!Number.isFinite(input.value) || input.value < 0 || (input.measure === "%" && input.value > 100))
    refuse("value", "plans.target_value");
  if (input.measure === "%" && input.frequency === undefined && input.baseline === undefined)
    refuse("baseline", "plans.target_baseline");
  const dates = await trx
    .selectFrom("plan_tasks")
    .select(["starts_on as startsOn", "due_on as dueOn"])
    .where("id", "=", taskId)
    .executeTakeFirstOrThrow();
  if (input.baseline !== undefined && input.baseline.on > dates.dueOn)
    refuse("baseline", "plans.target_path");
  checkPath(input.path ?? [], dates);
  if (input.taskIndicatorId === undefined) return;
  const tied = (await listTaskIndicators(trx, [taskId])).find((one) => one.id === input.taskIndicatorId);
  // 件 is not 人次: a target is measured in what its indicator counts.
  if (tied === undefined || tied.measure !== input.measure)
    refuse("taskIndicatorId", "plans.target_indicator");
};

/**
 * Sets a target of a task (U-03). Its value is never typed again: where an indicator is named, facts give it.
 * @throws AppError `plans.target_value` | `plans.target_baseline` | `plans.target_path` | `plans.target_indicator` | `plans.frozen`
 */
export const setTarget = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: TargetInput & { taskId: string },
): Promise<string> => {
  const task = await openTask(trx, input.taskId);
  await checkTarget(trx, task.id, input);
  const id = createId(context.clock);
  const { seq } = await trx
    .selectFrom("plan_targets")
    .select((eb) => eb.fn.coalesce(eb.fn.max("seq"), eb.val(0)).as("seq"))
    .where("task_id", "=", task.id)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("plan_targets")
    .values({
      id,
      task_id: task.id,
      seq: seq + 1,
      title: input.title.trim(),
      task_indicator_id: input.taskIndicatorId ?? null,
      comparison: input.comparison,
      value: input.value,
      measure: input.measure,
      subject: input.subject,
      frequency: input.frequency ?? null,
      baseline: input.baseline?.value ?? null,
      baseline_on: input.baseline?.on ?? null,
      path: JSON.stringify(input.path ?? []),
      sentence_id: input.sentenceId ?? null,
      created_at: context.clock.now(),
    })
    .execute();
  await auditTask(trx, context, actor, { task, action: "plans.set_target" });
  return id;
};

const auditTask = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  act: { task: TaskRef; action: string; reason?: string | undefined },
): Promise<void> =>
  recordAct(trx, context, actor, {
    action: act.action,
    unitId: act.task.unitId,
    table: "plan_tasks",
    id: act.task.id,
    reason: act.reason,
  });

/** Takes a target away, with a reason that stays in the audit. @throws AppError `plans.target_not_found` (404) | `plans.target_measured` (409) | `plans.reason_needed` */
export const dropTarget = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { targetId: string; reason: string },
): Promise<void> => {
  const reason = requireText<PlansError>("plans.reason_needed", input.reason);
  const target = await trx
    .selectFrom("plan_targets")
    .select(["task_id", "title"])
    .where("id", "=", input.targetId)
    .executeTakeFirst();
  if (target === undefined) throw new AppError<PlansError>("plans.target_not_found", { status: 404 });
  const task = await openTask(trx, target.task_id);
  const measured = await trx
    .selectFrom("target_estimates")
    .select("id")
    .where("target_id", "=", input.targetId)
    .limit(1)
    .executeTakeFirst();
  if (measured !== undefined) throw new AppError<PlansError>("plans.target_measured", { status: 409 });
  await trx.deleteFrom("plan_targets").where("id", "=", input.targetId).execute();
  await auditTask(trx, context, actor, {
    task,
    action: "plans.drop_target",
    reason: `${target.title}：${reason}`,
  });
};

/**
 * Ties a task to an indicator, narrowed by audience, topic, place or plan tag; the newest version of its definition.
 * @throws AppError `plans.indicator_unknown` | `plans.indicator_used` | `plans.frozen`
 */
export const tieIndicator = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { taskId: string; indicatorCode: string; filter?: IndicatorFilter | undefined },
): Promise<string> => {
  const task = await openTask(trx, input.taskId);
  const indicator = (await listIndicators(trx)).find((one) => one.code === input.indicatorCode);
  if (indicator === undefined)
    throw new AppError<PlansError>("plans.indicator_unknown", {
      fields: { indicatorCode: "plans.indicator_unknown" },
    });
  const filter = JSON.stringify(input.filter ?? {});
  const same = await trx
    .selectFrom("task_indicators")
    .select(["id", "filter"])
    .where("task_id", "=", task.id)
    .where("indicator_code", "=", indicator.code)
    .execute();
  if (same.some((row) => JSON.stringify(row.filter) === filter))
    throw new AppError<PlansError>("plans.indicator_used", { status: 409 });
  const id = createId(context.clock);
  await trx
    .insertInto("task_indicators")
    .values({
      id,
      task_id: task.id,
      indicator_code: indicator.code,
      indicator_version: indicator.version,
      filter,
      created_at: context.clock.now(),
    })
    .execute();
  await auditTask(trx, context, actor, { task, action: "plans.tie_indicator" });
  return id;
};

/** Tasks that an indicator measures already: where one does, nothing of it is typed by hand. */
export const isDerivable = async (db: Db | Trx, taskId: string): Promise<boolean> =>
  (await db
    .selectFrom("task_indicators")
    .select("id")
    .where("task_id", "=", taskId)
    .limit(1)
    .executeTakeFirst()) !== undefined;
