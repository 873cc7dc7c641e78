import type { TestSection } from "../design-file/schema.ts";
import { rColumn, rHeader, rRead, rString, rVector } from "./r-text.ts";

/** mirt's name of each model. */
export const mirtTypes: Readonly<Record<string, string>> = {
  rasch: "Rasch",
  "1pl": "2PL",
  "2pl": "2PL",
  "3pl": "3PL",
  graded: "graded",
  "partial-credit": "Rasch",
  "generalised-partial-credit": "gpcm",
};

/** R code that calibrates the same items with mirt, which has to be installed. */
export const irtScript = (
  settings: TestSection,
  {
    data,
    ids,
    models,
  }: { readonly data: string; readonly ids: readonly string[]; readonly models: readonly string[] },
): string => {
  const missing = settings.notPresented ?? ["", "NA"];
  const refused = settings.refused ?? [];
  const shared = models.flatMap((model, k) => (model === "1pl" ? [k + 1] : []));
  const guessing = models.flatMap((model, k) => (model === "3pl" ? [k + 1] : []));
  const { priors } = settings;
  const { mean, deviation } = priors?.logitGuessing ?? { mean: Math.log(0.25), deviation: 0.5 };
  const withPrior = guessing.length > 0 && priors?.logitGuessing !== null;
  const left = [
    ...(priors?.logSlope === undefined && priors?.intercept === undefined ? [] : ["a 和截距的先验"]),
    ...(settings.latent === undefined ? [] : ["固定或放开的人群均值和方差 latent"]),
    ...(settings.adaptiveNodes === undefined ? [] : ["自适应求积"]),
    ...(settings.standardErrors === undefined ? [] : ["标准误的来源"]),
  ];
  const lines = [
    rHeader("题目校准（要先安装 mirt）", ["mirt"]),
    ...(left.length === 0 ? [] : [`# 这些设置脚本没有照做，结果会不同：${left.join("、")}`]),
    rRead(data),
    `x <- d[, ${rVector(ids)}]; for (k in names(x)) { v <- x[[k]]; v[v %in% ${rVector([...missing, ...(settings.refusals === "zero" ? [] : refused)])}] <- NA${settings.refusals === "zero" && refused.length > 0 ? `; v[v %in% ${rVector(refused)}] <- "0"` : ""}; x[[k]] <- as.numeric(v) }`,
    `model <- mirt.model(paste("F = 1-${ids.length}"${shared.length > 0 ? `, "\\nCONSTRAIN = (${shared.join(",")},a1)\\nFIXED = (${shared[0]},a1)"` : ""}${withPrior ? `, "\\nPRIOR = (${guessing.join(",")}, g, norm, ${mean}, ${deviation})"` : ""}))`,
    `types <- ${rVector(models.map((model) => mirtTypes[model] ?? model))}`,
    settings.group === undefined
      ? `fit <- mirt(x, model, itemtype = types, SE = TRUE, SE.type = "Oakes", TOL = 1e-6${settings.weights === undefined ? "" : `, survey.weights = number(${rColumn(settings.weights)})`})`
      : `fit <- multipleGroup(x, model, group = ${rColumn(settings.group)}, itemtype = types, invariance = c(names(x), "free_means", "free_var"), SE = TRUE, TOL = 1e-6)`,
    'print(coef(fit, IRTpars = TRUE, printSE = TRUE)); cat("logLik", logLik(fit), "\\n")',
    `cat(${rString("M2 与 S-X2：M2(fit); itemfit(fit)")}, "\\n")`,
    "",
  ];
  return lines.join("\n");
};
