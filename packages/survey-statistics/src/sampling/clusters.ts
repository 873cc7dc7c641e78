// Reads of arrays carry `!`: indices run below the number of clusters.
import { createRandom } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";
import { drawProportionalSystematic, drawSimple, inclusionProbabilities } from "./draws.ts";

/** A first-stage cluster (a community) with its size (households or residents). */
export interface SamplingCluster {
  readonly id: string;
  readonly stratum: string;
  readonly size: number;
}

export interface SampledUnit {
  readonly cluster: string;
  readonly stratum: string;
  /** Index of the unit within its cluster, from 0. */
  readonly unit: number;
  /** Inclusion probability of the cluster, and of the unit within it. */
  readonly probabilities: readonly [number, number];
  /** Inverse of their product. */
  readonly weight: number;
}

/**
 * A two-stage sample: clusters systematically with probability proportional to size in each stratum, then a simple random
 * sample of equal size within each. Self-weighting within a stratum but for certainties.
 *
 * @param clusters the frame
 * @param plan clusters a stratum, units a cluster, and the seed; each stratum and cluster has a stream of its own
 * @throws SurveyError `sample-impossible`, `category-unknown`, `value-not-finite`
 * @example drawClusters([{ id: "c1", stratum: "s", size: 10 }, { id: "c2", stratum: "s", size: 30 }], { clusters: { s: 1 }, units: 4, seed: 1 }).length; // => 4
 */
export const drawClusters = (
  clusters: readonly SamplingCluster[],
  plan: {
    readonly clusters: Readonly<Record<string, number>>;
    readonly units: number;
    readonly seed: number | string;
  },
): SampledUnit[] => {
  const random = createRandom(plan.seed);
  const strata = Map.groupBy(clusters, ({ stratum }) => stratum);
  const sample: SampledUnit[] = [];
  for (const [row, { stratum }] of clusters.entries())
    if (plan.clusters[stratum] === undefined)
      throw new SurveyError("category-unknown", { row: row + 1, margin: "层", category: stratum });
  for (const [stratum, own] of strata) {
    const stream = random.fork(stratum);
    const probabilities = inclusionProbabilities(
      own.map(({ size }) => size),
      plan.clusters[stratum]!,
    );
    const chosen = drawProportionalSystematic({ probabilities, seed: stream.fork("clusters").next() });
    for (const place of chosen) {
      const cluster = own[place]!;
      const seed = stream.fork(`cluster ${cluster.id}`).next();
      const first = probabilities[place]!;
      const second = plan.units / cluster.size;
      for (const unit of drawSimple({ population: cluster.size, size: plan.units, seed }))
        sample.push({
          cluster: cluster.id,
          stratum,
          unit,
          probabilities: [first, second],
          weight: 1 / (first * second),
        });
    }
  }
  return sample;
};

/** One visit to a sampled unit. */
export interface FieldOutcome {
  readonly unit: string;
  /** Why it gave no interview; absent where it did. */
  readonly failure?: string;
}

export interface ReplacementRule {
  /** Reasons for which a substitute may be taken. Refusals are best left to non-response weights. */
  readonly allowed: readonly string[];
  /** Substitutes a group at most. */
  readonly limit: number;
}

export interface ReplacementRecord {
  readonly group: string;
  readonly unit: string;
  readonly failure: string;
  /** Absent where the rule gives none; `reason` then says why. */
  readonly substitute?: string;
  readonly reason: "replaced" | "not-allowed" | "limit-reached" | "reserve-used-up";
}

/**
 * Substitutes for failed units by a rule fixed beforehand: the next of the group's reserve list, in the list's order, so
 * that nobody in the field chooses. Everything, also what was not replaced, is recorded.
 *
 * @param groups main sample's outcomes in order and the reserve, by group (street or community)
 * @param rule allowed reasons and limit
 * @example replaceFailures([{ group: "c1", outcomes: [{ unit: "a", failure: "moved" }], reserve: ["x"] }], { allowed: ["moved"], limit: 1 })[0].substitute; // => "x"
 */
export const replaceFailures = (
  groups: readonly {
    readonly group: string;
    readonly outcomes: readonly FieldOutcome[];
    readonly reserve: readonly string[];
  }[],
  rule: ReplacementRule,
): ReplacementRecord[] =>
  groups.flatMap(({ group, outcomes, reserve }) => {
    let used = 0;
    return outcomes.flatMap(({ unit, failure }): ReplacementRecord[] => {
      if (failure === undefined) return [];
      const record = { group, unit, failure };
      if (!rule.allowed.includes(failure)) return [{ ...record, reason: "not-allowed" }];
      if (used >= rule.limit) return [{ ...record, reason: "limit-reached" }];
      const substitute = reserve[used];
      if (substitute === undefined) return [{ ...record, reason: "reserve-used-up" }];
      used += 1;
      return [{ ...record, substitute, reason: "replaced" }];
    });
  });
