// Drawings of the topics on a field 320 × 200, from straight and round strokes alone. A motif is a pure function of a
// stream of numbers, so that one item always has the same cover and two items rarely have the same.

export type Stroke = { d: string; tone: "line" | "soft" | "accent" | "mass" };
export type Random = () => number;
export type Motif = (random: Random) => Stroke[];

const width = 320;
const height = 200;

const line = (d: string): Stroke => ({ d, tone: "line" });
const soft = (d: string): Stroke => ({ d, tone: "soft" });
const accent = (d: string): Stroke => ({ d, tone: "accent" });
const mass = (d: string): Stroke => ({ d, tone: "mass" });

/** One decimal at most. Written out of whole numbers: a fraction's shortest text is the dearest part of a drawing. */
const n = (value: number): string => {
  const tenths = Math.round(value * 10);
  const whole = Math.trunc(tenths / 10);
  const rest = Math.abs(tenths % 10);
  return rest === 0 ? `${whole}` : `${tenths < 0 && whole === 0 ? "-" : ""}${whole}.${rest}`;
};
const at = (x: number, y: number): string => `${n(x)} ${n(y)}`;
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const between = (random: Random, low: number, high: number): number => low + random() * (high - low);
const whole = (random: Random, low: number, high: number): number =>
  Math.floor(between(random, low, high + 1));

function circle(x: number, y: number, radius: number): string {
  return `M${at(x - radius, y)}a${n(radius)} ${n(radius)} 0 1 0 ${n(radius * 2)} 0a${n(radius)} ${n(radius)} 0 1 0 ${n(-radius * 2)} 0z`;
}

