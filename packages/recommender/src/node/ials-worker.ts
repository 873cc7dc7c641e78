import { parentPort, workerData } from "node:worker_threads";
import type { SparseMatrix } from "../matrix/sparse.ts";
import { createBlockSolver } from "../models/ials-solver.ts";
import type { IalsSettings } from "../models/ials.ts";

/** Started by train-ials.ts alone; all arrays lie in shared memory. */
export type IalsWorkerData = {
  readonly settings: IalsSettings;
  readonly sides: { readonly people: SparseMatrix; readonly items: SparseMatrix };
  readonly people: Float64Array;
  readonly items: Float64Array;
};

/** Rows from … to − 1 of one side, against the factors of the other. */
export type HalfEpoch = { readonly side: "people" | "items"; readonly from: number; readonly to: number };
export type HalfEpochDone = { readonly cpuSeconds: number };

const { settings, sides, people, items } = workerData as IalsWorkerData; // what train-ials.ts gives
const solvers = {
  people: createBlockSolver(settings, { factors: items, count: sides.items.rows }),
  items: createBlockSolver(settings, { factors: people, count: sides.people.rows }),
};
const factorsOf = { people, items };

parentPort?.on("message", ({ side, from, to }: HalfEpoch) => {
  const start = process.threadCpuUsage();
  // Each thread makes the Gram matrix anew: it costs less than to wait for another's.
  solvers[side].refreshGram();
  solvers[side].solveRows({ matrix: sides[side], factors: factorsOf[side], from, to });
  const { user, system } = process.threadCpuUsage(start);
  const done: HalfEpochDone = { cpuSeconds: (user + system) / 1e6 };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window
  parentPort?.postMessage(done);
});
