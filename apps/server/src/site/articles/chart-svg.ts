import type { ContentBody } from "#modules/contents/index.ts";

type Chart = NonNullable<ContentBody["chart"]>;

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const number = (value: number): string => String(Math.round(value * 100) / 100);
const font = 'font-family="PingFang SC, HarmonyOS Sans SC, Noto Sans CJK SC, Microsoft YaHei, sans-serif"';
const river = "#0b5563";
const ink = "#22302f";

/** Bars from zero, each labelled with its value: read without a scale, and in grey as well as in colour. */
const drawBars = (chart: Chart): string => {
  const width = 640;
  const row = 44;
  const left = 190;
  const right = 90;
  const most = Math.max(...chart.rows.map(([, value]) => value), 0);
  const least = Math.min(...chart.rows.map(([, value]) => value), 0);
  const span = most - least || 1;
  const toX = (value: number): number => left + ((value - least) / span) * (width - left - right);
  const bars = chart.rows.map(([label, value], index) => {
    const y = 20 + index * row;
    const from = Math.min(toX(0), toX(value));
    const length = Math.max(1, Math.abs(toX(value) - toX(0)));
    return (
      `<text x="${left - 10}" y="${y + 20}" text-anchor="end" font-size="16" fill="${ink}">${escape(label.length > 11 ? `${label.slice(0, 10)}…` : label)}</text>` +
      `<rect x="${number(from)}" y="${y + 2}" width="${number(length)}" height="26" fill="${river}"/>` +
      `<text x="${number(Math.max(toX(value), toX(0)) + 8)}" y="${y + 21}" font-size="16" fill="${ink}">${number(value)}</text>`
    );
  });
  const height = 40 + chart.rows.length * row;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ${font}>` +
    `<rect width="${width}" height="${height}" fill="#ffffff"/>${bars.join("")}` +
    `<line x1="${number(toX(0))}" y1="14" x2="${number(toX(0))}" y2="${height - 20}" stroke="${ink}"/>` +
    `<text x="${width - 8}" y="${height - 4}" text-anchor="end" font-size="14" fill="${ink}">${escape(chart.unit)}</text></svg>`
  );
};

/** A line with its points, values at both ends and at the highest point. */
const drawLine = (chart: Chart): string => {
  const width = 640;
  const height = 340;
  const values = chart.rows.map(([, value]) => value);
  const most = Math.max(...values, 0);
  const least = Math.min(...values, 0);
  const span = most - least || 1;
  const toX = (index: number): number => 56 + (index / Math.max(1, values.length - 1)) * (width - 112);
  const toY = (value: number): number => 30 + ((most - value) / span) * (height - 100);
  const points = values.map((value, index) => `${number(toX(index))},${number(toY(value))}`);
  const told = new Set([0, values.length - 1, values.indexOf(most)]);
  const step = Math.ceil(values.length / 8);
  const marks = chart.rows.map(
    ([label, value], index) =>
      `<circle cx="${number(toX(index))}" cy="${number(toY(value))}" r="4" fill="${river}"/>` +
      (told.has(index)
        ? `<text x="${number(toX(index))}" y="${number(toY(value) - 10)}" text-anchor="middle" font-size="16" fill="${ink}">${number(value)}</text>`
        : "") +
      (index % step === 0
        ? `<text x="${number(toX(index))}" y="${height - 36}" text-anchor="middle" font-size="14" fill="${ink}">${escape(label.slice(0, 8))}</text>`
        : ""),
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ${font}>` +
    `<rect width="${width}" height="${height}" fill="#ffffff"/>` +
    `<line x1="40" y1="${number(toY(0))}" x2="${width - 40}" y2="${number(toY(0))}" stroke="#8a9694"/>` +
    `<polyline points="${points.join(" ")}" fill="none" stroke="${river}" stroke-width="3"/>${marks.join("")}` +
    `<text x="${width - 8}" y="${height - 8}" text-anchor="end" font-size="14" fill="${ink}">${escape(chart.unit)}</text></svg>`
  );
};

/** A chart as a file of its own: shown by `<img>`, so that nothing in it could run. */
export const drawChart = (chart: Chart): string =>
  chart.type === "line" ? drawLine(chart) : drawBars(chart);
