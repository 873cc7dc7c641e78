import type { Item } from "@kepu/psychometrics";
import type { DesignFile } from "../design-file/schema.ts";
import { rHeader, rVector } from "./r-text.ts";

/** R code for catR, which has to be installed; its random numbers are others, so figures agree up to simulation error. */
export const catScript = (settings: NonNullable<DesignFile["cat"]>, items: readonly Item[]): string => {
  const plain = items.filter((item) => item.model === "dichotomous");
  return [
    rHeader("自适应测验模拟（要先安装 catR；只含 0/1 计分的题目，随机数不同，结果在模拟误差内一致）", [
      "catR",
    ]),
    `bank <- cbind(a = ${rVector(plain.map(({ a }) => a))}, b = ${rVector(plain.map(({ b }) => b))}, c = ${rVector(plain.map(({ c }) => c))}, d = ${rVector(plain.map(({ u }) => u))})`,
    `set.seed(1); theta <- rnorm(${settings.persons ?? 1000}, ${settings.mean ?? 0}, ${settings.standardDeviation ?? 1})`,
    `one <- function(t) { r <- randomCAT(t, bank, start = list(theta = 0, nrItems = 1, startSelect = "MFI"), test = list(method = "EAP", itemSelect = "MFI", randomesque = ${settings.randomesque ?? 1}), stop = list(rule = c("length"${settings.standardError === undefined ? "" : ', "precision"'}), thr = c(${settings.maximumLength}${settings.standardError === undefined ? "" : `, ${settings.standardError}`})), final = list(method = "EAP")); c(r$thFinal, r$seFinal, length(r$testItems)) }`,
    "x <- sapply(theta, one)",
    'cat("bias", mean(x[1, ] - theta), "rmse", sqrt(mean((x[1, ] - theta)^2)), "length", mean(x[3, ]), "\\n")',
    "",
  ].join("\n");
};
