import type { DesignFile, TestSection } from "../design-file/schema.ts";
import { rColumn, rHeader, rRead, rString, rVector } from "./r-text.ts";

/**
 * R code that makes the Mantel–Haenszel statistics and, over several groups, those of all groups in base R, without
 * purification; with difR and mirt where they are installed.
 */
export const difScript = (
  test: TestSection,
  settings: NonNullable<DesignFile["dif"]>,
  { data, ids }: { readonly data: string; readonly ids: readonly string[] },
): string => {
  const focals = typeof settings.focal === "string" ? [settings.focal] : settings.focal;
  const several = focals.length > 1;
  const isRasch = /^(rasch|1pl|partial-credit)$/u.test(test.model ?? "2pl");
  return [
    ...focals.map((focal) => oneScript(test, { ...settings, focal }, { data, ids })),
    ...(several || settings.likelihoodRatio === true
      ? [
          rRead(data),
          `g <- factor(${rColumn(settings.group)}, ${rVector([settings.reference, ...focals])}); d <- d[!is.na(g), ]; g <- g[!is.na(g)]`,
          itemLines(test, ids),
        ]
      : []),
    ...(several
      ? [
          "for (k in colnames(x)) {",
          "  t <- table(g, factor(x[, k], 1:0), s); m <- mantelhaen.test(t[, , apply(t, 3, sum) > 1, drop = FALSE])",
          '  cat("all", k, sprintf("%.8f %d %.8f", m$statistic, m$parameter, m$p.value), "\\n")',
          "  one <- glm(x[, k] ~ s, family = binomial); two <- glm(x[, k] ~ s * g, family = binomial)",
          '  cat("logistic", k, sprintf("%.8f %d", one$deviance - two$deviance, one$df.residual - two$df.residual), "\\n")',
          "}",
          "",
        ]
      : []),
    ...(settings.likelihoodRatio === true
      ? [
          'if (requireNamespace("mirt", quietly = TRUE)) {',
          `  m <- mirt::multipleGroup(as.data.frame(x), 1, itemtype = "${isRasch ? "Rasch" : test.model === "3pl" ? "3PL" : "2PL"}", group = as.character(g), invariance = c(colnames(x), "free_means", "free_var"))`,
          `  print(mirt::DIF(m, ${isRasch ? '"d"' : 'c("a1", "d")'}, scheme = "drop"))`,
          "}",
          "",
        ]
      : []),
  ].join("\n");
};

/** The items as numbers `x` and their sum `s`. */
const itemLines = (test: TestSection, ids: readonly string[]): string =>
  [
    `x <- sapply(${rVector(ids)}, function(k) { v <- d[[k]]; v[v %in% ${rVector([...(test.notPresented ?? ["", "NA"]), ...(test.refused ?? [])])}] <- ${test.refusals === "zero" ? '"0"' : "NA"}; as.numeric(v) })`,
    "s <- rowSums(x)",
  ].join("\n");

const oneScript = (
  test: TestSection,
  settings: NonNullable<DesignFile["dif"]> & { readonly focal: string },
  { data, ids }: { readonly data: string; readonly ids: readonly string[] },
): string =>
  [
    rHeader("题目功能差异（Mantel–Haenszel；base R 不净化，净化要 difR）", []),
    rRead(data),
    `d <- d[${rColumn(settings.group)} %in% ${rVector([settings.reference, settings.focal])}, ]; focal <- ${rColumn(settings.group)} == ${rString(settings.focal)}`,
    itemLines(test, ids),
    "for (k in colnames(x)) {",
    "  a <- tapply(x[, k] == 1 & !focal, s, sum); b <- tapply(x[, k] == 0 & !focal, s, sum); c <- tapply(x[, k] == 1 & focal, s, sum); e <- tapply(x[, k] == 0 & focal, s, sum); n <- a + b + c + e",
    '  cat(k, sprintf("%.8f", -2.35 * log(sum(a * e / n) / sum(b * c / n))), "\\n")',
    "}",
    `if (requireNamespace("difR", quietly = TRUE)) print(difR::difMH(as.data.frame(x), group = focal, focal.name = TRUE, purify = ${settings.purify === false ? "FALSE" : "TRUE"}))`,
    "",
  ].join("\n");
