import type { DesignFile } from "../design-file/schema.ts";
import { rColumn, rString } from "./r-text.ts";

const conditions = (where: Readonly<Record<string, string>>): string =>
  Object.entries(where)
    .map(([name, value]) => `${rColumn(name)} %in% ${rString(value)}`)
    .join(" & ");

/** Calibrates the design `D` of the data frame `d`. */
export const calibrationLines = (calibration: DesignFile["calibration"]): string[] => {
  if (calibration === undefined) return [];
  const lines: string[] = [];
  const terms: string[] = [];
  const totals: number[] = [];
  for (const [margin, { columns, totals: wanted }] of (calibration.margins ?? []).entries()) {
    lines.push(`m <- paste(${columns.map(rColumn).join(", ")})`);
    for (const [place, [category, total]] of Object.entries(wanted).entries()) {
      if (margin > 0 && place === 0) continue; // the first margin holds the whole
      const term = `.m${margin + 1}_${place + 1}`;
      lines.push(`d$${term} <- 1 * (m == ${rString(category)})`);
      terms.push(term);
      totals.push(total);
    }
  }
  for (const [place, { column, total }] of (calibration.numbers ?? []).entries()) {
    lines.push(`d$.x${place + 1} <- number(${rColumn(column)})`);
    terms.push(`.x${place + 1}`);
    totals.push(total);
  }
  const bounds =
    calibration.bounds === undefined
      ? ""
      : `, bounds = c(${calibration.bounds.lower}, ${calibration.bounds.upper})`;
  lines.push(
    "D$variables <- d",
    `D <- calibrate(D, ~0 + ${terms.join(" + ")}, population = c(${terms.map((term, k) => `${term} = ${totals[k] ?? 0}`).join(", ")}), calfun = ${rString(calibration.distance ?? "raking")}${bounds}, epsilon = 1e-11, maxit = 500)`,
  );
  return lines;
};

/** `D`: the design with its calibration, from the data frame `d`. */
export const designScript = ({ survey, calibration, replicates }: DesignFile): string => {
  if (survey === undefined) return "";
  const lines: string[] = [];
  if (survey.where !== undefined) lines.push(`d <- d[${conditions(survey.where)}, ]`);
  lines.push("d$.row <- seq_len(nrow(d))");
  const ids: string[] = [];
  const strata: string[] = [];
  const sizes: string[] = [];
  let unequal = false;
  for (const [place, stage] of survey.stages.entries()) {
    const at = place + 1;
    lines.push(`d$.id${at} <- ${stage.clusters === undefined ? "d$.row" : rColumn(stage.clusters)}`);
    ids.push(`.id${at}`);
    lines.push(`d$.strata${at} <- ${stage.strata === undefined ? '"all"' : rColumn(stage.strata)}`);
    strata.push(`.strata${at}`);
    const size = stage.populationSize ?? stage.samplingFraction;
    if (stage.samplingFraction !== undefined) unequal = true;
    if (size !== undefined && sizes.length === place) {
      lines.push(`d$.fpc${at} <- number(${rColumn(size)})`);
      sizes.push(`.fpc${at}`);
    }
  }
  // A stage counts only where those before it state their fraction.
  const used = Math.min(ids.length, sizes.length + 1);
  lines.push(
    survey.weights === undefined ? "" : `d$.w <- number(${rColumn(survey.weights)})`,
    `options(survey.lonely.psu = ${rString(survey.lonelyStrata === undefined || survey.lonelyStrata === "refuse" ? "fail" : survey.lonelyStrata)})`,
    `D <- svydesign(id = ~${ids.slice(0, used).join(" + ")}, strata = ~${strata.slice(0, used).join(" + ")}${sizes.length === 0 ? "" : `, fpc = ~${sizes.slice(0, used).join(" + ")}`}${survey.weights === undefined ? "" : ", weights = ~.w"}${unequal ? ', pps = "brewer"' : ""}, data = d, nest = TRUE)`,
  );
  if (replicates !== undefined) lines.push("B <- D");
  lines.push(...calibrationLines(calibration));
  return lines.filter((line) => line !== "").join("\n");
};
