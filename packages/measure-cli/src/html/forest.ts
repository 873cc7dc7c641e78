import { escapeHtml } from "./escape.ts";
import { showNumber, showShare } from "./numbers.ts";

export type ForestRow = {
  readonly label: string;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
  /** Known truth of synthetic data. */
  readonly truth?: number | undefined;
  /** Stands in small type beside the label. */
  readonly note?: string | undefined;
  /** Drawn hollow: a prediction without sample. */
  readonly hollow?: boolean | undefined;
  /** A heading over the rows below it, without figures. */
  readonly heading?: string | undefined;
};

export type Forest = {
  readonly caption: string;
  readonly rows: readonly ForestRow[];
  /** `share` (unless told) prints per cent, `points` per cent points, `number` plain numbers. */
  readonly kind?: "share" | "points" | "number";
  readonly labelTitle?: string;
  /** A line through all rows: the target, or 0. */
  readonly reference?: { readonly value: number; readonly label: string };
};

const niceStep = (span: number): number => {
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const leading = rough / power;
  return (leading <= 1 ? 1 : leading <= 2 ? 2 : leading <= 5 ? 5 : 10) * power;
};

/** Ends of the axis and its ticks. */
export const axisOf = (
  values: readonly number[],
): { readonly from: number; readonly to: number; readonly ticks: readonly number[] } => {
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (!(high > low)) [low, high] = [low - 0.5, high + 0.5];
  const step = niceStep(high - low);
  const from = Math.floor(low / step + 1e-9) * step;
  const to = Math.ceil(high / step - 1e-9) * step;
  const count = Math.round((to - from) / step);
  return { from, to, ticks: Array.from({ length: count + 1 }, (_, k) => from + k * step) };
};

const shownBy = (kind: NonNullable<Forest["kind"]>): ((value: number) => string) => {
  switch (kind) {
    case "share":
      return (value) => showShare(value);
    case "points":
      return (value) => `${value > 0 ? "+" : ""}${(100 * value).toFixed(1)}`;
    case "number":
      return (value) => (Math.abs(value) < 100 ? value.toFixed(2) : showNumber(value));
    default:
      return kind satisfies never;
  }
};

/**
 * Estimates with their intervals: one table row each, its interval drawn beside the figures by an SVG without script. The
 * numbers stand in the row, so the drawing is hidden from screen readers.
 */
export const drawForest = ({ caption, rows, kind = "share", labelTitle = "", reference }: Forest): string => {
  const drawn = rows.filter(({ heading }) => heading === undefined);
  const { from, to, ticks } = axisOf([
    ...drawn.flatMap(({ lower, upper, truth }) => [lower, upper, ...(truth === undefined ? [] : [truth])]),
    ...(reference === undefined ? [] : [reference.value]),
  ]);
  const place = (value: number): string => `${((100 * (value - from)) / (to - from)).toFixed(2)}%`;
  const show = shownBy(kind);
  const tickText = (value: number): string =>
    kind === "number" ? showNumber(Number(value.toPrecision(6))) : `${Math.round(100 * value * 10) / 10}`;
  const hasTruth = drawn.some(({ truth }) => truth !== undefined);
  const grid = ticks
    .map((tick) => `<line class="grid" x1="${place(tick)}" x2="${place(tick)}" y1="0" y2="100%"/>`)
    .join("");
  const mark =
    reference === undefined
      ? ""
      : `<line class="target" x1="${place(reference.value)}" x2="${place(reference.value)}" y1="0" y2="100%"/>`;
  const axis = ticks
    .map((tick, at) => {
      const anchor = at === 0 ? "start" : at === ticks.length - 1 ? "end" : "middle";
      return `<text x="${place(tick)}" y="13" text-anchor="${anchor}">${tickText(tick)}</text>`;
    })
    .join("");
  const columns = hasTruth ? 5 : 4;
  const body = rows
    .map(({ label, value, lower, upper, truth, note, hollow, heading }) => {
      if (heading !== undefined)
        return `<tr role="row" class="group"><th role="rowheader" scope="rowgroup" colspan="${columns}">${escapeHtml(heading)}</th></tr>`;
      const dot = `<circle class="${hollow === true ? "dot hollow" : "dot"}" cx="${place(value)}" cy="50%" r="4.5"/>`;
      const diamond =
        truth === undefined
          ? ""
          : `<svg x="${place(truth)}" y="50%" overflow="visible"><path class="truth" d="M0-5.5L4 0 0 5.5-4 0z"/></svg>`;
      const covered = truth !== undefined && lower <= truth && truth <= upper;
      return `<tr role="row"><th role="rowheader" scope="row">${escapeHtml(label)}${note === undefined ? "" : ` <small>${escapeHtml(note)}</small>`}</th><td role="cell" class="value">${show(value)}</td><td role="cell" class="interval">${show(lower)} – ${show(upper)}</td>${
        hasTruth
          ? `<td role="cell" class="truth-cell${covered ? "" : " missed"}">${truth === undefined ? "—" : `${show(truth)}<span aria-hidden="true">${covered ? " ✓" : " ✗"}</span><span class="hidden">${covered ? "在区间内" : "不在区间内"}</span>`}</td>`
          : ""
      }<td role="cell" class="plot"><svg aria-hidden="true" width="100%" height="22">${grid}${mark}<line class="reach${hollow === true ? " hollow" : ""}" x1="${place(lower)}" x2="${place(upper)}" y1="50%" y2="50%"/>${dot}${diamond}</svg></td></tr>`;
    })
    .join("\n");
  const unit = kind === "share" ? "（%）" : kind === "points" ? "（百分点）" : "";
  const legend = [
    "圆点是估计，色带是区间",
    ...(rows.some(({ hollow }) => hollow === true) ? ["空心是没有样本、只凭模型的预测"] : []),
    ...(hasTruth ? ["菱形是真值（合成数据才知道）"] : []),
    ...(reference === undefined ? [] : [`虚线是${reference.label}`]),
  ].join("；");
  return `<table role="table" class="forest"><caption>${escapeHtml(caption)}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${escapeHtml(labelTitle)}</th><th role="columnheader" scope="col" class="value">估计</th><th role="columnheader" scope="col" class="interval">区间</th>${hasTruth ? '<th role="columnheader" scope="col" class="truth-cell">真值</th>' : ""}<th role="columnheader" scope="col" class="plot"><span class="hidden">图示</span><svg aria-hidden="true" width="100%" height="16" class="axis">${axis}</svg></th></tr></thead>
<tbody role="rowgroup">
${body}
</tbody></table>
<p class="legend">${legend}${unit === "" ? "" : `；横轴单位${unit.slice(1, -1)}`}。</p>`;
};
