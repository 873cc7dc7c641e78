// Reads of typed arrays carry `!`: indices run below the number of units.
import { createRandom } from "@kepu/numerics";
import { SurveyError } from "../errors.ts";

const check = (probabilities: ArrayLike<number>): number => {
  let sum = 0;
  for (let unit = 0; unit < probabilities.length; unit += 1) {
    const value = probabilities[unit]!;
    // Certainties have infinite odds: they are taken beforehand and left out here.
    if (!(value > 0 && value < 1))
      throw new SurveyError("fraction-out-of-range", { row: unit + 1, stage: 1, value });
    sum += value;
  }
  if (Math.abs(sum - Math.round(sum)) > 1e-6)
    throw new SurveyError("sample-impossible", { reason: `入样概率之和 ${sum} 不是整数` });
  return Math.round(sum);
};

/**
 * Sampford's sample (1967): exactly the given inclusion probabilities with known joint ones, by rejection.
 *
 * @param plan.probabilities 0 < π < 1, summing to a whole number; take certainties beforehand
 * @throws SurveyError `fraction-out-of-range`; `sample-impossible` (also after 100,000 rejections: take Brewer's instead)
 * @example drawSampford({ probabilities: [0.5, 0.5, 0.5, 0.5], seed: 1 }).length; // => 2
 */
export const drawSampford = (plan: {
  readonly probabilities: ArrayLike<number>;
  readonly seed: number | string;
}): Uint32Array => {
  const { probabilities } = plan;
  const size = check(probabilities);
  const random = createRandom(plan.seed);
  const units = probabilities.length;
  const first = new Float64Array(units);
  const others = new Float64Array(units);
  for (let unit = 0; unit < units; unit += 1) {
    const p = probabilities[unit]!;
    first[unit] = p + (first[unit - 1] ?? 0);
    others[unit] = p / (1 - p) + (others[unit - 1] ?? 0);
  }
  const pick = (cumulated: Float64Array): number => {
    const point = random.next() * cumulated[units - 1]!;
    let low = 0;
    let high = units - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulated[middle]! > point) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  for (let attempt = 0; attempt < 100_000; attempt += 1) {
    const chosen = new Set<number>();
    for (let draw = 0; draw < size; draw += 1) {
      chosen.add(pick(draw === 0 ? first : others));
      if (chosen.size === draw) break;
    }
    if (chosen.size === size) return Uint32Array.from(chosen).sort();
  }
  throw new SurveyError("sample-impossible", { reason: "Sampford 抽样拒绝次数过多，请改用 Brewer 抽样" });
};

/** Elementary symmetric polynomials L_0 … L_size of the odds. */
const elementary = (odds: Float64Array, size: number): Float64Array => {
  const sums = new Float64Array(size + 1);
  sums[0] = 1;
  for (const odd of odds) for (let m = size; m >= 1; m -= 1) sums[m]! += odd * sums[m - 1]!;
  return sums;
};

/**
 * Joint inclusion probabilities of Sampford's design (Sampford 1967, eq. 12), for `joint` of a design.
 *
 * @param probabilities 0 < π < 1, summing to a whole number ≥ 2
 * @returns units × units, row-major, π on the diagonal
 * @throws SurveyError `fraction-out-of-range`, `sample-impossible`
 * @example sampfordJointProbabilities([0.5, 0.5, 0.5, 0.5])[1].toFixed(6); // => "0.166667"
 */
export const sampfordJointProbabilities = (probabilities: ArrayLike<number>): Float64Array => {
  const size = check(probabilities);
  if (size < 2) throw new SurveyError("sample-impossible", { reason: "样本量至少为 2" });
  const units = probabilities.length;
  const odds = Float64Array.from({ length: units }, (_, i) => probabilities[i]! / (1 - probabilities[i]!));
  const all = elementary(odds, size);
  let whole = 0;
  for (let t = 1; t <= size; t += 1) whole += t * all[size - t]!;
  const joint = new Float64Array(units * units);
  for (let i = 0; i < units; i += 1) {
    joint[i * units + i] = probabilities[i]!;
    for (let j = 0; j < i; j += 1) {
      const without = elementary(
        odds.filter((_, k) => k !== i && k !== j),
        size - 2,
      );
      let sum = 0;
      for (let t = 2; t <= size; t += 1)
        sum += (t - probabilities[i]! - probabilities[j]!) * without[size - t]!;
      // Sampford's λ are the odds over n; the powers of n cancel.
      const value = (odds[i]! * odds[j]! * sum) / whole;
      joint[i * units + j] = value;
      joint[j * units + i] = value;
    }
  }
  return joint;
};

/**
 * Joint inclusion probabilities by the approximation of Hartley & Rao (1962) for systematic sampling with unequal
 * probabilities in random order, for `joint` of a design: (π_ij − π_i π_j)/π_ij = 1 − (n − π_i − π_j + Σπ²/n)/(n − 1).
 *
 * @param probabilities of the sampled units
 * @param options.sumOfSquares Σπ² over the whole population; without it Σπ over the sample estimates it
 * @returns units × units, row-major, π on the diagonal
 * @throws SurveyError `fraction-out-of-range`, `sample-impossible`
 * @example hartleyRaoJointProbabilities([0.5, 0.5], { sumOfSquares: 1 })[1].toFixed(6); // => "0.166667"
 */
export const hartleyRaoJointProbabilities = (
  probabilities: ArrayLike<number>,
  options: { readonly sumOfSquares?: number } = {},
): Float64Array => {
  const n = probabilities.length;
  if (n < 2) throw new SurveyError("sample-impossible", { reason: "样本量至少为 2" });
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    const p = probabilities[i]!;
    if (!(p > 0 && p <= 1))
      throw new SurveyError("fraction-out-of-range", { row: i + 1, stage: 1, value: p });
    sum += p;
  }
  const squares = options.sumOfSquares ?? sum;
  const joint = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1)
    for (let j = 0; j < n; j += 1) {
      const [p, q] = [probabilities[i]!, probabilities[j]!];
      joint[i * n + j] = i === j ? p : (p * q * (n - 1)) / (n - p - q + squares / n);
    }
  return joint;
};
