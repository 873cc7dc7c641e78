import {
  type PlannedDesign,
  type PlanOptions,
  type PlanPart,
  simulatePlanPart,
} from "@kepu/survey-statistics";

/** Some of the simulated samples of a plan, by their numbers. */
export type PlanTask = {
  readonly design: PlannedDesign;
  readonly options: PlanOptions;
  readonly from: number;
  readonly to: number;
};

/** Runs in the process or in a worker; the numbers are the same. */
export const run = ({ design, options, from, to }: PlanTask): PlanPart =>
  simulatePlanPart(design, { ...options, from, to });
