import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ComplaintAnswer, ComplaintRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { ChoiceField, LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";

const statusOptions = [
  { value: "filed", label: "等答复" },
  { value: "appealed", label: "不满意，上级在复核" },
  { value: "answered", label: "已答复" },
  { value: "settled", label: "上级已复核" },
  { value: "withdrawn", label: "已撤回" },
];
const isOpen = (row: ComplaintRow): boolean => row.status === "filed" || row.status === "appealed";

/** Residents' complaints that one's station, or one below it, has to answer. */
export const ComplaintsPage = () => {
  const mayAnswer = permissionOf(useMe(), "answerComplaints").ok;
  const [answering, setAnswering] = useState<ComplaintRow>();
  return (
    <>
      <ListPage<ComplaintRow>
        title="投诉"
        intro="居民对自己点的单、报过名的活动提出。到时没有答复，自动转给上级。被投诉的队里的人不能答复。"
        list="/api/complaints"
        load={(query, signal) => read(client.GET("/api/complaints", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.no}
        filters={[{ kind: "choice", name: "status", label: "状态", options: statusOptions }]}
        columns={[
          { key: "no", title: "编号", wrap: "never", render: (row) => row.no },
          {
            key: "order",
            title: "哪张单、哪场活动",
            render: (row) =>
              row.orderId === null ? row.subject : <Link to={paths.order(row.orderId)}>{row.subject}</Link>,
          },
          {
            key: "about",
            title: "投诉谁",
            render: (row) => (row.teamName === null ? row.aboutName : `${row.aboutName}：${row.teamName}`),
          },
          {
            key: "body",
            title: "说了什么",
            render: (row) => (row.appeal === null ? row.body : `${row.body}（不满意：${row.appeal}）`),
          },
          {
            key: "photos",
            title: "照片",
            render: (row) =>
              row.photoIds.map((photoId, index) => (
                <a key={photoId} href={`/api/complaints/${row.id}/photos/${photoId}`}>
                  下载第 {index + 1} 张
                </a>
              )),
          },
          { key: "unit", title: "谁负责", render: (row) => row.unitName },
          {
            key: "due",
            title: "什么时候前答复",
            render: (row) =>
              row.dueAt === null ? "" : `${timeText(row.dueAt)}${row.isLate ? "，已经超时" : ""}`,
          },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <StatusMark tone={row.isLate ? "urgent" : isOpen(row) ? "waiting" : "quiet"}>
                {row.statusName}
              </StatusMark>
            ),
          },
          {
            key: "answer",
            title: "答复",
            render: (row) => (row.answer === null ? "" : `${row.finding}：${row.answer}`),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayAnswer &&
              isOpen(row) && (
                <Button size="small" onClick={() => setAnswering(row)}>
                  答复
                </Button>
              ),
          },
        ]}
        empty={{ title: "没有投诉", hint: "居民在门户“我的—我的投诉”里提出，就会出现在这里。" }}
      />
      {answering !== undefined && <AnswerComplaint row={answering} onClose={() => setAnswering(undefined)} />}
    </>
  );
};

const AnswerComplaint = ({ row, onClose }: { row: ComplaintRow; onClose: () => void }) => {
  const done = useDone(["/api/complaints", "/api/waiting"], onClose);
  return (
    <ActDialog
      title={`答复${row.no}`}
      intro="居民会读到答复。第一次答复以后，他可以请上级换人复核一次。"
      name="complaint-answer"
      labels={{ finding: "查下来", answer: "答复" }}
      submitLabel="答复"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/complaints/{id}/answer", {
            params: { header: keyed(key), path: { id: row.id } },
            body: {
              finding: textOf(body, "finding"),
              answer: textOf(body, "answer"),
            } as ComplaintAnswer, // one of the options below
          }),
        )
      }
      onDone={() => done("已答复")}
    >
      <ChoiceField
        name="finding"
        label="查下来"
        required
        options={[
          { value: "upheld", label: "情况属实" },
          { value: "partly", label: "部分属实" },
          { value: "not_upheld", label: "情况不属实" },
        ]}
      />
      <LongTextField name="answer" label="答复" required hint="至少 10 个字。" maxLength={1000} />
    </ActDialog>
  );
};
