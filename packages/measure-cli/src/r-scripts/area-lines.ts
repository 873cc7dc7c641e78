import type { AreaScale, BenchmarkMethod } from "@kepu/survey-statistics";
import type { DesignFile } from "../design-file/schema.ts";
import { rString, rVector } from "./r-text.ts";

// Lines that the scripts of all area models share. They read `direct`, `s`, `theta`, `v` and make `id`, `X`, `y`, `share`.

/** Streets and covariates `X` of all streets. */
export const readStreets = ({ smallArea }: DesignFile, areas: string): string[] => [
  `s <- read.csv(${rString(areas)}, check.names = FALSE, fileEncoding = "UTF-8-BOM"); id <- s[[${rString(smallArea?.areaId ?? "")}]]`,
  `X <- cbind(1${(smallArea?.covariates ?? []).map((name) => `, as.numeric(s[[${rString(name)}]])`).join("")}); X <- matrix(X, nrow = nrow(s))`,
];

/** The direct estimates on the model's scale. */
export const onScale = (
  scale: AreaScale,
  areas: readonly { readonly respondents: number }[],
  designEffect = 1,
): string => {
  if (scale === "arcsine") return "y <- asin(sqrt(direct))";
  if (scale === "identity") return "y <- direct";
  return `n <- ${rVector(areas.map(({ respondents }) => respondents / designEffect))}; y <- qlogis((direct * n + 0.5) / (n + 1))`;
};

/** From the scale back to `share`, free of the bias of the curve. */
export const fromScale = (scale: AreaScale): string => {
  if (scale === "arcsine") return "share <- (1 - exp(-2 * v) * cos(2 * pmin(pi / 2, pmax(0, theta)))) / 2";
  if (scale === "identity") return "share <- theta";
  return "share <- mapply(function(t, v) integrate(function(z) plogis(t + sqrt(v) * z) * dnorm(z), -9, 9, rel.tol = 1e-10)$value, theta, v)";
};

const moves = {
  "logit-shift":
    "shift <- uniroot(function(k) sum(W * plogis(qlogis(share) + k)) - total, c(-20, 20), tol = 1e-14)$root; share <- plogis(qlogis(share) + shift)",
  difference: "share <- share + total - sum(W * share)",
  ratio: "share <- share * total / sum(W * share)",
  "mse-weighted": "# 按均方误差加权的调整：脚本没有照做",
} as const satisfies Readonly<Record<BenchmarkMethod, string>>;

/** The move to the district's estimate; nothing where none is asked for. */
export const benchmarkLines = (
  { smallArea }: DesignFile,
  { total, method }: { readonly total: number; readonly method: BenchmarkMethod },
): string[] =>
  smallArea === undefined || smallArea.benchmark === false
    ? []
    : [
        `W <- s[[${rString(smallArea.population)}]] / sum(s[[${rString(smallArea.population)}]]); total <- ${total}`,
        moves[method],
      ];

/** One line a street. */
export const printStreets = "cat(sprintf('%s\\t%.10g\\n', id, share), sep = '')";
