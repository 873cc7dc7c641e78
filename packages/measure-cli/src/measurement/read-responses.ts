import { parseResponses, type Responses } from "@kepu/psychometrics";
import type { TestSection } from "../design-file/schema.ts";
import { fullColumn, matchColumns, type Table, textColumn } from "../input/table.ts";

/** Answers of a table's rows to the items named, in that order. */
export const readResponses = (
  table: Table,
  items: readonly string[],
  codes: Pick<TestSection, "notPresented" | "refused">,
): Responses => {
  const ids = matchColumns(table, items);
  const columns = ids.map((name) => textColumn(table, name));
  return parseResponses(
    ids,
    Array.from({ length: table.rows }, (_, row) => columns.map((column) => column[row] ?? "")),
    {
      ...(codes.notPresented === undefined ? {} : { notPresented: codes.notPresented }),
      ...(codes.refused === undefined ? {} : { refused: codes.refused }),
    },
  );
};

/** Group number of each row, and the names in the order of their numbers. */
export const readGroups = (
  table: Table,
  column: string,
): { readonly codes: Int32Array; readonly names: readonly string[] } => {
  const cells = fullColumn(table, column);
  const names = [...new Set(cells)].sort();
  return { codes: Int32Array.from(cells, (cell) => names.indexOf(cell)), names };
};
