import { Worker } from "node:worker_threads";
import { MeasureError } from "../errors.ts";

type Answer =
  | { readonly place: number; readonly result: unknown }
  | { readonly place: number; readonly refusal: string };

/**
 * Runs the tasks of one kind, in this process with one thread, else in workers; results come in the order of the tasks, so
 * that the number of threads never changes a byte.
 *
 * @param module file whose `run` does one task
 * @throws what `run` throws; from workers MeasureError `measure.refused` with the same sentence, and `measure.worker_failed`
 *   where one dies or meets what nobody expected
 */
export const runTasks = async <Result>(
  module: URL,
  tasks: readonly unknown[],
  options: { readonly threads: number; readonly progress: (done: number, all: number) => void },
): Promise<Result[]> => {
  const { threads, progress } = options;
  const results: Result[] = [];
  let done = 0;
  const finish = (place: number, result: Result): void => {
    results[place] = result;
    done += 1;
    progress(done, tasks.length);
  };
  progress(0, tasks.length);
  if (Math.min(threads, tasks.length) <= 1) {
    const { run } = (await import(module.href)) as {
      run: (task: unknown) => Result | Promise<Result>;
    }; // task files export `run`
    for (const [place, task] of tasks.entries()) {
      finish(place, await run(task));
      // Between tasks signals are heard and the bar is drawn.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return results;
  }
  let next = 0;
  const serve = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL("task-worker.ts", import.meta.url), { workerData: module.href });
      const fail = (error: MeasureError): void => {
        void worker.terminate();
        reject(error);
      };
      const give = (): void => {
        if (next >= tasks.length) {
          void worker.terminate().then(() => resolve());
          return;
        }
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window
        worker.postMessage({ place: next, task: tasks[next] });
        next += 1;
      };
      worker.on("message", (answer: Answer) => {
        if ("refusal" in answer)
          return fail(new MeasureError("measure.refused", { sentence: answer.refusal }));
        finish(answer.place, answer.result as Result); // what `run` of the module returns
        give();
      });
      worker.on("error", (cause) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        fail(new MeasureError("measure.worker_failed", { reason }, { cause }));
      });
      give();
    });
  await Promise.all(Array.from({ length: Math.min(threads, tasks.length) }, serve));
  return results;
};
