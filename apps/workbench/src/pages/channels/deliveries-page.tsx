import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import { createKey } from "../../api/key.ts";
import { asProblem } from "../../api/problem.ts";
import type { DeliveryRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";

const statusOptions = [
  { value: "queued", label: "待送达" },
  { value: "failing", label: "送达失败，正在重试" },
  { value: "awaiting", label: "等待回执" },
  { value: "stuck", label: "多次失败，待人工处理" },
  { value: "confirmed", label: "已确认" },
  { value: "overtaken", label: "已被后来的操作替代" },
] as const;

const toneOf = (status: DeliveryRow["status"]): Tone => {
  if (status === "confirmed") return "done";
  if (status === "stuck" || status === "failing") return "urgent";
  return status === "overtaken" ? "quiet" : "waiting";
};

/** What proves it, in words: which answer was looked at, which screens said so, who confirmed. */
const proofOf = (row: DeliveryRow): string => {
  const { receipt } = row;
  if (receipt === null) return row.lastProblem ?? "";
  const parts = [
    typeof receipt["httpStatus"] === "number" ? `页面答复 ${receipt["httpStatus"]}` : "",
    typeof receipt["answerHash"] === "string" ? `校验码 ${receipt["answerHash"].slice(0, 12)}…` : "",
    typeof receipt["screens"] === "number" ? `${receipt["screens"]} 台终端全部回执` : "",
    typeof receipt["note"] === "string" ? receipt["note"] : "",
    typeof receipt["url"] === "string" ? receipt["url"] : "",
  ];
  return parts.filter((part) => part !== "").join("，");
};

/** Where items went, what proves it, and which recall some channel has not cleared yet. */
export const DeliveriesPage = () => {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [confirming, setConfirming] = useState<DeliveryRow>();
  const mayAct = permissionOf(me, "actOnDelivery").ok;
  const refresh = () => void queries.invalidateQueries({ queryKey: ["/api/deliveries"] });
  const retry = async (row: DeliveryRow): Promise<void> => {
    try {
      await write(
        client.POST("/api/deliveries/{id}/retry", {
          params: { header: keyed(createKey()), path: { id: row.id } },
        }),
      );
      void message.success("已重新排队");
      refresh();
    } catch (thrown) {
      void message.error(asProblem(thrown).message);
    }
  };
  return (
    <>
      <ListPage<DeliveryRow>
        title="渠道送达"
        intro="每篇内容送到了哪些渠道、凭什么说送到了。撤稿要每个渠道都证明已经撤下，超过一刻钟没证明的会出现在“等我办的事”里。"
        list="/api/deliveries"
        load={(query, signal) => read(client.GET("/api/deliveries", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.title} ${row.channelName}`}
        rowTo={(row) => paths.content(row.contentId)}
        filters={[
          {
            kind: "choice",
            name: "act",
            label: "动作",
            options: [
              { value: "publish", label: "发布" },
              { value: "recall", label: "撤下" },
            ],
          },
          { kind: "choice", name: "status", label: "状态", options: statusOptions },
          { kind: "carried", name: "contentId", label: "稿件", text: "这一篇" },
        ]}
        columns={[
          { key: "title", title: "内容", render: (row) => row.title },
          { key: "channel", title: "渠道", render: (row) => row.channelName },
          { key: "act", title: "动作", render: (row) => (row.act === "publish" ? "发布" : "撤下") },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={toneOf(row.status)}>{row.statusName}</StatusMark>,
          },
          { key: "proof", title: "凭据或原因", render: proofOf },
          { key: "at", title: "时间", wrap: "never", render: (row) => timeText(row.statusChangedAt) },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <>
                {mayAct && row.status === "stuck" && (
                  <Button size="small" onClick={() => void retry(row)}>
                    重试
                  </Button>
                )}
                {mayAct && row.kind === "print" && row.status === "awaiting" && (
                  <Button size="small" onClick={() => setConfirming(row)}>
                    确认已取下
                  </Button>
                )}
              </>
            ),
          },
        ]}
        empty={{ title: "还没有送达记录", hint: "发布一篇内容后，每个渠道的送达情况会出现在这里。" }}
      />
      {confirming !== undefined && (
        <ActDialog
          title="确认海报已经取下"
          intro={`《${confirming.title}》的纸质海报`}
          name="delivery-confirm"
          labels={{ note: "说明" }}
          submitLabel="确认"
          onCancel={() => setConfirming(undefined)}
          send={({ body, key }) =>
            write(
              client.POST("/api/deliveries/{id}/confirm", {
                params: { header: keyed(key), path: { id: confirming.id } },
                body: { note: textOf(body, "note") },
              }),
            )
          }
          onDone={() => {
            void message.success("已确认");
            refresh();
            setConfirming(undefined);
          }}
        >
          <TextField name="note" label="说明" required hint="在哪里、取下了几张。" maxLength={200} />
        </ActDialog>
      )}
    </>
  );
};
