import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ExpertApplicationRow } from "../../api/views.ts";
import { RowActions } from "../../detail/row-actions.tsx";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ActDialog } from "../../form/act-dialog.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { useDone } from "../../forms/use-done.ts";
import { ListPage } from "../../list/list-page.tsx";

const tones: Readonly<Record<ExpertApplicationRow["status"], Tone>> = {
  submitted: "waiting",
  admitted: "done",
  refused: "quiet",
  withdrawn: "quiet",
};

/** People who apply to be experts; somebody else looks at the proof and appoints. */
export const ExpertApplicationsPage = () => {
  const [open, setOpen] = useState<{ row: ExpertApplicationRow; action: string }>();
  return (
    <>
      <ListPage<ExpertApplicationRow>
        title="专家申请"
        intro="本人写明领域和凭什么，核对材料后聘任；聘任的领域就是申请的领域。自己的申请不能自己办。"
        list="/api/expert-applications"
        load={(query, signal) => read(client.GET("/api/expert-applications", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.publicTitle}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "submitted", label: "等核对" },
              { value: "admitted", label: "已聘任" },
              { value: "refused", label: "没有通过" },
              { value: "withdrawn", label: "本人撤回" },
            ],
          },
        ]}
        columns={[
          { key: "name", title: "姓名", render: (row) => row.name },
          {
            key: "title",
            title: "称谓",
            render: (row) => (row.isSenior ? `${row.publicTitle}（老专家）` : row.publicTitle),
          },
          { key: "fields", title: "领域", render: (row) => row.fieldNames.join("、") },
          { key: "offers", title: "愿意做什么", wrap: "wide", render: (row) => row.offers },
          {
            key: "proof",
            title: "凭什么",
            wrap: "wide",
            render: (row) => (
              <>
                {row.proof}{" "}
                {row.hasFile && <a href={`/api/expert-applications/${row.id}/proof`}>看证明材料</a>}
              </>
            ),
          },
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
                <RowActions actions={row.nextActions} onAct={(action) => setOpen({ row, action })} />
              ),
          },
        ]}
        empty={{ title: "没有专家申请", hint: "居民在门户“申请做专家”交了申请，就出现在这里。" }}
      />
      {open !== undefined && <Decide {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
};

const Decide = ({
  row,
  action,
  onClose,
}: {
  row: ExpertApplicationRow;
  action: string;
  onClose: () => void;
}) => {
  const done = useDone(["/api/expert-applications", "/api/experts", "/api/waiting"], onClose);
  const params = (key: string) => ({ header: keyed(key), path: { id: row.id } });
  if (action === "refuse")
    return (
      <ActDialog
        title={`不通过：${row.publicTitle}`}
        intro="申请人会看到原因。"
        name="application-refuse"
        labels={{ reason: "原因" }}
        submitLabel="不通过"
        danger
        onCancel={onClose}
        send={({ body, key }) =>
          write(
            client.POST("/api/expert-applications/{id}/refuse", {
              params: params(key),
              body: { reason: textOf(body, "reason") },
            }),
          )
        }
        onDone={() => done("已答复申请人")}
      >
        <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={300} />
      </ActDialog>
    );
  return (
    <ActDialog
      title={`聘任：${row.publicTitle}`}
      intro={`从今天起聘任 ${row.fieldNames.join("、")}。`}
      name="application-admit"
      labels={{ endsOn: "聘到哪天", document: "聘任文件", canSign: "审签权" }}
      initial={{ canSign: "no" }}
      submitLabel="聘任"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/expert-applications/{id}/admit", {
            params: params(key),
            body: body as never, // the form's fields are the contract's; the server validates
          }),
        )
      }
      onDone={() => done("已聘任")}
    >
      <DayField name="endsOn" label="聘到哪天" required />
      <TextField name="document" label="聘任文件" required hint="例如：聘字〔2026〕3 号。" maxLength={120} />
      <ChoiceField
        name="canSign"
        label="审签权"
        required
        options={[
          { value: "no", label: "没有，只答疑和讲课" },
          { value: "yes", label: "有，可以审签文章" },
        ]}
      />
    </ActDialog>
  );
};
