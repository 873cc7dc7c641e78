// Worker thread of docx.ts: turns one Word file into HTML and pictures, and answers once. It has nothing but the bytes.
import { parentPort, workerData } from "node:worker_threads";
import mammoth from "mammoth";

export type DocxTask = { bytes: Uint8Array; maxImages: number; maxImageBytes: number };
export type DocxAnswer = {
  html: string;
  images: readonly { path: string; bytes: Uint8Array }[];
  /** Words of the library on what it did not know. */
  warnings: number;
  imagesLost: number;
};

const read = async (task: DocxTask): Promise<DocxAnswer> => {
  const images: { path: string; bytes: Uint8Array }[] = [];
  let imagesLost = 0;
  const result = await mammoth.convertToHtml(
    { buffer: Buffer.from(task.bytes) },
    {
      externalFileAccess: false,
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='标题'] => h1:fresh", "u => em"],
      convertImage: mammoth.images.imgElement(async (image) => {
        const bytes = await image.readAsArrayBuffer();
        if (images.length >= task.maxImages || bytes.byteLength > task.maxImageBytes) {
          imagesLost += 1;
          return { src: "" };
        }
        const path = `word-image-${images.length + 1}`;
        images.push({ path, bytes: new Uint8Array(bytes) });
        return { src: path };
      }),
    },
  );
  return { html: result.value, images, warnings: result.messages.length, imagesLost };
};

// Only docx.ts starts this file, with this task.
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window
parentPort?.postMessage(await read(workerData as DocxTask));
