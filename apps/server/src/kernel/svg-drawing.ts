import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const maxSvgBytes = 512 * 1024;
const maxPngBytes = 4 * 1024 * 1024;
const maxMs = 20_000;

const script = new URL("./svg-drawing-process.ts", import.meta.url);

const runOne = (svg: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      [fileURLToPath(script)],
      // No environment: it holds secrets.
      { encoding: "buffer", env: {}, timeout: maxMs, maxBuffer: maxPngBytes },
      (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
    );
    child.stdin?.end(svg);
  });

let queue: Promise<unknown> = Promise.resolve();

/**
 * Draws an SVG that we wrote ourselves as PNG, one at a time. In a process of its own: in this one libvips loads no SVG once
 * an uploaded picture was looked at, and that door stays shut (images-worker.ts).
 */
export const drawSvg = (svg: string): Promise<Buffer> => {
  if (Buffer.byteLength(svg) > maxSvgBytes) throw new RangeError("the drawing is too large");
  const drawn = queue.then(() => runOne(svg));
  queue = drawn.catch(() => undefined);
  return drawn;
};
