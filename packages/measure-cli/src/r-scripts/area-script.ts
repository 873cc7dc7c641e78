import type { DesignFile } from "../design-file/schema.ts";
import type { AreaRun } from "../estimands/areas.ts";
import { estimateScript } from "./estimate-script.ts";
import { rString, rVector } from "./r-text.ts";

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
  const names = smallArea.covariates ?? [];
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
    `s <- read.csv(${rString(areas)}, check.names = FALSE, fileEncoding = "UTF-8-BOM"); id <- s[[${rString(smallArea.areaId)}]]`,
    `X <- cbind(1${names.map((name) => `, as.numeric(s[[${rString(name)}]])`).join("")}); X <- matrix(X, nrow = nrow(s))`,
    `direct <- setNames(${rVector(sampled.map((area) => area.direct ?? 0))}, ${rVector(sampled.map(({ id }) => id))})`,
    `D <- ${rVector(sampled.map((area) => area.samplingVariance ?? 0))}`,
    result.scale === "arcsine"
      ? "y <- asin(sqrt(direct))"
      : result.scale === "logit"
        ? `n <- ${rVector(sampled.map((area) => area.respondents / (result.designEffect ?? 1)))}; q <- (direct * n + 0.5) / (n + 1); y <- qlogis(q)`
        : "y <- direct",
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
    result.scale === "arcsine"
      ? "share <- (1 - exp(-2 * v) * cos(2 * pmin(pi / 2, pmax(0, theta)))) / 2"
      : result.scale === "logit"
        ? "share <- mapply(function(t, v) integrate(function(z) plogis(t + sqrt(v) * z) * dnorm(z), -9, 9, rel.tol = 1e-10)$value, theta, v)"
        : "share <- theta",
    smallArea.benchmark === false
      ? ""
      : `W <- s[[${rString(smallArea.population)}]] / sum(s[[${rString(smallArea.population)}]]); total <- ${whole.value}`,
    smallArea.benchmark === false
      ? ""
      : result.benchmark?.method === "logit-shift"
        ? "shift <- uniroot(function(k) sum(W * plogis(qlogis(share) + k)) - total, c(-20, 20), tol = 1e-14)$root; share <- plogis(qlogis(share) + shift)"
        : result.benchmark?.method === "difference"
          ? "share <- share + total - sum(W * share)"
          : "share <- share * total / sum(W * share)",
    "cat(sprintf('%s\\t%.10g\\n', id, share), sep = '')",
    "",
  ]
    .filter((line) => line !== "")
    .join("\n")
    .concat("\n");
};