function polygon(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => at(x, y)).join("L")}z`;
}

function ring(count: number, turn: number): number[] {
  return range(count).map((index) => turn + (index / count) * Math.PI * 2);
}

function wave(y: number, length: number, swing: number, shift: number): string {
  const half = length / 2;
  const halves = Math.ceil((width + length) / half);
  return `M${at(-shift, y)}q${n(half / 2)} ${n(-swing)} ${n(half)} 0${`t${n(half)} 0`.repeat(halves)}`;
}

/** River and mountain: the place itself, and what stands in where an item has no topic. */
const place: Motif = (random) => {
  const peak = between(random, 110, 210);
  const far = peak + between(random, 60, 90);
  return [
    mass(circle(between(random, 40, 90), between(random, 62, 78), between(random, 14, 20))),
    soft(`M${at(far - 90, 122)}L${at(far, 78)}L${at(far + 90, 122)}`),
    line(`M${at(peak - 110, 122)}L${at(peak, 50)}L${at(peak + 110, 122)}`),
    line(`M${at(peak - 18, 62)}l10 9 8 -7 8 7 10 -9`),
    ...range(5).map((row) =>
      (row === 1 ? accent : line)(wave(130 + row * 12, 64, 6, between(random, 0, 64))),
    ),
  ];
};

const health: Motif = (random) => {
  const y = between(random, 95, 115);
  const beat = between(random, 110, 170);
  return [
    ...range(4).map((index) => soft(circle(beat + 12, y, 26 + index * 22))),
    line(`M0 ${n(y)}H${n(beat - 30)}l10 -14 10 14h8l9 26 16 -72 14 62 8 -16H${width}`),
    accent(circle(beat + 12, y - 64, 7)),
  ];
};

const food: Motif = (random) => {
  const turn = between(random, 0, 1);
  const x = between(random, 140, 180);
  return [
    mass(circle(x, 100, 62)),
    line(circle(x, 100, 80)),
    soft(circle(x, 100, 44)),
    ...ring(whole(random, 7, 10), turn).map((angle) => {
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      const [px, py] = [x + dx * 62, 100 + dy * 62];
      return line(
        `M${at(px - dy * 5, py + dx * 5)}q${at(dx * 9 + dy * 5, dy * 9 - dx * 5)} ${at(dy * 10, -dx * 10)}q${at(-dx * 9 - dy * 5, -dy * 9 + dx * 5)} ${at(-dy * 10, dx * 10)}z`,
      );
    }),
    accent(circle(x, 100, 12)),
    line(`M${n(x - 112)} 50v100M${n(x - 122)} 50v28q0 12 10 12t10 -12V50`),
    line(`M${n(x + 112)} 150V50q14 12 14 40h-14`),
  ];
};

const safety: Motif = (random) => {
  const x = between(random, 130, 190);
  return [
    ...range(13).map((index) =>
      soft(
        `M${at(index * 28 - between(random, 0, 16), between(random, -10, 30))}l-18 ${n(between(random, 40, 70))}`,
      ),
    ),
    mass(`M${n(x - 84)} 116a84 84 0 0 1 168 0z`),
    line(
      `M${n(x - 84)} 116a84 84 0 0 1 168 0q-14 -14 -28 0q-14 -14 -28 0q-14 -14 -28 0q-14 -14 -28 0q-14 -14 -28 0q-14 -14 -28 0z`,
    ),
    line(`M${n(x)} 32V22M${n(x)} 112v52q0 12 12 12t12 -12`),
    accent(`M${n(x - 40)} 176h26M${n(x + 40)} 186h34`),
  ];
};

const digital: Motif = (random) => {
  const x = between(random, 110, 160);
  return [
    mass(`M${n(x)} 34h72q8 0 8 8v116q0 8 -8 8h-72q-8 0 -8 -8V42q0 -8 8 -8z`),
    line(`M${n(x)} 34h72q8 0 8 8v116q0 8 -8 8h-72q-8 0 -8 -8V42q0 -8 8 -8zM${n(x + 28)} 154h16`),
    ...range(3).map((row) => soft(`M${n(x + 10)} ${58 + row * 26}h${n(between(random, 24, 52))}`)),
    ...range(4).map((index) => {
      const side = index % 2 === 0 ? -1 : 1;
      const [px, py] = [x + 36 + side * between(random, 76, 110), 46 + index * 34];
      return line(`M${at(x + 36 + side * 44, py)}H${n(px - side * 9)}${circle(px, py, 9)}`);
    }),
    accent(`M${n(x + 22)} 112l10 11 20 -24`),
  ];
};

const farming: Motif = (random) => {
  const stalks = range(whole(random, 5, 7));
  const tilt = between(random, -14, 14);
  return [
    mass(circle(between(random, 50, 270), 52, 22)),
    ...range(5).map((row) =>
      soft(
        `M-10 ${n(128 + row * 17)}Q${at(110 + tilt, 104 + row * 17)} 170 ${n(126 + row * 17)}T330 ${n(120 + row * 17)}`,
      ),
    ),
    ...stalks.map((index) => {
      const x = 30 + (index * 260) / (stalks.length - 1);
      const top = between(random, 62, 86);
      return line(
        `M${n(x)} 140V${n(top)}M${at(x, top + 30)}q-18 -2 -20 -20q18 2 20 20M${at(x, top + 18)}q18 -2 20 -20q-18 2 -20 20`,
      );
    }),
    accent(wave(186, 52, 6, between(random, 0, 52))),
  ];
};

const nature: Motif = (random) => {
  const sway = between(random, -26, 26);
  const leaves = whole(random, 5, 7);
  const pairs = range(leaves).flatMap((index) => {
    const t = (index + 1) / (leaves + 1);
    const [x, y] = [160 + sway * t * t, 186 - t * 158];
    const size = 58 * (1 - t * 0.55);
    return [-1, 1].map(
      (side) =>
        `M${at(x, y)}q${at(side * size * 0.3, -size * 0.62)} ${at(side * size, -size * 0.5)}q${at(-side * size * 0.34, size * 0.6)} ${at(-side * size, size * 0.5)}`,
    );
  });
  return [
    soft(circle(160 + sway, 96, 88)),
    ...pairs.map((d, index) => (index % 5 === 2 ? accent : line)(d)),
    line(`M160 200Q160 110 ${at(160 + sway, 22)}`),
  ];
};

const stars: Motif = (random) => {
  const [x, y] = [between(random, 110, 210), between(random, 90, 112)];
  const orbits = [34, 58, 84];
  const points = range(6).map(
    (index) => [20 + index * 56 + between(random, -14, 14), between(random, 16, 60)] as const,
  );
  return [
    mass(circle(x, y, 18)),
    ...orbits.map((radius) =>
      soft(
        `M${at(x - radius * 1.5, y)}a${n(radius * 1.5)} ${n(radius * 0.62)} -12 1 0 ${n(radius * 3)} 0a${n(radius * 1.5)} ${n(radius * 0.62)} -12 1 0 ${n(-radius * 3)} 0z`,
      ),
    ),
    line(circle(x, y, 18)),
    ...orbits.map((radius, index) => {
      const angle = between(random, 0, Math.PI * 2);
      return (index === 1 ? accent : line)(
        circle(x + Math.cos(angle) * radius * 1.5, y + Math.sin(angle) * radius * 0.62, 4 + index * 2),
      );
    }),
    line(`M${points.map(([px, py]) => at(px, py)).join("L")}`),
    ...points.map(([px, py]) => line(circle(px, py, 3))),
  ];
};

const matter: Motif = (random) => {
  const [left, right] = [between(random, 70, 110), between(random, 210, 250)];
  const rings = range(7).map((index) => 14 + index * 17);
  return [
    ...rings.map((radius) => soft(circle(left, 100, radius))),
    ...rings.map((radius) => line(circle(right, 100, radius))),
    mass(circle(left, 100, 7)),
    accent(circle(right, 100, 7)),
  ];
};

const ai: Motif = (random) => {
  const layers = [whole(random, 3, 4), whole(random, 4, 5), whole(random, 4, 5), whole(random, 2, 3)].map(
    (count, layer) =>
      range(count).map((index) => [52 + layer * 72, 100 + (index - (count - 1) / 2) * 36] as const),
  );
  const links = layers
    .slice(1)
    .flatMap((layer, index) =>
      layer.flatMap(([x, y]) =>
        (layers[index] ?? []).map(([px, py]) => ({ d: `M${at(px, py)}L${at(x, y)}`, weight: random() })),
      ),
    );
  const strongest = Math.max(...links.map((link) => link.weight));
  return [
    ...links
      .filter((link) => link.weight > 0.35)
      .map((link) => (link.weight === strongest ? accent : soft)(link.d)),
    ...layers.flat().map(([x, y]) => mass(circle(x, y, 9))),
    ...layers.flat().map(([x, y]) => line(circle(x, y, 9))),
  ];
};

const making: Motif = (random) => {
  const gear = (x: number, y: number, radius: number, teeth: number): string => {
    const step = (Math.PI * 2) / teeth;
    const turn = between(random, 0, step);
    const points = range(teeth).flatMap((index) =>
      [-0.32, -0.2, 0.2, 0.32].map((part, corner) => {
        const angle = turn + (index + part) * step;
        const reach = corner === 1 || corner === 2 ? radius + 10 : radius;
        return [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach] as const;
      }),
    );
    return polygon(points);
  };
  const x = between(random, 100, 130);
  return [
    mass(circle(x, 108, 34)),
    line(gear(x, 108, 56, whole(random, 11, 14))),
    line(circle(x, 108, 22)),
    soft(gear(x + 112, 74, 36, whole(random, 8, 10))),
    line(circle(x + 112, 74, 12)),
    accent(`M${at(x, 108)}L${at(x + 112, 74)}`),
    soft(`M${at(x + 66, 168)}h110M${at(x + 86, 182)}h90`),
  ];
};

const materials: Motif = (random) => {
  const side = 26;
  const chosen = whole(random, 8, 16);
  const cells = range(5).flatMap((row) =>
    range(7).map(
      (column) => [28 + column * side * 1.732 + (row % 2) * side * 0.866, 20 + row * side * 1.5] as const,
    ),
  );
  return cells.map(([x, y], index) => {
    const hexagon = polygon(
      ring(6, Math.PI / 6).map((angle) => [x + Math.cos(angle) * side, y + Math.sin(angle) * side] as const),
    );
    if (index === chosen) return accent(hexagon);
    return random() > 0.72 ? mass(hexagon) : random() > 0.4 ? line(hexagon) : soft(hexagon);
  });
};

const spirit: Motif = (random) => {
  const x = between(random, 130, 190);
  const rays = ring(28, between(random, 0, 0.2));
  return [
    ...rays.map((angle, index) => {
      const [dx, dy] = [Math.cos(angle), Math.sin(angle)];
      const far = index % 2 === 0 ? 150 : 118;
      return soft(`M${at(x + dx * 84, 128 + dy * 84)}L${at(x + dx * far, 128 + dy * far)}`);
    }),
    mass(circle(x, 128, 66)),
    line(
      `M${at(x, 34)}L${at(x - 58, 172)}M${at(x, 34)}L${at(x + 58, 172)}M${at(x - 34, 116)}a60 60 0 0 0 68 0`,
    ),
    line(circle(x, 28, 8)),
    accent(`M${at(x - 58, 172)}A76 76 0 0 0 ${at(x + 58, 172)}`),
  ];
};

export const motifs = {
  place,
  health,
  food,
  safety,
  digital,
  farming,
  nature,
  stars,
  matter,
  ai,
  making,
  materials,
  spirit,
};
export type MotifName = keyof typeof motifs;
export const motifNames = Object.keys(motifs) as MotifName[]; // the keys of the constant above and nothing else
export const field = { width, height };
