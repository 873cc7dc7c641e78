import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { HistoryRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { historyTones } from "./history-words.ts";

/** Sheets of past volunteers, hours and activities: what waits for a second person, and what was written. */
export const HistoriesPage = () => {
  const mayImport = permissionOf(useMe(), "importHistories").ok;
  return (
    <ListPage<HistoryRow>
      title="往年记录"
      intro="把往年的名单、时长和活动带进来。上传后逐行检查，由另一个人确认才写入；都记成补录。"
      actions={mayImport && <Link to={paths.historyNew}>上传一张表</Link>}
      list="/api/history-imports"
      load={(query, signal) => read(client.GET("/api/history-imports", { params: { query }, signal }))}
      rowKey={(row) => row.id}
      rowName={(row) => `${row.kindName} 第 ${row.no} 号`}
      rowTo={(row) => paths.history(row.id)}
      filters={[
        {
          kind: "choice",
          name: "status",
          label: "状态",
          options: [
            { value: "previewed", label: "等第二个人确认" },
            { value: "applied", label: "已写入" },
            { value: "discarded", label: "已放弃" },
          ],
        },
      ]}
      columns={[
        { key: "no", title: "编号", wrap: "never", render: (row) => `第 ${row.no} 号` },
        { key: "kind", title: "什么表", render: (row) => row.kindName },
        { key: "unit", title: "单位", render: (row) => row.unitName },
        { key: "rows", title: "行数", align: "right", render: (row) => row.rowCount },
        { key: "errors", title: "有错", align: "right", render: (row) => row.errorCount },
        { key: "by", title: "谁上传", render: (row) => row.createdByName },
        { key: "decided", title: "谁确认", render: (row) => row.decidedByName ?? "还没有" },
        { key: "at", title: "什么时候", wrap: "never", render: (row) => timeText(row.createdAt) },
        {
          key: "status",
          title: "状态",
          render: (row) => <StatusMark tone={historyTones[row.status]}>{row.statusName}</StatusMark>,
        },
      ]}
      empty={{ title: "还没有往年记录", hint: "点“上传一张表”，先下载模板，填好再上传。" }}
    />
  );
};
