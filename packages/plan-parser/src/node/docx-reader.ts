import { Worker } from "node:worker_threads";
import { PlanError, type PlanErrorCode } from "../errors.ts";
import type { FileLimits } from "./limits.ts";

export type WorkerQuestion = { readonly bytes: ArrayBuffer; readonly limits: FileLimits };
export type WorkerAnswer =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "refused";
      readonly code: PlanErrorCode;
      readonly values: Readonly<Record<string, string | number>>;
    };

/** Found through the package name, so that a bundled caller still reaches the file. */
const workerUrl = (): URL => new URL(import.meta.resolve("@kepu/plan-parser/docx-worker"));

const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";

/**
 * Reads a .docx in a worker thread of its own, which is ended when it uses more memory or time than allowed: the
 * thread that serves people is never busy with a document somebody sent.
 */
export const readDocx = async (bytes: Uint8Array, limits: FileLimits): Promise<string> => {
  // A copy, so that the caller keeps its bytes when the buffer moves to the worker.
  const copy = new Uint8Array(bytes).buffer;
  const worker = new Worker(workerUrl(), {
    workerData: { bytes: copy, limits } satisfies WorkerQuestion,
    transferList: [copy],
    resourceLimits: {
      maxOldGenerationSizeMb: limits.memoryMegabytes,
      maxYoungGenerationSizeMb: 32,
      stackSizeMb: 4,
    },
    env: {},
    execArgv: [],
    stdin: false,
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const timer = setTimeout(() => {
    reject(new PlanError("plan.docx_too_slow", { seconds: limits.seconds }));
  }, limits.seconds * 1000);
  worker.once("message", (answer: WorkerAnswer) => {
    if (answer.kind === "text") resolve(answer.text);
    else reject(new PlanError(answer.code, answer.values));
  });
  worker.once("error", (error) => {
    reject(isOutOfMemory(error) ? new PlanError("plan.docx_out_of_memory", {}, { cause: error }) : error);
  });
  worker.once("exit", (code) => {
    reject(new Error(`the document worker ended with ${code} before it answered`));
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
};
