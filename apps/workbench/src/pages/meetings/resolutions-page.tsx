import { client, read } from "../../api/client.ts";
import type { ResolutionRow } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { resolutionTone, standingOptions } from "./meeting-words.ts";

/** What units owe from joint meetings; what is due first on top. */
export const ResolutionsPage = () => (
  <ListPage<ResolutionRow>
    title="联席会议决议"
    intro="每一项都有责任单位和完成日期。过期先提醒责任单位，七天后提醒牵头单位，并排在下次议程最前。"
    list="/api/resolutions"
    load={(query, signal) => read(client.GET("/api/resolutions", { params: { query }, signal }))}
    rowKey={(row) => row.id}
    rowName={(row) => `决议 ${row.no} 号`}
    rowTo={(row) => paths.resolution(row.id)}
    filters={[{ kind: "choice", name: "standing", label: "状态", options: standingOptions }]}
    columns={[
      { key: "no", title: "决议", wrap: "never", render: (row) => `决议 ${row.no} 号` },
      { key: "body", title: "办什么", wrap: "wide", render: (row) => row.body },
      { key: "unit", title: "责任单位", render: (row) => row.unitName },
      { key: "dueOn", title: "完成日期", wrap: "never", render: (row) => row.dueOn },
      { key: "meeting", title: "哪次会", wrap: "never", render: (row) => `第 ${row.meetingNo} 次` },
      {
        key: "status",
        title: "状态",
        render: (row) => <StatusMark tone={resolutionTone(row)}>{row.statusName}</StatusMark>,
      },
    ]}
    exportPath="/api/resolutions/export.xlsx"
    empty={{ title: "没有决议", hint: "联席会议形成决议后，按责任单位列在这里。" }}
  />
);
