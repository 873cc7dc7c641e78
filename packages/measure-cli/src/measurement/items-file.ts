// Reads of typed arrays carry `!`: rows and columns run below the size that was checked.
import { choleskyInPlace, NumericsError, type Random } from "@kepu/numerics";
import { checkItem, checkItems, type Item, PsychometricsError } from "@kepu/psychometrics";
import { Type } from "typebox";
import { Value } from "typebox/value";
import { MeasureError } from "../errors.ts";

const finite = Type.Number();
const itemSchema = Type.Union([
  Type.Object({
    id: Type.String({ minLength: 1 }),
    model: Type.Literal("dichotomous"),
    a: finite,
    b: finite,
    c: finite,
    u: finite,
  }),
  Type.Object({
    id: Type.String({ minLength: 1 }),
    model: Type.Literal("graded"),
    a: finite,
    thresholds: Type.Array(finite),
  }),
  Type.Object({
    id: Type.String({ minLength: 1 }),
    model: Type.Literal("partial-credit"),
    a: finite,
    steps: Type.Array(finite),
  }),
]);

const fileSchema = Type.Object({
  items: Type.Array(itemSchema, { minItems: 1 }),
  parameters: Type.Optional(
    Type.Object({
      /** `q1.a`, `q1.d1`, `q1.logit(c)`. */
      names: Type.Array(Type.String()),
      /** Rows of the lower triangle, the diagonal included. */
      covariance: Type.Array(Type.Array(finite)),
    }),
  ),
  linking: Type.Optional(
    Type.Object({
      slope: Type.Number({ exclusiveMinimum: 0 }),
      intercept: finite,
      slopeError: Type.Number({ minimum: 0 }),
      interceptError: Type.Number({ minimum: 0 }),
      covariance: finite,
    }),
  ),
  groups: Type.Optional(
    Type.Array(Type.Object({ mean: finite, variance: Type.Number({ exclusiveMinimum: 0 }) })),
  ),
});

/** Calibrated items as `kepu-measure irt` writes them, or as a person typed them. */
export type ItemsFile = {
  readonly name: string;
  readonly items: readonly Item[];
  /** Covariance of the estimates; absent where the items are taken as known. */
  readonly parameters: { readonly names: readonly string[]; readonly factor: Float64Array } | undefined;
  readonly groups: readonly { readonly mean: number; readonly variance: number }[];
  /** How `kepu-measure link` brought the items onto their scale, with the error of it; absent where nothing was linked. */
  readonly linking: LinkingRecord | undefined;
};

/** Constants of θ_base = slope · θ + intercept with their errors. */
export type LinkingRecord = {
  readonly slope: number;
  readonly intercept: number;
  readonly slopeError: number;
  readonly interceptError: number;
  readonly covariance: number;
};

const factorOf = (rows: readonly (readonly number[])[], size: number, refuse: () => never): Float64Array => {
  const matrix = new Float64Array(size * size);
  if (rows.length !== size) refuse();
  for (const [i, row] of rows.entries()) {
    if (row.length !== i + 1) refuse();
    for (const [j, value] of row.entries()) {
      matrix[i * size + j] = value;
      matrix[j * size + i] = value;
    }
  }
  try {
    return choleskyInPlace(matrix, size);
  } catch (error) {
    if (error instanceof NumericsError) return refuse();
    throw error;
  }
};

/** @throws MeasureError `measure.items_invalid`; PsychometricsError for impossible parameters */
export const toItemsFile = (value: unknown, name: string): ItemsFile => {
  const refuse = (reason: string): never => {
    throw new MeasureError("measure.items_invalid", { file: name, reason });
  };
  if (!Value.Check(fileSchema, value)) {
    const [problem] = Value.Errors(fileSchema, value);
    return refuse(`${problem?.instancePath === "" ? "最外层" : (problem?.instancePath ?? "")} 不合要求`);
  }
  checkItems(value.items);
  const { parameters, groups = [] } = value;
  return {
    name,
    items: value.items,
    groups,
    linking: value.linking,
    parameters:
      parameters === undefined
        ? undefined
        : {
            names: parameters.names,
            factor: factorOf(parameters.covariance, parameters.names.length, () =>
              refuse("parameters.covariance 应是正定矩阵的下三角"),
            ),
          },
  };
};

