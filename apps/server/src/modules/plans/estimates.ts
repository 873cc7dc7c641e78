import { recordAct } from "#kernel/audit.ts";
import {
  createDesign,
  estimateProportion,
  judgeTarget,
  SurveyError,
  type VerdictOutcome,
} from "@kepu/survey-statistics";
import type { Actor } from "#kernel/actor.ts";
import { toDistrictDate } from "#kernel/clock.ts";
import type { ActContext } from "#kernel/context.ts";
import type { Db, Trx } from "#kernel/db.ts";
import { AppError, requireText } from "#kernel/errors.ts";
import { createId } from "#kernel/ids.ts";
import type { PlansError } from "./errors.ts";
import { readSample, type Sample } from "./survey-sample.ts";
import { openTask } from "./tasks.ts";
import type { Comparison, Frequency, Subject } from "./vocabulary.ts";

/** How sure the rule must be, and the level of the interval that is shown. */
export const sureness = 0.95;

export const outcomeNames: Readonly<Record<VerdictOutcome, string>> = {
  reached: "达到",
  "not-reached": "未达到",
  "cannot-tell": "未能判断",
};

/** A share known from a sample, in per cent, judged against its target by a rule and never by eye. */
export type EstimateView = {
  id: string;
  title: string;
  surveyedOn: string;
  scoringRule: string;
  respondents: number;
  share: number;
  /** Bounds of the two-sided 95 % interval. */
  lower: number;
  upper: number;
  outcome: VerdictOutcome;
  /** Probability in per cent that the line is passed, flat prior on the logit scale. */
  probability: number;
  /** Respondents of a sample of the same design that would decide; null where none does. */
  respondentsToDecide: number | null;
};

type Moments = { share: number; standardError: number; degreesOfFreedom: number };

/** The weighted share of a sample with its design error. @throws SurveyError */
export const estimateShare = ({ weights, reached, strata, clusters }: Sample): Moments => {
  const design = createDesign({
    weights,
    stages: [
      {
        ...(strata.length === 0 ? {} : { strata }),
        ...(clusters.length === 0 ? {} : { clusters }),
      },
    ],
    lonelyStrata: "adjust",
  });
  const { value, standardError, degreesOfFreedom } = estimateProportion(design, reached);
  return { share: value, standardError, degreesOfFreedom };
};

const refuse = (field: string, code: PlansError, values: Record<string, string | number> = {}): never => {
  throw new AppError<PlansError>(code, { fields: { [field]: code }, values });
};

/** What the sample says, or the sentence that says why it says nothing. */
const compute = (sample: Sample): Moments => {
  try {
    const moments = estimateShare(sample);
    if (moments.share > 0 && moments.share < 1 && moments.standardError > 0 && moments.degreesOfFreedom > 0)
      return moments;
  } catch (error) {
    if (!(error instanceof SurveyError)) throw error;
  }
  return refuse("file", "plans.estimate_none");
};

/** Whether only a sample can tell a target: a share of the whole district that no fact gives, with a lower line to pass. */
export const isSurveyTarget = (target: {
  measure: string;
  subject: Subject;
  frequency: Frequency | null;
  comparison: Comparison;
  isTied: boolean;
}): boolean =>
  target.measure === "%" &&
  target.subject === "area" &&
  target.frequency === null &&
  !target.isTied &&
  (target.comparison === "atLeast" || target.comparison === "moreThan");

const lockTarget = async (trx: Trx, targetId: string) => {
  const target = await trx
    .selectFrom("plan_targets")
    .select(["id", "task_id", "measure", "comparison", "subject", "frequency", "task_indicator_id"])
    .where("id", "=", targetId)
    .forUpdate()
    .executeTakeFirst();
  if (target === undefined) throw new AppError<PlansError>("plans.target_not_found", { status: 404 });
  if (!isSurveyTarget({ ...target, isTied: target.task_indicator_id !== null }))
    throw new AppError<PlansError>("plans.estimate_target", { status: 409 });
  return target;
};

/**
 * Reads a survey's sample for a target that only a sample can tell (T-01): share and error are computed from its rows by
 * the design, nothing of it is typed.
 * @throws AppError `plans.estimate_target` | `plans.estimate_taken` (409) | `plans.estimate_title` | `plans.estimate_day` |
 *   `plans.estimate_rule` | `plans.estimate_rows` | `plans.estimate_none` | `plans.frozen`
 */
