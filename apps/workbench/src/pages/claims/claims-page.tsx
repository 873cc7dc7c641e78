import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ClaimRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { timeText } from "../../time-text.ts";

const statusOptions = [
  { value: "filed", label: "等核对" },
  { value: "checked", label: "等第二个人送保险公司" },
  { value: "sent", label: "已送保险公司" },
  { value: "returned", label: "退回补材料" },
  { value: "paid", label: "已赔付" },
  { value: "refused", label: "保险公司不赔" },
  { value: "withdrawn", label: "已撤回" },
];

type Act = "check" | "send" | "give-back" | "pay" | "refuse";
const actsOf: Readonly<Partial<Record<ClaimRow["status"], readonly Act[]>>> = {
  filed: ["check", "give-back"],
  checked: ["send", "give-back"],
  sent: ["pay", "refuse"],
};
const words: Readonly<Record<Act, string>> = {
  check: "核对好了",
  send: "送保险公司",
  "give-back": "退回补材料",
  pay: "记赔付",
  refuse: "记不赔",
};
const intros: Readonly<Record<Act, string>> = {
  check: "看过经过和材料，齐了再点。送保险公司要换一个人。",
  send: "您不是核对的那一位才能送。送出以后等保险公司 30 天。",
  "give-back": "申请人会看到要补什么，补好再交。",
  pay: "照保险公司的通知写。申请人会看到。",
  refuse: "照保险公司的通知写原因。申请人会看到。",
};

/** Volunteers' insurance claims that one's station, or one below it, works on. */
export const ClaimsPage = () => {
  const mayDecide = permissionOf(useMe(), "decideClaims").ok;
  const [acting, setActing] = useState<{ row: ClaimRow; act: Act }>();
  return (
    <>
      <ListPage<ClaimRow>
        title="理赔"
        intro="志愿者在服务中出了意外，请队里的保险赔。一个人核对，另一个人送；到时没办自动转上级。"
        list="/api/claims"
        load={(query, signal) => read(client.GET("/api/claims", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.no}
        filters={[{ kind: "choice", name: "status", label: "状态", options: statusOptions }]}
        columns={[
          { key: "no", title: "编号", wrap: "never", render: (row) => row.no },
          { key: "name", title: "志愿者", wrap: "wide", render: (row) => `${row.name}，${row.teamName}` },
          { key: "visit", title: "哪次服务", render: (row) => row.visitTitle },
          {
            key: "what",
            title: "出了什么事",
            wrap: "wide",
            render: (row) => `${row.kindName}：${row.body ?? ""}`,
          },
          {
            key: "insured",
            title: "保险",
            render: (row) =>
              row.wasInsured ? "那天在保" : <StatusMark tone="urgent">队里登记的保险那天不在期</StatusMark>,
          },
          {
            key: "papers",
            title: "材料",
            render: (row) =>
              row.paperIds.map((paperId, index) => (
                <a key={paperId} href={`/api/claims/${row.id}/papers/${paperId}`}>
                  下载第 {index + 1} 份
                </a>
              )),
          },
          { key: "unit", title: "谁负责", render: (row) => row.unitName },
          {
            key: "due",
            title: "什么时候前办",
            render: (row) =>
              row.dueAt === null ? "" : `${timeText(row.dueAt)}${row.isLate ? "，已经超时" : ""}`,
          },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <StatusMark tone={row.isLate ? "urgent" : row.dueAt === null ? "quiet" : "waiting"}>
                {row.statusName}
              </StatusMark>
            ),
          },
          {
            key: "result",
            title: "结果",
            render: (row) => (row.paidYuan === null ? (row.reason ?? "") : `赔了 ${row.paidYuan} 元`),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayDecide &&
              (actsOf[row.status] ?? []).map((act) => (
                <Button key={act} size="small" onClick={() => setActing({ row, act })}>
                  {words[act]}
                </Button>
              )),
          },
        ]}
        empty={{ title: "没有理赔", hint: "志愿者在门户“我的—我的理赔”里申请，就会出现在这里。" }}
      />
      {acting !== undefined && <ActOnClaim {...acting} onClose={() => setActing(undefined)} />}
    </>
  );
};

const ActOnClaim = ({ row, act, onClose }: { row: ClaimRow; act: Act; onClose: () => void }) => {
  const done = useDone(["/api/claims", "/api/waiting"], onClose);
  return (
    <ActDialog
      title={`${row.no}：${words[act]}`}
      intro={intros[act]}
      name={`claim-${act}`}
      labels={{ reason: "原因", paidYuan: "赔了多少元" }}
      submitLabel={words[act]}
      onCancel={onClose}
      send={({ body, key }) => {
        const params = { header: keyed(key), path: { id: row.id } };
        const reason = textOf(body, "reason");
        switch (act) {
          case "check":
            return write(client.POST("/api/claims/{id}/check", { params }));
          case "send":
            return write(client.POST("/api/claims/{id}/send", { params }));
          case "give-back":
            return write(client.POST("/api/claims/{id}/give-back", { params, body: { reason } }));
          case "refuse":
            return write(client.POST("/api/claims/{id}/refuse", { params, body: { reason } }));
          case "pay":
            return write(
              client.POST("/api/claims/{id}/pay", {
                params,
                body: { paidYuan: textOf(body, "paidYuan").trim() },
              }),
            );
          default:
            return act satisfies never;
        }
      }}
      onDone={() => done(`已${words[act]}`)}
    >
      {(act === "give-back" || act === "refuse") && (
        <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={300} />
      )}
      {act === "pay" && (
        <TextField
          name="paidYuan"
          label="赔了多少元"
          required
          inputMode="decimal"
          maxLength={10}
          hint="例如 320.50。"
        />
      )}
    </ActDialog>
  );
};
