import type { DesignFile, Estimand } from "../design-file/schema.ts";
import { rColumn, rHeader, rRead, rString } from "./r-text.ts";
import { calibrationLines, designScript } from "./survey-script.ts";

const prelude = (level: number): string => `
level <- ${level}
show <- function(id, v, se, lower, upper, df) cat(sprintf("%s\\t%.12g\\t%.12g\\t%.12g\\t%.12g\\t%.12g\\n", id, v, se, lower, upper, df))
logit_ends <- function(p, se, df) if (p <= 0 || p >= 1 || se == 0) c(NA, NA) else plogis(qlogis(p) + c(-1, 1) * qt((1 + level) / 2, df) * se / (p * (1 - p)))
wald_ends <- function(v, se, df) v + c(-1, 1) * qt((1 + level) / 2, df) * se
# 似真值：Rubin 1987；自由度 Barnard & Rubin 1999
rubin <- function(v, u, df) { m <- length(v); b <- var(v); t <- mean(u) + (1 + 1 / m) * b; g <- (1 + 1 / m) * b / t
  observed <- (df + 1) / (df + 3) * df * (1 - g); old <- (m - 1) / g^2
  c(mean(v), sqrt(t), if (g > 0) 1 / (1 / old + 1 / observed) else observed) }
one <- function(id, design, columns, kind, ends, df) {
  fits <- lapply(columns, function(k) { f <- make.formula(k); if (kind == "total") svytotal(f, design) else svymean(f, design) })
  v <- sapply(fits, coef); u <- sapply(fits, function(f) as.numeric(SE(f))^2)
  r <- if (length(v) > 1) rubin(v, u, df) else c(v, sqrt(u), df)
  e <- ends(r[1], r[2], r[3]); show(id, r[1], r[2], e[1], e[2], r[3]) }
difference <- function(x, k, by, of, from) { x$variables$.a <- 1 * (x$variables[[by]] == of); x$variables$.b <- 1 * (x$variables[[by]] == from)
  x$variables$.ya <- x$variables[[k]] * x$variables$.a; x$variables$.yb <- x$variables[[k]] * x$variables$.b
  r <- svyratio(~.ya + .yb, ~.a + .b, x, covmat = TRUE); w <- c(1, 0, 0, -1); c(r$ratio[1, 1] - r$ratio[2, 2], t(w) %*% vcov(r) %*% w) }
cat("id\\tvalue\\tstandardError\\tlower\\tupper\\tdegreesOfFreedom\\n")`;

const outcome = (estimand: Estimand, place: number): string => {
  const name = estimand.column;
  const columns = name.endsWith("*")
    ? `grep(paste0("^", ${rString(name.slice(0, -1))}), names(d), value = TRUE)`
    : rString(name);
  const value =
    estimand.equals !== undefined
      ? `1 * (d[[k]] == ${rString(estimand.equals)})`
      : estimand.above !== undefined
        ? `1 * (number(d[[k]]) >= ${estimand.above})`
        : "number(d[[k]])";
  return `columns <- ${columns}; used <- paste0(".y${place}_", seq_along(columns))
for (j in seq_along(columns)) { k <- columns[j]; D$variables[[used[j]]] <- ${value} }`;
};