export const importEstimate = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { targetId: string; title: string; surveyedOn: string; scoringRule: string; bytes: Buffer },
): Promise<string> => {
  const title = requireText<PlansError>("plans.estimate_title", input.title, { least: 4, field: "title" });
  const rule = requireText<PlansError>("plans.estimate_rule", input.scoringRule, {
    least: 4,
    field: "scoringRule",
  });
  const now = context.clock.now();
  if (input.surveyedOn > toDistrictDate(now)) refuse("surveyedOn", "plans.estimate_day");
  const sample = await readSample(input.bytes);
  const moments = compute(sample);
  const target = await lockTarget(trx, input.targetId);
  const task = await openTask(trx, target.task_id);
  const standing = await trx
    .selectFrom("target_estimates")
    .select(["surveyed_on", "scoring_rule"])
    .where("target_id", "=", target.id)
    .where("withdrawn_at", "is", null)
    .execute();
  const other = standing.find((one) => one.scoring_rule !== rule);
  if (other !== undefined) refuse("scoringRule", "plans.estimate_series", { rule: other.scoring_rule });
  if (standing.some((one) => one.surveyed_on === input.surveyedOn))
    throw new AppError<PlansError>("plans.estimate_taken", {
      status: 409,
      fields: { surveyedOn: "plans.estimate_taken" },
    });
  const id = createId(context.clock);
  await trx
    .insertInto("target_estimates")
    .values({
      id,
      target_id: target.id,
      title,
      surveyed_on: input.surveyedOn,
      scoring_rule: rule,
      weights: [...sample.weights],
      reached: [...sample.reached],
      strata: [...sample.strata],
      clusters: [...sample.clusters],
      share: moments.share,
      standard_error: moments.standardError,
      degrees_of_freedom: moments.degreesOfFreedom,
      created_at: now,
    })
    .execute();
  await recordAct(trx, context, actor, {
    action: "plans.import_estimate",
    unitId: task.unitId,
    table: "target_estimates",
    id,
    reason: title,
  });
  return id;
};

/** Takes an estimate back, with the reason; the figure is that of the survey before. @throws AppError `plans.estimate_not_found` (404) | `plans.reason_needed` | `plans.frozen` */
export const withdrawEstimate = async (
  trx: Trx,
  context: ActContext,
  actor: Actor,
  input: { id: string; reason: string },
): Promise<void> => {
  const reason = requireText<PlansError>("plans.reason_needed", input.reason);
  const found = await trx
    .selectFrom("target_estimates as estimate")
    .innerJoin("plan_targets as target", "target.id", "estimate.target_id")
    .select("target.task_id")
    .where("estimate.id", "=", input.id)
    .where("estimate.withdrawn_at", "is", null)
    .forUpdate("estimate")
    .executeTakeFirst();
  if (found === undefined) throw new AppError<PlansError>("plans.estimate_not_found", { status: 404 });
  const task = await openTask(trx, found.task_id);
  await trx
    .updateTable("target_estimates")
    .set({ withdrawn_at: context.clock.now(), withdrawn_reason: reason })
    .where("id", "=", input.id)
    .execute();
  await recordAct(trx, context, actor, {
    action: "plans.withdraw_estimate",
    unitId: task.unitId,
    table: "target_estimates",
    id: input.id,
    reason,
  });
};

const percent = (share: number): number => Math.round(share * 10_000) / 100;

/** The newest standing estimate of each target on a day, by target. `goal` is the target in per cent. */
export const listEstimates = async (
  db: Db | Trx,
  input: { targets: readonly { id: string; value: number }[]; asOf: string },
): Promise<ReadonlyMap<string, EstimateView>> => {
  if (input.targets.length === 0) return new Map();
  const rows = await db
    .selectFrom("target_estimates")
    .distinctOn("target_id")
    .select([
      "id",
      "target_id",
      "title",
      "surveyed_on",
      "scoring_rule",
      "share",
      "standard_error",
      "degrees_of_freedom",
      (eb) => eb.fn<number>("cardinality", ["weights"]).as("respondents"),
    ])
    .where(
      "target_id",
      "in",
      input.targets.map(({ id }) => id),
    )
    .where("withdrawn_at", "is", null)
    .where("surveyed_on", "<=", input.asOf)
    .orderBy("target_id")
    .orderBy("surveyed_on", "desc")
    .execute();
  return new Map(
    rows.flatMap((row): [string, EstimateView][] => {
      const goal = input.targets.find(({ id }) => id === row.target_id)?.value ?? 0;
      if (!(goal > 0 && goal < 100)) return [];
      const verdict = judgeTarget(
        {
          estimate: row.share,
          standardError: row.standard_error,
          degreesOfFreedom: row.degrees_of_freedom,
          respondents: row.respondents,
        },
        { target: goal / 100, confidence: sureness },
      );
      return [
        [
          row.target_id,
          {
            id: row.id,
            title: row.title,
            surveyedOn: row.surveyed_on,
            scoringRule: row.scoring_rule,
            respondents: row.respondents,
            share: percent(row.share),
            lower: percent(verdict.lower),
            upper: percent(verdict.upper),
            outcome: verdict.outcome,
            probability: percent(verdict.probabilityAbove),
            respondentsToDecide: verdict.respondentsToDecide ?? null,
          },
        ],
      ];
    }),
  );
};

/** The task of an estimate, for its unit. @throws AppError `plans.estimate_not_found` (404) */
export const getEstimateTask = async (db: Db | Trx, id: string): Promise<string> => {
  const row = await db
    .selectFrom("target_estimates as estimate")
    .innerJoin("plan_targets as target", "target.id", "estimate.target_id")
    .select("target.task_id")
    .where("estimate.id", "=", id)
    .executeTakeFirst();
  if (row === undefined) throw new AppError<PlansError>("plans.estimate_not_found", { status: 404 });
  return row.task_id;
};
