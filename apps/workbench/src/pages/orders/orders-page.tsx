import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { OrderRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { dueOf, timeText } from "../../time-text.ts";
import { audienceOptions } from "../contents/contents-words.ts";
import { useServiceTopics } from "./use-service-items.ts";
import {
  didOptions,
  entryOptions,
  halfName,
  halfOptions,
  nearOptions,
  orderStatusOptions,
  orderTone,
  waitingForStation,
} from "./order-words.ts";

const labelOf = (options: readonly { value: string; label: string }[], name: string): string | undefined => {
  const value = new URLSearchParams(location.search).get(name);
  return options.find((option) => option.value === value)?.label ?? value ?? undefined;
};

const DueMark = ({ row }: { row: OrderRow }) => {
  if (row.dueAt === null) return <>—</>;
  const due = dueOf(row.dueAt, new Date());
  return (
    <StatusMark tone={due.tone === "late" ? "urgent" : due.tone === "soon" ? "waiting" : "quiet"}>
      {due.text}
    </StatusMark>
  );
};

/** The station's board: what waits for the station, what is due first on top; the address holds the filters. */
export const OrdersPage = () => {
  const me = useMe();
  const topics = useServiceTopics();
  return (
    <ListPage<OrderRow>
      title="点单看板"
      intro="先办快到期的。每个没办完的单都有人管、有期限；过期没办，自动转给上级站点。"
      list="/api/orders"
      load={(query, signal) => read(client.GET("/api/orders", { params: { query }, signal }))}
      rowKey={(row) => row.id}
      rowName={(row) => `${row.no} ${row.title}`}
      rowTo={(row) => paths.order(row.id)}
      searchHint="单号或服务名称"
      defaults={{ filters: { status: waitingForStation }, sort: "dueAt" }}
      actions={permissionOf(me, "takeCall").ok ? <Link to={paths.orderCall}>接一个电话点单</Link> : undefined}
      filters={[
        { kind: "choice", name: "status", label: "状态", options: orderStatusOptions },
        { kind: "choice", name: "near", label: "轻重缓急", options: nearOptions },
        {
          kind: "choice",
          name: "audience",
          label: "人群",
          options: [...audienceOptions, { value: "none", label: "大家都有" }],
        },
        {
          kind: "choice",
          name: "topic",
          label: "主题",
          options: [
            ...topics.map((topic) => ({ value: topic.code, label: topic.name })),
            { value: "none", label: "没有主题" },
          ],
        },
        { kind: "choice", name: "entry", label: "去向", options: entryOptions },
        { kind: "carried", name: "did", label: "哪一步", text: labelOf(didOptions, "did") },
        { kind: "carried", name: "from", label: "从哪天", text: labelOf([], "from") },
        { kind: "carried", name: "to", label: "到哪天", text: labelOf([], "to") },
        { kind: "carried", name: "half", label: "半天", text: labelOf(halfOptions, "half") },
        { kind: "carried", name: "owner", label: "谁来办", text: "所选单位的站点" },
        {
          kind: "carried",
          name: "unit",
          label: "单位",
          text: me.grants.find((grant) => location.search.includes(grant.unitId))?.unitName,
        },
      ]}
      columns={[
        { key: "title", title: "服务", render: (row) => `${row.no} ${row.title}` },
        {
          key: "status",
          title: "状态",
          render: (row) => <StatusMark tone={orderTone(row.status)}>{row.statusName}</StatusMark>,
        },
        { key: "dueAt", title: "期限", sort: "dueAt", render: (row) => <DueMark row={row} /> },
        {
          key: "risk",
          title: "提醒",
          render: (row) =>
            row.atRisk ? <StatusMark tone="urgent">可能误事</StatusMark> : row.round > 1 ? "重新办理" : "",
        },
        {
          key: "wanted",
          title: "想要的时间",
          sort: "wantedOn",
          wrap: "never",
          render: (row) => `${row.wantedOn} ${halfName(row.wantedHalf)}`,
        },
        { key: "place", title: "地点", render: (row) => row.place },
        { key: "team", title: "服务队", render: (row) => row.teamName ?? "还没有" },
        { key: "owner", title: "谁来办", hidden: true, render: (row) => row.ownerName },
        { key: "people", title: "人数", hidden: true, align: "right", render: (row) => row.peopleCount },
        { key: "channel", title: "来源", hidden: true, render: (row) => row.channelName },
        {
          key: "createdAt",
          title: "点单时间",
          sort: "createdAt",
          hidden: true,
          wrap: "never",
          render: (row) => timeText(row.createdAt),
        },
      ]}
      empty={{ title: "没有等站点办的单", hint: "新单会自动出现在这里，也会出现在“等我办的事”里。" }}
    />
  );
};
