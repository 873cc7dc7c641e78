import type { Item } from "@kepu/psychometrics";
import { locationsOf } from "../measurement/item-tables.ts";
import { rHeader, rVector } from "./r-text.ts";

const frame = (name: string, items: readonly Item[]): string =>
  `${name} <- data.frame(id = ${rVector(items.map(({ id }) => id))}, a = ${rVector(items.map(({ a }) => a))}, b = ${rVector(items.map((item) => locationsOf(item)[0] ?? 0))}, c = ${rVector(items.map((item) => (item.model === "dichotomous" ? item.c : 0)))})`;

/** R code that links dichotomous items in base R: the moments, or the criterion by `optim`. */
export const linkScript = (own: readonly Item[], base: readonly Item[], method: string): string =>
  [
    rHeader(`量尺链接（${method}；只含 0/1 计分的题目）`, []),
    frame("new", own),
    frame("base", base),
    'm <- merge(new, base, by = "id", suffixes = c(".n", ".b"))',
    "sd0 <- function(x) sqrt(mean((x - mean(x))^2))",
    "theta <- seq(-6, 6, length.out = 61); w <- dnorm(theta); w <- w / sum(w)",
    "p <- function(a, b, c) sapply(seq_along(a), function(i) c[i] + (1 - c[i]) * plogis(a[i] * (theta - b[i])))",
    "B <- p(m$a.b, m$b.b, m$c.b)",
    `loss <- function(k) { P <- p(m$a.n / k[1], k[1] * m$b.n + k[2], m$c.n); ${method === "haebara" ? "2 * sum(w * (B - P)^2)" : "sum(w * (rowSums(B) - rowSums(P))^2)"} }`,
    method === "mean-mean"
      ? "A <- mean(m$a.n) / mean(m$a.b); k <- c(A, mean(m$b.b) - A * mean(m$b.n))"
      : method === "mean-sigma"
        ? "A <- sd0(m$b.b) / sd0(m$b.n); k <- c(A, mean(m$b.b) - A * mean(m$b.n))"
        : "A <- sd0(m$b.b) / sd0(m$b.n); k <- optim(c(A, mean(m$b.b) - A * mean(m$b.n)), loss, method = 'BFGS', control = list(reltol = 1e-14))$par",
    "cat(sprintf('%.8f %.8f\\n', k[1], k[2]))",
    "",
  ].join("\n");