const oneEstimand = (estimand: Estimand, place: number): string => {
  const id = estimand.name;
  if (estimand.statistic === "quantile")
    return `D$variables$.q <- number(${rColumn(estimand.column)}); q <- svyquantile(~.q, D, ${estimand.probability ?? 0.5}, ci = TRUE, interval.type = "mean"); print(q)`;
  if (estimand.statistic === "linear" || estimand.statistic === "logistic") {
    const terms = (estimand.predictors ?? []).map((name, k) => {
      return `D$variables$.p${k} <- type.convert(${rColumn(name)}, as.is = FALSE)`;
    });
    const y =
      estimand.equals === undefined
        ? `number(${rColumn(estimand.column)})`
        : `1 * (${rColumn(estimand.column)} == ${rString(estimand.equals)})`;
    return [
      ...terms,
      `D$variables$.y <- ${y}`,
      `print(summary(svyglm(.y ~ ${terms.map((_, k) => `.p${k}`).join(" + ")}, D, family = ${estimand.statistic === "logistic" ? "quasibinomial" : "gaussian"}())))`,
    ].join("\n");
  }
  const kind = estimand.statistic === "total" ? "total" : "mean";
  const ends = estimand.statistic === "share" ? "logit_ends" : "wald_ends";
  const lines = [outcome(estimand, place)];
  lines.push("whole <- D");
  for (const [name, value] of Object.entries(estimand.where ?? {}))
    lines.push(`whole <- subset(whole, whole$variables[[${rString(name)}]] %in% ${rString(value)})`);
  const df = estimand.degreesOfFreedom === "domain" ? "degf(part)" : "degf(D)";
  if (estimand.statistic === "ratio")
    return [
      ...lines,
      `D$variables$.z <- number(${rColumn(estimand.denominator ?? "")})`,
      `r <- svyratio(make.formula(used), ~.z, D); e <- wald_ends(coef(r), SE(r), degf(D)); show(${rString(id)}, coef(r), SE(r), e[1], e[2], degf(D))`,
    ].join("\n");
  lines.push(`part <- whole; one(${rString(id)}, part, used, ${rString(kind)}, ${ends}, ${df})`);
  for (const by of estimand.by ?? [])
    lines.push(
      `for (g in sort(unique(whole$variables[[${rString(by)}]]))) { part <- subset(whole, whole$variables[[${rString(by)}]] == g); one(paste0(${rString(`${id}/${by}/`)}, g), part, used, ${rString(kind)}, ${ends}, ${df}) }`,
    );
  for (const { by, of, from } of estimand.differences ?? [])
    lines.push(
      `b <- lapply(used, function(k) difference(whole, k, ${rString(by)}, ${rString(of)}, ${rString(from)})); v <- sapply(b, "[", 1); u <- sapply(b, "[", 2)`,
      `r <- if (length(v) > 1) rubin(v, u, degf(D)) else c(v, sqrt(u), degf(D))`,
      `e <- wald_ends(r[1], r[2], r[3]); show(${rString(`${id}/difference/${by}/${of}-${from}`)}, r[1], r[2], e[1], e[2], r[3])`,
    );
  return lines.join("\n");
};

/** Turns the design into one of replicate weights; bootstraps draw other random numbers and agree within Monte-Carlo error. */
const replicateLines = ({ replicates, calibration }: DesignFile): string => {
  if (replicates === undefined) return "";
  const { method, replicates: count = 200, rho = 0.5, centre = "mean" } = replicates;
  const types = {
    jk1: "JK1",
    jkn: "JKn",
    brr: "BRR",
    fay: "Fay",
    subbootstrap: "subbootstrap",
    "rao-wu": "subbootstrap",
    multistage: "mrbbootstrap",
  } as const;
  const more =
    method === "fay"
      ? `, fay.rho = ${rho}`
      : /strap|rao-wu|multistage/u.test(method)
        ? `, replicates = ${count}`
        : "";
  const make = `D <- as.svrepdesign(D, type = ${rString(types[method])}${more}, mse = ${centre === "estimate" ? "TRUE" : "FALSE"}, compress = FALSE)`;
  if (calibration === undefined) return make;
  // The replicates are made before calibration, and each is calibrated.
  return `D <- B; ${make}\n${calibrationLines(calibration)
    .filter((line) => line !== "D$variables <- d")
    .map((line) =>
      line.startsWith("D <- calibrate")
        ? `D$variables <- d; ${line.replace(", epsilon", ", compress = FALSE, epsilon")}`
        : line,
    )
    .join("\n")}`;
};

/** R code that makes the figures of `estimate` with R survey. Intervals other than logit and Wald are given as logit. */
export const estimateScript = (
  design: DesignFile,
  { data, level }: { readonly data: string; readonly level: number },
): string =>
  [
    rHeader("调查估计", ["survey"]),
    rRead(data),
    designScript(design),
    replicateLines(design),
    prelude(level),
    ...(design.estimates ?? []).map(oneEstimand),
    "",
  ].join("\n");
