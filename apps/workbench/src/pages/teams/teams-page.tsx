import { client, read } from "../../api/client.ts";
import type { TeamRow } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { teamKindOptions, teamStatusOptions, teamTone } from "./team-words.ts";

/** Volunteer teams of the reader's area; those to verify first. */
export const TeamsPage = () => (
  <ListPage<TeamRow>
    title="服务队"
    intro="医院、高校、企业、学会、老年人自己登记的科技志愿服务队。核验通过才接单。"
    list="/api/teams"
    load={(query, signal) => read(client.GET("/api/teams", { params: { query }, signal }))}
    rowKey={(row) => row.id}
    rowName={(row) => row.name}
    rowTo={(row) => paths.team(row.id)}
    searchHint="队名"
    filters={[
      { kind: "choice", name: "status", label: "状态", options: teamStatusOptions },
      { kind: "choice", name: "kind", label: "类型", options: teamKindOptions },
    ]}
    columns={[
      { key: "name", title: "队名", render: (row) => row.name },
      { key: "kind", title: "类型", render: (row) => row.kindName },
      {
        key: "status",
        title: "状态",
        render: (row) => <StatusMark tone={teamTone(row.status)}>{row.statusName}</StatusMark>,
      },
      { key: "skills", title: "会做", render: (row) => row.skillNames.join("、") },
      { key: "members", title: "人数", align: "right", render: (row) => row.memberCount },
      { key: "unit", title: "由谁核验", render: (row) => row.unitName },
      {
        key: "createdAt",
        title: "登记时间",
        wrap: "never",
        hidden: true,
        render: (row) => timeText(row.createdAt),
      },
    ]}
    empty={{ title: "还没有服务队", hint: "队长在门户“我的—我的服务队”里登记，登记后出现在这里。" }}
  />
);
