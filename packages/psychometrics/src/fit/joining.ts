// Reads carry `!`: indices are bounded by the rows and their scores.

/** Observed and expected persons at one sum score, by the item's score. An expected NaN is a score impossible at this sum. */
export type FitRow = { readonly observed: number[]; readonly expected: number[] };

/** Expected counts below this are joined. */
const smallestExpected = 1;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const addRow = (to: FitRow, from: FitRow): void => {
  for (const k of to.expected.keys()) {
    to.expected[k]! += from.expected[k]!;
    to.observed[k]! += from.observed[k]!;
  }
};

/** Joins the sums at both ends at which a score is impossible with the nearest sum at which none is. */
const joinImpossible = (rows: readonly FitRow[]): FitRow[] => {
  const whole = rows.map(({ expected }) => !expected.some(Number.isNaN));
  const copies = rows.map(({ observed, expected }) => ({
    observed: [...observed],
    expected: expected.map((value) => (Number.isNaN(value) ? 0 : value)),
  }));
  const first = whole.indexOf(true);
  const last = whole.lastIndexOf(true);
  if (first < 0) return copies;
  for (const [index, row] of copies.entries()) {
    if (index < first) addRow(copies[first]!, row);
    if (index > last) addRow(copies[last]!, row);
  }
  return copies.slice(first, last + 1);
};

/** Joins a sum that one person reached with the next one (the last with the one before); sums of nobody are gone. */
const joinSingles = (rows: readonly FitRow[]): FitRow[] => {
  const kept = rows.filter(({ observed }) => sumOf(observed) > 0);
  for (let index = 0; index < kept.length - 1;) {
    if (sumOf(kept[index]!.observed) !== 1) index += 1;
    else {
      addRow(kept[index + 1]!, kept[index]!);
      kept.splice(index, 1);
    }
  }
  const last = kept.length - 1;
  if (last > 0 && sumOf(kept[last]!.observed) === 1) {
    addRow(kept[last - 1]!, kept[last]!);
    kept.pop();
  }
  return kept;
};

/** Joins neighbouring scores of one sum, the least expected first, until two are left or none expects too little. */
const joinScores = ({ observed, expected }: FitRow): FitRow => {
  const width = expected.length;
  const counts = [...observed];
  const values = [...expected];
  while (values.length > 2 && values.some((value) => value < smallestExpected)) {
    const at = values.lastIndexOf(Math.min(...values));
    const below = values[at - 1] ?? Number.POSITIVE_INFINITY;
    const above = values[at + 1] ?? Number.POSITIVE_INFINITY;
    const to = below <= above ? at - 1 : at + 1;
    values[to]! += values[at]!;
    counts[to]! += counts[at]!;
    values.splice(at, 1);
    counts.splice(at, 1);
  }
  const empty = Array.from({ length: width - values.length }, () => 0);
  return { observed: [...counts, ...empty], expected: [...values, ...empty] };
};

/** Joins a column of scores with the one before it in all rows. */
const joinColumn = (rows: readonly FitRow[], column: number): void => {
  for (const { observed, expected } of rows) {
    expected[column - 1]! += expected[column]!;
    observed[column - 1]! += observed[column]!;
    expected.splice(column, 1);
    observed.splice(column, 1);
  }
};

/** After scores were joined within the rows the last columns are nearly empty: they go into the column before. */
const joinRareColumns = (rows: readonly FitRow[]): void => {
  const width = () => rows[0]?.expected.length ?? 0;
  const total = (column: number) => sumOf(rows.map(({ expected }) => expected[column]!));
  while (width() > 2 && total(width() - 1) < smallestExpected * Math.ceil(rows.length / 10))
    joinColumn(rows, width() - 1);
  for (let column = width() - 1; column >= 1; column -= 1)
    if (rows.filter(({ expected }) => expected[column]! > 0).length / rows.length < 0.05)
      joinColumn(rows, column);
};

/** Joins a sum that still has too small a cell with the neighbour that fewer persons reached, the lowest sum first. */
const joinSums = (rows: FitRow[]): void => {
  for (;;) {
    const small = rows.findIndex(({ expected }) =>
      expected.some((value) => value > 0 && value < smallestExpected),
    );
    if (small < 0 || rows.length === 1) return;
    const persons = (index: number) =>
      rows[index] === undefined ? Number.POSITIVE_INFINITY : sumOf(rows[index].observed);
    addRow(rows[persons(small - 1) <= persons(small + 1) ? small - 1 : small + 1]!, rows[small]!);
    rows.splice(small, 1);
  }
};

/**
 * The rows of S-X² with thin cells joined, in the order in which mirt joins them: impossible scores, sums of one person,
 * scores within a sum (more than two scores), nearly empty columns, sums. An expected 0 in the result is no cell.
 */
export const joinThinCells = (rows: readonly FitRow[]): FitRow[] => {
  const joined = joinSingles(joinImpossible(rows));
  if ((joined[0]?.expected.length ?? 0) <= 2) {
    joinSums(joined);
    return joined;
  }
  const within = joined.map(joinScores);
  joinRareColumns(within);
  joinSums(within);
  return within;
};
