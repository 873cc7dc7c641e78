// Draws an image anew in a thread of its own; started by images.ts alone.
import { parentPort, workerData } from "node:worker_threads";
import sharp from "sharp";
import type { ImageAnswer, ImageTask } from "./images.ts";

// One image at a time, nothing kept: the limit of pixels is then the limit of memory.
sharp.cache(false);
sharp.concurrency(1);
// Decoders that we accept nothing for stay shut, whatever the bytes claim to be.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif"],
});

const draw = async (task: ImageTask): Promise<ImageAnswer> => {
  const image = sharp(Buffer.from(task.bytes), {
    limitInputPixels: task.maxPixels,
    failOn: "error",
    sequentialRead: true,
  })
    // Turned as the camera held it, before the note of that goes with the rest of EXIF.
    .rotate()
    .resize({ width: task.maxSide, height: task.maxSide, fit: "inside", withoutEnlargement: true })
    .timeout({ seconds: task.maxSeconds });
  const { data, info } = await (task.to === "jpeg" ? image.jpeg({ quality: 86 }) : image.png()).toBuffer({
    resolveWithObject: true,
  });
  return { ok: true, bytes: data, width: info.width, height: info.height };
};

const answer = await draw(workerData as ImageTask).catch((error: unknown): ImageAnswer => ({
  ok: false,
  reason: /pixel limit/i.test(String(error)) ? "too_many_pixels" : "damaged",
}));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port, no window; undefined only outside a worker
parentPort?.postMessage(answer);
