import type { DesignFile } from "../design-file/schema.ts";
import { rHeader } from "./r-text.ts";

/** R code that judges the same estimate. */
export const verdictScript = (
  settings: NonNullable<DesignFile["verdict"]>,
  given: {
    readonly estimate: number;
    readonly standardError: number;
    readonly degreesOfFreedom: number;
    readonly respondents: number;
  },
): string => {
  const { target, confidence = 0.95, power = 0.8, fixedStandardError = 0 } = settings;
  return [
    rHeader("目标判定", []),
    `p <- ${given.estimate}; se <- sqrt(${given.standardError}^2 + ${fixedStandardError}^2); df <- ${Number.isFinite(given.degreesOfFreedom) ? given.degreesOfFreedom : "Inf"}`,
    `p0 <- ${target}; confidence <- ${confidence}; power <- ${power}; n <- ${given.respondents}`,
    "k <- se / (p * (1 - p)); bound <- plogis(qlogis(p) + c(-1, 1) * qt(confidence, df) * k)",
    'outcome <- if (bound[1] > p0) "已达到" else if (bound[2] < p0) "未达到" else "不能判断"',
    "above <- pt((qlogis(p) - qlogis(p0)) / k, df)",
    `allowed <- ((qlogis(p) - qlogis(p0)) / (qnorm(confidence) + qnorm(power)))^2 - (${fixedStandardError} / (p * (1 - p)))^2`,
    `need <- if (allowed > 0) ceiling(n * (${given.standardError} / (p * (1 - p)))^2 / allowed - 1e-9) else NA`,
    'cat(outcome, sprintf("%.10g %.10g %.10g", bound[1], bound[2], above), need, "\\n")',
    "",
  ].join("\n");
};
