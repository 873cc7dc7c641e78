import type { ReactNode } from "react";
import { Link } from "react-router";
import { TableScroll } from "../detail/table-scroll.tsx";
import type { ListColumn } from "./list-page.tsx";
import { type ListState, withSort } from "./list-state.ts";

type Choice<Row> = { chosen: readonly Row[]; choose: (rows: readonly Row[]) => void };

type Props<Row> = {
  title: string;
  columns: readonly ListColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  rowName: (row: Row) => string;
  rowTo: ((row: Row) => string) | undefined;
  state: ListState;
  show: (next: ListState) => void;
  /** Tick boxes, where there is something to do with several rows. */
  choice: Choice<Row> | undefined;
  stale: boolean;
};

/**
 * Our own table and not Ant Design's: that one puts focus stops on header cells, hides a second row of tick boxes from
 * screen readers only, and leaves its paging buttons without names (found by all three accessibility engines).
 */
export const ListTable = <Row,>({
  title,
  columns,
  rows,
  rowKey,
  rowName,
  rowTo,
  state,
  show,
  choice,
  stale,
}: Props<Row>) => {
  const isChosen = (row: Row): boolean =>
    choice?.chosen.some((each) => rowKey(each) === rowKey(row)) ?? false;
  const toggle = (row: Row): void =>
    choice?.choose(
      isChosen(row) ? choice.chosen.filter((each) => rowKey(each) !== rowKey(row)) : [...choice.chosen, row],
    );
  const all = rows.every(isChosen);
  return (
    <TableScroll className={stale ? "list-table stale" : "list-table"}>
      <table className="plain-table">
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {choice !== undefined && (
              <th scope="col" className="tick">
                <input
                  type="checkbox"
                  aria-label="选择本页全部"
                  checked={all}
                  onChange={() => choice.choose(all ? [] : rows)}
                />
              </th>
            )}
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} state={state} show={show} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {choice !== undefined && (
                <td className="tick">
                  <input
                    type="checkbox"
                    aria-label={`选择${rowName(row)}`}
                    checked={isChosen(row)}
                    onChange={() => toggle(row)}
                  />
                </td>
              )}
              {columns.map((column, index) => (
                <td key={column.key} className={cellClass(column)}>
                  {index === 0 && rowTo !== undefined ? (
                    <RowLink to={rowTo(row)}>{column.render(row)}</RowLink>
                  ) : (
                    column.render(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
};

const cellClass = ({ align, wrap }: Pick<ListColumn<never>, "align" | "wrap">): string | undefined =>
  align === "right" ? "number" : wrap === "never" ? "one-line" : wrap === "wide" ? "wide-cell" : undefined;

const RowLink = ({ to, children }: { to: string; children: ReactNode }) => (
  <Link to={to} data-row-link="" className="row-link">
    {children}
  </Link>
);

const HeaderCell = <Row,>({
  column,
  state,
  show,
}: {
  column: ListColumn<Row>;
  state: ListState;
  show: (next: ListState) => void;
}) => {
  const className = column.align === "right" ? "number" : undefined;
  const { sort } = column;
  if (sort === undefined)
    return (
      <th scope="col" className={className}>
        {column.title}
      </th>
    );
  const order = state.sort === sort ? "ascending" : state.sort === `-${sort}` ? "descending" : "none";
  return (
    <th scope="col" className={className} aria-sort={order}>
      <button
        type="button"
        className="sort"
        onClick={() => show(withSort(state, order === "ascending" ? `-${sort}` : sort))}
      >
        {column.title}
        <span aria-hidden="true">{order === "ascending" ? "▲" : order === "descending" ? "▼" : "↕"}</span>
      </button>
    </th>
  );
};
