// Makes the recordings (espeak-ng, marked 合成) and the comic panels (PNG) of the demonstration items from their text and SVG.
// Needs espeak-ng, lame and a Chinese font; run it again after a radio script or panel changed. The results are committed.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { parse } from "yaml";

const folder = join(import.meta.dirname, "../apps/server/src/demo/contents");
const sounds = join(folder, "sounds");
const images = join(folder, "images");
mkdirSync(sounds, { recursive: true });

const isNewer = (source, target) =>
  !existsSync(target) || statSync(source).mtimeMs > statSync(target).mtimeMs;

for (const name of readdirSync(join(folder, "items")).filter((file) => file.endsWith(".md"))) {
  const source = join(folder, "items", name);
  const front = /^---\n([\s\S]*?)\n---/.exec(readFileSync(source, "utf8"))?.[1] ?? "";
  const { radio } = parse(front, { schema: "core" });
  const target = join(sounds, name.replace(/\.md$/, ".mp3"));
  if (typeof radio !== "string" || !isNewer(source, target)) continue;
  const wave = execFileSync("espeak-ng", ["-v", "cmn", "-s", "150", "--stdout"], {
    input: radio,
    maxBuffer: 64 * 1024 * 1024,
  });
  const sound = execFileSync("lame", ["--quiet", "-m", "m", "-b", "16", "--resample", "16", "-", "-"], {
    input: wave,
    maxBuffer: 64 * 1024 * 1024,
  });
  writeFileSync(target, sound);
  process.stdout.write(`✓ ${name} ${Math.round(sound.length / 1024)} KB\n`);
}

for (const name of readdirSync(images).filter((file) => file.endsWith(".svg"))) {
  const source = join(images, name);
  const target = source.replace(/\.svg$/, ".png");
  if (!isNewer(source, target)) continue;
  await sharp(readFileSync(source), { density: 144 }).png({ palette: true, quality: 90 }).toFile(target);
  process.stdout.write(`✓ ${name}\n`);
}
