import type { DesignFile } from "../design-file/schema.ts";
import { rColumn, rHeader, rRead, rString } from "./r-text.ts";
import { calibrationLines } from "./survey-script.ts";

/** R code that makes the weights of `weights` anew. */
export const weightsScript = ({ weights = {}, calibration }: DesignFile, data: string): string => {
  const { probabilities = [], weight, responded, cells, predictors, classes = 5, trim } = weights;
  const design =
    weight === undefined
      ? `1 / (${probabilities.map((name) => `number(${rColumn(name)})`).join(" * ")})`
      : `number(${rColumn(weight)})`;
  const lines = [rHeader("权数", ["survey"]), rRead(data), `d$.design <- ${design}`];
  if (responded !== undefined) {
    lines.push(`d$.r <- number(${rColumn(responded)})`);
    if (predictors === undefined)
      lines.push(
        `d$.cell <- ${cells === undefined ? '"1"' : `paste(${cells.map(rColumn).join(", ")})`}`,
        "d$.base <- d$.design * ave(d$.design, d$.cell, FUN = sum) / ave(d$.design * d$.r, d$.cell, FUN = sum)",
      );
    else
      lines.push(
        ...predictors.map((name, k) => `d$.p${k} <- type.convert(${rColumn(name)}, as.is = FALSE)`),
        `f <- glm(.r ~ ${predictors.map((_, k) => `.p${k}`).join(" + ")}, quasibinomial(), d, weights = .design); p <- fitted(f)`,
        classes === 0
          ? "d$.base <- d$.design / p"
          : `d$.cell <- ceiling(rank(p, ties.method = "first") * ${classes} / nrow(d)); d$.base <- d$.design * ave(d$.design, d$.cell, FUN = sum) / ave(d$.design * d$.r, d$.cell, FUN = sum)`,
      );
    lines.push("d <- d[d$.r == 1, ]");
  } else lines.push("d$.base <- d$.design");
  const calibrated = calibrationLines(calibration);
  const step = [
    "D <- svydesign(id = ~1, weights = ~.base, data = d)",
    ...(calibrated.length === 0 ? [] : calibrated),
  ];
  lines.push(...step);
  if (trim !== undefined)
    lines.push(
      `m <- mean(weights(D)); d$.base <- weights(trimWeights(D, lower = ${trim.lower} * m, upper = ${trim.upper} * m, strict = TRUE))`,
      ...step,
    );
  lines.push(
    `d[[${rString("baseWeight")}]] <- d$.base; d[[${rString("weight")}]] <- weights(D)`,
    "cat(sprintf('%.12g %.12g\\n', d$baseWeight, d$weight), sep = '')",
    "",
  );
  return lines.join("\n");
};
