import { createRandom, studentTQuantile } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { estimateAreas, type SmallArea } from "../small-areas/estimate-areas.ts";
import { judgeTarget, type VerdictRule } from "../verdict/verdict.ts";
import { addTally, count, drawStreet, logitInterval, newTally, type Tally } from "./planned-samples.ts";

/** What is proposed, and supposed, for one street. */
export type PlannedStreet = {
  readonly id: string;
  /** Target population. */
  readonly population: number;
  /** Communities to be drawn in the street, ≥ 1. */
  readonly communities: number;
  /** Respondents expected in each, after non-response, ≥ 1. */
  readonly respondentsPerCommunity: number;
  /** Supposed share of literate people, in (0, 1). */
  readonly share: number;
  /** Covariates known for all streets; none unless told. */
  readonly covariates?: readonly number[];
};

export type PlannedDesign = {
  readonly streets: readonly PlannedStreet[];
  /** Correlation of two residents of one community, 0 … < 1; e.g. 0.05. */
  readonly intraclassCorrelation: number;
};

/**
 * Ways to make a street's interval. `direct-usual`: share ± t·error with the degrees of freedom of the whole design, what
 * survey programs print unasked; `direct-whole`: the same on the logit scale; `direct-domain`: on the logit scale with the
 * degrees of freedom of the street's own communities; `small-area`: Fay–Herriot on the arcsine scale with one pooled design
 * effect, benchmarked to the district.
 */
export type PlannedMethod = "direct-usual" | "direct-whole" | "direct-domain" | "small-area";

export type PlannedInterval = {
  readonly method: PlannedMethod;
  /** Share of simulated samples whose interval holds the true share. */
  readonly coverage: number;
  /** Monte-Carlo standard error of the coverage. */
  readonly coverageError: number;
  /** Mean width of the interval. */
  readonly width: number;
  /** Root mean squared error of the estimate. */
  readonly rootMeanSquaredError: number;
};

/** How often a design decides a target, and how many respondents of the same design would. */
export type PlannedVerdict = {
  readonly target: number;
  /** The supposed share of the whole, by which the verdicts are judged. */
  readonly truth: number;
  /** Shares of simulated samples with each verdict. */
  readonly reached: number;
  readonly notReached: number;
  readonly cannotTell: number;
  /** Mean over the samples that have one: respondents that decide with the rule's power if the supposed shares are true. */
  readonly respondentsToDecide: number | undefined;
};

export type PlanSimulation = {
  readonly level: number;
  readonly replicates: number;
  readonly respondents: number;
  readonly district: PlannedInterval;
  /** What would be said about the target, where one was given. */
  readonly target: PlannedVerdict | undefined;
  /** Mean over the streets. */
  readonly methods: readonly PlannedInterval[];
  readonly streets: readonly { readonly id: string; readonly intervals: readonly PlannedInterval[] }[];
};

const methods: readonly PlannedMethod[] = ["direct-usual", "direct-whole", "direct-domain", "small-area"];

const checkDesign = ({ streets, intraclassCorrelation }: PlannedDesign): void => {
  if (!(intraclassCorrelation >= 0 && intraclassCorrelation < 1))
    throw new SurveyError("setting-out-of-range", {
      name: "intraclassCorrelation",
      value: intraclassCorrelation,
      range: "0 到 1（不含 1）",
    });
  if (streets.length < 3) throw new SurveyError("too-few-areas", { areas: streets.length, columns: 1 });
  const seen = new Set<string>();
  for (const { id, population, communities, respondentsPerCommunity, share } of streets) {
    const refuse = (reason: string): never => {
      throw new SurveyError("design-impossible", { id, reason });
    };
    if (seen.has(id)) throw new SurveyError("area-doubled", { id });
    seen.add(id);
    if (!(Number.isInteger(communities) && communities >= 1))
      refuse(`社区数是 ${communities}，应为不小于 1 的整数`);
    if (!(Number.isInteger(respondentsPerCommunity) && respondentsPerCommunity >= 1))
      refuse(`每个社区的受访者是 ${respondentsPerCommunity}，应为不小于 1 的整数`);
    if (!(population >= communities * respondentsPerCommunity && Number.isFinite(population)))
      refuse(`人口 ${population} 少于受访者`);
    if (!(share > 0 && share < 1)) refuse(`比例是 ${share}，应大于 0 且小于 1`);
  }
};

/** What is asked of a simulation. */
export type PlanOptions = {
  /** Simulated samples, 20 … 100,000. */
  readonly replicates: number;
  readonly seed: number | string;
  /** 0.95 unless told. */
  readonly level?: number;
  /** A target for the whole, with its rule. */
  readonly target?: VerdictRule;
};

