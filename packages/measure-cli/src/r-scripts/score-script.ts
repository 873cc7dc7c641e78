import type { Item } from "@kepu/psychometrics";
import type { DesignFile } from "../design-file/schema.ts";
import { rHeader, rRead, rVector } from "./r-text.ts";

const rItem = (item: Item): string => {
  const locations =
    item.model === "dichotomous" ? [item.b] : item.model === "graded" ? item.thresholds : item.steps;
  const limits = item.model === "dichotomous" ? `, c = ${item.c}, u = ${item.u}` : "";
  return `list(id = ${JSON.stringify(item.id)}, model = ${JSON.stringify(item.model)}, a = ${item.a}, b = ${rVector(locations)}${limits})`;
};

/** R code that makes the same EAP scores in base R; plausible values are random and are checked by their mean. */
export const scoreScript = (
  { test = {} as NonNullable<DesignFile["test"]>, ability = {} }: DesignFile,
  {
    data,
    items,
    method,
  }: { readonly data: string; readonly items: readonly Item[]; readonly method: string },
): string => {
  const missing = [
    ...(test.notPresented ?? ["", "NA"]),
    ...(test.refusals === "zero" ? [] : (test.refused ?? [])),
  ];
  return [
    rHeader(
      `能力得分（EAP${method === "eap" ? "" : `；本次用的是 ${method}，这里给出 EAP 供核对`}；似真值是随机数，其均值应接近 EAP）`,
      [],
    ),
    rRead(data),
    `items <- list(${items.map(rItem).join(",\n ")})`,
    `theta <- seq(-6, 6, length.out = 61); prior <- dnorm(theta); prior <- prior / sum(prior)`,
    "curve <- function(i) switch(i$model,",
    "  dichotomous = { p <- i$c + (i$u - i$c) * plogis(i$a * (theta - i$b)); rbind(1 - p, p) },",
    "  graded = { s <- rbind(1, t(sapply(i$b, function(b) plogis(i$a * (theta - b)))), 0); s[-nrow(s), ] - s[-1, ] },",
    '  "partial-credit" = { e <- rbind(0, apply(t(sapply(i$b, function(b) i$a * (theta - b))), 2, cumsum)); e <- exp(e); t(t(e) / colSums(e)) })',
    "l <- matrix(log(prior), nrow(d), 61, byrow = TRUE)",
    `for (i in items) { x <- d[[i$id]]; x[x %in% ${rVector(missing)}] <- NA; ${test.refusals === "zero" && (test.refused ?? []).length > 0 ? `x[x %in% ${rVector(test.refused ?? [])}] <- "0"; ` : ""}x <- as.numeric(x); k <- which(!is.na(x)); l[k, ] <- l[k, ] + log(curve(i))[x[k] + 1, ] }`,
    "w <- exp(l - apply(l, 1, max)); w <- w / rowSums(w); eap <- w %*% theta; se <- sqrt(w %*% theta^2 - eap^2)",
    ability.cutShare === undefined
      ? ""
      : `most <- sum(sapply(items, function(i) length(i$b))); tcc <- rowSums(sapply(items, function(i) { p <- curve(i); colSums(p * (seq_len(nrow(p)) - 1)) })) / most; cat("cut ~", approx(tcc, theta, ${ability.cutShare})$y, "\\n")`,
    "cat(sprintf('%.8f %.8f\\n', eap, se), sep = '')",
    "",
  ]
    .filter((line) => line !== "")
    .join("\n")
    .concat("\n");
};
