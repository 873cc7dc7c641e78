import type { Cell, ColumnKind } from "../command.ts";

/** 0.1834 → 18.3% */
export const showShare = (value: number, digits = 1): string => `${(100 * value).toFixed(digits)}%`;

/** Four significant digits, never in exponents within reason. */
export const showNumber = (value: number): string => {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return value.toLocaleString("en");
  const size = Math.abs(value);
  if (size >= 1_000) return Math.round(value).toLocaleString("en");
  if (size >= 1e-4) return String(Number(value.toPrecision(4)));
  return value.toExponential(2);
};

/** Probabilities nearer to 0 or 1 than 0.001 are said so. */
export const showProbability = (value: number): string =>
  value < 0.001 ? "<0.001" : value > 0.999 ? ">0.999" : value.toFixed(3);

/** A cell as people read it. */
export const showCell = (cell: Cell, kind: ColumnKind): string => {
  if (cell === null) return "—";
  if (typeof cell === "string") return cell;
  switch (kind) {
    case "share":
      return showShare(cell);
    case "count":
      return Math.round(cell).toLocaleString("en");
    case "probability":
      return showProbability(cell);
    case "number":
    case "text":
      return showNumber(cell);
    default:
      return kind satisfies never;
  }
};
