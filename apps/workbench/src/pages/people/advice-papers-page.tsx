import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { AdvicePaperRow } from "../../api/views.ts";
import { RowActions } from "../../detail/row-actions.tsx";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import type { Sent } from "../../form/act-form.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { timeText } from "../../time-text.ts";

const tones: Readonly<Record<AdvicePaperRow["status"], Tone>> = {
  submitted: "waiting",
  received: "waiting",
  drafted: "waiting",
  answered: "done",
  returned: "quiet",
  withdrawn: "quiet",
};

/** Papers of senior experts: taken in, answered by two persons, or returned; late ones come from below. */
export const AdvicePapersPage = () => {
  const [open, setOpen] = useState<{ row: AdvicePaperRow; action: string }>();
  return (
    <>
      <ListPage<AdvicePaperRow>
        title="老专家建议"
        intro="老专家写给本单位的咨询建议。5 天内收下，收下后 30 天内答复；没有按时办的转到上级单位。"
        list="/api/advice-papers"
        load={(query, signal) => read(client.GET("/api/advice-papers", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "submitted", label: "等收下" },
              { value: "received", label: "等答复" },
              { value: "drafted", label: "等第二人确认" },
              { value: "answered", label: "已答复" },
              { value: "returned", label: "退回修改" },
              { value: "withdrawn", label: "本人撤回" },
            ],
          },
        ]}
        columns={[
          { key: "no", title: "编号", wrap: "never", render: (row) => row.no },
          { key: "title", title: "题目", wrap: "wide", render: (row) => row.title },
          { key: "body", title: "建议", wrap: "wide", render: (row) => row.body },
          { key: "expert", title: "专家", render: (row) => row.publicTitle },
          { key: "asked", title: "回应哪个问题", hidden: true, render: (row) => row.requestTitle ?? "" },
          {
            key: "unit",
            title: "送给谁",
            hidden: true,
            render: (row) =>
              row.passUps === 0 ? row.unitName : `${row.unitName}，已转到${row.ownerUnitName}`,
          },
          {
            key: "due",
            title: "最晚",
            wrap: "never",
            render: (row) =>
              row.dueAt === null ? "" : `${timeText(row.dueAt)}${row.late ? "（已过）" : ""}`,
          },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>,
          },
          { key: "reply", title: "答复", render: (row) => row.reply ?? row.reason ?? "" },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <RowActions
                actions={row.nextActions}
                row={row.title}
                onAct={(action) => setOpen({ row, action })}
              />
            ),
          },
        ]}
        empty={{ title: "还没有建议", hint: "老专家组的专家在门户“我的建议”里写。" }}
      />
      {open !== undefined && <Act {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
};

type Words = { title: string; intro: string; submit: string; done: string; field?: "reply" | "reason" };
const words: Readonly<Record<string, Words>> = {
  receive: { title: "收下", intro: "收下后 30 天内答复。", submit: "收下", done: "已收下" },
  draft: {
    title: "拟答复",
    intro: "另一位同事确认以后，专家才看得到。",
    submit: "拟好，请人确认",
    done: "已拟好，等第二人确认",
    field: "reply",
  },
  confirm: { title: "确认答复", intro: "确认后专家看得到，不能再改。", submit: "确认", done: "已答复专家" },
  "send-back": {
    title: "答复重拟",
    intro: "拟答复的同事照着改。",
    submit: "重拟",
    done: "已退给拟稿人",
    field: "reason",
  },
  return: {
    title: "退回修改",
    intro: "专家会看到原因，改好再送。",
    submit: "退回",
    done: "已退回专家",
    field: "reason",
  },
};

const send = (row: AdvicePaperRow, action: string, { body, key }: Sent): Promise<unknown> => {
  const params = { header: keyed(key), path: { id: row.id } };
  const reason = textOf(body, "reason");
  switch (action) {
    case "draft":
      return write(
        client.POST("/api/advice-papers/{id}/draft", { params, body: { reply: textOf(body, "reply") } }),
      );
    case "confirm":
      return write(client.POST("/api/advice-papers/{id}/confirm", { params }));
    case "send-back":
      return write(client.POST("/api/advice-papers/{id}/send-back", { params, body: { reason } }));
    case "return":
      return write(client.POST("/api/advice-papers/{id}/return", { params, body: { reason } }));
    default:
      return write(client.POST("/api/advice-papers/{id}/receive", { params }));
  }
};

const Act = ({ row, action, onClose }: { row: AdvicePaperRow; action: string; onClose: () => void }) => {
  const done = useDone(["/api/advice-papers", "/api/advice-requests", "/api/waiting"], onClose);
  const said = words[action];
  if (said === undefined) return null;
  return (
    <ActDialog
      title={`${said.title}：${row.title}`}
      intro={said.intro}
      name={`advice-${action}`}
      labels={{ reply: "答复", reason: "原因" }}
      submitLabel={said.submit}
      onCancel={onClose}
      send={(sent) => send(row, action, sent)}
      onDone={() => done(said.done)}
    >
      {action === "confirm" && <p>{row.reply}</p>}
      {said.field === "reply" && (
        <LongTextField name="reply" label="答复" required hint="至少 10 个字。" maxLength={3000} />
      )}
      {said.field === "reason" && (
        <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={300} />
      )}
    </ActDialog>
  );
};
