import { TableScroll } from "../../detail/table-scroll.tsx";
import { useState } from "react";
import type { ImportRow } from "../../api/views.ts";

/** Titles of the columns, as in the template. */
const columnTitles: Readonly<Record<string, string>> = {
  name: "单位名称",
  kind: "类别",
  parent: "上级单位",
  regionCode: "区划代码",
  stationLevel: "站点级别",
  stationOf: "上级站点",
  phone: "电话",
  address: "地址",
  openingHours: "开放时间",
  description: "说明",
  validFrom: "启用日期",
};

const actionNames: Readonly<Record<string, string>> = {
  create: "新增",
  update: "更新",
  unchanged: "不变",
  error: "有错",
};

/** Every row as it will be written, or why it will not; the wrong ones can be shown alone. */
export const ImportPreview = ({ rows }: { rows: readonly ImportRow[] }) => {
  const wrong = rows.filter((row) => row.errors.length > 0);
  const [onlyWrong, setOnlyWrong] = useState(wrong.length > 0);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.values)))];
  const shown = onlyWrong ? wrong : rows;
  return (
    <>
      {wrong.length > 0 && (
        <label className="check">
          <input
            type="checkbox"
            checked={onlyWrong}
            onChange={(event) => setOnlyWrong(event.target.checked)}
          />{" "}
          只看有错的 {wrong.length} 行
        </label>
      )}
      <TableScroll>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">行</th>
              <th scope="col">结果</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  {columnTitles[name] ?? name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.line} className={row.errors.length > 0 ? "bad" : undefined}>
                <td>{row.line}</td>
                <td className="row-errors">
                  {row.errors.length > 0
                    ? row.errors
                        .map((error) => `${columnTitles[error.column] ?? error.column}：${error.sentence}`)
                        .join("；")
                    : (actionNames[row.action] ?? row.action)}
                </td>
                {names.map((name) => (
                  <td key={name}>{row.values[name] ?? ""}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </>
  );
};