/**
 * The covariance on a linked scale, as an items file holds it: a* = a/A and d* = d − a·B/A are linear in a and d. The error of
 * A and B themselves is not in it.
 */
export const linkParameters = (
  parameters: NonNullable<ItemsFile["parameters"]>,
  { slope, intercept }: { readonly slope: number; readonly intercept: number },
): { readonly names: readonly string[]; readonly covariance: number[][] } => {
  const { names, factor } = parameters;
  const size = names.length;
  const moved = new Float64Array(size * size);
  for (const [i, name] of names.entries()) {
    const isSlope = name.endsWith(".a");
    const isIntercept = /\.d\d+$/u.test(name);
    const own = names.indexOf(`${name.replace(/\.[^.]+$/u, "")}.a`);
    const a = own >= 0 ? own : names.indexOf("1pl.a");
    for (let j = 0; j < size; j += 1) {
      const value = factor[i * size + j]!;
      // The factor is lower triangular; choleskyInPlace leaves the old matrix above the diagonal.
      const here = j <= i ? value : 0;
      const slopeHere = a >= 0 && j <= a ? factor[a * size + j]! : 0;
      moved[i * size + j] = isSlope
        ? here / slope
        : isIntercept
          ? here - (slopeHere * intercept) / slope
          : here;
    }
  }
  return {
    names,
    covariance: Array.from({ length: size }, (_, i) =>
      Array.from({ length: i + 1 }, (__, j) => {
        let sum = 0;
        for (let k = 0; k < size; k += 1) sum += moved[i * size + k]! * moved[j * size + k]!;
        return Number(sum.toPrecision(12));
      }),
    ),
  };
};

/** The items with one set of their parameters moved, in slope–intercept form; undefined where no such item exists. */
const moveItem = (item: Item, moves: ReadonlyMap<string, number>): Item | undefined => {
  const by = (name: string): number => moves.get(`${item.id}.${name}`) ?? 0;
  // One slope shared by items of the 1PL has one name; a Rasch slope is exactly 1 and stays.
  const own = moves.has(`${item.id}.a`) || item.a === 1;
  const a = item.a + (own ? by("a") : (moves.get("1pl.a") ?? 0));
  const locations =
    item.model === "dichotomous" ? [item.b] : item.model === "graded" ? item.thresholds : item.steps;
  const moved = locations.map((b, k) => -(-item.a * b + by(`d${k + 1}`)) / a);
  let next: Item;
  switch (item.model) {
    case "dichotomous": {
      const shift = by("logit(c)");
      const c = shift === 0 ? item.c : 1 / (1 + Math.exp(-(Math.log(item.c / (1 - item.c)) + shift)));
      next = { ...item, a, b: moved[0] ?? item.b, c };
      break;
    }
    case "graded":
      next = { ...item, a, thresholds: moved };
      break;
    case "partial-credit":
      next = { ...item, a, steps: moved };
      break;
    default:
      return item satisfies never;
  }
  try {
    checkItem(next);
    return next;
  } catch (error) {
    if (error instanceof PsychometricsError) return undefined;
    throw error;
  }
};

/**
 * Items drawn from the normal distribution of their estimates; the estimates themselves where no covariance is known. A draw
 * that is no possible item (crossed thresholds) is drawn again.
 *
 * @throws PsychometricsError `psychometrics.information_singular` after 100 impossible draws
 */
export const drawItems = ({ items, parameters }: ItemsFile, random: Random): readonly Item[] => {
  if (parameters === undefined) return items;
  const { names, factor } = parameters;
  const size = names.length;
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const noise = Float64Array.from({ length: size }, () => random.normal());
    const moves = new Map<string, number>();
    for (const [i, name] of names.entries()) {
      let sum = 0;
      for (let j = 0; j <= i; j += 1) sum += factor[i * size + j]! * noise[j]!;
      moves.set(name, sum);
    }
    const drawn = items.map((item) => moveItem(item, moves));
    if (drawn.every((item) => item !== undefined)) return drawn;
  }
  throw new PsychometricsError("psychometrics.information_singular", { parameter: "?" });
};
