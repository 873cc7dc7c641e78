import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { CertificateRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { timeText } from "../../time-text.ts";
import { minutesText } from "../teams/team-words.ts";

type Act = "issue" | "refuse" | "revoke";
const words: Readonly<Record<Act, { label: string; intro: string }>> = {
  issue: { label: "出具", intro: "按现在有效的记录出具，签到的和补录的分开写，编号连续，校验码记入账本。" },
  refuse: { label: "不出具", intro: "志愿者会看到原因。" },
  revoke: { label: "撤销", intro: "撤销后，凭编号核对的人会看到“已撤销”和原因。" },
};
const tones: Readonly<Record<CertificateRow["standing"], Tone>> = {
  requested: "waiting",
  issued: "done",
  superseded: "urgent",
  refused: "quiet",
  revoked: "quiet",
};
const actsOf = (row: CertificateRow): readonly Act[] => {
  if (row.status === "requested") return ["issue", "refuse"];
  return row.status === "issued" ? ["revoke"] : [];
};

/** Certificates that volunteers asked for, and letters of thanks. */
export const CertificatesPage = () => {
  const mayIssue = permissionOf(useMe(), "issueCertificates").ok;
  const [acting, setActing] = useState<{ row: CertificateRow; act: Act }>();
  return (
    <>
      <ListPage<CertificateRow>
        title="服务证明"
        intro="谁记录，谁证明，不收费，10 天内出具。不能给自己出具。感谢信在服务队页面写。"
        list="/api/certificates"
        load={(query, signal) => read(client.GET("/api/certificates", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.name} ${row.kindName}`}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "requested", label: "等出具" },
              { value: "issued", label: "已出具" },
              { value: "refused", label: "没有出具" },
              { value: "revoked", label: "已撤销" },
            ],
          },
          {
            kind: "choice",
            name: "kind",
            label: "哪一种",
            options: [
              { value: "hours", label: "服务记录证明" },
              { value: "thanks", label: "感谢信" },
            ],
          },
        ]}
        columns={[
          { key: "name", title: "志愿者", render: (row) => row.name },
          { key: "kind", title: "哪一种", render: (row) => row.kindName },
          { key: "no", title: "编号", wrap: "never", render: (row) => row.no ?? "还没有" },
          { key: "period", title: "起止", wrap: "never", render: (row) => `${row.from} 至 ${row.to}` },
          {
            key: "credited",
            title: "签到时长",
            align: "right",
            render: (row) => (row.creditedMinutes === null ? "" : minutesText(row.creditedMinutes)),
          },
          {
            key: "added",
            title: "补录时长",
            align: "right",
            render: (row) => (row.addedMinutes === null ? "" : minutesText(row.addedMinutes)),
          },
          { key: "purpose", title: "用途、原因", render: (row) => row.decisionReason ?? row.purpose ?? "" },
          {
            key: "due",
            title: "办到几时",
            wrap: "never",
            render: (row) => (row.dueAt === null ? "" : timeText(row.dueAt)),
          },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={tones[row.standing]}>{row.standingName}</StatusMark>,
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayIssue &&
              actsOf(row).map((act) => (
                <Button key={act} size="small" onClick={() => setActing({ row, act })}>
                  {words[act].label}
                </Button>
              )),
          },
        ]}
        empty={{ title: "没有服务证明", hint: "志愿者在门户“我的服务证明”里要，要了就出现在这里。" }}
      />
      {acting !== undefined && <CertificateAct {...acting} onClose={() => setActing(undefined)} />}
    </>
  );
};

const CertificateAct = ({ row, act, onClose }: { row: CertificateRow; act: Act; onClose: () => void }) => {
  const done = useDone(["/api/certificates", "/api/waiting"], onClose);
  const needsReason = act !== "issue";
  const { label, intro } = words[act];
  return (
    <ActDialog
      title={`${label}：${row.name}的${row.kindName}`}
      intro={intro}
      name="certificate-act"
      labels={needsReason ? { reason: "原因" } : {}}
      submitLabel={label}
      danger={needsReason}
      onCancel={onClose}
      send={({ body, key }) => {
        const params = { header: keyed(key), path: { id: row.id } };
        if (act === "issue") return write(client.POST("/api/certificates/{id}/issue", { params }));
        const said = { reason: textOf(body, "reason") };
        return act === "refuse"
          ? write(client.POST("/api/certificates/{id}/refuse", { params, body: said }))
          : write(client.POST("/api/certificates/{id}/revoke", { params, body: said }));
      }}
      onDone={() => done(`已${label}`)}
    >
      {needsReason && (
        <LongTextField
          name="reason"
          label="原因"
          required
          hint="志愿者会读到，至少 5 个字。"
          maxLength={300}
        />
      )}
    </ActDialog>
  );
};
