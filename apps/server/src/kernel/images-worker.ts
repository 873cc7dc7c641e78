// Draws an image anew in a thread of its own; started by images.ts alone.
import { parentPort, workerData } from "node:worker_threads";
import sharp, { type OutputInfo } from "sharp";
import type { ImageAnswer, ImagePlace, ImageTask } from "./images.ts";

// One image at a time, nothing kept: the limit of pixels is then the limit of memory.
sharp.cache(false);
sharp.concurrency(1);
// Decoders that we accept nothing for stay shut, whatever the bytes claim to be.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({
  operation: ["VipsForeignLoadJpeg", "VipsForeignLoadPng", "VipsForeignLoadWebp", "VipsForeignLoadNsgif"],
});

/** A place is widened by this part of itself on each side: a box drawn by a finger is seldom large enough. */
const margin = 0.15;
/** What is left of a blurred place: so many squares along its longer side. */
const squares = 6;

type Pixels = { data: Buffer; info: OutputInfo };
const rawOf = ({ info }: Pixels) => ({
  raw: { width: info.width, height: info.height, channels: info.channels },
});

const toPixels = (place: ImagePlace, { info }: Pixels) => {
  const left = Math.max(0, Math.floor((place.x - place.width * margin) * info.width));
  const top = Math.max(0, Math.floor((place.y - place.height * margin) * info.height));
  const right = Math.min(info.width, Math.ceil((place.x + place.width * (1 + margin)) * info.width));
  const bottom = Math.min(info.height, Math.ceil((place.y + place.height * (1 + margin)) * info.height));
  return { left, top, width: right - left, height: bottom - top };
};

/** The image with coarse squares in the given places. */
const blur = async (image: Pixels, places: readonly ImagePlace[]): Promise<Pixels> => {
  let drawn = image;
  for (const place of places) {
    const area = toPixels(place, drawn);
    if (area.width < 1 || area.height < 1) continue;
    const longer = Math.max(area.width, area.height);
    const few = (side: number): number => Math.max(1, Math.round((side / longer) * squares));
    const coarse = await sharp(drawn.data, rawOf(drawn))
      .extract(area)
      .resize({ width: few(area.width), height: few(area.height), fit: "fill" })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const patch = await sharp(coarse.data, rawOf(coarse))
      .resize({ width: area.width, height: area.height, fit: "fill", kernel: "nearest" })
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { left, top } = area;
    drawn = await sharp(drawn.data, rawOf(drawn))
      .composite([{ input: patch.data, ...rawOf(patch), left, top }])
      .raw()
      .toBuffer({ resolveWithObject: true });
  }
  return drawn;
};

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
  const drawn =
    task.blurred.length === 0
      ? image
      : await image
          .raw()
          .toBuffer({ resolveWithObject: true })
          .then((pixels) => blur(pixels, task.blurred))
          .then((pixels) => sharp(pixels.data, rawOf(pixels)));
  const { data, info } = await (task.to === "jpeg" ? drawn.jpeg({ quality: 86 }) : drawn.png()).toBuffer({
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
