import type { DesignFile, TestSection } from "../design-file/schema.ts";
import { mirtTypes } from "./irt-script.ts";
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
    ...(settings.likelihoodRatio === true ? ratioLines(test, ids) : []),
  ].join("\n");
};

/** mirt's likelihood-ratio tests. Its parameters go by other names for items of several scores: these are left out, and said. */
const ratioLines = (test: TestSection, ids: readonly string[]): string[] => {
  const models = ids.map((id) => test.models?.[id] ?? test.model ?? "2pl");
  if (models.some((model) => !/^(rasch|1pl|2pl|3pl)$/u.test(model)))
    return [
      "# 校准的似然比：有多级计分的模型，这里不写 mirt 的部分（只在各题都是 rasch、1pl、2pl 或 3pl 时写）",
      "",
    ];
  const types = models.map((model) => (model === "1pl" ? "Rasch" : (mirtTypes[model] ?? model)));
  const isRasch = (place: number): boolean => types[place] === "Rasch";
  const kinds = [true, false].flatMap((rasch) => {
    const own = ids.filter((_, place) => isRasch(place) === rasch);
    return own.length === 0 ? [] : [{ own, parameters: rasch ? '"d"' : 'c("a1", "d")' }];
  });
  const [type = ""] = types;
  return [
    'if (requireNamespace("mirt", quietly = TRUE)) {',
    `  m <- mirt::multipleGroup(as.data.frame(x), 1, itemtype = ${types.every((one) => one === type) ? rString(type) : rVector(types)}, group = as.character(g), invariance = c(colnames(x), "free_means", "free_var"))`,
    ...kinds.map(
      ({ own, parameters }) =>
        `  print(mirt::DIF(m, ${parameters}${kinds.length === 1 ? "" : `, items2test = ${rVector(own)}`}, scheme = "drop"))`,
    ),
    "}",
    "",
  ];
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
