import { SurveyError } from "../errors.ts";
import { nullSpace } from "./null-space.ts";

/** One cell of a table that shall be published: how many respondents (or persons) stand behind it. */
export type ReleaseCell = { readonly id: string; readonly count: number };

/** A total and its parts. Tables of any shape, nested areas and several tables that share cells are lists of these. */
export type ReleaseRelation = { readonly total: string; readonly parts: readonly string[] };

/** Why a cell cannot be worked out: two tables of non-negative counts that agree with everything published. */
export type ReleaseProof = {
  readonly cell: string;
  readonly lowest: number;
  readonly highest: number;
  /** Counts of the unpublished cells in both tables; whoever doubts adds them up. */
  readonly lowTable: ReadonlyMap<string, number>;
  readonly highTable: ReadonlyMap<string, number>;
};

export type ReleasePlan = {
  /** Cells below the minimum. */
  readonly primary: readonly string[];
  /** Cells that must stay back so that the primary ones cannot be worked out. */
  readonly complementary: readonly string[];
  readonly published: readonly string[];
  /** One proof a primary cell. */
  readonly proofs: readonly ReleaseProof[];
};

type Table = {
  readonly counts: ReadonlyMap<string, number>;
  readonly relations: readonly ReleaseRelation[];
};

const toTable = (cells: readonly ReleaseCell[], relations: readonly ReleaseRelation[]): Table => {
  const counts = new Map<string, number>();
  for (const [index, { id, count }] of cells.entries()) {
    if (counts.has(id)) throw new SurveyError("area-doubled", { id });
    if (!(Number.isSafeInteger(count) && count >= 0))
      throw new SurveyError("not-finite", { row: index + 1, column: `${id} count` });
    counts.set(id, count);
  }
  const countOf = (id: string): number => {
    const count = counts.get(id);
    if (count === undefined) throw new SurveyError("cell-unknown", { id });
    return count;
  };
  for (const { total, parts } of relations) {
    const value = countOf(total);
    const sum = parts.reduce((all, part) => all + countOf(part), 0);
    if (sum !== value) throw new SurveyError("relation-broken", { total, value, sum });
  }
  return { counts, relations };
};

/** Largest whole step t ≥ 0 with counts + t·direction ≥ 0; Infinity where nothing bounds it. */
const reach = (counts: readonly number[], direction: readonly number[]): number => {
  let steps = Infinity;
  for (const [place, change] of direction.entries())
    if (change < 0) steps = Math.min(steps, Math.floor((counts[place] ?? 0) / -change));
  return steps;
};

const stepLimit = 1_000_000;

/** The widest range shown for a cell by one direction of the null space; undefined where it is below `width`. */
const proveCell = (
  table: Table,
  hidden: ReadonlySet<string>,
  options: { readonly cell: string; readonly width: number },
): ReleaseProof | undefined => {
  // The cell stands last, so that it is free in the elimination whenever the equations leave it free; the others stand in
  // the table's order, so that the proof depends on which cells are hidden, not on when they were.
  const others = [...table.counts.keys()].filter((id) => hidden.has(id) && id !== options.cell);
  const ids = [...others, options.cell];
  const place = new Map(ids.map((id, index) => [id, index]));
  const rows: number[][] = [];
  for (const { total, parts } of table.relations) {
    const row = ids.map(() => 0);
    let touched = false;
    const add = (id: string, amount: number): void => {
      const index = place.get(id);
      if (index === undefined) return;
      row[index] = (row[index] ?? 0) + amount;
      touched = true;
    };
    add(total, -1);
    for (const part of parts) add(part, 1);
    if (touched) rows.push(row);
  }
  const counts = ids.map((id) => table.counts.get(id) ?? 0);
  let best: ReleaseProof | undefined;
  for (const direction of nullSpace(rows, ids.length)) {
    const own = direction.at(-1) ?? 0;
    if (own === 0) continue;
    const up = Math.min(reach(counts, direction), stepLimit);
    const opposite = direction.map((value) => -value);
    const down = Math.min(reach(counts, opposite), stepLimit);
    const count = counts.at(-1) ?? 0;
    const [toLow, toHigh] = own > 0 ? [-down, up] : [up, -down];
    const lowest = count + toLow * own;
    const highest = count + toHigh * own;
    if (highest - lowest < options.width) continue;
    if (best !== undefined && best.highest - best.lowest >= highest - lowest) continue;
    const tableAt = (steps: number) =>
      new Map(ids.map((id, index) => [id, (counts[index] ?? 0) + steps * (direction[index] ?? 0)]));
    best = { cell: options.cell, lowest, highest, lowTable: tableAt(toLow), highTable: tableAt(toHigh) };
  }
  return best;
};

