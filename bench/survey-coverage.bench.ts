import { availableParallelism } from "node:os";
import type { CoverageTask, SurveyCoverage } from "../packages/measure-cli/src/example/coverage-task.ts";
import { runTasks } from "../packages/measure-cli/src/workers/run-tasks.ts";
import type { BenchRow } from "./row.ts";

// The guided example's district and nine more by the same generator: the intervals of streets hold on average over streets
// drawn by the model, so that one district's 32 fixed streets say less of them than ten districts'.
const districts = ["2026", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

const simulate = (samples: number, measured: boolean): Promise<SurveyCoverage[][]> => {
  const each = samples / districts.length;
  const tasks: CoverageTask[] = districts.map((district, k) => ({
    district,
    from: each * k,
    to: each * (k + 1),
    measured,
  }));
  return runTasks<SurveyCoverage[]>(
    new URL("../packages/measure-cli/src/example/coverage-task.ts", import.meta.url),
    tasks,
    { threads: Math.min(4, availableParallelism()), progress: () => undefined },
  );
};

const names = {
  district: "district",
  audience: "five audiences",
  street: "32 streets, benchmarked",
} as const;

/** Coverage with its Monte-Carlo interval; intervals of one sample move together, so that samples are the unit. */
const toRows = (
  byDistrict: readonly (readonly SurveyCoverage[])[],
  options: {
    readonly how: string;
    readonly isMet: (lower: number, upper: number) => boolean;
    readonly note: string;
  },
): BenchRow[] =>
  (["district", "audience", "street"] as const).map((what) => {
    const all = byDistrict.flat().map((one) => one[what]);
    const mean = all.reduce((a, b) => a + b, 0) / all.length;
    const spread = all.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (all.length - 1);
    const half = 1.96 * Math.sqrt(spread / all.length);
    const example = byDistrict[0] ?? [];
    const own = example.reduce((sum, one) => sum + one[what], 0) / example.length;
    return {
      name: `95 % intervals that hold the truth, ${options.how}: ${names[what]}`,
      value: 100 * mean,
      unit: `% of ${all.length}`,
      target: "95 ± error",
      ok: options.isMet(mean - half, mean + half),
      note: `Monte-Carlo ${(100 * (mean - half)).toFixed(1)} – ${(100 * (mean + half)).toFixed(1)}, the example's district ${(100 * own).toFixed(1)}${options.note}`,
    };
  });

/** How often nominal 95 % intervals hold the truth of synthetic districts like the guided example's. */
export const rows = async (): Promise<BenchRow[]> => [
  ...toRows(await simulate(1000, false), {
    how: "literacy known",
    isMet: (lower, upper) => lower <= 0.95 && upper >= 0.95,
    note: "",
  }),
  ...toRows(await simulate(200, true), {
    how: "by plausible values",
    // Where the latent regression knows more than the direct estimate uses, Rubin's variance is too large (Meng 1994).
    isMet: (_, upper) => upper >= 0.95,
    note: "; may lie above (Meng 1994)",
  }),
];
