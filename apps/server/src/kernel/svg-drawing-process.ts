// Draws the SVG on its input as PNG on its output; started by svg-drawing.ts alone.
import sharp from "sharp";

const parts: Buffer[] = [];
for await (const part of process.stdin) parts.push(Buffer.from(part));
sharp.concurrency(1);
const png = await sharp(Buffer.concat(parts), { limitInputPixels: 4_000_000 })
  .png({ compressionLevel: 9, palette: true, colours: 64 })
  .toBuffer();
process.stdout.write(png);
