import { spawnSync } from "node:child_process";
import { createRandom } from "../packages/numerics/src/index.ts";
import * as survey from "../packages/survey-statistics/src/index.ts";
import type { BenchRow } from "./row.ts";

const rows_ = 50_000;
const replicateCount = 100;
const streetCount = 60;

/** CPU seconds of this process while it works. */
const cpuSeconds = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
};

/** The same shape of data in both languages; the values differ, the work does not. */
const script = `
suppressMessages({ library(survey); library(MASS) }); set.seed(1); n <- ${rows_}
d <- data.frame(stratum = rep(1:20, length.out = n), w = 50 + 100 * runif(n), street = sample(1:${streetCount}, n, TRUE),
  sex = sample(c("f", "m"), n, TRUE), age = sample(letters[1:5], n, TRUE), edu = sample(letters[1:5], n, TRUE), z = rbinom(n, 1, 0.15))
d$psu <- d$stratum * 1000 + sample(1:50, n, TRUE); N <- sum(d$w)
D <- svydesign(id = ~psu, strata = ~stratum, weights = ~w, data = d)
P <- list(data.frame(sex = c("f", "m"), Freq = c(0.52, 0.48) * N), data.frame(age = letters[1:5], Freq = c(0.18, 0.24, 0.2, 0.22, 0.16) * N), data.frame(edu = letters[1:5], Freq = c(0.3, 0.2, 0.2, 0.18, 0.12) * N))
R <- as.svrepdesign(D, type = "subbootstrap", replicates = ${replicateCount}, compress = FALSE)
cpu <- function(e) { t <- system.time(e); t[["user.self"]] + t[["sys.self"]] }
C <- calibrate(D, ~sex + age + edu, c(N, 0.48 * N, c(0.24, 0.2, 0.22, 0.16) * N, c(0.2, 0.2, 0.18, 0.12) * N), calfun = "raking")
share <- function(x) for (k in 1:${streetCount}) svyciprop(~z, subset(x, street == k), method = "logit", df = degf(x))
suppressWarnings(cat(cpu(svyby(~z, ~street, D, svymean)), cpu(share(C)), cpu(rake(R, list(~sex, ~age, ~edu), P, control = list(maxit = 50, epsilon = 1e-7 * N))), cpu(share(D)),
  as.numeric(gsub("[^0-9]", "", grep("VmHWM", readLines("/proc/self/status"), value = TRUE)))))
`;

const measured = ["means", "residual", "raking", "streets", "memory"] as const;
type Measured = Readonly<Record<(typeof measured)[number], number>>;

/** What R's survey takes in CPU seconds and KiB; undefined where it cannot run, which the rows then say. */
const measureR = (): Measured | undefined => {
  const run = spawnSync("Rscript", ["-e", script], { encoding: "utf8", timeout: 300_000 });
  if (run.status !== 0) return undefined;
  const numbers = run.stdout.trim().split(" ").map(Number);
  if (numbers.length !== measured.length || numbers.some((value) => !(value > 0))) return undefined;
  const [means = 0, residual = 0, raking = 0, streets = 0, memory = 0] = numbers;
  return { means, residual, raking, streets, memory };
};

const least = (left: Measured | undefined, right: Measured | undefined): Measured | undefined => {
  if (left === undefined || right === undefined) return left ?? right;
  const smaller = (name: (typeof measured)[number]): number => Math.min(left[name], right[name]);
  return {
    means: smaller("means"),
    residual: smaller("residual"),
    raking: smaller("raking"),
    streets: smaller("streets"),
    memory: smaller("memory"),
  };
};

const makeSurvey = () => {
  const random = createRandom("bench");
  const pick = (from: readonly string[]): string => from[random.integer(from.length)] ?? "";
  const each = <T>(value: (row: number) => T): T[] => Array.from({ length: rows_ }, (_, row) => value(row));
  const five = ["a", "b", "c", "d", "e"];
  const strata = each((row) => row % 20);
  const clusters = strata.map((stratum) => stratum * 1000 + random.integer(50));
  const weights = each(() => 50 + 100 * random.next());
  const street = each(() => random.integer(streetCount));
  const literate = each(() => (random.next() < 0.15 ? 1 : 0));
  const sum = weights.reduce((a, b) => a + b, 0);
  const totals = (shares: Record<string, number>): Record<string, number> =>
    Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, share * sum]));
  const margins: survey.Margin[] = [
    { name: "sex", labels: each(() => pick(["f", "m"])), totals: totals({ f: 0.52, m: 0.48 }) },
    {
      name: "age",
      labels: each(() => pick(five)),
      totals: totals({ a: 0.18, b: 0.24, c: 0.2, d: 0.22, e: 0.16 }),
    },
    {
      name: "edu",
      labels: each(() => pick(five)),
      totals: totals({ a: 0.3, b: 0.2, c: 0.2, d: 0.18, e: 0.12 }),
    },
  ];
  const design = survey.createDesign({ weights, stages: [{ strata, clusters }] });
  return { design, margins, street, literate };
};

