import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { CallRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { RowActions } from "../../detail/row-actions.tsx";
import { StatusMark } from "../../detail/status-mark.tsx";
import { type CallAct, CallActDialog, CallOpen, toCallAct } from "../../forms/call-act.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";

/** Calls for commissioners: who applies, who reviews, how far each is. */
export const CallsPage = () => {
  const maySelect = permissionOf(useMe(), "selectCommissioners").ok;
  const [opening, setOpening] = useState(false);
  const [acting, setActing] = useState<{ row: CallRow; act: CallAct }>();
  return (
    <>
      <ListPage<CallRow>
        title="特派员选派"
        intro="镇街发起，本人申请或单位推荐，截止以后两位以上没有利害关系的评审人打分，写明原因再定，从申请直接签聘任。"
        actions={
          maySelect && (
            <Button type="primary" onClick={() => setOpening(true)}>
              发起选派
            </Button>
          )
        }
        list="/api/commissioner-calls"
        load={(query, signal) => read(client.GET("/api/commissioner-calls", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "open", label: "选派中" },
              { value: "finished", label: "已办结" },
              { value: "cancelled", label: "已取消" },
            ],
          },
        ]}
        columns={[
          {
            key: "title",
            title: "选派",
            wrap: "wide",
            render: (row) =>
              maySelect ? (
                <Link to={`${paths.commissionerApplications}?call=${row.id}`}>{row.title}</Link>
              ) : (
                row.title
              ),
          },
          { key: "unit", title: "镇街", render: (row) => row.unitName },
          { key: "field", title: "方向", render: (row) => row.fieldName },
          { key: "bases", title: "服务谁", wrap: "wide", render: (row) => row.bases },
          { key: "seats", title: "名额", render: (row) => `${row.selected} / ${row.seats}` },
          { key: "applications", title: "申请", render: (row) => `${row.applications} 份` },
          { key: "reviewers", title: "评审人", render: (row) => `${row.reviewers} 位` },
          { key: "until", title: "申请到", wrap: "never", render: (row) => row.applyUntilOn },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <>
                <StatusMark
                  tone={row.status === "open" ? "waiting" : row.status === "finished" ? "done" : "quiet"}
                >
                  {row.statusName}
                </StatusMark>
                {row.endReason !== null && ` ${row.endReason}`}
              </>
            ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <RowActions
                actions={row.nextActions}
                row={row.title}
                onAct={(action) => {
                  const act = toCallAct(action);
                  if (act !== undefined) setActing({ row, act });
                }}
              />
            ),
          },
        ]}
        empty={{ title: "还没有选派", hint: "按“发起选派”，写明方向、名额、截止和聘期。" }}
      />
      {opening && <CallOpen onClose={() => setOpening(false)} />}
      {acting !== undefined && <CallActDialog {...acting} onClose={() => setActing(undefined)} />}
    </>
  );
};
