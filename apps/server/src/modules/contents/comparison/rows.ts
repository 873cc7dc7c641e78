import { diffArrays } from "diff";

/**
 * Two lists laid beside each other. `before` and `after` are places in them. What moved stands twice: `moved_away` where
 * it was, `moved_here` where it is; both name both places.
 */
export type AlignedRow =
  | { kind: "same" | "changed" | "moved_away" | "moved_here"; before: number; after: number }
  | { kind: "removed"; before: number }
  | { kind: "added"; after: number };

export type Traits<T> = {
  /** Equal keys are equal things. */
  keyOf: (item: T) => string;
  /** What a reader sees of it: likeness is asked of this. */
  textOf: (item: T) => string;
};

/** Half of the letters in common makes one paragraph the other's successor; three quarters, where it also moved. */
const likeEnough = 0.4;
const likeEnoughElsewhere = 0.75;
/** Shorter texts are alike by chance: they do not count as moved. */
const shortestMoved = 6;
/** How far a successor is looked for, so that two long texts take no quadratic time. */
const reach = 30;
const reachElsewhere = 60;

type Grams = { counts: ReadonlyMap<string, number>; total: number };

const gramsOf = (text: string): Grams => {
  const letters = Array.from(text);
  const counts = new Map<string, number>();
  for (let at = 0; at < letters.length - 1; at += 1) {
    const gram = `${letters[at] ?? ""}${letters[at + 1] ?? ""}`;
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return { counts, total: Math.max(0, letters.length - 1) };
};

/** Dice coefficient of the texts' pairs of letters, 0 to 1 (Dice 1945). */
const likeness = (one: Grams, other: Grams): number => {
  if (one.total + other.total === 0) return 0;
  let shared = 0;
  for (const [gram, count] of one.counts) shared += Math.min(count, other.counts.get(gram) ?? 0);
  return (2 * shared) / (one.total + other.total);
};

type Gap = { removed: number[]; added: number[] };
type Piece = { same: readonly { before: number; after: number }[] } | Gap;

const toPieces = (before: readonly string[], after: readonly string[]): readonly Piece[] => {
  const pieces: Piece[] = [];
  let atBefore = 0;
  let atAfter = 0;
  const gap = (): Gap => {
    const last = pieces.at(-1);
    if (last !== undefined && "removed" in last) return last;
    const made: Gap = { removed: [], added: [] };
    pieces.push(made);
    return made;
  };
  for (const { added, removed, value } of diffArrays([...before], [...after])) {
    if (added) for (const _ of value) gap().added.push(atAfter++);
    else if (removed) for (const _ of value) gap().removed.push(atBefore++);
    else pieces.push({ same: value.map(() => ({ before: atBefore++, after: atAfter++ })) });
  }
  return pieces;
};

/** Lays two lists beside each other: what stayed, changed, moved, went, came. Every place of both lists is named. */
export const alignRows = <T>(
  before: readonly T[],
  after: readonly T[],
  traits: Traits<T>,
): readonly AlignedRow[] => {
  const keys = { before: before.map(traits.keyOf), after: after.map(traits.keyOf) };
  const texts = { before: before.map(traits.textOf), after: after.map(traits.textOf) };
  const grams = { before: texts.before.map(gramsOf), after: texts.after.map(gramsOf) };
  const alike = (one: number, other: number): number => {
    const [left, right] = [grams.before[one], grams.after[other]];
    return left === undefined || right === undefined ? 0 : likeness(left, right);
  };
  const pieces = toPieces(keys.before, keys.after);
  const gaps = pieces.filter((piece): piece is Gap => "removed" in piece);
  const movedTo = new Map<number, number>();
  const movedFrom = new Map<number, number>();
  const move = (from: number, to: number): void => {
    movedTo.set(from, to);
    movedFrom.set(to, from);
  };
  const places = new Map<string, number[]>();
  for (const index of gaps.flatMap((gap) => gap.removed))
    places.set(keys.before[index] ?? "", [...(places.get(keys.before[index] ?? "") ?? []), index]);
  for (const index of gaps.flatMap((gap) => gap.added)) {
    const from =
      (texts.after[index]?.length ?? 0) < shortestMoved
        ? undefined
        : places.get(keys.after[index] ?? "")?.shift();
    if (from !== undefined) move(from, index);
  }
  const changedTo = new Map<number, number>();
  for (const gap of gaps) {
    const open = gap.removed.filter((index) => !movedTo.has(index));
    let from = 0;
    for (const to of gap.added) {
      if (movedFrom.has(to)) continue;
      let best: { at: number; value: number } | undefined;
      for (let at = from; at < Math.min(open.length, from + reach); at += 1) {
        const value = alike(open[at] ?? -1, to);
        if (value >= likeEnough && value > (best?.value ?? 0)) best = { at, value };
      }
      if (best === undefined) continue;
      changedTo.set(open[best.at] ?? -1, to);
      from = best.at + 1;
    }
  }
  const changedFrom = new Map([...changedTo].map(([from, to]) => [to, from]));
  const leftover = gaps
    .flatMap((gap) => gap.removed)
    .filter((index) => !movedTo.has(index) && !changedTo.has(index))
    .slice(0, reachElsewhere);
  for (const to of gaps.flatMap((gap) => gap.added).slice(0, reachElsewhere)) {
    if (movedFrom.has(to) || changedFrom.has(to) || (texts.after[to]?.length ?? 0) < shortestMoved) continue;
    const from = leftover.find((index) => !movedTo.has(index) && alike(index, to) >= likeEnoughElsewhere);
    if (from !== undefined) move(from, to);
  }
  const rows: AlignedRow[] = [];
  for (const piece of pieces) {
    if ("same" in piece) {
      rows.push(...piece.same.map((pair) => ({ kind: "same" as const, ...pair })));
      continue;
    }
    const pushRemoved = (index: number): void => {
      const to = movedTo.get(index);
      rows.push(
        to === undefined
          ? { kind: "removed", before: index }
          : { kind: "moved_away", before: index, after: to },
      );
    };
    const rest = [...piece.removed];
    for (const to of piece.added) {
      const successorOf = changedFrom.get(to);
      if (successorOf !== undefined) {
        while (rest[0] !== undefined && rest[0] < successorOf) pushRemoved(rest.shift() ?? 0);
        rest.shift();
        rows.push({ kind: "changed", before: successorOf, after: to });
        continue;
      }
      const from = movedFrom.get(to);
      rows.push(
        from === undefined ? { kind: "added", after: to } : { kind: "moved_here", before: from, after: to },
      );
    }
    for (const index of rest) pushRemoved(index);
  }
  return rows;
};

/** The list after taking some rows over and leaving the others: nothing taken is the list before, all taken the one after. */
export const takeRows = <T>(
  before: readonly T[],
  after: readonly T[],
  choice: { rows: readonly AlignedRow[]; taken: ReadonlySet<number> },
): readonly T[] => {
  const { rows, taken } = choice;
  const movedTaken = new Set(
    rows.flatMap((row, index) =>
      (row.kind === "moved_here" || row.kind === "moved_away") && taken.has(index) ? [row.before] : [],
    ),
  );
  const pick = (list: readonly T[], at: number): readonly T[] => list.slice(at, at + 1);
  return rows.flatMap((row, index): readonly T[] => {
    switch (row.kind) {
      case "same":
        return pick(before, row.before);
      case "changed":
        return taken.has(index) ? pick(after, row.after) : pick(before, row.before);
      case "removed":
        return taken.has(index) ? [] : pick(before, row.before);
      case "added":
        return taken.has(index) ? pick(after, row.after) : [];
      case "moved_away":
        return movedTaken.has(row.before) ? [] : pick(before, row.before);
      case "moved_here":
        return movedTaken.has(row.before) ? pick(after, row.after) : [];
      default: {
        const never: never = row;
        return never;
      }
    }
  });
};
