import { Button, Checkbox, Input, Modal, Popover } from "antd";
import { useId, useState } from "react";
import { readLocal, writeLocal } from "../local-store.ts";
import { type ListDefaults, type ListState, toExportHref, toListSearch } from "./list-state.ts";
import { isSavedViews, type SavedView, withoutView, withView } from "./saved-views.ts";
import type { ColumnChoice } from "./use-column-choice.ts";

type Props = {
  list: string;
  total: number | undefined;
  columns: readonly { key: string; title: string }[];
  columnChoice: ColumnChoice;
  state: ListState;
  defaults: ListDefaults;
  exportPath: string | undefined;
  onView: (search: string) => void;
};

/** Count, saved views, columns and spreadsheet of a list. */
export const ListTools = ({
  list,
  total,
  columns,
  columnChoice,
  state,
  defaults,
  exportPath,
  onView,
}: Props) => (
  <div className="list-tools">
    <p className="list-count" aria-live="polite">
      {total === undefined ? "正在读取…" : `共 ${total} 条`}
    </p>
    <div className="list-tools-end">
      <SavedViews list={list} search={toListSearch({ ...state, page: 1 }, defaults)} onView={onView} />
      <Popover
        trigger="click"
        placement="bottomRight"
        content={
          <fieldset className="column-choice">
            <legend>显示哪些列</legend>
            {columns.map((column, index) => (
              <Checkbox
                key={column.key}
                checked={columnChoice.shown.includes(column.key)}
                disabled={index === 0}
                onChange={(event) =>
                  columnChoice.choose(
                    event.target.checked
                      ? [...columnChoice.shown, column.key]
                      : columnChoice.shown.filter((key) => key !== column.key),
                  )
                }
              >
                {column.title}
              </Checkbox>
            ))}
            <Button size="small" onClick={columnChoice.reset}>
              恢复默认
            </Button>
          </fieldset>
        }
      >
        <Button>列</Button>
      </Popover>
      {exportPath !== undefined && (
        <Button href={toExportHref(exportPath, state)} download>
          导出 Excel
        </Button>
      )}
    </div>
  </div>
);

const SavedViews = ({
  list,
  search,
  onView,
}: {
  list: string;
  search: string;
  onView: (search: string) => void;
}) => {
  const store = `views ${list}`;
  const nameId = useId();
  const [views, setViews] = useState<readonly SavedView[]>(() => readLocal(store, isSavedViews) ?? []);
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState("");
  const keep = (next: readonly SavedView[]): void => {
    writeLocal(store, next);
    setViews(next);
  };
  const save = (): void => {
    if (name.trim() === "") return;
    keep(withView(views, { name, search }));
    setNaming(false);
    setName("");
  };
  return (
    <>
      <Popover
        trigger="click"
        placement="bottomRight"
        content={
          <div className="views">
            {views.length === 0 && <p>还没有保存的视图。先筛选，再保存，下次一点就到。</p>}
            <ul>
              {views.map((view) => (
                <li key={view.name}>
                  <button type="button" className="link-button" onClick={() => onView(view.search)}>
                    {view.name}
                  </button>
                  <button
                    type="button"
                    className="link-button danger"
                    onClick={() => keep(withoutView(views, view.name))}
                  >
                    删除<span className="visually-hidden">视图{view.name}</span>
                  </button>
                </li>
              ))}
            </ul>
            <Button size="small" onClick={() => setNaming(true)}>
              把现在的条件存为视图
            </Button>
          </div>
        }
      >
        <Button>视图{views.length > 0 ? `（${views.length}）` : ""}</Button>
      </Popover>
      <Modal
        title="保存视图"
        open={naming}
        onCancel={() => setNaming(false)}
        onOk={save}
        okText="保存"
        cancelText="取消"
        okButtonProps={{ disabled: name.trim() === "" }}
        destroyOnHidden
      >
        <label htmlFor={nameId}>视图名称（只保存在这台设备上）</label>
        <Input
          id={nameId}
          value={name}
          maxLength={30}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={save}
        />
      </Modal>
    </>
  );
};
