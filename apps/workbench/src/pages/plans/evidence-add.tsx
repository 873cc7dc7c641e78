import { useState } from "react";
import { client, keyed, write } from "../../api/client.ts";
import { ChoiceField, DayField, TextField } from "../../form/fields.tsx";
import { UnitField } from "../../form/unit-field.tsx";
import { multipart } from "../../form/file-field.tsx";
import { FileField } from "./file-field.tsx";
import { PlanAct } from "./plan-act.tsx";

const labels = {
  unitId: "哪个单位的",
  kind: "材料种类",
  title: "材料名称",
  happenedOn: "哪天",
  quantity: "人数单上的数",
  measure: "计量单位",
  signedByPost: "签字的岗位",
  file: "文件",
};

/** A piece of evidence, kept once and used as often as it shows something. */
export const EvidenceAdd = ({
  use,
  onClose,
}: {
  use: Readonly<Record<string, string>>;
  onClose: () => void;
}) => {
  const [file, setFile] = useState<File>();
  const [kind, setKind] = useState("document");
  return (
    <PlanAct
      title="加佐证材料"
      intro="材料存一份，别的任务和清单可以直接用，不用再传。存好以后内容不能改。"
      name="evidence-add"
      labels={labels}
      initial={{ kind: "document" }}
      submitLabel="存下材料"
      said="材料已存下"
      onClose={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/evidence", {
            params: { header: keyed(key) },
            ...multipart({ ...body, ...use, file }),
          }),
        )
      }
    >
      <FileField label="PDF 或图片（不超过 10 MB）" accept=".pdf,.jpg,.jpeg,.png,.webp" onChoose={setFile} />
      <UnitField name="unitId" label={labels.unitId} />
      <div
        onChange={(event) => {
          if (event.target instanceof HTMLSelectElement) setKind(event.target.value);
        }}
      >
        <ChoiceField
          name="kind"
          label={labels.kind}
          required
          options={[
            { value: "document", label: "文件" },
            { value: "photo", label: "照片" },
            { value: "minutes", label: "会议纪要" },
            { value: "count_sheet", label: "签字的人数单" },
          ]}
        />
      </div>
      <TextField name="title" label={labels.title} required maxLength={120} />
      <DayField name="happenedOn" label={labels.happenedOn} required />
      {kind === "count_sheet" && (
        <>
          <TextField
            name="quantity"
            label={labels.quantity}
            required
            inputMode="numeric"
            maxLength={12}
            hint="只用于系统里没有记录的事；能自动算出的会被拒绝。"
          />
          <TextField name="measure" label={labels.measure} required maxLength={20} />
          <TextField
            name="signedByPost"
            label={labels.signedByPost}
            required
            maxLength={40}
            hint="写岗位，不写姓名。"
          />
        </>
      )}
    </PlanAct>
  );
};
