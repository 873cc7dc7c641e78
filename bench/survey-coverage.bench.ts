import { availableParallelism } from "node:os";
import type { CoverageTask, SurveyCoverage } from "../packages/measure-cli/src/example/coverage-task.ts";
import { runTasks } from "../packages/measure-cli/src/workers/run-tasks.ts";
import type { BenchRow } from "./row.ts";

// The guided example's district, and nine more by the same generator: the intervals of streets hold on average over streets
// drawn by the model, so that one district's 32 fixed streets say less of them than ten districts'.
const example = "2026";
const districts = [example, "1", "2", "3", "4", "5", "6", "7", "8", "9"];
const surveys = 1000;

const simulate = async (from: readonly string[], measured: boolean): Promise<SurveyCoverage[]> => {
  // A task has 50 surveys of one district, so that all threads have work to the end.
  const each = surveys / from.length;
  const tasks = from.flatMap((district) =>
    Array.from({ length: each / 50 }, (_, k): CoverageTask => ({
      district,
      from: 50 * k,
      to: 50 * (k + 1),
      measured,
    })),
  );
  const found = await runTasks<SurveyCoverage[]>(
    new URL("../packages/measure-cli/src/example/coverage-task.ts", import.meta.url),
    tasks,
    { threads: Math.min(4, availableParallelism()), progress: () => undefined },
  );
  return found.flat();
};

const names = {
  district: "district",
  audience: "five audiences",
  street: "32 streets, benchmarked",
} as const;

type How = {
  readonly how: string;
  readonly target: string;
  readonly isMet: (lower: number, upper: number) => boolean;
};

/** Coverage with its Monte-Carlo interval; intervals of one sample move together, so that samples are the unit. */
const toRow = (
  found: readonly SurveyCoverage[],
  what: keyof typeof names,
  { how, target, isMet }: How,
): BenchRow => {
  const all = found.map((one) => one[what]);
  const mean = all.reduce((a, b) => a + b, 0) / all.length;
  const spread = all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (all.length - 1);
  const half = 1.96 * Math.sqrt(spread / all.length);
  return {
    name: `95 % intervals that hold the truth, ${how}: ${names[what]}`,
    value: 100 * mean,
    unit: `% of ${all.length}`,
    target,
    ok: isMet(mean - half, mean + half),
    note: `Monte-Carlo ${(100 * (mean - half)).toFixed(1)} – ${(100 * (mean + half)).toFixed(1)}`,
  };
};

const kinds = ["district", "audience", "street"] as const;
const holds: Pick<How, "target" | "isMet"> = {
  target: "95 ± error",
  isMet: (lower, upper) => lower <= 0.95 && upper >= 0.95,
};

/** How often nominal 95 % intervals hold the truth of synthetic districts like the guided example's. */
export const rows = async (): Promise<BenchRow[]> => {
  const known = await simulate([example], false);
  const several = await simulate(districts, false);
  const measured = await simulate([example], true);
  return [
    ...kinds.map((what) => toRow(known, what, { how: "the example’s district", ...holds })),
    ...kinds.map((what) => toRow(several, what, { how: "ten districts", ...holds })),
    ...kinds.map((what) =>
      toRow(measured, what, {
        how: "the example’s district by plausible values",
        target: "≥ 95 ± error",
        // Where the latent regression knows more than the direct estimate uses, Rubin's variance is too large (Meng 1994).
        isMet: (_, upper) => upper >= 0.95,
      }),
    ),
  ];
};
