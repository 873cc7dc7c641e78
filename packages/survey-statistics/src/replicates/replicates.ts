// Reads of typed arrays carry `!`: units and strata are codes of a compiled design.
import { createRandom, permutation, type Random } from "@kepu/numerics";
import { type CompiledStage, degreesOfFreedom, type SurveyDesign } from "../design/design.ts";
import { SurveyError } from "../errors.ts";

/**
 * How replicates are made.
 *
 * | kind | what |
 * |---|---|
 * | `jk1` | each cluster left out in turn; one stratum |
 * | `jkn` | each cluster left out in turn, its stratum scaled up |
 * | `brr` | half of each pair, balanced by a Hadamard matrix (McCarthy 1969); two clusters a stratum |
 * | `fay` | the same with factors ρ and 2 − ρ (Judkins 1990) |
 * | `bootstrap` | n of n clusters drawn with replacement; the scale n/(n − 1) of strata at their harmonic mean (Canty & Davison 1999, as R) |
 * | `subbootstrap` | n − 1 clusters drawn with replacement, times n/(n − 1) |
 * | `rao-wu` | `draws` clusters with replacement, rescaled (Rao, Wu & Yue 1992) |
 * | `multistage` | half of the units without replacement, rescaled, stage by stage with corrections (Preston 2009) |
 */
export type ReplicateMethod =
  | { readonly kind: "jk1" | "jkn" | "brr" }
  | { readonly kind: "fay"; readonly rho: number }
  | {
      readonly kind: "bootstrap" | "subbootstrap" | "multistage";
      readonly replicates: number;
      readonly seed: number | string;
    }
  | {
      readonly kind: "rao-wu";
      readonly replicates: number;
      readonly seed: number | string;
      readonly draws: number;
    };

/** Replicate weights: variance = scale · Σ rowScale·(t_r − centre)². */
export interface Replicates {
  readonly weights: Float64Array;
  readonly replicates: readonly Float64Array[];
  readonly scale: number;
  readonly rowScales: Float64Array;
  /** Deviations are taken from the mean of the replicates (R's default) or from the full-sample estimate (`mse = TRUE`). */
  readonly centre: "mean" | "estimate";
  readonly degreesOfFreedom: number;
}

const impossible = (method: string, reason: string): never => {
  throw new SurveyError("replicates-impossible", { method, reason });
};

const unitsByStratum = (stage: CompiledStage): number[][] => {
  const lists: number[][] = Array.from(stage.unitsInStratum, () => []);
  for (const [unit, stratum] of stage.stratumOfUnit.entries()) lists[stratum]!.push(unit);
  return lists;
};

const spread = (design: SurveyDesign, stage: CompiledStage, factors: Float64Array): Float64Array =>
  design.weights.map((weight, row) => weight * factors[stage.unitOfRow[row]!]!);

const jackknife = (
  design: SurveyDesign,
  kind: "jk1" | "jkn",
): Pick<Replicates, "replicates" | "scale" | "rowScales"> => {
  const stage = design.stages[0]!; // a design has a first stage
  const strata = unitsByStratum(stage);
  if (kind === "jk1" && strata.length > 1) impossible("JK1", "设计有多个层，请用 JKn");
  const replicates: Float64Array[] = [];
  const rowScales: number[] = [];
  for (const units of strata) {
    const n = units.length;
    if (n < 2) {
      if (stage.correction[units[0]!]! < 1e-7 || design.lonelyStrata === "certainty") continue;
      impossible(kind, "有的层只有一个群");
    }
    for (const out of units) {
      const factors = new Float64Array(stage.stratumOfUnit.length).fill(1);
      for (const unit of units) factors[unit] = unit === out ? 0 : n / (n - 1);
      replicates.push(spread(design, stage, factors));
      rowScales.push(((n - 1) / n) * stage.correction[out]!);
    }
  }
  if (kind === "jkn") return { replicates, scale: 1, rowScales: Float64Array.from(rowScales) };
  return { replicates, scale: rowScales[0] ?? 0, rowScales: new Float64Array(replicates.length).fill(1) };
};

