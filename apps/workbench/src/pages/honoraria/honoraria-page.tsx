import { Button } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { client, keyed, read, write } from "../../api/client.ts";
import type { HonorariumRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { RowActions } from "../../detail/row-actions.tsx";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { RecordLink } from "../trust/fact-columns.tsx";

const tones: Readonly<Record<HonorariumRow["status"], Tone>> = {
  drawn: "waiting",
  approved: "waiting",
  paid: "done",
  refused: "quiet",
};
const statusOptions = [
  { value: "drawn", label: "等核准" },
  { value: "approved", label: "已核准，等发放" },
  { value: "paid", label: "已发放" },
  { value: "refused", label: "不发" },
];
const lists = ["/api/honoraria", "/api/waiting"];
const approve = (id: string, key: string) =>
  write(client.POST("/api/honoraria/approve", { params: { header: keyed(key) }, body: { ids: [id] } }));

/** What experts are paid: drawn from the records, approved by a second person, then paid. */
export const HonorariaPage = () => {
  const mayDraw = permissionOf(useMe(), "drawHonoraria").ok;
  const [drawing, setDrawing] = useState(false);
  const [open, setOpen] = useState<{ row: HonorariumRow; action: string }>();
  const [sum, setSum] = useState<number>();
  return (
    <>
      <ListPage<HonorariumRow>
        title="专家酬劳"
        intro={
          <>
            按月从审签、签字、答复、上门和主讲的记录里汇总，不用填报；另一位同事核准后发放。标准见{" "}
            <Link to={paths.honorariumSchemes}>酬劳标准</Link>。
          </>
        }
        actions={
          mayDraw && (
            <Button type="primary" onClick={() => setDrawing(true)}>
              汇总一个月
            </Button>
          )
        }
        above={sum !== undefined && <p>找到的合计 {sum} 元。</p>}
        list="/api/honoraria"
        load={async (query, signal) => {
          const page = await read(client.GET("/api/honoraria", { params: { query }, signal }));
          setSum(page.sumYuan);
          return page;
        }}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.publicTitle} ${row.happenedOn} ${row.kindName}`}
        exportPath="/api/honoraria/export.xlsx"
        filters={[
          { kind: "choice", name: "status", label: "状态", options: statusOptions },
          { kind: "text", name: "month", label: "月份", placeholder: "例如 2026-11" },
        ]}
        columns={[
          { key: "day", title: "哪天", wrap: "never", render: (row) => row.happenedOn },
          { key: "expert", title: "专家", render: (row) => `${row.publicTitle}（${row.name}）` },
          { key: "kind", title: "做了什么", render: (row) => row.kindName },
          {
            key: "record",
            title: "记录",
            wrap: "wide",
            render: (row) => <RecordLink record={{ title: row.recordTitle, href: row.recordHref }} />,
          },
          {
            key: "yuan",
            title: "金额（元）",
            align: "right",
            render: (row) => row.yuan,
          },
          { key: "version", title: "标准", hidden: true, render: (row) => `第 ${row.schemeVersion} 版` },
          { key: "unit", title: "单位", hidden: true, render: (row) => row.unitName },
          {
            key: "status",
            title: "状态",
            render: (row) => (
              <>
                <StatusMark tone={tones[row.status]}>{row.statusName}</StatusMark>
                {row.paidOn !== null && ` ${row.paidOn} ${row.voucher ?? ""}`}
                {row.decisionReason !== null && ` ${row.decisionReason}`}
              </>
            ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) => (
              <RowActions
                actions={row.nextActions}
                row={`${row.publicTitle} ${row.happenedOn}`}
                onAct={(action) => setOpen({ row, action })}
              />
            ),
          },
        ]}
        batch={[
          {
            label: "核准",
            refusal: (row) => {
              const step = row.nextActions.find((next) => next.action === "approve");
              if (step === undefined) return `现在是“${row.statusName}”，只有“等核准”的可以核准`;
              return step.allowed ? undefined : step.reason;
            },
            run: (row, { key }) => approve(row.id, key),
          },
        ]}
        empty={{ title: "还没有专家酬劳", hint: "点“汇总一个月”，专家做过的事会从记录里列出来。" }}
      />
      {drawing && <Draw onClose={() => setDrawing(false)} />}
      {open !== undefined && <Step {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
};

const Draw = ({ onClose }: { onClose: () => void }) => {
  const done = useDone(lists, onClose);
  return (
    <ActDialog
      title="汇总一个月的专家酬劳"
      intro="列出这个单位和下属单位的专家这个月做过的事。已经列过的不会再列。"
      name="honoraria-draw"
      labels={{ unitId: "哪个单位", month: "月份" }}
      submitLabel="汇总"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/honoraria/draw", {
            params: { header: keyed(key) },
            body: { unitId: textOf(body, "unitId"), month: textOf(body, "month") },
          }),
        )
      }
      onDone={(answer) =>
        done(`新列 ${answer.drawn} 笔，以前列过 ${answer.known} 笔，标准里不发的 ${answer.unpaid} 件`)
      }
    >
      <UnitField name="unitId" label="哪个单位" />
      <TextField name="month" label="月份" required maxLength={7} hint="例如 2026-11。" />
    </ActDialog>
  );
};

const reasonSteps = {
  refuse: { title: "不发", submit: "不发", done: "已改为不发", danger: true },
  reopen: { title: "重新列入", submit: "重新列入", done: "已重新列入，等核准", danger: false },
  unpay: { title: "发放登记错了", submit: "撤回登记", done: "已撤回，回到等发放", danger: true },
} as const;

const Step = ({ row, action, onClose }: { row: HonorariumRow; action: string; onClose: () => void }) => {
  const done = useDone(lists, onClose);
  const about = `${row.publicTitle}，${row.happenedOn} ${row.kindName}，${row.yuan} 元`;
  if (action === "approve")
    return (
      <ActDialog
        title={`核准：${about}`}
        intro={`依据：${row.recordTitle}。核准时会再核对一次这条记录还在不在。`}
        name="honoraria-approve"
        labels={{}}
        submitLabel="核准"
        onCancel={onClose}
        send={({ key }) => approve(row.id, key)}
        onDone={() => done("已核准")}
      >
        {null}
      </ActDialog>
    );
  if (action === "pay")
    return (
      <ActDialog
        title={`登记发放：${about}`}
        name="honoraria-pay"
        labels={{ paidOn: "哪天发放", voucher: "付款凭证号" }}
        submitLabel="登记"
        onCancel={onClose}
        send={({ body, key }) =>
          write(
            client.POST("/api/honoraria/pay", {
              params: { header: keyed(key) },
              body: { ids: [row.id], paidOn: textOf(body, "paidOn"), voucher: textOf(body, "voucher") },
            }),
          )
        }
        onDone={() => done("已登记发放")}
      >
        <DayField name="paidOn" label="哪天发放" required />
        <TextField name="voucher" label="付款凭证号" required maxLength={60} hint="例如：付字 2026-118。" />
      </ActDialog>
    );
  // the server names only these steps
  const step = reasonSteps[action as keyof typeof reasonSteps];
  return (
    <ActDialog
      title={`${step.title}：${about}`}
      name={`honoraria-${action}`}
      labels={{ reason: "原因" }}
      submitLabel={step.submit}
      danger={step.danger}
      onCancel={onClose}
      send={({ body, key }) => {
        const input = {
          params: { header: keyed(key), path: { id: row.id } },
          body: { reason: textOf(body, "reason") },
        };
        if (action === "refuse") return write(client.POST("/api/honoraria/{id}/refuse", input));
        if (action === "reopen") return write(client.POST("/api/honoraria/{id}/reopen", input));
        return write(client.POST("/api/honoraria/{id}/unpay", input));
      }}
      onDone={() => done(step.done)}
    >
      <LongTextField
        name="reason"
        label="原因"
        required
        hint="至少 5 个字，专家本人看得到。"
        maxLength={200}
      />
    </ActDialog>
  );
};
