import { client, read } from "../../api/client.ts";
import type { PlanTaskRow } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { audienceName, audienceOptions } from "../contents/contents-words.ts";
import { pillarFilterOptions, progressOptions, progressTone } from "./plan-words.ts";

const unitsText = (row: PlanTaskRow): string => {
  const leads = row.units.filter((unit) => unit.part === "lead").map((unit) => unit.unitName);
  return leads.length > 3 ? `${leads.slice(0, 2).join("、")}等 ${leads.length} 个` : leads.join("、");
};

/** Tasks of the plan in force in its order, with how they stand today. */
export const PlanTasksPage = () => (
  <ListPage<PlanTaskRow>
    title="任务进展"
    intro="施行中的方案每项任务现在怎么样。数字由点单、稿件、辟谣、活动等记录算出，点开看每一条。"
    list="/api/plan-tasks"
    load={(query, signal) => read(client.GET("/api/plan-tasks", { params: { query }, signal }))}
    rowKey={(row) => row.id}
    rowName={(row) => `${row.code} ${row.title}`}
    rowTo={(row) => paths.planTask(row.id)}
    searchHint="任务、编号、条款里的话"
    filters={[
      { kind: "choice", name: "status", label: "状态", options: progressOptions },
      { kind: "choice", name: "pillar", label: "四个方面", options: pillarFilterOptions },
      { kind: "choice", name: "audience", label: "人群", options: audienceOptions },
    ]}
    columns={[
      { key: "title", title: "任务", wrap: "wide", render: (row) => `${row.code} ${row.title}` },
      {
        key: "status",
        title: "状态",
        render: (row) => <StatusMark tone={progressTone(row.status)}>{row.statusName}</StatusMark>,
      },
      { key: "progress", title: "进展", wrap: "wide", render: (row) => row.progressText ?? row.missing },
      { key: "trend", title: "近一月", render: (row) => row.trend },
      { key: "lead", title: "牵头", render: unitsText },
      {
        key: "unadopted",
        title: "没纳入的单位",
        align: "right",
        render: (row) => (row.unadopted === 0 ? "0" : <span className="bad">{row.unadopted}</span>),
      },
      { key: "due", title: "期限", wrap: "never", render: (row) => row.dueOn },
      {
        key: "audiences",
        title: "人群",
        hidden: true,
        render: (row) => row.audiences.map(audienceName).join("、"),
      },
    ]}
    empty={{ title: "没有施行中的方案", hint: "督导员在“方案”里导入并开始施行后，任务出现在这里。" }}
  />
);