/** Sums over some of the simulated samples; parts made apart (in threads) are joined by {@link joinPlan}. */
export type PlanPart = {
  readonly district: Readonly<Tally>;
  /** Streets × methods. */
  readonly streets: readonly (readonly Readonly<Tally>[])[];
  readonly said: Readonly<Record<"reached" | "not-reached", number>>;
  readonly needed: number;
  readonly decidable: number;
};

type Checked = {
  readonly level: number;
  readonly population: number;
  readonly truth: number;
  readonly wholeFreedom: number;
  readonly respondents: number;
};

const checkPlan = (design: PlannedDesign, { replicates, level = 0.95 }: PlanOptions): Checked => {
  checkDesign(design);
  if (!(Number.isInteger(replicates) && replicates >= 20 && replicates <= 100_000))
    throw new SurveyError("setting-out-of-range", {
      name: "replicates",
      value: replicates,
      range: "20 到 100000 的整数",
    });
  if (!(level > 0 && level < 1))
    throw new SurveyError("setting-out-of-range", { name: "level", value: level, range: "0 到 1 之间" });
  const { streets } = design;
  const population = streets.reduce((sum, street) => sum + street.population, 0);
  const wholeFreedom = streets.reduce((sum, street) => sum + street.communities - 1, 0);
  if (wholeFreedom < 1) throw new SurveyError("no-variance");
  return {
    level,
    population,
    truth: streets.reduce((sum, street) => sum + (street.population / population) * street.share, 0),
    wholeFreedom,
    respondents: streets.reduce(
      (sum, street) => sum + street.communities * street.respondentsPerCommunity,
      0,
    ),
  };
};

/**
 * The simulated samples from … to − 1 of a plan. Every sample has a stream of random numbers of its own, so that parts made
 * apart are those of one run.
 *
 * @throws {SurveyError} `design-impossible`, `setting-out-of-range`, `area-doubled`, `too-few-areas`, `no-variance`
 */
export const simulatePlanPart = (
  design: PlannedDesign,
  options: PlanOptions & {
    readonly from: number;
    readonly to: number;
    /** Called after every sample. */
    readonly onProgress?: (done: number, all: number) => void;
  },
): PlanPart => {
  const { level, population, truth, wholeFreedom, respondents } = checkPlan(design, options);
  const { streets } = design;
  const root = createRandom(options.seed).fork("survey-plan");
  const quantile = (df: number) => studentTQuantile((1 + level) / 2, { df });
  // Every sample has the same degrees of freedom: the quantiles are made once.
  const wholeQuantile = quantile(wholeFreedom);
  const ownQuantiles = streets.map(({ communities }) => (communities > 1 ? quantile(communities - 1) : 0));
  const district = newTally();
  const said = { reached: 0, "not-reached": 0 };
  let needed = 0;
  let decidable = 0;
  const tallies = streets.map(() => methods.map(newTally));
  for (let replicate = options.from; replicate < options.to; replicate += 1) {
    const random = root.fork(`sample ${replicate}`);
    const drawn = streets.map((street) => drawStreet(street, design.intraclassCorrelation, random));
    let total = 0;
    let totalVariance = 0;
    const areas = streets.map((street, index): SmallArea => {
      const { mean, variance } = drawn[index] ?? { mean: 0, variance: undefined };
      const share = street.population / population;
      total += share * mean;
      totalVariance += share * share * (variance ?? 0);
      return {
        id: street.id,
        estimate: mean,
        variance,
        respondents: street.communities * street.respondentsPerCommunity,
        degreesOfFreedom: street.communities - 1,
        covariates: street.covariates ?? [],
        share,
      };
    });
    count(district, truth, logitInterval(total, totalVariance, wholeQuantile));
    if (options.target !== undefined && total > 0 && total < 1 && totalVariance > 0) {
      const sample = {
        standardError: Math.sqrt(totalVariance),
        degreesOfFreedom: wholeFreedom,
        respondents,
      };
      const { outcome } = judgeTarget({ ...sample, estimate: total }, options.target);
      if (outcome !== "cannot-tell") said[outcome] += 1;
      // The size is asked for the supposed share: a sample's own share, by chance near the target, would ask for millions.
      const size = judgeTarget({ ...sample, estimate: truth }, options.target).respondentsToDecide;
      if (size !== undefined) {
        needed += size;
        decidable += 1;
      }
    }
    const modelled = estimateAreas(areas, {
      benchmark: { total: Math.min(0.9999, Math.max(0.0001, total)) },
      level,
    }).areas;
    for (const [index, street] of streets.entries()) {
      const { mean, variance } = drawn[index] ?? { mean: 0, variance: undefined };
      const [usual, whole, domain, model] = tallies[index] ?? [];
      const area = modelled[index];
      if (!usual || !whole || !domain || !model || !area) continue;
      if (variance === undefined) {
        // One community has no variance: a direct interval can only be the whole range.
        for (const tally of [usual, whole, domain])
          count(tally, street.share, { estimate: mean, lower: 0, upper: 1 });
      } else {
        const reach = wholeQuantile * Math.sqrt(variance);
        count(usual, street.share, { estimate: mean, lower: mean - reach, upper: mean + reach });
        count(whole, street.share, logitInterval(mean, variance, wholeQuantile));
        count(domain, street.share, logitInterval(mean, variance, ownQuantiles[index] ?? 0));
      }
      count(model, street.share, area);
    }
    options.onProgress?.(replicate + 1 - options.from, options.to - options.from);
  }
  return { district, streets: tallies, said, needed, decidable };
};