/** Sylvester's Hadamard matrix: entry (row, column) is the parity of the bits they share. */
const hadamard = (row: number, column: number): 1 | -1 => {
  let bits = row & column;
  let sign: 1 | -1 = 1;
  while (bits !== 0) {
    if ((bits & 1) === 1) sign = sign === 1 ? -1 : 1;
    bits >>>= 1;
  }
  return sign;
};

const balanced = (
  design: SurveyDesign,
  rho: number,
): Pick<Replicates, "replicates" | "scale" | "rowScales"> => {
  const stage = design.stages[0]!; // a design has a first stage
  const strata = unitsByStratum(stage);
  if (!(rho >= 0 && rho < 1))
    throw new SurveyError("setting-out-of-range", { name: "rho", value: rho, range: "0 到 1（不含 1）" });
  if (strata.some((units) => units.length !== 2)) impossible("BRR", "每层须正好有两个群");
  if (stage.correction.some((value) => value < 1)) impossible("BRR", "设计有有限总体校正，BRR 不能反映");
  let count = 4;
  while (count <= strata.length) count *= 2; // column 0 is constant and stays unused
  const replicates = Array.from({ length: count }, (_, replicate) => {
    const factors = new Float64Array(stage.stratumOfUnit.length);
    for (const [stratum, [first, second]] of strata.entries()) {
      const sign = hadamard(replicate, stratum + 1);
      // Each stratum has two units, checked above.
      factors[first!] = sign === 1 ? 2 - rho : rho;
      factors[second!] = sign === 1 ? rho : 2 - rho;
    }
    return spread(design, stage, factors);
  });
  return { replicates, scale: 1 / (count * (1 - rho) ** 2), rowScales: new Float64Array(count).fill(1) };
};

const raoWu = (stage: CompiledStage, random: Random, draws: (n: number) => number): Float64Array => {
  const factors = new Float64Array(stage.stratumOfUnit.length);
  for (const units of unitsByStratum(stage)) {
    const n = units.length;
    if (n < 2) {
      factors[units[0]!] = 1;
      continue;
    }
    const m = draws(n);
    const lambda = Math.sqrt(m / (n - 1));
    for (const unit of units) factors[unit] = 1 - lambda;
    for (let draw = 0; draw < m; draw += 1) factors[units[random.integer(n)]!]! += (lambda * n) / m;
  }
  return factors;
};

/** How often each cluster was drawn. */
const withReplacement = (stage: CompiledStage, random: Random): Float64Array => {
  const factors = new Float64Array(stage.stratumOfUnit.length);
  for (const units of unitsByStratum(stage))
    for (let draw = 0; draw < units.length; draw += 1) factors[units[random.integer(units.length)]!]! += 1;
  return factors;
};

/** Preston 2009, eq. 3.2: factors of the last stage's units. */
const multistage = (design: SurveyDesign, random: Random): Float64Array => {
  const factors = new Float64Array(design.rows).fill(1);
  // Carried to the next stage: Π √(n/m)·δ of the stages before.
  const carried = new Float64Array(design.rows).fill(1);
  for (const stage of design.stages) {
    const change = new Float64Array(stage.stratumOfUnit.length);
    const next = new Float64Array(stage.stratumOfUnit.length).fill(1);
    for (const [stratum, units] of unitsByStratum(stage).entries()) {
      const n = units.length;
      const m = Math.floor(n / 2);
      if (n < 2) continue;
      const lambda = Math.sqrt((m * stage.factor[stratum]! * stage.correction[units[0]!]!) / (n - m));
      const chosen = permutation(random, n);
      for (let place = 0; place < n; place += 1) {
        const taken = place < m ? 1 : 0;
        const unit = units[chosen[place]!]!;
        change[unit] = lambda * ((n / m) * taken - 1);
        next[unit] = Math.sqrt(n / m) * taken;
      }
    }
    for (let row = 0; row < design.rows; row += 1) {
      const unit = stage.unitOfRow[row]!;
      factors[row]! += carried[row]! * change[unit]!;
      carried[row]! *= next[unit]!;
    }
  }
  return factors.map((factor, row) => factor * design.weights[row]!);
};

