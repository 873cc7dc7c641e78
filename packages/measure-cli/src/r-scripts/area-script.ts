import type { DesignFile } from "../design-file/schema.ts";
import type { AreaRun } from "../estimands/areas.ts";
import { estimateScript } from "./estimate-script.ts";
import { benchmarkLines, fromScale, onScale, printStreets, readStreets } from "./area-lines.ts";
import { rVector } from "./r-text.ts";

/**
 * R code for the streets: the direct estimates from the data, then the area model from its equations in base R, so that no
 * further package is needed.
 */
export const areaScript = (
  file: DesignFile,
  { data, areas, run }: { readonly data: string; readonly areas: string; readonly run: AreaRun },
): string => {
  const { result, estimand, whole } = run;
  const { smallArea } = file;
  if (smallArea === undefined) return "";
  const sampled = result.areas.filter((area) => area.sampled);
  return [
    estimateScript(
      {
        ...file,
        estimates: [{ ...estimand, by: [smallArea.area], differences: [], degreesOfFreedom: "domain" }],
      },
      { data, level: file.level ?? 0.95 },
    ),
    `# Fay–Herriot，${result.scale} 尺度；抽样方差用合并设计效应 ${result.designEffect ?? "（给定）"}`,
    ...readStreets(file, areas),
    `direct <- setNames(${rVector(sampled.map((area) => area.direct ?? 0))}, ${rVector(sampled.map(({ id }) => id))})`,
    `D <- ${rVector(sampled.map((area) => area.samplingVariance ?? 0))}`,
    onScale(result.scale, sampled, result.designEffect),
    "x <- X[match(names(direct), id), , drop = FALSE]; m <- length(y); p <- ncol(x)",
    "gls <- function(A) { w <- 1 / (A + D); C <- solve(crossprod(x, w * x)); b <- C %*% crossprod(x, w * y); list(b = b, C = C, r = y - x %*% b, w = w) }",
    "restricted <- function(A) { g <- gls(A); -0.5 * (sum(log(A + D)) - as.numeric(determinant(g$C)$modulus) + sum(g$w * g$r^2)) }",
    `objective <- function(A) ${
      result.fit.method === "ml"
        ? "{ g <- gls(A); -0.5 * (sum(log(A + D)) + sum(g$w * g$r^2)) }"
        : result.fit.method === "moment"
          ? "{ g <- gls(A); -(sum(g$w * g$r^2) - (m - p))^2 }"
          : result.fit.method === "reml"
            ? "restricted(A)"
            : "restricted(A) + log(atan(sum(A / (A + D)))) / m"
    }`,
    "A <- optimize(objective, c(0, 4 * var(y) + max(D)), maximum = TRUE, tol = 1e-12)$maximum",
    "g <- gls(A); gamma <- ifelse(is.na(match(id, names(direct))), 0, A / (A + D[match(id, names(direct))]))",
    "eta <- as.numeric(X %*% g$b); own <- y[match(id, names(direct))]; theta <- ifelse(gamma > 0, gamma * own + (1 - gamma) * eta, eta)",
    "v <- ifelse(gamma > 0, gamma * D[match(id, names(direct))], A)",
    fromScale(result.scale),
    ...benchmarkLines(file, {
      total: whole.value,
      method: result.benchmark?.method ?? "ratio",
    }),
    printStreets,
    "",
  ].join("\n");
};
