import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ReviewBody, ReviewRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { RowActions } from "../../detail/row-actions.tsx";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";

const tones: Readonly<Record<ReviewRow["status"], Tone>> = {
  written: "waiting",
  returned: "urgent",
  confirmed: "done",
};
const lists = ["/api/appointment-reviews", "/api/experts", "/api/waiting"];
const countText = (row: Pick<ReviewRow, "counts" | "dutyWeeks">): string =>
  [...row.counts.map((one) => `${one.kindName} ${one.count} 次`), `值班 ${row.dutyWeeks} 周`].join("、");

/** Yearly reviews of experts: counted from the records, written by one person, confirmed by another. */
export const ReviewsPage = () => {
  const mayWrite = permissionOf(useMe(), "reviewExperts").ok;
  const [writing, setWriting] = useState<{ row: ReviewRow | undefined }>();
  const [open, setOpen] = useState<{ row: ReviewRow; action: string }>();
  return (
    <>
      <ListPage<ReviewRow>
        title="专家年度评议"
        intro="一位专家一年一份。做了什么由记录算出；另一位同事确认后，续聘或结束随即写进聘期。"
        actions={
          mayWrite && (
            <Button type="primary" onClick={() => setWriting({ row: undefined })}>
              写一份评议
            </Button>
          )
        }
        list="/api/appointment-reviews"
        load={(query, signal) => read(client.GET("/api/appointment-reviews", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.publicTitle} ${row.year} 年`}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "written", label: "等第二人确认" },
              { value: "returned", label: "退回重写" },
              { value: "confirmed", label: "已确认" },
            ],
          },
        ]}
        columns={[
          { key: "expert", title: "专家", render: (row) => `${row.publicTitle}（${row.name}）` },
          { key: "year", title: "年度", wrap: "never", render: (row) => `${row.year} 年` },
          {
            key: "did",
            title: "做了什么",
            wrap: "wide",
            render: (row) => `${countText(row)}（算到 ${row.countedUntil}）`,
          },
          { key: "opinion", title: "意见", wrap: "wide", render: (row) => row.opinion },
          {
            key: "outcome",
            title: "结论",
            render: (row) =>
              row.renewUntil === null ? row.outcomeName : `${row.outcomeName}到 ${row.renewUntil}`,
          },
          { key: "unit", title: "单位", hidden: true, render: (row) => row.unitName },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <>
                <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>
                {row.decisionReason !== null && ` ${row.decisionReason}`}
              </>
            ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <>
                <RowActions
                  actions={row.nextActions}
                  row={`${row.publicTitle} ${row.year} 年`}
                  onAct={(action) => setOpen({ row, action })}
                />
                {mayWrite && row.status === "returned" && (
                  <Button
                    size="small"
                    aria-label={`重写：${row.publicTitle} ${row.year} 年`}
                    onClick={() => setWriting({ row })}
                  >
                    重写
                  </Button>
                )}
              </>
            ),
          },
        ]}
        empty={{ title: "还没有年度评议", hint: "年底前点“写一份评议”，选专家和年度。" }}
      />
      {writing !== undefined && <Write row={writing.row} onClose={() => setWriting(undefined)} />}
      {open !== undefined && <Decide {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
};

const Write = ({ row, onClose }: { row: ReviewRow | undefined; onClose: () => void }) => {
  const done = useDone(lists, onClose);
  const experts = useQuery({
    queryKey: ["/api/experts", "for review"],
    queryFn: ({ signal }) => read(client.GET("/api/experts", { params: { query: { size: 200 } }, signal })),
  });
  return (
    <ActDialog
      title={row === undefined ? "写一份年度评议" : `重写：${row.publicTitle} ${row.year} 年`}
      intro="这一年做了多少，存下时由记录算出，不用填。自己的评议不能自己写。"
      name="review-write"
      labels={{
        expertId: "专家",
        year: "哪一年",
        opinion: "评议意见",
        outcome: "结论",
        renewUntil: "续聘到哪天",
        document: "续聘文件",
      }}
      initial={
        row === undefined
          ? { outcome: "renew" }
          : {
              expertId: row.expertId,
              year: String(row.year),
              opinion: row.opinion,
              outcome: row.outcome,
              renewUntil: row.renewUntil ?? "",
              document: row.document ?? "",
            }
      }
      submitLabel="存下，等第二人确认"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/appointment-reviews", {
            params: { header: keyed(key) },
            // what was left empty is not sent
            body: Object.fromEntries(Object.entries(body).filter(([, value]) => value !== "")) as ReviewBody,
          }),
        )
      }
      onDone={() => done("已存下，等另一位同事确认")}
    >
      <ChoiceField
        name="expertId"
        label="专家"
        required
        options={(experts.data?.rows ?? []).map((one) => ({
          value: one.id,
          label: `${one.publicTitle}（${one.unitName}）`,
        }))}
      />
      <TextField name="year" label="哪一年" required maxLength={4} inputMode="numeric" hint="今年或去年。" />
      <LongTextField name="opinion" label="评议意见" required maxLength={500} hint="专家本人会看到。" />
      <ChoiceField
        name="outcome"
        label="结论"
        required
        options={[
          { value: "renew", label: "续聘" },
          { value: "end", label: "不再聘任" },
        ]}
      />
      <DayField name="renewUntil" label="续聘到哪天" hint="只有续聘的填。" />
      <TextField name="document" label="续聘文件" maxLength={120} hint="只有续聘的填。" />
    </ActDialog>
  );
};

const Decide = ({ row, action, onClose }: { row: ReviewRow; action: string; onClose: () => void }) => {
  const done = useDone(lists, onClose);
  const params = (key: string) => ({ header: keyed(key), path: { id: row.id } });
  const returns = action === "return";
  return (
    <ActDialog
      title={`${returns ? "退回" : "确认"}：${row.publicTitle} ${row.year} 年`}
      intro={
        returns
          ? "写的人会看到原因，重写后再来确认。"
          : row.renewUntil === null
            ? "确认后，他在聘的领域今天全部结束。"
            : `确认后，他在聘的领域续聘到 ${row.renewUntil}，审签权不变。`
      }
      name={`review-${action}`}
      labels={returns ? { reason: "原因" } : {}}
      submitLabel={returns ? "退回" : "确认"}
      danger={returns || row.outcome === "end"}
      onCancel={onClose}
      send={({ body, key }) =>
        returns
          ? write(
              client.POST("/api/appointment-reviews/{id}/return", {
                params: params(key),
                body: { reason: textOf(body, "reason") },
              }),
            )
          : write(client.POST("/api/appointment-reviews/{id}/confirm", { params: params(key), body: {} }))
      }
      onDone={() => done(returns ? "已退回" : "已确认，聘期已更新")}
    >
      {returns && <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={200} />}
    </ActDialog>
  );
};
