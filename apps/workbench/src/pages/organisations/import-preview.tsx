import { useState } from "react";
import type { ImportRow } from "../../api/views.ts";

const actionNames: Readonly<Record<string, string>> = { create: "新增", update: "更新", unchanged: "不变", skip: "跳过" };

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
          <input type="checkbox" checked={onlyWrong} onChange={(event) => setOnlyWrong(event.target.checked)} /> 只看有错的 {wrong.length} 行
        </label>
      )}
      <div className="table-scroll" role="region" aria-label="逐行检查结果" tabIndex={0}>
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">行</th>
              <th scope="col">结果</th>
              {names.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.line} className={row.errors.length > 0 ? "bad" : undefined}>
                <td>{row.line}</td>
                <td className="row-errors">{row.errors.length > 0 ? row.errors.join("；") : (actionNames[row.action] ?? row.action)}</td>
                {names.map((name) => (
                  <td key={name}>{row.values[name] ?? ""}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
};
