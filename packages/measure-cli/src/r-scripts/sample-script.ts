import type { SampleSection } from "../design-file/schema.ts";
import { rColumn, rHeader, rRead } from "./r-text.ts";

/** R code that recomputes inclusion probabilities; the draw itself comes from another generator than R's. */
export const sampleScript = (
  settings: SampleSection,
  frame: string,
  sizes: Readonly<Record<string, number>> | undefined,
): string => {
  const stratum = settings.stratum === undefined ? 'rep("全部", nrow(d))' : rColumn(settings.stratum);
  const take =
    sizes === undefined
      ? `setNames(rep(${settings.take ?? 0}, length(unique(s))), unique(s))`
      : `c(${Object.entries(sizes)
          .map(([name, size]) => `${JSON.stringify(name)} = ${size}`)
          .join(", ")})`;
  return [
    rHeader("入样概率（抽中哪些单位由本软件的随机数决定，R 不能重抽；概率可以核对）", []),
    rRead(frame),
    `s <- ${stratum}; take <- ${take}`,
    `size <- ${settings.size === undefined ? "rep(1, nrow(d))" : `number(${rColumn(settings.size)})`}`,
    "probability <- function(x, n) { p <- rep(0, length(x)); repeat { open <- p < 1; p[open] <- (n - sum(!open)) * x[open] / sum(x[open]); if (all(p <= 1 + 1e-12)) break; p[p > 1] <- 1 }; pmin(p, 1) }",
    "p <- numeric(nrow(d))",
    "for (g in unique(s)) p[s == g] <- probability(size[s == g], take[[g]])",
    `write.csv(data.frame(id = ${rColumn(settings.id)}, probability1 = p${settings.units === undefined ? "" : `, probability2 = ${settings.units} / size`}), row.names = FALSE)`,
    "",
  ].join("\n");
};
