import { Form } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { TalkRow } from "../../api/views.ts";
import { RowActions } from "../../detail/row-actions.tsx";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { Boxes } from "../../form/checks-field.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";

const tones: Readonly<Record<TalkRow["status"], Tone>> = {
  submitted: "waiting",
  admitted: "done",
  refused: "quiet",
  withdrawn: "quiet",
};
const badgeOptions = [
  { value: "children", label: "儿童服务培训证" },
  { value: "health", label: "健康讲解培训证" },
  { value: "safety", label: "安全培训证" },
];

/** Talks of the lecture group: senior experts offer them, somebody else admits them into the menu. */
export const LectureTalksPage = () => {
  const [open, setOpen] = useState<{ row: TalkRow; action: string }>();
  return (
    <>
      <ListPage<TalkRow>
        title="老专家讲题"
        intro="老专家在门户“我的讲题”里报，核对后进服务菜单。点了只派给主讲人所在的服务队。"
        list="/api/lecture-talks"
        load={(query, signal) => read(client.GET("/api/lecture-talks", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "submitted", label: "等核对" },
              { value: "admitted", label: "可以点" },
              { value: "refused", label: "没有通过" },
              { value: "withdrawn", label: "已收回" },
            ],
          },
        ]}
        columns={[
          { key: "title", title: "讲题", render: (row) => row.title },
          { key: "about", title: "讲什么", wrap: "wide", render: (row) => row.about },
          { key: "lecturer", title: "主讲", render: (row) => row.publicTitle },
          { key: "topic", title: "主题", render: (row) => row.topicName },
          { key: "for", title: "讲给谁", render: (row) => row.audienceNames.join("、") },
          { key: "minutes", title: "时长", wrap: "never", render: (row) => `${row.minutes} 分钟` },
          { key: "unit", title: "单位", hidden: true, render: (row) => row.unitName },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>,
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              row.decisionReason ?? (
                <RowActions
                  actions={row.nextActions}
                  row={row.title}
                  onAct={(action) => setOpen({ row, action })}
                />
              ),
          },
        ]}
        empty={{ title: "还没有讲题", hint: "老专家组的专家在门户“我的讲题”里报。" }}
      />
      {open !== undefined && <Decide {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
};

const Decide = ({ row, action, onClose }: { row: TalkRow; action: string; onClose: () => void }) => {
  const done = useDone(["/api/lecture-talks", "/api/service-items", "/api/waiting"], onClose);
  const params = (key: string) => ({ header: keyed(key), path: { id: row.id } });
  if (action === "refuse")
    return (
      <ActDialog
        title={`不通过：${row.title}`}
        intro="主讲人会看到原因。"
        name="talk-refuse"
        labels={{ reason: "原因" }}
        submitLabel="不通过"
        danger
        onCancel={onClose}
        send={({ body, key }) =>
          write(
            client.POST("/api/lecture-talks/{id}/refuse", {
              params: params(key),
              body: { reason: textOf(body, "reason") },
            }),
          )
        }
        onDone={() => done("已答复主讲人")}
      >
        <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={200} />
      </ActDialog>
    );
  return (
    <ActDialog
      title={`通过：${row.title}`}
      intro={`${row.publicTitle}主讲。通过后马上可以点。${row.forYouth ? "讲给青少年的，一定要儿童服务培训证，不用再勾。" : ""}`}
      name="talk-admit"
      labels={{ badges: "主讲人要有什么证" }}
      initial={{ badges: [] }}
      submitLabel="通过"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/lecture-talks/{id}/admit", {
            params: params(key),
            body: body as never, // the form's fields are the contract's; the server validates
          }),
        )
      }
      onDone={() => done("已通过，可以点了")}
    >
      <Form.Item name="badges" label="主讲人要有什么证（不要就不勾）">
        <Boxes label="主讲人要有什么证" options={badgeOptions} />
      </Form.Item>
    </ActDialog>
  );
};