/** Published cells that share a relation with the cells given, cheapest first; relations with one hidden cell come first. */
const findCandidate = (
  table: Table,
  hidden: ReadonlySet<string>,
  options: { readonly cell: string; readonly keep: ReadonlySet<string> },
): string | undefined => {
  const near = new Set([options.cell]);
  for (let grown = true; grown;) {
    grown = false;
    for (const { total, parts } of table.relations) {
      const members = [total, ...parts].filter((id) => hidden.has(id));
      if (!members.some((id) => near.has(id))) continue;
      for (const id of members)
        if (!near.has(id)) {
          near.add(id);
          grown = true;
        }
    }
  }
  let best: { readonly id: string; readonly cost: number } | undefined;
  for (const { total, parts } of table.relations) {
    const members = [total, ...parts];
    const inside = members.filter((id) => near.has(id)).length;
    if (inside === 0) continue;
    for (const id of members) {
      const count = table.counts.get(id) ?? 0;
      // A cell with nobody in it can move in one direction only and protects little.
      if (hidden.has(id) || options.keep.has(id) || count === 0) continue;
      const cost = (inside === 1 ? 0 : 1e12) + (id === total ? 1e9 : 0) + count;
      if (best === undefined || cost < best.cost) best = { id, cost };
    }
  }
  return best?.id;
};

/**
 * Decides which cells of a table may be published. Cells with 1 … minimum − 1 persons stay back (primary); further cells
 * stay back until none of them can be worked out by adding and subtracting what is published (complementary), and for each
 * primary cell two tables of whole non-negative counts are given that agree with everything published and differ in it by
 * at least `width`. The proof does not rest on the search that found it: its sums can be checked by hand.
 *
 * The search is greedy and shows one direction at a time, so that it may keep back more cells than the fewest possible,
 * never fewer than needed. It protects counts; what is published beside them (shares to many digits, an earlier release of
 * the same table) must be released under the same plan.
 *
 * @param relations every total of the table with its parts
 * @param options.minimum smallest count that may be published, e.g. 10
 * @param options.width how wide the range of a primary cell must stay; the minimum unless told
 * @param options.keep cells that must be published, as the district total
 * @throws {SurveyError} `cell-unknown`, `relation-broken`, `not-finite`, `area-doubled`, `setting-out-of-range`,
 * `suppression-impossible`
 */
export const planRelease = (
  cells: readonly ReleaseCell[],
  relations: readonly ReleaseRelation[],
  options: { readonly minimum: number; readonly width?: number; readonly keep?: readonly string[] },
): ReleasePlan => {
  const { minimum, width = minimum } = options;
  if (!(Number.isSafeInteger(minimum) && minimum >= 2))
    throw new SurveyError("setting-out-of-range", {
      name: "minimum",
      value: minimum,
      range: "不小于 2 的整数",
    });
  if (!(width >= 1 && Number.isFinite(width)))
    throw new SurveyError("setting-out-of-range", { name: "width", value: width, range: "不小于 1" });
  const table = toTable(cells, relations);
  const keep = new Set(options.keep ?? []);
  const primary = cells.filter(({ count }) => count > 0 && count < minimum).map(({ id }) => id);
  const kept = primary.find((id) => keep.has(id));
  if (kept !== undefined) throw new SurveyError("suppression-impossible", { id: kept });
  const hidden = new Set(primary);
  const unproved = () => primary.find((cell) => proveCell(table, hidden, { cell, width }) === undefined);
  for (let open = unproved(); open !== undefined; open = unproved()) {
    const further = findCandidate(table, hidden, { cell: open, keep });
    if (further === undefined) throw new SurveyError("suppression-impossible", { id: open });
    hidden.add(further);
  }
  // What the greedy search added on its way and no proof needs is given back, the largest first.
  const added = [...hidden].filter((id) => !primary.includes(id));
  for (const id of added.toSorted((a, b) => (table.counts.get(b) ?? 0) - (table.counts.get(a) ?? 0))) {
    hidden.delete(id);
    if (unproved() !== undefined) hidden.add(id);
  }
  return {
    primary,
    complementary: [...hidden].filter((id) => !primary.includes(id)),
    published: cells.map(({ id }) => id).filter((id) => !hidden.has(id)),
    proofs: primary.flatMap((cell) => proveCell(table, hidden, { cell, width }) ?? []),
  };
};
