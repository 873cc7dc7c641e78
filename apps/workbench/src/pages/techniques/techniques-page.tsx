import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { TechniqueRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { RowActions } from "../../detail/row-actions.tsx";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { LongTextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { TechniqueWrite } from "../../forms/technique-write.tsx";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { groundOptions, kindOptions, seasonOptions, wordsOf } from "./technique-words.ts";

const tones: Readonly<Record<TechniqueRow["status"], Tone>> = {
  waiting: "waiting",
  published: "done",
  returned: "urgent",
  withdrawn: "quiet",
};
type Open = { action: "write" } | { action: string; row: TechniqueRow };

/** The catalogue of varieties, techniques, equipment and facilities: to check, public, sent back. */
export const TechniquesPage = () => {
  const mayWrite = permissionOf(useMe(), "writeTechniques").ok;
  const [open, setOpen] = useState<Open>();
  const onClose = () => setOpen(undefined);
  return (
    <>
      <ListPage<TechniqueRow>
        title="品种技术目录"
        intro="给小农户用的品种、技术、装备、设施：写明季节、什么地、出处，另一个人核对后公开。"
        list="/api/techniques"
        load={(query, signal) => read(client.GET("/api/techniques", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        actions={
          mayWrite && (
            <Button type="primary" onClick={() => setOpen({ action: "write" })}>
              写一条
            </Button>
          )
        }
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "waiting", label: "等另一个人核对" },
              { value: "published", label: "已公开" },
              { value: "returned", label: "退回修改" },
              { value: "withdrawn", label: "已撤下" },
            ],
          },
          { kind: "choice", name: "kind", label: "是什么", options: kindOptions },
        ]}
        columns={[
          {
            key: "name",
            title: "名称",
            wrap: "wide",
            render: (row) =>
              row.status === "published" ? <a href={`/techniques/${row.no}`}>{row.name}</a> : row.name,
          },
          { key: "kind", title: "是什么", render: (row) => `${row.kindName}，${row.fieldName}` },
          { key: "summary", title: "怎么用", wrap: "wide", render: (row) => row.summary },
          {
            key: "fit",
            title: "季节和地",
            render: (row) => `${wordsOf(seasonOptions, row.seasons)}；${wordsOf(groundOptions, row.grounds)}`,
          },
          {
            key: "source",
            title: "出处",
            wrap: "wide",
            render: (row) => `${row.sourceTitle}，${row.sourcePlace}`,
          },
          { key: "unit", title: "哪个单位", hidden: true, render: (row) => row.unitName },
          {
            key: "adopted",
            title: "确认采用",
            render: (row) => `${row.adopted} 户次（好 ${row.good}、一般 ${row.fair}、不好 ${row.poor}）`,
          },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <>
                <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>
                {row.reason !== null && ` ${row.reason}`}
              </>
            ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <RowActions actions={row.nextActions} onAct={(action) => setOpen({ row, action })} />
            ),
          },
        ]}
        empty={{ title: "还没有条目", hint: "按“写一条”，照出处写；另一个人核对后农户看得到。" }}
      />
      {open !== undefined &&
        (open.action === "write" || !("row" in open) ? (
          <TechniqueWrite onClose={onClose} />
        ) : open.action === "rewrite" ? (
          <TechniqueWrite row={open.row} onClose={onClose} />
        ) : (
          <Decide {...open} onClose={onClose} />
        ))}
    </>
  );
};

const words: Readonly<Record<string, string>> = { publish: "公开", return: "退回", withdraw: "撤下" };

const Decide = ({ row, action, onClose }: { row: TechniqueRow; action: string; onClose: () => void }) => {
  const done = useDone(["/api/techniques", "/api/waiting"], onClose);
  const isPublish = action === "publish";
  return (
    <ActDialog
      title={`${words[action] ?? action}：${row.name}`}
      intro={
        isPublish
          ? `对着出处核对过再公开：${row.sourceTitle}，${row.sourcePlace}。`
          : "写明原因，写的人会看到。"
      }
      name="technique-decide"
      labels={isPublish ? {} : { reason: "原因" }}
      submitLabel={words[action] ?? action}
      danger={!isPublish}
      onCancel={onClose}
      send={({ body, key }) => {
        const params = { header: keyed(key), path: { id: row.id } };
        if (isPublish) return write(client.POST("/api/techniques/{id}/publish", { params }));
        const reason = { reason: textOf(body, "reason") };
        return action === "withdraw"
          ? write(client.POST("/api/techniques/{id}/withdraw", { params, body: reason }))
          : write(client.POST("/api/techniques/{id}/return", { params, body: reason }));
      }}
      onDone={() => done(`已${words[action] ?? action}`)}
    >
      {!isPublish && (
        <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={300} />
      )}
    </ActDialog>
  );
};
