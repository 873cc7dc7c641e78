import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { CommissionerLogRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { timeText } from "../../time-text.ts";

type Act = "confirm" | "dispute";
const words: Readonly<Record<Act, string>> = { confirm: "农户说来过", dispute: "农户说没有来" };
const tones: Readonly<Record<CommissionerLogRow["status"], Tone>> = {
  reported: "waiting",
  confirmed: "done",
  disputed: "urgent",
};

/** Visits that commissioners wrote down; what the farmer has not confirmed counts nothing. */
export const LogsPage = () => {
  const mayConfirm = permissionOf(useMe(), "confirmVisits").ok;
  const [acting, setActing] = useState<{ row: CommissionerLogRow; act: Act }>();
  return (
    <>
      <ListPage<CommissionerLogRow>
        title="特派员服务"
        intro="农户确认了才算。农户没有手机的，请当面问过再替他确认；特派员不能自己确认。"
        list="/api/commissioner-logs"
        load={(query, signal) => read(client.GET("/api/commissioner-logs", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.name} ${row.place}`}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "reported", label: "等农户确认" },
              { value: "confirmed", label: "已确认" },
              { value: "disputed", label: "农户否认" },
            ],
          },
        ]}
        columns={[
          { key: "name", title: "特派员", render: (row) => row.name },
          { key: "unit", title: "镇街", render: (row) => row.unitName },
          { key: "at", title: "时间", wrap: "never", render: (row) => timeText(row.visitedAt) },
          { key: "place", title: "地点", render: (row) => row.place },
          { key: "advice", title: "做了什么", render: (row) => row.decisionReason ?? row.advice },
          {
            key: "photos",
            title: "照片",
            render: (row) =>
              row.photoIds.map((photoId, index) => (
                <a key={photoId} href={`/api/commissioner-logs/${row.id}/photos/${photoId}`}>
                  第 {index + 1} 张{" "}
                </a>
              )),
          },
          { key: "order", title: "来自点单", render: (row) => (row.fromOrder ? "是" : "") },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <StatusMark tone={tones[row.status]}>{row.confirmedByName ?? row.statusName}</StatusMark>
            ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayConfirm &&
              row.status === "reported" &&
              (["confirm", "dispute"] as const).map((act) => (
                <Button key={act} size="small" onClick={() => setActing({ row, act })}>
                  {words[act]}
                </Button>
              )),
          },
        ]}
        empty={{ title: "没有特派员服务", hint: "特派员在门户“我的特派员服务”里记，记了就出现在这里。" }}
      />
      {acting !== undefined && <LogAct {...acting} onClose={() => setActing(undefined)} />}
    </>
  );
};

const LogAct = ({ row, act, onClose }: { row: CommissionerLogRow; act: Act; onClose: () => void }) => {
  const done = useDone(["/api/commissioner-logs", "/api/commissioner-scores", "/api/waiting"], onClose);
  const needsReason = act === "dispute";
  const params = (key: string) => ({ header: keyed(key), path: { id: row.id } });
  return (
    <ActDialog
      title={`${words[act]}：${row.name} ${row.place}`}
      intro="请先当面或打电话问过农户。"
      name="commissioner-log"
      labels={needsReason ? { reason: "农户怎么说的" } : {}}
      submitLabel={words[act]}
      danger={needsReason}
      onCancel={onClose}
      send={({ body, key }) =>
        needsReason
          ? write(
              client.POST("/api/commissioner-logs/{id}/dispute", {
                params: params(key),
                body: { reason: textOf(body, "reason") },
              }),
            )
          : write(client.POST("/api/commissioner-logs/{id}/confirm", { params: params(key) }))
      }
      onDone={() => done("已记下")}
    >
      {needsReason && (
        <LongTextField name="reason" label="农户怎么说的" required hint="至少 5 个字。" maxLength={300} />
      )}
    </ActDialog>
  );
};
