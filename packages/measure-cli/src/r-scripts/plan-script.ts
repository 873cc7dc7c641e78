import type { DesignFile } from "../design-file/schema.ts";
import { rHeader, rVector } from "./r-text.ts";

/** R code that simulates the direct intervals of the same design: the same within Monte-Carlo error. */
export const planScript = (
  settings: NonNullable<DesignFile["plan"]>,
  given: {
    readonly areas: string;
    readonly streets: readonly {
      readonly id: string;
      readonly communities: number;
      readonly respondents: number;
      readonly share: number;
    }[];
    readonly level: number;
    readonly replicates: number;
  },
): string =>
  [
    rHeader("抽样设计的模拟（直接估计的三种区间；随机数不同，只在模拟误差内相同）", []),
    `# 街道表：${given.areas}`,
    `k <- ${rVector(given.streets.map(({ communities }) => communities))}; m <- ${rVector(given.streets.map(({ respondents }) => respondents))}; p <- ${rVector(given.streets.map(({ share }) => share))}`,
    `rho <- ${settings.intraclassCorrelation}; level <- ${given.level}; replicates <- ${given.replicates}; set.seed(1)`,
    "whole <- sum(k - 1); size <- 1 / rho - 1; hit <- matrix(0, 3, 2)",
    "for (r in seq_len(replicates)) for (s in seq_along(k)) {",
    "  q <- if (rho > 0) rbeta(k[s], p[s] * size, (1 - p[s]) * size) else rep(p[s], k[s])",
    "  y <- rbinom(k[s], m[s], q) / m[s]; est <- mean(y); se <- if (k[s] > 1) sqrt(var(y) / k[s]) else NA",
    "  t <- qt((1 + level) / 2, c(whole, whole, max(1, k[s] - 1)))",
    "  ends <- if (is.na(se)) matrix(c(0, 1), 3, 2, byrow = TRUE) else rbind(est + c(-1, 1) * t[1] * se,",
    "    if (est > 0 && est < 1) rbind(plogis(qlogis(est) + c(-1, 1) * t[2] * se / (est * (1 - est))), plogis(qlogis(est) + c(-1, 1) * t[3] * se / (est * (1 - est)))) else matrix(est, 2, 2))",
    "  hit[, 1] <- hit[, 1] + (ends[, 1] <= p[s] & p[s] <= ends[, 2]); hit[, 2] <- hit[, 2] + ends[, 2] - ends[, 1]",
    "}",
    'rownames(hit) <- c("direct-usual", "direct-whole", "direct-domain"); colnames(hit) <- c("coverage", "width")',
    "print(hit / (replicates * length(k)))",
    "",
  ].join("\n");
