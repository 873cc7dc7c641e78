import { useQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import { asProblem } from "../../api/problem.ts";
import type { ApplicationRow } from "../../api/views.ts";
import { RowActions } from "../../detail/row-actions.tsx";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { LoadingRows } from "../../shell/loading.tsx";
import { ProblemView } from "../../shell/problem-view.tsx";

const tones: Readonly<Record<ApplicationRow["status"], Tone>> = {
  nominated: "waiting",
  applied: "waiting",
  selected: "done",
  passed_over: "quiet",
  withdrawn: "quiet",
};

/** Applications to become a commissioner: scores, decision with reasons, the contract from the application. */
export const ApplicationsPage = () => {
  const [acting, setActing] = useState<{ row: ApplicationRow; action: string }>();
  const [reading, setReading] = useState<ApplicationRow>();
  return (
    <>
      <ListPage<ApplicationRow>
        title="特派员申请"
        intro="两位以上没有利害关系的评审人打了分才能决定。选上、没有选上都写明原因，本人看得到。"
        list="/api/commissioner-applications"
        load={(query, signal) =>
          read(client.GET("/api/commissioner-applications", { params: { query }, signal }))
        }
        rowKey={(row) => row.id}
        rowName={(row) => `${row.name}，${row.title}`}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "nominated", label: "等本人同意" },
              { value: "applied", label: "等评审、决定" },
              { value: "selected", label: "选上了" },
              { value: "passed_over", label: "没有选上" },
              { value: "withdrawn", label: "已撤回" },
            ],
          },
        ]}
        columns={[
          { key: "name", title: "申请人", render: (row) => row.name },
          { key: "title", title: "选派", wrap: "wide", render: (row) => row.title },
          { key: "unit", title: "镇街", render: (row) => row.unitName },
          {
            key: "by",
            title: "怎么来的",
            render: (row) => (row.nominatedBy === null ? "本人申请" : `${row.nominatedBy}推荐`),
          },
          {
            key: "score",
            title: "平均分",
            render: (row) =>
              `${row.score === null ? "还不够两位" : `${row.score} 分`}（${row.scored} 位打分，${row.recused} 位回避）`,
          },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <>
                <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>
                {row.decisionReason !== null && ` ${row.decisionReason}`}
              </>
            ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <>
                <Button size="small" onClick={() => setReading(row)}>
                  看申请和评分
                </Button>
                <RowActions
                  actions={row.nextActions}
                  row={row.name}
                  onAct={(action) => setActing({ row, action })}
                />
              </>
            ),
          },
        ]}
        empty={{ title: "还没有申请", hint: "先在“特派员选派”里发起；申请和推荐会列在这里。" }}
      />
      {reading !== undefined && <Reading row={reading} onClose={() => setReading(undefined)} />}
      {acting !== undefined &&
        (acting.action === "appoint" ? (
          <Appoint row={acting.row} onClose={() => setActing(undefined)} />
        ) : (
          <Decide {...acting} onClose={() => setActing(undefined)} />
        ))}
    </>
  );
};

/** What the applicant says, and the scores without the reviewers' names; each look is audited. */
const Reading = ({ row, onClose }: { row: ApplicationRow; onClose: () => void }) => {
  const query = useQuery({
    queryKey: ["/api/commissioner-applications", row.id, "reviews"],
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/commissioner-applications/{id}/reviews", {
          params: { path: { id: row.id } },
          signal,
        }),
      ),
  });
  return (
    <Modal title={`${row.name}：${row.title}`} open onCancel={onClose} footer={null} destroyOnHidden>
      {query.isPending && <LoadingRows />}
      {query.isError && <ProblemView problem={asProblem(query.error)} onRetry={() => void query.refetch()} />}
      {query.isSuccess && (
        <>
          <p>{query.data.statement === "" ? "本人的话已按要求删除。" : query.data.statement}</p>
          {query.data.rows.length === 0 && <p className="unknown">不到两位评审人打分，分数还不显示。</p>}
          <ol>
            {query.data.rows.map((review, index) => (
              // The rows have no identity of their own: reviewers are not named.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index}>
                专业能力 {review.skill}，经历 {review.practice}，打算 {review.plan}：{review.comment}
              </li>
            ))}
          </ol>
        </>
      )}
    </Modal>
  );
};

const Decide = ({ row, action, onClose }: { row: ApplicationRow; action: string; onClose: () => void }) => {
  const done = useDone(
    ["/api/commissioner-applications", "/api/commissioner-calls", "/api/waiting"],
    onClose,
  );
  const isSelect = action === "select";
  return (
    <ActDialog
      title={`${isSelect ? "选上" : "没有选上"}：${row.name}`}
      intro={`平均 ${row.score ?? 0} 分。原因本人看得到。`}
      name="application-decide"
      labels={{ reason: "原因" }}
      submitLabel={isSelect ? "选上" : "没有选上"}
      onCancel={onClose}
      send={({ body, key }) => {
        const params = { header: keyed(key), path: { id: row.id } };
        const said = { reason: textOf(body, "reason") };
        return isSelect
          ? write(client.POST("/api/commissioner-applications/{id}/select", { params, body: said }))
          : write(client.POST("/api/commissioner-applications/{id}/pass_over", { params, body: said }));
      }}
      onDone={() => done("已决定，本人会收到短信")}
    >
      <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={300} />
    </ActDialog>
  );
};

const Appoint = ({ row, onClose }: { row: ApplicationRow; onClose: () => void }) => {
  const done = useDone(["/api/commissioner-applications", "/api/commissioner-contracts"], onClose);
  return (
    <ActDialog
      title={`签聘任：${row.name}`}
      intro={`${row.unitName}，${row.fieldName}，${row.term}，服务：${row.bases}。按选派和申请拟好，写上文件就签。`}
      name="application-appoint"
      labels={{ document: "聘任文件" }}
      submitLabel="签聘任"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/commissioner-applications/{id}/appoint", {
            params: { header: keyed(key), path: { id: row.id } },
            body: { document: textOf(body, "document") },
          }),
        )
      }
      onDone={() => done("已签聘任")}
    >
      <TextField name="document" label="聘任文件" required maxLength={120} hint="聘书的名称和编号。" />
    </ActDialog>
  );
};
