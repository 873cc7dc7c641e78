import { Button } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { client, read } from "../../api/client.ts";
import type { PolicyRow } from "../../api/views.ts";
import { permissionOf, refusalOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { PolicyAct } from "../../forms/policy-act.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { levelName, policyStatusOptions } from "./policies-words.ts";

const toneOf = (status: PolicyRow["status"]): Tone =>
  status === "published" ? "done" : status === "draft" ? "waiting" : "quiet";

/** The policy library's desk: drafts, published guides, ended ones. */
export const PoliciesPage = () => {
  const mayWrite = permissionOf(useMe(), "writePolicies").ok;
  const navigate = useNavigate();
  const [open, setOpen] = useState<{ row: PolicyRow; act: string }>();
  return (
    <>
      <ListPage<PolicyRow>
        title="政策库"
        intro="每份政策逐条讲成白话，写明在原文哪里、写给谁。起草和发布由两个人做。"
        actions={
          mayWrite && (
            <Button type="primary" onClick={() => void navigate(paths.policyNew)}>
              起草解读
            </Button>
          )
        }
        list="/api/policies"
        load={(query, signal) => read(client.GET("/api/policies", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        filters={[{ kind: "choice", name: "status", label: "状态", options: policyStatusOptions }]}
        columns={[
          { key: "title", title: "文件", render: (row) => row.title },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={toneOf(row.status)}>{row.statusName}</StatusMark>,
          },
          { key: "no", title: "文号", render: (row) => row.documentNo ?? "" },
          { key: "issuer", title: "谁发布", render: (row) => `${row.issuer}（${levelName(row.level)}）` },
          { key: "issued", title: "发布日期", wrap: "never", render: (row) => row.issuedOn },
          { key: "ended", title: "有效到", wrap: "never", render: (row) => row.endedOn ?? "" },
          { key: "points", title: "要点", align: "right", render: (row) => row.points.length },
          { key: "unit", title: "单位", hidden: true, render: (row) => row.unitName },
          {
            key: "url",
            title: "原文",
            render: (row) => (
              <a href={row.officialUrl} target="_blank" rel="noreferrer">
                打开原文<span className="visually-hidden">{row.title}</span>
              </a>
            ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <>
                {mayWrite && row.status === "draft" && (
                  <>
                    <Button size="small" onClick={() => void navigate(paths.policyEdit(row.id))}>
                      修改<span className="visually-hidden">{row.title}</span>
                    </Button>{" "}
                  </>
                )}
                {row.nextActions
                  .filter((next) => next.allowed)
                  .map((next) => (
                    <span key={next.action}>
                      <Button size="small" onClick={() => setOpen({ row, act: next.action })}>
                        {next.label}
                        <span className="visually-hidden">{row.title}</span>
                      </Button>{" "}
                    </span>
                  ))}
                {row.status === "draft" &&
                  row.nextActions
                    .filter((next) => !next.allowed && next.action === "publish")
                    .map((next) => (
                      <span key={next.action} className="unknown">
                        {refusalOf(next)}
                      </span>
                    ))}
              </>
            ),
          },
        ]}
        empty={{ title: "还没有政策", hint: "点“起草解读”，对照官方原文写。" }}
      />
      {open !== undefined && <PolicyAct row={open.row} act={open.act} onClose={() => setOpen(undefined)} />}
    </>
  );
};
