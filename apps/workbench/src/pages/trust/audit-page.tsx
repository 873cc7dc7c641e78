import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { AuditRow } from "../../api/views.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { paths } from "../../paths.ts";
import { ListPage } from "../../list/list-page.tsx";
import { timeText } from "../../time-text.ts";
import { RecordLink } from "./fact-columns.tsx";

const tones: Readonly<Record<string, Tone>> = {
  done: "done",
  denied: "urgent",
  failed: "urgent",
  read: "quiet",
};
const actorNames: Readonly<Record<string, string>> = { system: "系统", anonymous: "未登录访客" };

/** Who did what for whom, newest first; refused and failed attempts included. */
export const AuditPage = () => (
  <ListPage<AuditRow>
    title="操作审计"
    intro="每一次写入、被拒绝的尝试和查看个人信息都在这里，不能修改。"
    list="/api/audit"
    load={(query, signal) => read(client.GET("/api/audit", { params: { query: query as never }, signal }))} // the filters below are the contract's
    rowKey={(row) => row.id}
    rowName={(row) => `${timeText(row.at)} ${row.actionName}`}
    filters={[
      { kind: "day", name: "from", label: "从" },
      { kind: "day", name: "to", label: "到" },
      {
        kind: "choice",
        name: "outcome",
        label: "结果",
        options: [
          { value: "done", label: "已办" },
          { value: "denied", label: "被拒绝" },
          { value: "failed", label: "失败" },
          { value: "read", label: "查看" },
        ],
      },
      { kind: "text", name: "action", label: "动作代号", placeholder: "如 identity.sign_in" },
      { kind: "text", name: "record", label: "记录编号" },
      { kind: "carried", name: "person", label: "办理人" },
      { kind: "carried", name: "table", label: "记录种类" },
      { kind: "carried", name: "unit", label: "单位" },
    ]}
    columns={[
      { key: "at", title: "时间", wrap: "never", render: (row) => timeText(row.at) },
      {
        key: "action",
        title: "动作",
        wrap: "never",
        render: (row) => (
          <Link to={`${paths.audit}?action=${encodeURIComponent(row.action)}`}>{row.actionName}</Link>
        ),
      },
      {
        key: "outcome",
        title: "结果",
        render: (row) => <StatusMark tone={tones[row.outcome] ?? "quiet"}>{row.outcomeName}</StatusMark>,
      },
      {
        key: "actor",
        title: "办理人",
        render: (row) =>
          row.actorPersonId === null ? (
            (actorNames[row.actorKind] ?? row.actorKind)
          ) : (
            <Link to={`${paths.audit}?person=${row.actorPersonId}`}>{row.actorName ?? "已注销"}</Link>
          ),
      },
      {
        key: "behalf",
        title: "代谁办理",
        render: (row) => (row.onBehalfOfPersonId === null ? "本人" : (row.onBehalfOfName ?? "已注销")),
      },
      { key: "unit", title: "单位", render: (row) => row.unitName ?? "—" },
      {
        key: "record",
        title: "记录",
        wrap: "never",
        render: (row) => (row.record === null ? "—" : <RecordLink record={row.record} />),
      },
      { key: "reason", title: "原因", render: (row) => row.reason ?? "—" },
      {
        key: "code",
        title: "动作代号",
        hidden: true,
        render: (row) => <span className="mono">{row.action}</span>,
      },
      {
        key: "recordId",
        title: "记录编号",
        hidden: true,
        wrap: "never",
        render: (row) => <span className="mono">{row.recordId ?? "—"}</span>,
      },
      { key: "changed", title: "内容有变", hidden: true, render: (row) => (row.changed ? "有" : "没有") },
      {
        key: "requestId",
        title: "请求编号",
        hidden: true,
        render: (row) => <span className="mono">{row.requestId ?? "—"}</span>,
      },
    ]}
    exportPath="/api/audit/export.xlsx"
    empty={{ title: "还没有操作记录", hint: "有人办理、查看或被拒绝后，记录会自动出现。" }}
  />
);
