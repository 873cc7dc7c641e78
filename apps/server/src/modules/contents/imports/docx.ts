import { AppError } from "#kernel/errors.ts";
import { runInWorker } from "#kernel/worker-limits.ts";
import { readZipDirectory } from "#kernel/zip-guard.ts";
import type { DocxAnswer, DocxTask } from "./docx-worker.ts";
import { readHtml } from "./html-tree.ts";
import { captionTables, type ReadText } from "./markdown.ts";

const maxBytes = 20 * 1024 * 1024;
const limits = { maxEntries: 2_000, maxUnpackedBytes: 80 * 1024 * 1024, maxRatio: 200 };

const failures = {
  too_slow: "文件太复杂，读了很久也没读完",
  too_heavy: "文件展开后太大",
  crashed: "文件已损坏，或不是 Word 文件",
} as const;

/**
 * Reads a Word file (.docx): first its directory of parts (bombs are refused before anything is unpacked), then the text
 * in a worker with limits of time and memory. Macros, fields and drawings stay outside.
 */
export const readDocx = async (
  bytes: Buffer,
): Promise<(ReadText & { images: ReadonlyMap<string, Buffer> }) | { unreadable: string }> => {
  if (bytes.length === 0) return { unreadable: "文件是空的" };
  if (bytes.length > maxBytes) return { unreadable: "文件超过 20 MB" };
  try {
    readZipDirectory(bytes, limits);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      unreadable:
        error.code === "zip.bomb" || error.code === "zip.too_large"
          ? "文件展开后太大，可能有问题"
          : "文件已损坏，或不是 Word 文件",
    };
  }
  const task: DocxTask = { bytes, maxImages: 60, maxImageBytes: 12 * 1024 * 1024 };
  const outcome = await runInWorker<DocxAnswer>(new URL("./docx-worker.ts", import.meta.url), task, {
    maxMemoryMb: 384,
    timeoutMs: 30_000,
  });
  if (!outcome.ok) return { unreadable: failures[outcome.failure] };
  const read = readHtml(outcome.value.html);
  return {
    title: read.title,
    blocks: captionTables(read.blocks),
    lost: [
      ...read.lost,
      ...(outcome.value.warnings === 0
        ? []
        : [`Word 里有 ${outcome.value.warnings} 处样式不认识，只保留了文字。`]),
      ...(outcome.value.imagesLost === 0
        ? []
        : [`有 ${outcome.value.imagesLost} 张图片太大或太多，没有保留。`]),
    ],
    images: new Map(outcome.value.images.map((image) => [image.path, Buffer.from(image.bytes)])),
  };
};
