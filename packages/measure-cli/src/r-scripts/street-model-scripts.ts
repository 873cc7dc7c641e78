import type { DesignFile } from "../design-file/schema.ts";
import type { SpatialRun } from "../estimands/spatial-streets.ts";
import type { UnitRun } from "../estimands/unit-streets.ts";
import { benchmarkLines, fromScale, onScale, printStreets, readStreets } from "./area-lines.ts";
import { rColumn, rHeader, rRead, rString, rVector } from "./r-text.ts";

/** R code of the spatial model in base R: full matrices, the likelihood by optim. */
export const spatialScript = (
  file: DesignFile,
  given: { readonly areas: string; readonly neighbours: string; readonly run: SpatialRun },
): string => {
  const { result, streets } = given.run;
  const { settings } = streets;
  const { scale } = result;
  const reml = result.fit.method === "reml";
  return [
    rHeader("带相邻街道的小区域估计（base R；直接估计见 estimate 的脚本）", []),
    ...readStreets(file, given.areas),
    `direct <- ${rVector(result.areas.map(({ direct }) => direct ?? 0))}; D <- ${rVector(result.areas.map(({ samplingVariance }) => samplingVariance ?? 0))}`,
    onScale(scale, result.areas, result.designEffect),
    `e <- read.csv(${rString(given.neighbours)}, check.names = FALSE, fileEncoding = "UTF-8-BOM"); m <- length(y)`,
    `N <- matrix(0, m, m); a <- match(e[[${rString(settings.neighbours?.from ?? "from")}]], id); b <- match(e[[${rString(settings.neighbours?.to ?? "to")}]], id); N[cbind(c(a, b), c(b, a))] <- 1`,
    "P <- N / pmax(1, rowSums(N))",
    "at <- function(t) { A <- diag(m) - 0.9999 * tanh(t[2]) * P; G <- exp(t[1]) * solve(crossprod(A)); V <- G + diag(D); Vi <- solve(V); Q <- solve(t(X) %*% Vi %*% X); b <- Q %*% t(X) %*% Vi %*% y; list(G = G, Vi = Vi, V = V, Q = Q, b = b, r = y - X %*% b) }",
    `minus <- function(t) { g <- at(t); 0.5 * (determinant(g$V)$modulus[1] + drop(t(g$r) %*% g$Vi %*% g$r)${reml ? " - determinant(g$Q)$modulus[1]" : ""}) }`,
    "o <- optim(c(log(var(y) / 2), 0), minus, method = 'BFGS', control = list(reltol = 1e-15, maxit = 1000))",
    'g <- at(o$par); cat("rho", sprintf("%.6f", 0.9999 * tanh(o$par[2])), "sigma2", sprintf("%.8f", exp(o$par[1])), "\\n")',
    "theta <- drop(X %*% g$b + g$G %*% g$Vi %*% g$r); v <- D - D^2 * diag(g$Vi)",
    fromScale(scale),
    ...benchmarkLines(file, {
      total: streets.whole.value,
      method: result.benchmark?.method === "ratio" ? "ratio" : "logit-shift",
    }),
    printStreets,
    "",
  ].join("\n");
};

/** R code of the unit-level model in base R: the profile likelihood over the ratio of variances by optimize. */
export const unitScript = (
  file: DesignFile,
  given: { readonly data: string; readonly areas: string; readonly run: UnitRun },
): string => {
  const { streets, fits, columns } = given.run;
  const { settings, estimand } = streets;
  const isShare = estimand.statistic === "share";
  const value =
    estimand.equals !== undefined
      ? `as.numeric(d[[k]] == ${rString(estimand.equals)})`
      : isShare && estimand.above !== undefined
        ? `as.numeric(number(d[[k]]) >= ${estimand.above})`
        : "number(d[[k]])";
  return [
    rHeader("个人一级的小区域估计（base R，Battese–Harter–Fuller）", []),
    rRead(given.data),
    ...readStreets(file, given.areas),
    `area <- match(${rColumn(settings.area)}, id); M <- nrow(s); N <- as.numeric(s[[${rString(settings.population)}]])`,
    `x <- cbind(1${(settings.covariates ?? []).map((name) => `, number(${rColumn(name)})`).join("")}); x <- matrix(x, nrow = nrow(d)); p <- ncol(x)`,
    "n <- tabulate(area, M); xb <- rowsum(x, factor(area, 1:M)); full <- matrix(0, M, p); full[as.integer(rownames(xb)), ] <- xb; xb <- full / pmax(1, n)",
    "one <- function(y) {",
    "  yb <- numeric(M); t <- tapply(y, factor(area, 1:M), sum); t[is.na(t)] <- 0; yb <- as.numeric(t) / pmax(1, n)",
    "  fit <- function(l) { w <- n^2 * l / (1 + n * l); XX <- crossprod(x) - crossprod(xb, w * xb); b <- solve(XX, crossprod(x, y) - crossprod(xb, w * yb)); list(b = b, XX = XX, rss = sum(y^2) - sum(w * yb^2) - sum(b * (crossprod(x, y) - crossprod(xb, w * yb)))) }",
    `  minus <- function(u) { l <- exp(u); g <- fit(l); f <- length(y)${fits[0]?.method === "ml" ? "" : " - p"}; f * log(g$rss / f) + sum(log1p(n * l))${fits[0]?.method === "ml" ? "" : " + determinant(g$XX)$modulus[1]"} }`,
    "  u <- optimize(minus, c(-12, 8), tol = 1e-12)$minimum; l <- if (minus(u) < minus(-Inf)) exp(u) else 0; g <- fit(l)",
    "  gamma <- n * l / (1 + n * l); f <- n / N; rest <- (X - f * xb) / pmax(1e-12, 1 - f)",
    "  f * yb + (1 - f) * drop(rest %*% g$b + gamma * (yb - drop(xb %*% g$b)))",
    "}",
    `share <- rowMeans(sapply(${rVector(columns)}, function(k) one(${value})))`,
    ...benchmarkLines(file, {
      total: streets.whole.value,
      method: isShare ? "logit-shift" : "difference",
    }),
    printStreets,
    "",
  ].join("\n");
};
