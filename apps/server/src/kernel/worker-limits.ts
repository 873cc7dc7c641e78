import { Worker } from "node:worker_threads";

export type WorkerFailure = "too_slow" | "too_heavy" | "crashed";
export type WorkerOutcome<T> = { ok: true; value: T } | { ok: false; failure: WorkerFailure };

/**
 * Runs a worker file on one piece of data with limits of time and of JavaScript memory, so that a hostile file takes
 * down its worker and not the process. The worker gets no environment (it holds secrets), answers with one message
 * and is ended. Memory of native libraries is not counted by Node: they need limits of their own.
 */
export const runInWorker = <T>(
  file: URL,
  data: unknown,
  limits: { maxMemoryMb: number; timeoutMs: number },
): Promise<WorkerOutcome<T>> =>
  new Promise((resolve) => {
    const worker = new Worker(file, {
      workerData: data,
      execArgv: [],
      env: {},
      resourceLimits: {
        maxOldGenerationSizeMb: limits.maxMemoryMb,
        maxYoungGenerationSizeMb: 32,
        stackSizeMb: 4,
      },
    });
    const finish = (outcome: WorkerOutcome<T>): void => {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    };
    const timer = setTimeout(() => finish({ ok: false, failure: "too_slow" }), limits.timeoutMs);
    worker.once("message", (value: T) => finish({ ok: true, value }));
    worker.once("error", (error: Error & { code?: string }) =>
      finish({ ok: false, failure: error.code === "ERR_WORKER_OUT_OF_MEMORY" ? "too_heavy" : "crashed" }),
    );
    worker.once("exit", () => finish({ ok: false, failure: "crashed" }));
  });
