import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ReturneeRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { ChoiceField, DayField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";

/** Returnees and local worthies who said what they can do, with the honours and policies they were given. */
export const ReturneesPage = () => {
  const mayManage = permissionOf(useMe(), "manageReturnees").ok;
  const [noting, setNoting] = useState<ReturneeRow>();
  return (
    <>
      <ListPage<ReturneeRow>
        title="返乡人才和新乡贤"
        intro="本人同意才登记，随时可以撤回。只登记出力、出主意，不登记钱和地。荣誉、政策按文件记下来，本人看得到。"
        list="/api/returnees"
        load={(query, signal) => read(client.GET("/api/returnees", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.name}，${row.unitName}`}
        filters={[]}
        columns={[
          { key: "name", title: "姓名", render: (row) => row.name },
          { key: "kind", title: "是", render: (row) => row.kindName },
          { key: "unit", title: "在哪里", render: (row) => row.unitName },
          { key: "skills", title: "能帮", wrap: "wide", render: (row) => row.skillNames.join("、") },
          { key: "hours", title: "每月", render: (row) => `${row.hoursAMonth} 小时` },
          { key: "helped", title: "办成", render: (row) => `${row.helped} 件` },
          {
            key: "busy",
            title: "现在",
            render: (row) => (
              <StatusMark tone={row.isBusy ? "waiting" : "done"}>
                {row.isBusy ? "正在帮忙" : "可以请"}
              </StatusMark>
            ),
          },
          {
            key: "incentives",
            title: "荣誉、政策",
            wrap: "wide",
            render: (row) =>
              row.incentives
                .map((one) => `${one.kindName}：${one.title}（${one.document}，${one.givenOn}）`)
                .join("；"),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayManage && (
                <Button size="small" onClick={() => setNoting(row)}>
                  记荣誉、政策
                </Button>
              ),
          },
        ]}
        empty={{ title: "还没有人登记", hint: "请他们在门户“我的—我为家乡出力”里登记。" }}
      />
      {noting !== undefined && <Note row={noting} onClose={() => setNoting(undefined)} />}
    </>
  );
};

const labels = { kind: "荣誉还是政策", title: "是什么", document: "依据的文件", givenOn: "哪天" };

const Note = ({ row, onClose }: { row: ReturneeRow; onClose: () => void }) => {
  const done = useDone(["/api/returnees"], onClose);
  return (
    <ActDialog
      title={`记荣誉、政策：${row.name}`}
      intro="给了什么荣誉，或告诉了他哪条政策；写明依据的文件，本人看得到。"
      name="incentive"
      labels={labels}
      submitLabel="记下来"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/returnees/{id}/incentives", {
            params: { header: keyed(key), path: { id: row.id } },
            body: {
              kind: textOf(body, "kind") === "policy" ? "policy" : "honour",
              title: textOf(body, "title"),
              document: textOf(body, "document"),
              givenOn: textOf(body, "givenOn"),
            },
          }),
        )
      }
      onDone={() => done("已记下")}
    >
      <ChoiceField
        name="kind"
        label={labels.kind}
        required
        options={[
          { value: "honour", label: "荣誉" },
          { value: "policy", label: "政策" },
        ]}
      />
      <TextField name="title" label={labels.title} required maxLength={80} />
      <TextField name="document" label={labels.document} required maxLength={120} />
      <DayField name="givenOn" label={labels.givenOn} required />
    </ActDialog>
  );
};
