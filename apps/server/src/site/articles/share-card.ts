// The picture of an item where its link is shared (Open Graph): its own cover with the seal, no words, so that it is the same
// on a machine without Chinese type.
import { readFileSync } from "node:fs";
import { drawSvg } from "#kernel/svg-drawing.ts";
import { drawCover } from "#ui/cover/cover.tsx";
import type { MotifName } from "#ui/cover/motifs.ts";
import { sealFile } from "#ui/logotype/logotype.tsx";

export const shareCardSize = { width: 1200, height: 630 } as const;

const tokens = readFileSync(new URL("../../ui/tokens.css", import.meta.url), "utf8");

/** A colour of the light page, where the tokens name it first. */
const colour = (name: string): string => {
  const found = new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`, "iu").exec(tokens)?.[1];
  if (found === undefined) throw new Error(`no colour --${name} in tokens.css`);
  return found;
};

const colours = {
  ground: { a: colour("draw-a"), b: colour("draw-b"), c: colour("draw-c"), d: colour("draw-d") },
  line: { stroke: colour("draw-line"), width: 1.75 },
  soft: { stroke: colour("draw-soft"), width: 1.75 },
  accent: { stroke: colour("draw-accent"), width: 2.5 },
  mass: colour("paper-raised"),
};

/** The drawing as a file of its own: the cover fills the card, the seal stands at the lower left. */
export const shareCardSvg = (cover: { topic: MotifName; seed: string }): string => {
  const { ground, strokes } = drawCover(cover);
  const { width, height } = shareCardSize;
  const scale = width / 320;
  const paths = (["mass", "soft", "line", "accent"] as const).map((tone) => {
    const d = strokes
      .filter((stroke) => stroke.tone === tone)
      .map((stroke) => stroke.d)
      .join("");
    if (d === "") return "";
    const paint =
      tone === "mass"
        ? `fill="${colours.mass}"`
        : `fill="none" stroke="${colours[tone].stroke}" stroke-width="${colours[tone].width}" stroke-linecap="round" stroke-linejoin="round"`;
    return `<path d="${d}" ${paint}/>`;
  });
  const seal = sealFile("rounded")
    .replace(/^[\s\S]*?<svg/u, "<svg")
    .replace("<svg", '<svg x="56" y="454" width="120" height="120"');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="${width}" height="${height}" fill="${colours.ground[ground]}"/><g transform="translate(0 ${(height - 200 * scale) / 2}) scale(${scale})">${paths.join("")}</g>${seal}</svg>`;
};

const kept = new Map<string, Promise<Buffer>>();
const keptLimit = 400;

/** The card as PNG; drawn once for each item while the process runs. */
export const drawShareCard = (cover: { topic: MotifName; seed: string }): Promise<Buffer> => {
  const key = `${cover.topic} ${cover.seed}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const drawn = drawSvg(shareCardSvg(cover));
  kept.set(key, drawn);
  // One that failed may succeed the next time.
  drawn.catch(() => kept.delete(key));
  if (kept.size > keptLimit) {
    const oldest = kept.keys().next().value;
    if (oldest !== undefined) kept.delete(oldest);
  }
  return drawn;
};
