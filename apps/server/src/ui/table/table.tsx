import type { ComponentChildren } from "preact";

export type TableColumn<Row> = {
  header: string;
  cell: (row: Row) => ComponentChildren;
  align?: "start" | "end";
  /** The cell that names the row: a row header, and the title of the row on a phone. */
  role?: "name";
};

export type TableProps<Row> = {
  /** What the table shows; always said, hidden where a heading right above says the same. */
  caption: string;
  captionShown?: "shown" | "hidden";
  columns: readonly TableColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Instead of an empty table. */
  empty: ComponentChildren;
};

/** Rows and columns from 768 px; under that and in the 长辈版 each row is a block with the column names beside the values. */
export function Table<Row>({
  caption,
  captionShown = "shown",
  columns,
  rows,
  rowKey,
  empty,
}: TableProps<Row>) {
  if (rows.length === 0) return <>{empty}</>;
  return (
    <table class="table">
      <caption class={captionShown === "hidden" ? "visually-hidden" : "table__caption"}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.header} scope="col" class={column.align === "end" ? "table__end" : undefined}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) =>
              column.role === "name" ? (
                <th key={column.header} scope="row">
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.header} class={column.align === "end" ? "table__end" : undefined}>
                  <span class="table__label" aria-hidden="true">
                    {column.header}
                  </span>
                  <span class="table__value">{column.cell(row)}</span>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
