import { RecommenderError } from "./errors.ts";
import { buildSparse, type SparseMatrix } from "./matrix/sparse.ts";

/** One act of a person with an item: a click, a booking, an order. */
export type Interaction = {
  readonly person: string;
  readonly item: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How strongly it speaks for interest, in (0, 1000]; 1 by default. */
  readonly weight?: number;
};

/** Interactions with ids replaced by numbers, one entry a (person, item): the last time, the largest weight. */
export type InteractionTable = {
  readonly people: readonly string[];
  readonly items: readonly string[];
  readonly personIndex: ReadonlyMap<string, number>;
  readonly itemIndex: ReadonlyMap<string, number>;
  /** people × items, values are weights; the rows' columns ascend. */
  readonly byPerson: SparseMatrix;
  /** Time of each entry of `byPerson`, in its order; milliseconds. */
  readonly times: Float64Array;
  readonly firstAt: number;
  readonly lastAt: number;
};

const mostInteractions = 50_000_000;
const longestId = 256;
const mostWeight = 1000;
// ECMA-262 §21.4.1.1: the range of a time value.
const mostMilliseconds = 8.64e15;

const check = (row: Interaction, number: number): void => {
  for (const column of ["person", "item"] as const) {
    const id: unknown = row[column];
    if (typeof id !== "string" || id.length === 0 || id.length > longestId)
      throw new RecommenderError("recommender.bad_id", { row: number, column, limit: longestId });
  }
  if (!(Math.abs(row.at) <= mostMilliseconds))
    throw new RecommenderError("recommender.bad_time", { row: number });
  const weight = row.weight ?? 1;
  if (!(weight > 0 && weight <= mostWeight))
    throw new RecommenderError("recommender.bad_weight", { row: number, most: mostWeight });
};

const numberOf = (id: string, index: Map<string, number>, names: string[]): number => {
  const known = index.get(id);
  if (known !== undefined) return known;
  index.set(id, names.length);
  names.push(id);
  return names.length - 1;
};

/**
 * Reads interactions into the table all models learn from. Repeats of one person with one item become one entry with
 * the last time and the largest weight.
 *
 * @param rows any order; `catalogue` lists items that must have a number even if nobody touched them yet
 * @throws RecommenderError `no_interactions`, `too_many_interactions`, `bad_id`, `bad_time`, `bad_weight`
 * @example createInteractions([{ person: "a", item: "x", at: 0 }]).items; // => ["x"]
 */
export const createInteractions = (
  rows: readonly Interaction[],
  catalogue: readonly string[] = [],
): InteractionTable => {
  if (rows.length === 0) throw new RecommenderError("recommender.no_interactions");
  if (rows.length > mostInteractions)
    throw new RecommenderError("recommender.too_many_interactions", {
      count: rows.length,
      limit: mostInteractions,
    });
  const people: string[] = [];
  const items: string[] = [];
  const personIndex = new Map<string, number>();
  const itemIndex = new Map<string, number>();
  for (const id of catalogue) numberOf(id, itemIndex, items);
  const rowNumbers = new Int32Array(rows.length);
  const columnNumbers = new Int32Array(rows.length);
  const weights = new Float64Array(rows.length);
  const at = new Float64Array(rows.length);
  let firstAt = Infinity;
  let lastAt = -Infinity;
  rows.forEach((row, place) => {
    check(row, place + 1);
    rowNumbers[place] = numberOf(row.person, personIndex, people);
    columnNumbers[place] = numberOf(row.item, itemIndex, items);
    weights[place] = row.weight ?? 1;
    at[place] = row.at;
    firstAt = Math.min(firstAt, row.at);
    lastAt = Math.max(lastAt, row.at);
  });
  const shape = { rows: people.length, columns: items.length };
  const byPerson = buildSparse({ rowNumbers, columnNumbers, values: weights, shape });
  const times = buildSparse({ rowNumbers, columnNumbers, values: at, shape }).values;
  return { people, items, personIndex, itemIndex, byPerson, times, firstAt, lastAt };
};
