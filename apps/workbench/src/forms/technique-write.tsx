import { client, keyed, write } from "../api/client.ts";
import type { TechniqueBody, TechniqueRow } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChecksField } from "../form/checks-field.tsx";
import { ChoiceField, LongTextField, TextField } from "../form/fields.tsx";
import { UnitField } from "../form/unit-field.tsx";
import { groundOptions, kindOptions, seasonOptions } from "../pages/techniques/technique-words.ts";
import { fieldOptions } from "./contract-sign.tsx";
import { useDone } from "./use-done.ts";

const labels = {
  unitId: "哪个单位",
  kind: "是什么",
  field: "方向",
  name: "名称",
  summary: "是什么、怎么用",
  seasons: "哪些季节",
  grounds: "适合什么地",
  sourceTitle: "出处",
  sourcePlace: "在哪里查得到",
};

/** Writes an entry of the catalogue, or writes one anew that came back; a second person makes it public. */
export const TechniqueWrite = ({ row, onClose }: { row?: TechniqueRow | undefined; onClose: () => void }) => {
  const done = useDone(["/api/techniques", "/api/waiting"], onClose);
  return (
    <ActDialog
      title={row === undefined ? "写一条" : `重写：${row.name}`}
      intro="照出处写，出处写全。另一个人对着出处核对以后才公开。"
      name="technique-write"
      labels={labels}
      initial={
        row === undefined
          ? {}
          : {
              kind: row.kind,
              field: row.field,
              name: row.name,
              summary: row.summary,
              seasons: row.seasons,
              grounds: row.grounds,
              sourceTitle: row.sourceTitle,
              sourcePlace: row.sourcePlace,
            }
      }
      submitLabel="写好了，交去核对"
      onCancel={onClose}
      send={({ body, key }) => {
        const header = keyed(key);
        const words = body as TechniqueBody; // the form's fields are the contract's; the server validates
        return row === undefined
          ? write(client.POST("/api/techniques", { params: { header }, body: words }))
          : write(
              client.POST("/api/techniques/{id}/rewrite", {
                params: { header, path: { id: row.id } },
                body: words,
              }),
            );
      }}
      onDone={() => done("已交去核对")}
    >
      {row === undefined && <UnitField name="unitId" label={labels.unitId} />}
      <ChoiceField name="kind" label={labels.kind} required options={kindOptions} />
      <ChoiceField name="field" label={labels.field} required options={fieldOptions} />
      <TextField name="name" label={labels.name} required maxLength={40} />
      <LongTextField name="summary" label={labels.summary} required rows={6} maxLength={1500} />
      <ChecksField name="seasons" label={labels.seasons} options={seasonOptions} hint="至少选一个。" />
      <ChecksField name="grounds" label={labels.grounds} options={groundOptions} hint="至少选一种。" />
      <TextField
        name="sourceTitle"
        label={labels.sourceTitle}
        required
        maxLength={120}
        hint="文件、标准或审定公告的全名。"
      />
      <TextField
        name="sourcePlace"
        label={labels.sourcePlace}
        required
        maxLength={300}
        hint="网址、文号、标准号或第几条。"
      />
    </ActDialog>
  );
};
