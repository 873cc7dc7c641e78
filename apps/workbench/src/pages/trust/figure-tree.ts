import type { FigureTreeView } from "../../api/views.ts";

export type FigureTreeRow = FigureTreeView["rows"][number] & { depth: number; share: number };

/**
 * Rows in the order of the tree with their depth, and each value as a share of the largest sibling-independent value,
 * from zero: a bar twice as long means twice as much.
 */
export const toFigureRows = (rows: FigureTreeView["rows"]): FigureTreeRow[] => {
  const ids = new Set(rows.map((row) => row.unitId));
  const largest = Math.max(0, ...rows.map((row) => row.value));
  const below = (parentId: string | null, depth: number): FigureTreeRow[] =>
    rows
      .filter((row) => (row.parentId !== null && ids.has(row.parentId) ? row.parentId : null) === parentId)
      .flatMap((row) => [
        { ...row, depth, share: largest <= 0 ? 0 : Math.max(0, row.value) / largest },
        ...below(row.unitId, depth + 1),
      ]);
  return below(null, 0);
};
