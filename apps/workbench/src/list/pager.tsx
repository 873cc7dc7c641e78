import { useId } from "react";
import { type ListState, pageSizes, withPage } from "./list-state.ts";

/** Paging by buttons with names; where we are is said in words. */
export const Pager = ({
  state,
  total,
  show,
}: {
  state: ListState;
  total: number;
  show: (next: ListState) => void;
}) => {
  const id = useId();
  const last = Math.max(1, Math.ceil(total / state.size));
  if (total <= pageSizes[0]) return null;
  const go = (page: number): void => show(withPage(state, page, state.size));
  return (
    <nav className="pager" aria-label="翻页">
      <button
        type="button"
        className="pager-button"
        disabled={state.page <= 1}
        onClick={() => go(state.page - 1)}
      >
        上一页
      </button>
      <span>
        第 {state.page} 页，共 {last} 页
      </span>
      <button
        type="button"
        className="pager-button"
        disabled={state.page >= last}
        onClick={() => go(state.page + 1)}
      >
        下一页
      </button>
      <label htmlFor={id}>每页</label>
      <select
        id={id}
        className="native-control"
        value={state.size}
        onChange={(event) => show(withPage(state, 1, Number(event.target.value)))}
      >
        {[...new Set([...pageSizes, state.size])].map((size) => (
          <option key={size} value={size}>
            {size} 条
          </option>
        ))}
      </select>
    </nav>
  );
};
