import { client, read } from "../../api/client.ts";
import type { RectificationRow } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { rectificationStatusOptions, rectificationTone } from "./inspection-words.ts";

/** Rectification orders of the reader's area; what is due first on top. */
export const RectificationsPage = () => (
  <ListPage<RectificationRow>
    title="整改"
    intro="检查发现的问题，限期改，复核后销号。经过只增不改。"
    list="/api/rectifications"
    load={(query, signal) => read(client.GET("/api/rectifications", { params: { query }, signal }))}
    rowKey={(row) => row.id}
    rowName={(row) => `整改 ${row.no} 号`}
    rowTo={(row) => paths.rectification(row.id)}
    filters={[{ kind: "choice", name: "status", label: "状态", options: rectificationStatusOptions }]}
    columns={[
      { key: "no", title: "整改", wrap: "never", render: (row) => `整改 ${row.no} 号` },
      { key: "body", title: "改什么", wrap: "wide", render: (row) => row.body },
      { key: "unit", title: "单位", render: (row) => row.unitName },
      { key: "dueOn", title: "期限", wrap: "never", render: (row) => row.dueOn },
      {
        key: "status",
        title: "状态",
        render: (row) => <StatusMark tone={rectificationTone(row)}>{row.statusName}</StatusMark>,
      },
    ]}
    exportPath="/api/rectifications/export.xlsx"
    empty={{ title: "没有整改", hint: "检查中不合格的记录下达整改后，列在这里。" }}
  />
);
