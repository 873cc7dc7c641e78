import { client, keyed, write } from "../api/client.ts";
import type { PestBody, PestRow } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChecksField } from "../form/checks-field.tsx";
import { ChoiceField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { cropOptions, pestKindOptions, skillOptions } from "../pages/teams/team-words.ts";
import { useDone } from "./use-done.ts";

const labels = {
  name: "名称",
  kind: "病、虫还是草",
  crops: "哪些作物",
  otherNames: "别名",
  skill: "要会什么",
  sourceTitle: "出处",
  sourcePlace: "在哪里查得到",
  open: "状态",
};

/** Adds a row of the vocabulary, or changes one; what another changed meanwhile is not written over. */
export const PestWrite = ({ row, onClose }: { row?: PestRow; onClose: () => void }) => {
  const done = useDone(["/api/crop-pests"], onClose);
  return (
    <ActDialog
      title={row === undefined ? "加一条病虫害" : `改：${row.name}`}
      intro="名称写通常的叫法；别名写农户怎么说，单里写到就认得出。"
      name="pest-write"
      labels={labels}
      initial={
        row === undefined
          ? { skill: "farming" }
          : { ...row, otherNames: row.otherNames.join("、"), open: row.isOpen ? "yes" : "no" }
      }
      submitLabel="保存"
      onCancel={onClose}
      send={({ body, key }) => {
        const header = keyed(key);
        // the form's fields are the contract's; the server validates
        const words = {
          name: textOf(body, "name"),
          kind: textOf(body, "kind"),
          crops: body["crops"] ?? [],
          otherNames: textOf(body, "otherNames")
            .split(/[、,，;；]/u)
            .map((one) => one.trim())
            .filter((one) => one !== ""),
          skill: textOf(body, "skill"),
          sourceTitle: textOf(body, "sourceTitle"),
          sourcePlace: textOf(body, "sourcePlace"),
        } as PestBody;
        return row === undefined
          ? write(client.POST("/api/crop-pests", { params: { header }, body: words }))
          : write(
              client.POST("/api/crop-pests/{id}", {
                params: { header, path: { id: row.id } },
                body: {
                  ...words,
                  version: row.version,
                  open: textOf(body, "open") === "no" ? ("no" as const) : ("yes" as const),
                },
              }),
            );
      }}
      onDone={() => done("已保存")}
    >
      <TextField name="name" label={labels.name} required maxLength={20} />
      <ChoiceField name="kind" label={labels.kind} required options={pestKindOptions} />
      <ChecksField name="crops" label={labels.crops} options={cropOptions} hint="至少选一种。" />
      <TextField
        name="otherNames"
        label={labels.otherNames}
        maxLength={260}
        hint="几个的用顿号分开，例如：稻热病、穗颈瘟。"
      />
      <ChoiceField name="skill" label={labels.skill} required options={skillOptions} />
      <TextField
        name="sourceTitle"
        label={labels.sourceTitle}
        required
        maxLength={120}
        hint="标准、名录或主管部门文件的全名。"
      />
      <TextField
        name="sourcePlace"
        label={labels.sourcePlace}
        required
        maxLength={200}
        hint="文号、标准号或网址。"
      />
      {row !== undefined && (
        <ChoiceField
          name="open"
          label={labels.open}
          required
          options={[
            { value: "yes", label: "在用" },
            { value: "no", label: "停用" },
          ]}
        />
      )}
    </ActDialog>
  );
};
