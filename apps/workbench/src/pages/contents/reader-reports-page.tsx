import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ReportRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { ChoiceField, LongTextField } from "../../form/fields.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";

const statusNames = { open: "待处理", corrected: "已更正", kept: "原文无误" } as const;

/** What readers say is wrong: each is answered, by a correction or by the reason why the text stays. */
export const ReaderReportsPage = () => {
  const me = useMe();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<ReportRow>();
  return (
    <>
      <ListPage<ReportRow>
        title="读者纠错"
        intro="读者在文章下面点“哪里不对？”写来的。要改，到稿件页新建更正版；不改，写明理由。"
        list="/api/reader-reports"
        load={(query, signal) => read(client.GET("/api/reader-reports", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.title}
        rowTo={(row) => paths.content(row.contentId)}
        defaults={{ filters: { status: "open" } }}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: Object.entries(statusNames).map(([value, label]) => ({ value, label })),
          },
        ]}
        columns={[
          { key: "title", title: "文章", render: (row) => row.title },
          { key: "remark", title: "读者的话", render: (row) => row.remark },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <StatusMark tone={row.status === "open" ? "waiting" : "done"}>
                {statusNames[row.status]}
              </StatusMark>
            ),
          },
          { key: "at", title: "时间", wrap: "never", render: (row) => timeText(row.createdAt) },
          {
            key: "next",
            title: "处理",
            render: (row) =>
              row.status === "open" && permissionOf(me, "writeContent").ok ? (
                <Button size="small" onClick={() => setChosen(row)}>
                  答复
                </Button>
              ) : (
                (row.answer ?? "")
              ),
          },
        ]}
        empty={{ title: "没有待处理的读者纠错", hint: "有读者指出错误时，会出现在这里。" }}
      />
      {chosen !== undefined && (
        <ActDialog
          title="答复读者纠错"
          intro={chosen.remark}
          name="report-settle"
          labels={{ decision: "处理", answer: "答复" }}
          submitLabel="答复"
          onCancel={() => setChosen(undefined)}
          send={({ body, key }) =>
            write(
              client.POST("/api/reader-reports/{id}/settle", {
                params: { header: keyed(key), path: { id: chosen.id } },
                body: body as never, // the form's fields are the contract's; the server validates
              }),
            )
          }
          onDone={() => {
            void queries.invalidateQueries({ queryKey: ["/api/reader-reports"] });
            void message.success("已答复");
            setChosen(undefined);
          }}
        >
          <ChoiceField
            name="decision"
            label="处理"
            required
            options={[
              { value: "correct", label: "读者说得对，已经更正" },
              { value: "keep", label: "原文无误" },
            ]}
          />
          <LongTextField
            name="answer"
            label="答复"
            required
            hint="写明改了什么，或为什么不改。"
            maxLength={500}
          />
        </ActDialog>
      )}
    </>
  );
};
