import { parentPort, workerData } from "node:worker_threads";
import { sentenceOf } from "../refusals.ts";

// Started by run-tasks.ts alone: workerData is the address of the module whose `run` does one task.
const { run } = (await import(String(workerData))) as { run: (task: unknown) => unknown };

const answer = async (
  task: unknown,
): Promise<{ readonly result: unknown } | { readonly refusal: string }> => {
  try {
    return { result: await run(task) };
  } catch (error) {
    const refusal = sentenceOf(error);
    // A fault of ours ends the worker, and run-tasks.ts hears of it.
    if (refusal === undefined) throw error;
    return { refusal };
  }
};

const serve = async ({ place, task }: { readonly place: number; readonly task: unknown }): Promise<void> => {
  const told = await answer(task);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window
  parentPort?.postMessage({ place, ...told });
};

// What `answer` throws on is nobody's to catch: it ends the thread.
parentPort?.on("message", (message: Parameters<typeof serve>[0]) => void serve(message));
