// Indices are kept inside the arrays by the loop bounds; `!` says so.
import { Worker } from "node:worker_threads";
import { assertWhole, RecommenderError } from "../errors.ts";
import type { InteractionTable } from "../interactions.ts";
import type { SparseMatrix } from "../matrix/sparse.ts";
import { createIalsScorer, startIals, toIalsSettings, type IalsOptions } from "../models/ials.ts";
import type { Scorer } from "../models/scorer.ts";
import type { HalfEpoch, HalfEpochDone, IalsWorkerData } from "./ials-worker.ts";

/** Seconds of one epoch: by the clock, and of processor time on the busiest thread. */
export type IalsTimes = { readonly seconds: number; readonly busiestThreadSeconds: number };

export type WorkerOptions = {
  /** Threads, 1 … 64; 2 by default. The model is the same to the bit whatever their number. */
  readonly threads?: number;
  readonly onEpoch?: (epoch: number, times: IalsTimes) => void;
};

const shared = (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length));

const share = (matrix: SparseMatrix): SparseMatrix => {
  const copy = <T extends Int32Array | Float64Array>(array: T, made: T): T => {
    made.set(array);
    return made;
  };
  const whole = (array: Int32Array): Int32Array =>
    copy(array, new Int32Array(new SharedArrayBuffer(4 * array.length)));
  return {
    ...matrix,
    offsets: whole(matrix.offsets),
    indices: whole(matrix.indices),
    values: copy(matrix.values, shared(matrix.values.length)),
  };
};

/** First rows of the threads' stretches, each with about as many entries: the work of a row grows with them. */
export const cutRows = ({ rows, offsets }: SparseMatrix, threads: number): number[] => {
  const cuts = [0];
  const all = offsets[rows]!;
  for (let row = 0; row < rows; row += 1)
    while (cuts.length < threads && offsets[row]! * threads >= all * cuts.length) cuts.push(row);
  while (cuts.length <= threads) cuts.push(rows);
  return cuts;
};

/**
 * {@link trainIals} in worker threads on shared memory: each solves its own rows of a side, and the sides take turns. Rows do
 * not depend on each other, so that the model is the same to the bit as in one thread.
 *
 * @throws RecommenderError `parameter_out_of_range`; `worker_failed` where a thread dies
 */
export const trainIalsInWorkers = async (
  table: InteractionTable,
  options: IalsOptions = {},
  { threads = 2, onEpoch }: WorkerOptions = {},
): Promise<Scorer> => {
  assertWhole({ name: "threads", value: threads, least: 1, most: 64 });
  const settings = toIalsSettings(options);
  const start = startIals(table, settings, shared);
  const sides = { people: share(start.byPerson), items: share(start.byItem) };
  const workerData: IalsWorkerData = { settings, sides, people: start.people, items: start.items };
  const workers = Array.from(
    { length: threads },
    () => new Worker(new URL("ials-worker.ts", import.meta.url), { workerData }),
  );
  const cuts = { people: cutRows(sides.people, threads), items: cutRows(sides.items, threads) };
  const solve = async (side: HalfEpoch["side"]): Promise<number> => {
    const times = await Promise.all(
      workers.map(
        (worker, place) =>
          new Promise<number>((resolve, reject) => {
            const fail = (reason: string, cause?: unknown): void =>
              reject(new RecommenderError("recommender.worker_failed", { reason }, { cause }));
            worker.removeAllListeners();
            worker.once("message", ({ cpuSeconds }: HalfEpochDone) => resolve(cpuSeconds));
            worker.once("error", (cause) => fail(String(cause), cause));
            worker.once("exit", (code) => fail(`代码 ${code}`));
            const task: HalfEpoch = { side, from: cuts[side][place]!, to: cuts[side][place + 1]! };
            // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window
            worker.postMessage(task);
          }),
      ),
    );
    return Math.max(...times);
  };
  try {
    for (let epoch = 1; epoch <= settings.epochs; epoch += 1) {
      const begun = performance.now();
      const busiestThreadSeconds = (await solve("people")) + (await solve("items"));
      onEpoch?.(epoch, { seconds: (performance.now() - begun) / 1000, busiestThreadSeconds });
    }
  } finally {
    for (const worker of workers) worker.removeAllListeners();
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return createIalsScorer(Float64Array.from(start.items), settings);
};
