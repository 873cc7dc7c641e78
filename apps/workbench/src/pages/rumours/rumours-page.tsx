import { Button } from "antd";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { RumourRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { claimStatusOptions, claimTone, fieldOptions, percent, triageText } from "./rumours-words.ts";

/** The queue of the rumour desk: heaps of reports, the most urgent first, with the parts of their score. */
export const RumoursPage = () => {
  const me = useMe();
  return (
    <ListPage<RumourRow>
      title="核查台"
      intro="同样的原话自动并成一条。先后按“传播 × 危害 × 本地”排，三项都写在每一行里；两位在聘专家同意，结论才能发布。"
      actions={
        permissionOf(me, "rumourIntake").ok && (
          <Link to={paths.rumourIntake}>
            <Button>代录一条线索</Button>
          </Link>
        )
      }
      list="/api/rumour-claims"
      load={(query, signal) =>
        read(client.GET("/api/rumour-claims", { params: { query: query as never }, signal }))
      } // the list's own sorts and filters
      rowKey={(row) => row.id}
      rowName={(row) => row.title}
      rowTo={(row) => paths.rumour(row.id)}
      searchHint="说法"
      defaults={{ sort: "-score", filters: { status: "open,working" } }}
      filters={[
        { kind: "choice", name: "status", label: "状态", options: claimStatusOptions },
        {
          kind: "choice",
          name: "returned",
          label: "回潮",
          options: [{ value: "yes", label: "又传起来的" }],
        },
        { kind: "choice", name: "field", label: "领域", options: fieldOptions },
      ]}
      columns={[
        {
          key: "title",
          title: "说法",
          render: (row) => (row.described ? row.title : `（待整理）${row.title}`),
        },
        {
          key: "status",
          title: "状态",
          render: (row) => (
            <StatusMark tone={claimTone(row.status)}>
              {row.working === "signing"
                ? `${row.statusName}，等签字`
                : row.working === "draft"
                  ? `${row.statusName}，在写`
                  : row.returned === null
                    ? row.statusName
                    : `${row.statusName}，又传起来（${row.returned.reports} 人次）`}
            </StatusMark>
          ),
        },
        {
          key: "score",
          title: "先后",
          sort: "score",
          render: (row) => (
            <>
              <strong>{percent(row.triage.score)}</strong>
              <span className="unknown"> {triageText(row.triage).split("＝")[1]}</span>
            </>
          ),
        },
        { key: "reports", title: "线索", sort: "reports", align: "right", render: (row) => row.reports },
        { key: "waiting", title: "等答复", align: "right", render: (row) => row.waiting },
        { key: "wordings", title: "传法", align: "right", hidden: true, render: (row) => row.wordings },
        {
          key: "due",
          title: "最早到期",
          wrap: "never",
          render: (row) => (row.dueAt === null ? "" : timeText(row.dueAt)),
        },
        { key: "field", title: "领域", render: (row) => row.fieldName ?? "" },
        { key: "assigned", title: "谁在办", render: (row) => row.assignedTo ?? "" },
        {
          key: "first",
          title: "第一次收到",
          sort: "firstAt",
          hidden: true,
          wrap: "never",
          render: (row) => timeText(row.firstAt),
        },
        { key: "no", title: "编号", align: "right", hidden: true, render: (row) => row.no },
        { key: "unit", title: "单位", hidden: true, render: (row) => row.unitName },
      ]}
      empty={{ title: "没有要办的", hint: "有人问一条没查过的消息，就会排到这里。" }}
    />
  );
};
