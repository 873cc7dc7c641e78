import { parentPort, workerData } from "node:worker_threads";
import { PlanError } from "../errors.ts";
import { docxToText } from "./docx-text.ts";
import type { WorkerAnswer, WorkerQuestion } from "./docx-reader.ts";

/** Entry of the worker thread: opens one untrusted document and answers once. */
const answer = ({ bytes, limits }: WorkerQuestion): WorkerAnswer => {
  try {
    return { kind: "text", text: docxToText(Buffer.from(bytes), limits) };
  } catch (error) {
    if (error instanceof PlanError) return { kind: "refused", code: error.code, values: error.values };
    throw error;
  }
};

// The only sender is docx-reader.ts, which starts this worker with exactly this shape.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a worker has no origin
parentPort?.postMessage(answer(workerData as WorkerQuestion));