/**
 * One simulation from its parts, in their order.
 *
 * @param parts of {@link simulatePlanPart}, all samples of them together
 * @throws {SurveyError} as `simulatePlan`
 */
export const joinPlan = (
  design: PlannedDesign,
  parts: readonly PlanPart[],
  options: PlanOptions,
): PlanSimulation => {
  const { level, truth, respondents } = checkPlan(design, options);
  const { streets } = design;
  const { replicates } = options;
  const district = newTally();
  const said = { reached: 0, "not-reached": 0 };
  let needed = 0;
  let decidable = 0;
  const tallies = streets.map(() => methods.map(newTally));
  for (const part of parts) {
    addTally(district, part.district);
    said.reached += part.said.reached;
    said["not-reached"] += part.said["not-reached"];
    needed += part.needed;
    decidable += part.decidable;
    for (const [street, row] of part.streets.entries())
      for (const [place, tally] of row.entries()) {
        const to = tallies[street]?.[place];
        if (to !== undefined) addTally(to, tally);
      }
  }
  const finish = (tally: Tally, method: PlannedMethod, samples: number): PlannedInterval => {
    const coverage = tally.hits / samples;
    return {
      method,
      coverage,
      coverageError: Math.sqrt((coverage * (1 - coverage)) / replicates),
      width: tally.width / samples,
      rootMeanSquaredError: Math.sqrt(tally.squared / samples),
    };
  };
  return {
    level,
    replicates,
    respondents,
    target:
      options.target === undefined
        ? undefined
        : {
            target: options.target.target,
            truth,
            reached: said.reached / replicates,
            notReached: said["not-reached"] / replicates,
            cannotTell: 1 - (said.reached + said["not-reached"]) / replicates,
            respondentsToDecide: decidable === 0 ? undefined : Math.ceil(needed / decidable),
          },
    district: finish(district, "direct-whole", replicates),
    methods: methods.map((method, place) => {
      const all = newTally();
      for (const tally of tallies) addTally(all, tally[place] ?? newTally());
      return finish(all, method, replicates * streets.length);
    }),
    streets: streets.map(({ id }, index) => ({
      id,
      intervals: methods.map((method, place) =>
        finish(tallies[index]?.[place] ?? newTally(), method, replicates),
      ),
    })),
  };
};

/**
 * Simulates a design before anybody goes to the field: how wide the intervals of district and streets will be, and whether
 * intervals that call themselves 95 % cover 95 %. A street with 60 respondents in 4 communities has 3 degrees of freedom:
 * the usual interval, with those of the whole district, covers far less than it says (81 % where shares are near 0.15), and
 * the honest direct one is too wide to be of use; `small-area` shows what a model gives. With a target it also says how
 * often the design would decide it, and how many respondents would.
 *
 * Simulated: equal weights within a street, communities drawn with replacement, shares of communities beta-distributed.
 * The street's own share is the truth that an interval must hold, not a superpopulation mean.
 *
 * @throws {SurveyError} `design-impossible`, `setting-out-of-range`, `area-doubled`, `too-few-areas`
 */
export const simulatePlan = (
  design: PlannedDesign,
  options: PlanOptions & {
    /** Called after every sample. */
    readonly onProgress?: (done: number, all: number) => void;
  },
): PlanSimulation =>
  joinPlan(design, [simulatePlanPart(design, { ...options, from: 0, to: options.replicates })], options);
