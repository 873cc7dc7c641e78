import { runInWorker } from "./worker-limits.ts";
import type { SheetWords } from "./sheet-pdf-worker.ts";

export type { SheetWords } from "./sheet-pdf-worker.ts";

/**
 * A sheet of words and tables as PDF, made in a worker thread: reading a Chinese font takes about a second. Undefined where
 * it could not be made in a minute.
 */
export const renderSheet = async (words: SheetWords): Promise<Buffer | undefined> => {
  const outcome = await runInWorker<Uint8Array>(new URL("./sheet-pdf-worker.ts", import.meta.url), words, {
    maxMemoryMb: 384,
    timeoutMs: 60_000,
  });
  return outcome.ok ? Buffer.from(outcome.value) : undefined;
};
