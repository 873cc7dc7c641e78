import { field, motifs, type MotifName, type Random } from "./motifs.ts";

export type CoverProps = {
  topic: MotifName;
  /** What tells this item from others: its id or title. */
  seed: string;
  shape?: "wide" | "square" | "band";
};

const grounds = ["a", "b", "c", "d"] as const;
const boxes = { wide: `0 0 ${field.width} ${field.height}`, square: "60 0 200 200", band: "0 40 320 110" };

/** What an item's drawing consists of, for the page and for pictures made from it. */
export function drawCover({ topic, seed }: { topic: MotifName; seed: string }) {
  const random = seededRandom(`${topic} ${seed}`);
  const ground = grounds[Math.floor(random() * grounds.length)] ?? "a";
  return { ground, strokes: motifs[topic](random) };
}

/** Drawn here from topic and seed, so that no page waits for or lacks a photograph. Decoration: the title says what it is. */
export function Cover({ topic, seed, shape = "wide" }: CoverProps) {
  const { ground, strokes } = drawCover({ topic, seed });
  // Strokes of one tone share a path: a third of the markup.
  const tones = ["mass", "soft", "line", "accent"] as const;
  return (
    <svg
      class={`cover cover--${shape} cover--ground-${ground}`}
      viewBox={boxes[shape]}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <rect class="cover__ground" width={field.width} height={field.height} />
      {tones.map((tone) => {
        const d = strokes.filter((stroke) => stroke.tone === tone).map((stroke) => stroke.d);
        return d.length > 0 && <path key={tone} class={`cover__${tone}`} d={d.join("")} />;
      })}
    </svg>
  );
}

/** FNV-1a of the text feeds mulberry32: the same item draws the same numbers on every machine. */
export function seededRandom(text: string): Random {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  let state = hash >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
