import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { SchemeBody, RatesRow } from "../../api/views.ts";
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

const tones: Readonly<Record<RatesRow["status"], Tone>> = {
  proposed: "waiting",
  approved: "done",
  refused: "quiet",
};

/** Versions of what each kind of work is paid; a version never changes, a new one takes its place from its first day. */
export const SchemesPage = () => {
  const mayPropose = permissionOf(useMe(), "proposeRates").ok;
  const [proposing, setProposing] = useState(false);
  const [open, setOpen] = useState<{ row: RatesRow; action: string }>();
  return (
    <>
      <ListPage<RatesRow>
        title="酬劳标准"
        crumbs={[{ label: "专家酬劳", to: paths.honoraria }]}
        intro="每做一次发多少。一版核准后不再改；要改就提出新的一版，从它开始的那天起按新的算。"
        actions={
          mayPropose && (
            <Button type="primary" onClick={() => setProposing(true)}>
              提出一版
            </Button>
          )
        }
        list="/api/honorarium-schemes"
        load={(query, signal) => read(client.GET("/api/honorarium-schemes", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.unitName} 第 ${row.versionNo} 版`}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "proposed", label: "等第二人核准" },
              { value: "approved", label: "已核准" },
              { value: "refused", label: "没有通过" },
            ],
          },
        ]}
        columns={[
          { key: "unit", title: "单位", wrap: "never", render: (row) => row.unitName },
          { key: "version", title: "版本", wrap: "never", render: (row) => `第 ${row.versionNo} 版` },
          { key: "from", title: "从哪天起", wrap: "never", render: (row) => row.startsOn },
          {
            key: "rates",
            title: "每次多少",
            wrap: "wide",
            render: (row) => row.rates.map((rate) => `${rate.kindName} ${rate.yuan} 元`).join("、"),
          },
          { key: "document", title: "依据", render: (row) => row.document },
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
                  row={`${row.unitName} 第 ${row.versionNo} 版`}
                  onAct={(action) => setOpen({ row, action })}
                />
              ),
          },
        ]}
        empty={{ title: "还没有酬劳标准", hint: "单位管理员或督导员点“提出一版”，另一位同事核准。" }}
      />
      {proposing && <Propose onClose={() => setProposing(false)} />}
      {open !== undefined && <Decide {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
};

const rateFields = {
  scienceCheck: "科学性审核一次（元）",
  verdict: "辟谣结论签字一次（元）",
  answer: "答复提问一个（元）",
  visit: "上门服务一次（元）",
  lecture: "主讲活动一场（元）",
} as const;

const Propose = ({ onClose }: { onClose: () => void }) => {
  const done = useDone(["/api/honorarium-schemes"], onClose);
  return (
    <ActDialog
      title="提出一版酬劳标准"
      intro="整数元；不发的空着。这个单位和没有自己标准的下属单位都按它算。"
      name="scheme-propose"
      labels={{ unitId: "哪个单位", startsOn: "从哪天的工作起算", document: "依据的文件", ...rateFields }}
      submitLabel="提出"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/honorarium-schemes", {
            params: { header: keyed(key) },
            // what was left empty is not sent: the kind is not paid
            body: Object.fromEntries(Object.entries(body).filter(([, value]) => value !== "")) as SchemeBody,
          }),
        )
      }
      onDone={() => done("已提出，等另一位同事核准")}
    >
      <UnitField name="unitId" label="哪个单位" />
      <DayField name="startsOn" label="从哪天的工作起算" required />
      <TextField name="document" label="依据的文件" required maxLength={120} />
      {Object.entries(rateFields).map(([name, label]) => (
        <TextField key={name} name={name} label={label} inputMode="numeric" maxLength={4} />
      ))}
    </ActDialog>
  );
};

const Decide = ({ row, action, onClose }: { row: RatesRow; action: string; onClose: () => void }) => {
  const done = useDone(["/api/honorarium-schemes"], onClose);
  const about = `${row.unitName} 第 ${row.versionNo} 版`;
  const params = (key: string) => ({ header: keyed(key), path: { id: row.id } });
  const refuses = action === "refuse";
  return (
    <ActDialog
      title={`${refuses ? "不通过" : "核准"}：${about}`}
      intro={row.rates.map((rate) => `${rate.kindName} ${rate.yuan} 元`).join("、")}
      name={`scheme-${action}`}
      labels={refuses ? { reason: "原因" } : {}}
      submitLabel={refuses ? "不通过" : "核准"}
      danger={refuses}
      onCancel={onClose}
      send={({ body, key }) =>
        refuses
          ? write(
              client.POST("/api/honorarium-schemes/{id}/refuse", {
                params: params(key),
                body: { reason: textOf(body, "reason") },
              }),
            )
          : write(client.POST("/api/honorarium-schemes/{id}/approve", { params: params(key), body: {} }))
      }
      onDone={() => done(refuses ? "没有通过" : "已核准")}
    >
      {refuses && <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={200} />}
    </ActDialog>
  );
};
