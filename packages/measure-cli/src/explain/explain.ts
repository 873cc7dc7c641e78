import type { Figure } from "../command.ts";
import { MeasureError } from "../errors.ts";
import { type Formula, formulas } from "./formulas.ts";

const numberText = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(12)));

/** What stands behind one figure: formula, source and every input, for --explain. */
export const explainFigure = (figure: Figure): string => {
  const formula: Formula = formulas[figure.formula];
  const lines = [
    figure.id,
    `  ${figure.label} = ${numberText(figure.value)}`,
    ...(figure.standardError === undefined ? [] : [`  标准误 = ${numberText(figure.standardError)}`]),
    ...(figure.lower === undefined || figure.upper === undefined
      ? []
      : [`  区间 = ${numberText(figure.lower)} 到 ${numberText(figure.upper)}`]),
    `  公式（${formula.title}）：${formula.value}`,
    ...(formula.error === undefined ? [] : [`  误差：${formula.error}`]),
    ...(formula.interval === undefined ? [] : [`  区间：${formula.interval}`]),
    `  出处：${formula.source}`,
    "  用到的数：",
    ...Object.entries(figure.inputs).map(
      ([name, value]) => `    ${name} = ${typeof value === "number" ? numberText(value) : value}`,
    ),
  ];
  return `${lines.join("\n")}\n`;
};

/**
 * The figures that a word asks for: one by its id, all whose id begins with it and a slash, or `all`.
 *
 * @throws MeasureError `measure.figure_unknown`
 */
export const findFigures = (figures: readonly Figure[], wanted: string): readonly Figure[] => {
  if (wanted === "all") return figures;
  const found = figures.filter(({ id }) => id === wanted || id.startsWith(`${wanted}/`));
  if (found.length > 0) return found;
  const known = figures.slice(0, 12).map(({ id }) => id);
  throw new MeasureError("measure.figure_unknown", {
    figure: wanted,
    known: `all、${known.join("、")}${figures.length > 12 ? `……共 ${figures.length} 个` : ""}`,
  });
};