const bootstrap = (
  design: SurveyDesign,
  method: Extract<ReplicateMethod, { seed: unknown }>,
): Pick<Replicates, "replicates" | "scale" | "rowScales"> => {
  const { replicates: count, seed, kind } = method;
  if (!(Number.isInteger(count) && count >= 2 && count <= 100_000))
    throw new SurveyError("setting-out-of-range", {
      name: "replicates",
      value: count,
      range: "2 到 100000 的整数",
    });
  const stage = design.stages[0]!; // a design has a first stage
  if (kind !== "multistage" && stage.correction.some((value) => value < 1))
    impossible(kind, "设计有有限总体校正，请用 multistage");
  const random = createRandom(seed);
  const draws = (n: number): number => {
    if (kind !== "rao-wu") return n - 1;
    if (!(Number.isInteger(method.draws) && method.draws >= 1))
      throw new SurveyError("setting-out-of-range", { name: "draws", value: method.draws, range: "正整数" });
    return Math.min(method.draws, n - 1); // more draws would make negative weights
  };
  const replicates = Array.from({ length: count }, (_, replicate) => {
    const own = random.fork(String(replicate));
    if (kind === "multistage") return multistage(design, own);
    return spread(
      design,
      stage,
      kind === "bootstrap" ? withReplacement(stage, own) : raoWu(stage, own, draws),
    );
  });
  const rest = 1 - stage.unitsInStratum.reduce((sum, n) => sum + 1 / n, 0) / stage.unitsInStratum.length;
  if (kind === "bootstrap" && !(rest > 0)) impossible(kind, "每层都只有一个群");
  const scale = kind === "bootstrap" ? 1 / rest / (count - 1) : 1 / (count - 1);
  return { replicates, scale, rowScales: new Float64Array(count).fill(1) };
};

/**
 * Replicate weights of a design (before calibration; calibrate each with {@link mapReplicates}).
 *
 * @param design from createDesign; joint inclusion probabilities are not reflected and therefore refused
 * @param method see {@link ReplicateMethod}; the same seed gives the same weights
 * @param options.centre `mean` unless told
 * @throws SurveyError `replicates-impossible`, `setting-out-of-range`
 * @example createReplicates(createDesign({ weights: [1, 1], stages: [{}] }), { kind: "jk1" }).replicates[0]; // => new Float64Array([0, 2])
 */
export const createReplicates = (
  design: SurveyDesign,
  method: ReplicateMethod,
  options: { readonly centre?: "mean" | "estimate" } = {},
): Replicates => {
  if (design.joint) impossible(method.kind, "不等概率设计请用线性化方差");
  const made = (() => {
    switch (method.kind) {
      case "jk1":
      case "jkn":
        return jackknife(design, method.kind);
      case "brr":
        return balanced(design, 0);
      case "fay":
        return balanced(design, method.rho);
      default:
        return bootstrap(design, method);
    }
  })();
  return {
    weights: design.weights,
    ...made,
    centre: options.centre ?? "mean",
    degreesOfFreedom: degreesOfFreedom(design),
  };
};

/**
 * The same change applied to the weights and to every replicate: raking, a domain, trimming.
 *
 * @example mapReplicates(createReplicates(createDesign({ weights: [1, 1], stages: [{}] }), { kind: "jk1" }), (weights) => weights.map((weight) => 2 * weight)).weights; // => new Float64Array([2, 2])
 */
export const mapReplicates = (
  replicates: Replicates,
  change: (weights: Float64Array) => Float64Array,
): Replicates => ({
  ...replicates,
  weights: change(replicates.weights),
  replicates: replicates.replicates.map((weights) => change(weights)),
});
