import { AppError } from "./errors.ts";
import { runInWorker } from "./worker-limits.ts";

export type ImageError = "files.image_too_large" | "files.image_damaged" | "files.image_too_heavy";

/** A place in an image, each side in parts of the whole: 0 to 1 from the left and from the top. */
export type ImagePlace = { x: number; y: number; width: number; height: number };

export type ImageTask = {
  bytes: Uint8Array;
  /** Made unrecognisable before anything leaves the thread. */
  blurred: readonly ImagePlace[];
  to: "jpeg" | "png";
  maxPixels: number;
  maxSide: number;
  maxSeconds: number;
};
export type ImageAnswer =
  | { ok: true; bytes: Uint8Array; width: number; height: number }
  | { ok: false; reason: "too_many_pixels" | "damaged" };

/** A photograph of a telephone has 12 to 50 million pixels; four bytes each are what decoding takes. */
const maxPixels = 50_000_000;
const maxSide = 4_096;
const maxSeconds = 10;

export type CleanImage = {
  bytes: Buffer;
  mediaType: "image/jpeg" | "image/png";
  width: number;
  height: number;
};

/**
 * Draws an image anew, so that nothing travels with it: no place or camera (EXIF), no second file behind its end, no
 * broken structure for a browser to stumble over. Photographs become JPEG; what may be transparent becomes PNG. Places to be
 * blurred are replaced by a few coarse squares, from which nobody can be recognised again.
 * @throws AppError ImageError (422)
 */
export const redrawImage = async (
  bytes: Buffer,
  kind: "jpeg" | "png" | "webp" | "gif",
  blurred: readonly ImagePlace[] = [],
): Promise<CleanImage> => {
  const to = kind === "jpeg" ? "jpeg" : "png";
  const task: ImageTask = { bytes, blurred, to, maxPixels, maxSide, maxSeconds };
  const outcome = await runInWorker<ImageAnswer>(new URL("./images-worker.ts", import.meta.url), task, {
    maxMemoryMb: 128,
    timeoutMs: (maxSeconds + 5) * 1_000,
  });
  if (!outcome.ok) throw new AppError<ImageError>("files.image_too_heavy");
  const answer = outcome.value;
  if (!answer.ok)
    throw new AppError<ImageError>(
      answer.reason === "too_many_pixels" ? "files.image_too_large" : "files.image_damaged",
    );
  return {
    bytes: Buffer.from(answer.bytes),
    mediaType: to === "jpeg" ? "image/jpeg" : "image/png",
    width: answer.width,
    height: answer.height,
  };
};
