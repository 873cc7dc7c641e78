import { client, keyed, write } from "../../api/client.ts";
import { ChoiceField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { toChecklistLines } from "./checklist-lines.ts";
import { PlanAct } from "./plan-act.tsx";

const labels = {
  unitId: "哪个单位的",
  kind: "哪一种",
  title: "清单名称",
  source: "依据",
  items: "条目",
};

/** A standard pasted line by line; each item is done when evidence is put to it. */
export const ChecklistCreate = ({ onClose }: { onClose: () => void }) => (
  <PlanAct
    title="建清单"
    intro="条目照标准原文写。齐没齐由材料说了算，没有可以打勾的地方。"
    name="checklist-create"
    labels={labels}
    initial={{ kind: "creation" }}
    submitLabel="建清单"
    said="清单已建好"
    onClose={onClose}
    send={async ({ body, values, key }) =>
      write(
        client.POST("/api/checklists", {
          params: { header: keyed(key) },
          body: {
            unitId: textOf(body, "unitId"),
            kind: textOf(body, "kind") as "creation", // one of the options below
            title: textOf(body, "title"),
            ...(body["source"] === undefined ? {} : { source: textOf(body, "source") }),
            items: [...toChecklistLines(textOf({ ...values }, "items"))],
          },
        }),
      )
    }
  >
    <UnitField name="unitId" label={labels.unitId} />
    <ChoiceField
      name="kind"
      label={labels.kind}
      required
      options={[
        { value: "creation", label: "创建指标" },
        { value: "arrangement", label: "制度安排" },
      ]}
    />
    <TextField name="title" label={labels.title} required maxLength={120} />
    <TextField name="source" label={labels.source} maxLength={200} hint="哪份文件、哪一年的标准。" />
    <LongTextField
      name="items"
      label={labels.items}
      required
      rows={10}
      maxLength={60_000}
      hint="一行一条：先写编号，空一格，再写要求。可以从文件里整段粘贴。"
    />
  </PlanAct>
);