/** 60 streets with 400 bootstrap replicates; sae has none on the arcsine scale to set beside it. */
const fayHerriot = (): BenchRow => {
  const random = createRandom("areas");
  const areas = Array.from({ length: 60 }, (_, k): survey.SmallArea => {
    const college = 0.1 + 0.4 * random.next();
    const share = 0.05 + 0.5 * college + 0.03 * random.normal();
    return {
      id: `s${k}`,
      estimate: Math.min(1, Math.max(0, share + 0.05 * random.normal())),
      variance: 0.0025,
      respondents: 60,
      degreesOfFreedom: 3,
      covariates: [college],
      share: 1 / 60,
    };
  });
  const seconds = cpuSeconds(
    () =>
      void survey.estimateAreas(areas, {
        benchmark: { total: 0.2 },
        errors: { bootstrapReplicates: 400, seed: 1 },
      }),
  );
  return {
    name: "survey: Fay–Herriot, 60 streets, 400 bootstrap replicates",
    value: seconds,
    unit: "CPU s",
    target: "≤ 2 s",
    ok: seconds <= 2,
    note: "arcsine, adjusted REML, benchmarked in every replicate",
  };
};

/** Raking of replicates and street estimates, beside R's survey where Rscript has it. */
export const rows = (): Promise<BenchRow[]> => {
  const { design, margins, street, literate } = makeSurvey();
  const replicates = survey.createReplicates(design, {
    kind: "subbootstrap",
    replicates: replicateCount,
    seed: 1,
  });
  const calibrated = survey.rake(design, margins).design;
  const shares = (from: survey.SurveyDesign): void =>
    void survey.estimateProportionBy(from, { indicator: literate, labels: street });
  const work = {
    streets: () => shares(design),
    residual: () => shares(calibrated),
    means: () => void survey.estimateMeanBy(design, { values: literate, labels: street }),
    // Last: its 100 columns of weights are rubbish that whatever comes next pays for collecting.
    raking: () => {
      const plan = survey.planRaking(margins, design.rows);
      survey.mapReplicates(replicates, (weights) => survey.rakeWeights(plan, weights));
    },
  };
  const names = ["streets", "residual", "means", "raking"] as const;
  const own = { streets: Infinity, residual: Infinity, means: Infinity, raking: Infinity };
  const first: Partial<Record<(typeof names)[number], number>> = {};
  // Ours and R's in turn, twice, and the least of each: what other work on the machine adds is in neither. R's packages come
  // compiled, ours are compiled while they run: the row's note has the first call.
  let r: Measured | undefined;
  for (let round = 0; round < 2; round += 1) {
    for (const name of names)
      for (let again = 0; again < 4; again += 1) {
        first[name] ??= cpuSeconds(work[name]);
        // Some machines count CPU time in steps of 4 ms: ten calls are measured together.
        const calls = name === "raking" ? 1 : 10;
        const seconds = cpuSeconds(() => {
          for (let call = 0; call < calls; call += 1) work[name]();
        });
        own[name] = Math.min(own[name], seconds / calls);
      }
    r = least(r, measureR());
  }
  const oneByOne = cpuSeconds(
    () =>
      void survey.estimateBy(calibrated, street, (domain) =>
        survey.estimateProportion(calibrated, literate, { domain }),
      ),
  );
  const row = (
    name: string,
    what: (typeof names)[number],
    { part, note = "" }: { readonly part: number; readonly note?: string },
  ): BenchRow => {
    const value = own[what];
    const cold = `first call ${((first?.[what] ?? 0) * 1000).toFixed(0)} ms${note}`;
    const row = { name: `survey: ${name}`, value: 1000 * value, unit: "CPU ms" };
    if (r === undefined) return { ...row, note: `R survey: not run (Rscript with survey and MASS); ${cold}` };
    return {
      ...row,
      target: part === 1 ? "≤ R survey" : `≤ 1/${part} of R`,
      ok: value <= r[what] / part,
      note: `R survey ${r[what].toFixed(2)} s, ours 1/${(r[what] / value).toFixed(0)} of it; ${cold}`,
    };
  };
  return Promise.resolve([
    row("raking 50,000 rows × 100 replicates", "raking", { part: 1 }),
    row("60 streets, shares with logit intervals (svyciprop)", "streets", { part: 50 }),
    row("60 streets, means alone (svyby, svymean)", "means", { part: 50 }),
    row("60 streets, shares on raked weights, residual errors", "residual", {
      part: 50,
      note: `, street by street ${(1000 * oneByOne).toFixed(0)} ms`,
    }),
    {
      name: "survey: highest memory of this process so far",
      value: process.resourceUsage().maxRSS / 1024,
      unit: "MiB",
      note: r === undefined ? "R survey: not run" : `R survey ${(r.memory / 1024).toFixed(0)} MiB`,
    },
    fayHerriot(),
  ]);
};
