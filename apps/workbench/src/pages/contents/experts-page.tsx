import { useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { ExpertRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { ActDialog } from "../../form/act-dialog.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { PersonField } from "../../form/person-field.tsx";
import { UnitField } from "../../form/unit-field.tsx";
import { textOf } from "../../form/form-errors.ts";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { useExpertFields } from "./use-topics.ts";

type Open =
  | { kind: "register" }
  | { kind: "appoint"; expert: ExpertRow }
  | { kind: "end"; expert: ExpertRow; termId: string };

/** Experts with their fields and terms: only a term in force with the right to sign opens the science check. */
export const ExpertsPage = () => {
  const me = useMe();
  const fields = useExpertFields();
  const [open, setOpen] = useState<Open>();
  const mayManage = permissionOf(me, "manageExperts").ok;
  return (
    <>
      <ListPage<ExpertRow>
        title="审签专家"
        intro="科学性审核由本领域、在聘期内、有审签权的专家签字。聘期一过，就不能再签。"
        actions={
          mayManage && (
            <Button type="primary" onClick={() => setOpen({ kind: "register" })}>
              登记专家
            </Button>
          )
        }
        list="/api/experts"
        load={(query, signal) => read(client.GET("/api/experts", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        filters={[
          {
            kind: "choice",
            name: "field",
            label: "领域",
            options: fields.map((field) => ({ value: field.code, label: field.name })),
          },
        ]}
        columns={[
          { key: "name", title: "姓名", render: (row) => row.name },
          { key: "publicTitle", title: "文章上的称谓", render: (row) => row.publicTitle },
          { key: "unit", title: "单位", render: (row) => row.unitName },
          {
            key: "terms",
            title: "聘任",
            render: (row) =>
              row.terms.length === 0 ? (
                <span className="unknown">还没有聘任</span>
              ) : (
                <ul className="plain-list">
                  {row.terms.map((term) => (
                    <li key={term.id}>
                      {term.fieldName} {term.startsOn} 至 {term.endedOn ?? term.endsOn}
                      {term.canSign ? "" : "（无审签权）"}
                      {term.inForce ? "" : "（不在聘期）"}
                      {mayManage && term.endedOn === null && (
                        <Button
                          size="small"
                          type="text"
                          onClick={() => setOpen({ kind: "end", expert: row, termId: term.id })}
                        >
                          结束
                        </Button>
                      )}
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            key: "next",
            title: "下一步",
            render: (row) =>
              mayManage && (
                <Button size="small" onClick={() => setOpen({ kind: "appoint", expert: row })}>
                  新聘一个领域
                </Button>
              ),
          },
        ]}
        empty={{
          title: "还没有登记专家",
          hint: "点“登记专家”，选一位人员，写明文章上的称谓，再聘任领域和聘期。",
        }}
      />
      {open !== undefined && <ExpertDialog open={open} onClose={() => setOpen(undefined)} />}
    </>
  );
};

const ExpertDialog = ({ open, onClose }: { open: Open; onClose: () => void }) => {
  const queries = useQueryClient();
  const fields = useExpertFields();
  const { message } = App.useApp();
  const done = (words: string) => () => {
    void queries.invalidateQueries({ queryKey: ["/api/experts"] });
    void message.success(words);
    onClose();
  };
  switch (open.kind) {
    case "register":
      return (
        <ActDialog
          title="登记专家"
          name="expert-register"
          labels={{ personId: "人员", unitId: "单位", publicTitle: "文章上的称谓" }}
          submitLabel="登记"
          onCancel={onClose}
          send={({ body, key }) =>
            write(client.POST("/api/experts", { params: { header: keyed(key) }, body: body as never }))
          } // the server validates
          onDone={done("已登记，接下来请聘任领域")}
        >
          <PersonField name="personId" label="人员" exclude="" />
          <UnitField name="unitId" label="单位" />
          <TextField
            name="publicTitle"
            label="文章上的称谓"
            required
            hint="例如：某医院营养科医师。读者看到的是它，不是姓名。"
            maxLength={60}
          />
        </ActDialog>
      );
    case "appoint":
      return (
        <ActDialog
          title={`聘任${open.expert.name}`}
          name="expert-appoint"
          labels={{
            field: "领域",
            canSign: "审签权",
            startsOn: "开始日期",
            endsOn: "结束日期",
            document: "聘任文件",
          }}
          initial={{ canSign: "yes" }}
          submitLabel="聘任"
          onCancel={onClose}
          send={({ body, key }) =>
            write(
              client.POST("/api/experts/{id}/terms", {
                params: { header: keyed(key), path: { id: open.expert.id } },
                body: body as never,
              }),
            )
          } // the server validates
          onDone={done("已聘任")}
        >
          <ChoiceField
            name="field"
            label="领域"
            required
            options={fields.map((field) => ({ value: field.code, label: field.name }))}
          />
          <ChoiceField
            name="canSign"
            label="审签权"
            required
            options={[
              { value: "yes", label: "有，可以签科学性审核" },
              { value: "no", label: "没有" },
            ]}
          />
          <DayField name="startsOn" label="开始日期" required />
          <DayField name="endsOn" label="结束日期" required />
          <TextField name="document" label="聘任文件" required maxLength={120} />
        </ActDialog>
      );
    case "end":
      return (
        <ActDialog
          title="结束聘任"
          intro="从今天起不能再签。以前签过的字仍然有效。"
          name="expert-end"
          labels={{ reason: "原因" }}
          submitLabel="结束聘任"
          danger
          onCancel={onClose}
          send={({ body, key }) =>
            write(
              client.POST("/api/experts/{id}/terms/{termId}/end", {
                params: { header: keyed(key), path: { id: open.expert.id, termId: open.termId } },
                body: { reason: textOf(body, "reason") },
              }),
            )
          }
          onDone={done("聘任已结束")}
        >
          <LongTextField name="reason" label="原因" required maxLength={200} />
        </ActDialog>
      );
    default: {
      const never: never = open;
      return never;
    }
  }
};
