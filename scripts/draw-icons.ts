// Draws the PNG icons of the installable portal from the seal's SVG into apps/server/src/site/icons/.
// Run by hand after the seal changed: node --import ./scripts/register-tsx.mjs scripts/draw-icons.ts
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { iconPath, iconSizes } from "../apps/server/src/site/manifest.ts";
import { sealFile } from "../apps/server/src/ui/logotype/logotype.tsx";

const folder = join(import.meta.dirname, "../apps/server/src/site/icons");
for (const shape of ["rounded", "maskable"] as const) {
  for (const size of iconSizes) {
    const drawn = await sharp(Buffer.from(sealFile(shape)), { density: (72 * size) / 96 })
      .resize(size, size)
      .png()
      .toBuffer();
    writeFileSync(join(folder, iconPath(shape, size).replace("/assets/", "")), drawn);
  }
}
