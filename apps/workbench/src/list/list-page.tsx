import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { useSearchParams } from "react-router";
import { asProblem } from "../api/problem.ts";
import type { Page } from "../api/views.ts";
import { EmptyState } from "../shell/empty-state.tsx";
import { LoadingRows } from "../shell/loading.tsx";
import { type Crumb, PageHead } from "../shell/page-head.tsx";
import { ProblemView } from "../shell/problem-view.tsx";
import { BatchBar, type BatchAction } from "./batch-bar.tsx";
import { FilterBar, type ListFilter } from "./filter-bar.tsx";
import { ListTable } from "./list-table.tsx";
import { Pager } from "./pager.tsx";
import { ListTools } from "./list-tools.tsx";
import {
  isFiltered,
  type ListDefaults,
  type ListState,
  parseListState,
  toListQuery,
  toListSearch,
} from "./list-state.ts";
import { useColumnChoice } from "./use-column-choice.ts";

export type ListColumn<Row> = {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  /** Name that the server sorts by; absent = not sortable. */
  sort?: string;
  width?: number;
  align?: "right";
  /** `never`: times and numbers of records, not broken over lines. `wide`: whole sentences, which need room. */
  wrap?: "never" | "wide";
  /** Not shown until the reader chooses it. */
  hidden?: true;
};

export type ListQueryInput = ReturnType<typeof toListQuery>;

export type ListPageProps<Row extends object> = {
  title: string;
  intro?: ReactNode;
  crumbs?: readonly Crumb[];
  actions?: ReactNode;
  /** Path of the list in the API: key of the cache and of choices kept on this device. */
  list: string;
  load: (query: ListQueryInput, signal: AbortSignal) => Promise<Page<Row>>;
  columns: readonly ListColumn<Row>[];
  rowKey: (row: Row) => string;
  /** The row in words, for its tick box. */
  rowName: (row: Row) => string;
  /** The row's page; the first column becomes the link. */
  rowTo?: (row: Row) => string;
  filters?: readonly ListFilter[];
  /** What the search box looks in; absent = the list has none. */
  searchHint?: string;
  defaults?: ListDefaults;
  exportPath?: string;
  batch?: readonly BatchAction<Row>[];
  empty: { title: string; hint: ReactNode; action?: ReactNode };
  /** Shown above the table, for example sums. */
  above?: ReactNode;
};

/** A page that lists: filter bar, table, views, export, batch. Everything that changes what is shown is in the address. */
export const ListPage = <Row extends object>(props: ListPageProps<Row>) => {
  const { list, load, columns, rowKey, filters = [], defaults = {}, batch = [] } = props;
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<readonly Row[]>([]);
  const state = parseListState(
    search,
    filters.map((filter) => filter.name),
    defaults,
  );
  const columnChoice = useColumnChoice(list, columns);
  const query = useQuery({
    queryKey: [list, toListQuery(state)],
    queryFn: ({ signal }) => load(toListQuery(state), signal),
    placeholderData: keepPreviousData,
  });
  const show = (next: ListState): void => {
    setChosen([]);
    setSearch(toListSearch(next, defaults));
  };
  const shown = columns.filter((column) => columnChoice.shown.includes(column.key));
  return (
    <>
      <PageHead
        title={props.title}
        {...(props.crumbs && { crumbs: props.crumbs })}
        intro={props.intro}
        actions={props.actions}
      />
      {props.above}
      <FilterBar
        filters={filters}
        state={state}
        searchHint={props.searchHint}
        onChange={show}
        defaults={defaults}
      />
      <ListTools
        list={list}
        total={query.data?.total}
        columns={columns}
        columnChoice={columnChoice}
        state={state}
        defaults={defaults}
        exportPath={props.exportPath}
        onView={(saved) => setSearch(saved)}
      />
      {batch.length > 0 && chosen.length > 0 && (
        <BatchBar
          rows={chosen}
          actions={batch}
          rowName={props.rowName}
          rowKey={rowKey}
          onDone={() => {
            setChosen([]);
            void query.refetch();
          }}
        />
      )}
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess &&
        query.data.rows.length === 0 &&
        (isFiltered(state) || state.page > 1 ? (
          <NothingFound onClear={() => show({ ...state, page: 1, q: "", filters: {} })} />
        ) : (
          <EmptyState {...props.empty} />
        ))}
      {query.isSuccess && query.data.rows.length > 0 && (
        <>
          <ListTable
            title={props.title}
            columns={shown}
            rows={query.data.rows}
            rowKey={rowKey}
            rowName={props.rowName}
            rowTo={props.rowTo}
            state={state}
            show={show}
            choice={batch.length === 0 ? undefined : { chosen, choose: setChosen }}
            stale={query.isPlaceholderData}
          />
          <Pager state={state} total={query.data.total} show={show} />
        </>
      )}
    </>
  );
};

const NothingFound = ({ onClear }: { onClear: () => void }) => (
  <EmptyState
    title="没有符合条件的记录"
    hint="换一个词，或者放宽筛选条件。"
    action={
      <button type="button" className="link-button" onClick={onClear}>
        清除全部条件
      </button>
    }
  />
);
