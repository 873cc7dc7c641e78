import type { Item } from "@kepu/psychometrics";
import type { CatSection } from "../design-file/schema.ts";
import type { BankNotes } from "../measurement/adaptive-rules.ts";
import { rHeader, rVector } from "./r-text.ts";

/** catR's name of each selection rule. */
const criteria: Readonly<Record<NonNullable<CatSection["selection"]>, string>> = {
  "maximum-information": "MFI",
  "maximum-posterior-weighted-information": "MPWI",
  "maximum-likelihood-weighted-information": "MLWI",
  "kullback-leibler": "KL",
  "posterior-weighted-kullback-leibler": "KLP",
  "minimum-expected-posterior-variance": "MEPV",
  "maximum-expected-information": "MEI",
  "global-discrimination": "GDI",
  "posterior-global-discrimination": "GDIP",
  "closest-location": "bOpt",
  "closest-optimum": "thOpt",
  progressive: "progressive",
  proportional: "proportional",
  random: "random",
};

const estimators = { eap: "EAP", map: "BM", wle: "WL" } as const;

/** What catR has no rule for: the script says so, and its figures are then of other tests. */
const omitted = (settings: CatSection): string[] => [
  ...(settings.plan === undefined ? [] : ["组卷要求 plan"]),
  ...(settings.bank?.enemies === undefined ? [] : ["互斥题"]),
  ...(settings.exposure === undefined ? [] : ["曝光控制 exposure"]),
  ...(settings.strata === undefined ? [] : ["a 分层"]),
  ...(settings.start?.between === undefined ? [] : ["随机起点"]),
  ...((settings.minimumLength ?? 0) > 0 ? ["最少题数"] : []),
  ...(settings.classification === undefined || settings.classification.kind === "interval"
    ? []
    : ["序贯概率比检验"]),
];

/** Stop rules and thresholds; the interval rule takes catR's confidence, 2Φ(deviations) − 1. */
const stopOf = (settings: CatSection): string => {
  const { maximumLength, standardError, minimumInformation, classification } = settings;
  const rules: (readonly [rule: string, threshold: number])[] = [
    ["length", maximumLength],
    ...(standardError === undefined ? [] : [["precision", standardError] as const]),
    ...(minimumInformation === undefined ? [] : [["minInfo", minimumInformation] as const]),
    ...(classification?.kind === "interval" ? [["classification", classification.cut] as const] : []),
  ];
  const level =
    classification?.kind === "interval" ? `, alpha = 2 * pnorm(-${classification.deviations ?? 1.96})` : "";
  return `list(rule = ${rVector(rules.map(([rule]) => rule))}, thr = ${rVector(rules.map(([, threshold]) => threshold))}${level})`;
};

const startOf = ({ start }: CatSection, items: readonly Item[]): string => {
  if (start?.items !== undefined)
    return `list(fixItems = ${rVector(start.items.map((id) => items.findIndex((item) => item.id === id) + 1))})`;
  const abilities = start?.abilities ?? [0];
  return `list(theta = ${rVector(abilities)}, nrItems = ${abilities.length}, startSelect = "MFI")`;
};

/** R code for catR, which has to be installed; its random numbers are others, so figures agree up to simulation error. */
export const catScript = (settings: CatSection, items: readonly Item[], notes: BankNotes): string => {
  const usable = items.flatMap((item, place) => (item.model === "dichotomous" ? [{ item, place }] : []));
  const plain = usable.map(({ item }) => item);
  const { contentShares } = settings;
  const areas = Object.keys(contentShares ?? {});
  const left = omitted(settings);
  const balance =
    contentShares === undefined
      ? ""
      : `, cbControl = list(names = ${rVector(areas)}, props = ${rVector(Object.values(contentShares))})`;
  const groups =
    contentShares === undefined
      ? ""
      : `, cbGroup = ${rVector(usable.map(({ place }) => notes.contents?.[place] ?? ""))}`;
  const selection =
    settings.exposure?.method === "progressive-restricted"
      ? "progressive"
      : (settings.selection ?? "maximum-information");
  const method = estimators[settings.estimate ?? "eap"];
  return [
    rHeader("自适应测验模拟（要先安装 catR；只含 0/1 计分的题目，随机数不同，结果在模拟误差内一致）", [
      "catR",
    ]),
    ...(left.length === 0 ? [] : [`# catR 没有这些规则，脚本没有照做，结果会不同：${left.join("、")}`]),
    `bank <- data.frame(a = ${rVector(plain.map(({ a }) => a))}, b = ${rVector(plain.map(({ b }) => b))}, c = ${rVector(plain.map(({ c }) => c))}, d = ${rVector(plain.map(({ u }) => u))})`,
    `set.seed(1); theta <- rnorm(${settings.persons ?? 1000}, ${settings.mean ?? 0}, ${settings.standardDeviation ?? 1})`,
    `one <- function(t) { r <- randomCAT(t, as.matrix(bank)${groups}, start = ${startOf(settings, plain)}, test = list(method = "${method}", itemSelect = "${criteria[selection]}", randomesque = ${settings.randomesque ?? 1}, AP = ${settings.acceleration ?? 1}), stop = ${stopOf(settings)}, final = list(method = "${method}")${balance}); c(r$thFinal, r$seFinal, length(r$testItems)) }`,
    "x <- sapply(theta, one)",
    'cat("bias", mean(x[1, ] - theta), "rmse", sqrt(mean((x[1, ] - theta)^2)), "length", mean(x[3, ]), "\\n")',
    "",
  ].join("\n");
};
