import { Link } from "react-router";
import type { FactRow } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import type { ListColumn } from "../../list/list-page.tsx";
import { basename } from "../../paths.ts";
import { numberText, timeText } from "../../time-text.ts";

/** The record behind a fact: in the workbench, elsewhere, or only by name where it has no page. */
export const RecordLink = ({ record }: { record: { title: string; href: string | null } }) => {
  if (record.href === null) return record.title;
  if (record.href.startsWith(basename))
    return <Link to={record.href.slice(basename.length)}>{record.title}</Link>;
  return <a href={record.href}>{record.title}</a>;
};

export const reversalMark = (fact: FactRow) => {
  if (fact.reversesId !== null) return <StatusMark tone="quiet">冲销记录</StatusMark>;
  if (fact.reversedById !== null) return <StatusMark tone="urgent">已冲销</StatusMark>;
  return <StatusMark tone="done">有效</StatusMark>;
};

export const factColumns: readonly (ListColumn<FactRow> & { sort?: string })[] = [
  { key: "kind", title: "事实", render: (row) => row.kindName },
  {
    key: "occurredOn",
    title: "发生日期",
    sort: "occurredOn",
    wrap: "never",
    render: (row) => row.occurredOn,
  },
  { key: "unit", title: "单位", render: (row) => row.unitName },
  {
    key: "quantity",
    title: "数量",
    sort: "quantity",
    align: "right",
    render: (row) => `${numberText(row.quantity)} ${row.measure}`,
  },
  { key: "audience", title: "人群", render: (row) => row.audienceName ?? "不分" },
  { key: "record", title: "原始记录", render: (row) => <RecordLink record={row.record} /> },
  { key: "state", title: "状态", render: reversalMark },
  { key: "topic", title: "主题", hidden: true, render: (row) => row.topic ?? "—" },
  { key: "planTags", title: "计划条款", hidden: true, render: (row) => row.planTags.join("、") || "—" },
  {
    key: "recordedAt",
    title: "记录时间",
    sort: "recordedAt",
    hidden: true,
    render: (row) => timeText(row.recordedAt),
  },
];
