import { useState } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { QuestionCardRow } from "../../api/views.ts";
import { RowActions } from "../../detail/row-actions.tsx";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { CardWrite } from "../../forms/card-write.tsx";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { nextCardOf } from "./questions-words.ts";

const tones: Readonly<Record<QuestionCardRow["status"], Tone>> = {
  waiting: "waiting",
  published: "done",
  returned: "urgent",
  withdrawn: "quiet",
};

/** Answers written anew for everybody: to check, public, sent back. */
export const QuestionCardsPage = () => {
  const [open, setOpen] = useState<{ row: QuestionCardRow; action: string }>();
  return (
    <>
      <ListPage<QuestionCardRow>
        title="问答卡"
        intro="把答过的问题改写成谁都看得懂的，另一个人核对后公开，门户里按字和拼音都搜得到。"
        list="/api/question-cards"
        load={(query, signal) => read(client.GET("/api/question-cards", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "waiting", label: "等另一个人核对" },
              { value: "published", label: "已公开" },
              { value: "returned", label: "退回" },
              { value: "withdrawn", label: "已撤下" },
            ],
          },
        ]}
        columns={[
          {
            key: "title",
            title: "标题",
            render: (row) =>
              row.status === "published" ? <a href={`/ask/answers/${row.no}`}>{row.title}</a> : row.title,
          },
          { key: "question", title: "问题", wrap: "wide", render: (row) => row.question },
          { key: "answer", title: "答复", wrap: "wide", render: (row) => row.answer },
          { key: "expert", title: "谁答的", render: (row) => row.expertTitle ?? "专家" },
          {
            key: "source",
            title: "原来的提问",
            render: (row) => <Link to={paths.question(row.questionId)}>打开</Link>,
          },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>,
          },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <RowActions actions={row.nextActions} onAct={(action) => setOpen({ row, action })} />
            ),
          },
        ]}
        empty={{ title: "还没有问答卡", hint: "打开一个已答复的提问，点“写成谁都搜得到的问答卡”。" }}
      />
      {open !== undefined &&
        (open.action === "rewrite" ? (
          <CardWrite
            questionId={open.row.questionId}
            initial={nextCardOf(open.row)}
            onClose={() => setOpen(undefined)}
          />
        ) : (
          <Decide {...open} onClose={() => setOpen(undefined)} />
        ))}
    </>
  );
};

const words: Readonly<Record<string, string>> = { publish: "公开", return: "退回", withdraw: "撤下" };

const Decide = ({ row, action, onClose }: { row: QuestionCardRow; action: string; onClose: () => void }) => {
  const done = useDone(["/api/question-cards", "/api/waiting"], onClose);
  const params = (key: string) => ({ header: keyed(key), path: { id: row.id } });
  const isPublish = action === "publish";
  return (
    <ActDialog
      title={`${words[action] ?? action}：${row.title}`}
      intro={isPublish ? "您是第二个人。公开以后，谁都看得到、搜得到。" : "写明原因，写的人会看到。"}
      name="card-decide"
      labels={isPublish ? {} : { reason: "原因" }}
      submitLabel={words[action] ?? action}
      danger={!isPublish}
      onCancel={onClose}
      send={({ body, key }) => {
        if (isPublish) return write(client.POST("/api/question-cards/{id}/publish", { params: params(key) }));
        const reason = { reason: textOf(body, "reason") };
        return action === "withdraw"
          ? write(client.POST("/api/question-cards/{id}/withdraw", { params: params(key), body: reason }))
          : write(client.POST("/api/question-cards/{id}/return", { params: params(key), body: reason }));
      }}
      onDone={() => done(`已${words[action] ?? action}`)}
    >
      {!isPublish && (
        <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={500} />
      )}
    </ActDialog>
  );
};
