import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { RecruitmentRow } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";

const groupOptions = [
  { value: "campus", label: "在校学生" },
  { value: "enterprise", label: "企业职工" },
  { value: "senior", label: "离退休人员" },
  { value: "society", label: "学会协会会员" },
  { value: "teacher", label: "老师" },
  { value: "health", label: "医务人员" },
  { value: "media", label: "媒体从业人员" },
  { value: "resident", label: "附近居民" },
];

/** Drives by which teams of the area look for people, by group. */
export const RecruitmentsPage = () => (
  <ListPage<RecruitmentRow>
    title="招募"
    intro="服务队按人群招人。队长在手机上开招募、答复报名；这里看各队招到多少人。"
    list="/api/recruitments"
    load={(query, signal) => read(client.GET("/api/recruitments", { params: { query }, signal }))}
    rowKey={(row) => row.id}
    rowName={(row) => `${row.teamName}招${row.audienceName}`}
    filters={[{ kind: "choice", name: "audience", label: "招哪些人", options: groupOptions }]}
    columns={[
      {
        key: "team",
        title: "服务队",
        render: (row) => <Link to={paths.team(row.teamId)}>{row.teamName}</Link>,
      },
      { key: "group", title: "招哪些人", render: (row) => row.audienceName },
      { key: "about", title: "做什么", render: (row) => row.about },
      { key: "count", title: "招到", wrap: "never", render: (row) => `${row.admitted} / ${row.wanted} 人` },
      { key: "waiting", title: "等答复", wrap: "never", render: (row) => `${row.waiting} 人` },
      { key: "until", title: "报名到", wrap: "never", render: (row) => row.applyUntilOn },
      { key: "term", title: "服务期", render: (row) => `${row.servesFromOn} 至 ${row.servesUntilOn}` },
      { key: "code", title: "招募码", wrap: "never", render: (row) => row.code },
      {
        key: "standing",
        title: "状态",
        render: (row) => (
          <StatusMark tone={row.standing === "open" ? "waiting" : "quiet"}>{row.standingName}</StatusMark>
        ),
      },
      { key: "unit", title: "由谁核验", render: (row) => row.unitName },
    ]}
    empty={{ title: "还没有招募", hint: "队长在门户“我的服务队”里点“招募队员”，就会出现在这里。" }}
  />
);
