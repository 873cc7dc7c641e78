import { escapeHtml } from "./escape.ts";
import { axisOf } from "./forest.ts";
import { showNumber } from "./numbers.ts";

// Drawn on 340 × 200 units, so that letters keep a readable size on a phone and on paper.
const width = 340;
const height = 200;
const left = 38;
const right = 10;
const top = 10;
const bottom = 34;

type Axes = { readonly xTitle: string; readonly yTitle: string };

const frame = (
  inner: string,
  {
    x,
    y,
    xTitle,
    yTitle,
    title,
    words,
  }: Axes & { x: ReturnType<typeof axisOf>; y: ReturnType<typeof axisOf>; title: string; words: string },
): string => {
  const px = (value: number): number => left + ((value - x.from) / (x.to - x.from)) * (width - left - right);
  const py = (value: number): number =>
    height - bottom - ((value - y.from) / (y.to - y.from)) * (height - top - bottom);
  const short = (value: number): string => showNumber(Number(value.toPrecision(6)));
  const xTicks = x.ticks
    .map(
      (tick) =>
        `<line class="grid" x1="${px(tick).toFixed(1)}" x2="${px(tick).toFixed(1)}" y1="${top}" y2="${height - bottom}"/><text x="${px(tick).toFixed(1)}" y="${height - bottom + 13}" text-anchor="middle">${short(tick)}</text>`,
    )
    .join("");
  const yTicks = y.ticks
    .map(
      (tick) =>
        `<line class="grid" x1="${left}" x2="${width - right}" y1="${py(tick).toFixed(1)}" y2="${py(tick).toFixed(1)}"/><text x="${left - 4}" y="${(py(tick) + 3.5).toFixed(1)}" text-anchor="end">${short(tick)}</text>`,
    )
    .join("");
  return `<figure><svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(title)}">${xTicks}${yTicks}${inner}<text x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">${escapeHtml(xTitle)}</text><text x="10" y="${(height - bottom + top) / 2}" text-anchor="middle" transform="rotate(-90 10 ${(height - bottom + top) / 2})">${escapeHtml(yTitle)}</text></svg><figcaption>${escapeHtml(title)}。${escapeHtml(words)}</figcaption></figure>`;
};

/** How often values fall into equal steps; the caption says in words what the drawing shows. */
export const drawHistogram = (
  values: ArrayLike<number>,
  options: Axes & { readonly title: string; readonly bins?: number },
): string => {
  const { bins = 24 } = options;
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < values.length; k += 1) {
    low = Math.min(low, values[k] ?? low);
    high = Math.max(high, values[k] ?? high);
  }
  const x = axisOf([low, high]);
  const step = (x.to - x.from) / bins;
  const counts = Array.from({ length: bins }, () => 0);
  for (let k = 0; k < values.length; k += 1) {
    const at = Math.min(bins - 1, Math.floor(((values[k] ?? low) - x.from) / step));
    counts[at] = (counts[at] ?? 0) + 1;
  }
  const y = axisOf([0, Math.max(1, ...counts)]);
  const unit = (width - left - right) / bins;
  const bars = counts
    .map((count, at) => {
      const tall = (count / y.to) * (height - top - bottom);
      return `<rect class="bar" x="${(left + at * unit + 0.5).toFixed(1)}" y="${(height - bottom - tall).toFixed(1)}" width="${(unit - 1).toFixed(1)}" height="${tall.toFixed(1)}"/>`;
    })
    .join("");
  const peak = counts.indexOf(Math.max(...counts));
  const end = (place: number): string => showNumber(Number((x.from + place * step).toPrecision(3)));
  const words = `最小 ${showNumber(Number(low.toPrecision(4)))}，最大 ${showNumber(Number(high.toPrecision(4)))}；最多的一格是 ${end(peak)} 到 ${end(peak + 1)}，有 ${counts[peak] ?? 0} 个。`;
  return frame(bars, { ...options, x, y, words });
};

/** Curves over one axis, and points beside them. */
export const drawCurves = (
  options: Axes & {
    readonly title: string;
    readonly curves: readonly { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> }[];
    readonly points?: readonly { readonly x: number; readonly y: number }[];
    readonly lines?: readonly { readonly x: number; readonly label: string }[];
  },
): string => {
  const { curves, points = [], lines = [] } = options;
  const x = axisOf([
    ...curves.flatMap((curve) => Array.from(curve.x)),
    ...points.map((point) => point.x),
    ...lines.map((line) => line.x),
  ]);
  const y = axisOf([0, ...curves.flatMap((curve) => Array.from(curve.y)), ...points.map((point) => point.y)]);
  const px = (value: number): string =>
    (left + ((value - x.from) / (x.to - x.from)) * (width - left - right)).toFixed(1);
  const py = (value: number): string =>
    (height - bottom - ((value - y.from) / (y.to - y.from)) * (height - top - bottom)).toFixed(1);
  const paths = curves
    .map(
      (curve) =>
        `<path class="curve" d="M${Array.from(curve.x, (value, k) => `${px(value)} ${py(curve.y[k] ?? 0)}`).join("L")}"/>`,
    )
    .join("");
  const dots = points
    .map((point) => `<circle class="dot" cx="${px(point.x)}" cy="${py(point.y)}" r="2.6"/>`)
    .join("");
  const marks = lines
    .map(
      (line) =>
        `<line class="target" x1="${px(line.x)}" x2="${px(line.x)}" y1="${top}" y2="${height - bottom}"/><text x="${px(line.x)}" y="${top + 9}" dx="4">${escapeHtml(line.label)}</text>`,
    )
    .join("");
  const [first] = curves;
  const tops = Array.from(first?.y ?? []);
  const at = tops.indexOf(Math.max(...tops));
  const words =
    first === undefined || points.length > 0
      ? `共 ${points.length} 个点。`
      : `最高处 ${showNumber(Number((tops[at] ?? 0).toPrecision(3)))}，在 ${showNumber(Number((first.x[at] ?? 0).toPrecision(3)))}。`;
  return frame(paths + dots + marks, { ...options, x, y, words });
};
