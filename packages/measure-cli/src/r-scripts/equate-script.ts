import type { Item } from "@kepu/psychometrics";
import { locationsOf } from "../measurement/item-tables.ts";
import { rHeader, rVector } from "./r-text.ts";

const frame = (name: string, items: readonly Item[]): string =>
  `${name} <- data.frame(a = ${rVector(items.map(({ a }) => a))}, b = ${rVector(items.map((item) => locationsOf(item)[0] ?? 0))}, c = ${rVector(items.map((item) => (item.model === "dichotomous" ? item.c : 0)))})`;

/** R code of true-score equating of dichotomous items on one scale, in base R. */
export const equateScript = (items: readonly Item[], base: readonly Item[]): string =>
  [
    rHeader("真分数等值（只含 0/1 计分的题目；题目已在原量尺上）", []),
    frame("new", items),
    frame("base", base),
    "expected <- function(f, theta) sum(f$c + (1 - f$c) * plogis(f$a * (theta - f$b)))",
    "for (s in 0:nrow(new)) {",
    "  low <- sum(new$c); e <- if (s <= low) { if (low == 0) sum(base$c) else s * sum(base$c) / low } else if (s == nrow(new)) nrow(base) else",
    "    expected(base, uniroot(function(t) expected(new, t) - s, c(-60, 60), tol = 1e-13)$root)",
    "  cat(sprintf('score/%d\\t%.10g\\n', s, e))",
    "}",
    "",
  ].join("\n");
