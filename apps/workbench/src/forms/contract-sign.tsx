import { client, keyed, write } from "../api/client.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { UnitField } from "../form/unit-field.tsx";
import { useDone } from "./use-done.ts";

const labels = {
  phone: "他的手机号",
  unitId: "哪个镇街",
  field: "方向",
  bases: "服务哪些农户、基地",
  document: "聘任文件",
  startsOn: "从哪天",
  endsOn: "到哪天",
};
export const fieldOptions = [
  { value: "rice", label: "水稻" },
  { value: "vegetables", label: "蔬菜" },
  { value: "fruit", label: "水果" },
  { value: "tea", label: "茶叶" },
  { value: "livestock", label: "畜禽" },
  { value: "aquaculture", label: "水产" },
  { value: "forestry", label: "林业" },
  { value: "machinery", label: "农机" },
] as const;
type Field = (typeof fieldOptions)[number]["value"];

/** A town appoints a commissioner for a term. */
export const ContractSign = ({ onClose }: { onClose: () => void }) => {
  const done = useDone(["/api/commissioner-contracts"], onClose);
  return (
    <ActDialog
      title="聘任科技特派员"
      intro="请他先在门户用手机登录一次。不能聘任自己。"
      name="contract-sign"
      labels={labels}
      submitLabel="聘任"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/commissioner-contracts", {
            params: { header: keyed(key) },
            body: {
              phone: textOf(body, "phone"),
              unitId: textOf(body, "unitId"),
              field: textOf(body, "field") as Field, // one of the options above
              bases: textOf(body, "bases"),
              document: textOf(body, "document"),
              startsOn: textOf(body, "startsOn"),
              endsOn: textOf(body, "endsOn"),
            },
          }),
        )
      }
      onDone={() => done("已聘任")}
    >
      <TextField name="phone" label={labels.phone} required inputMode="tel" maxLength={30} />
      <UnitField name="unitId" label={labels.unitId} />
      <ChoiceField name="field" label={labels.field} required options={fieldOptions} />
      <LongTextField name="bases" label={labels.bases} required maxLength={300} />
      <TextField name="document" label={labels.document} required maxLength={120} />
      <DayField name="startsOn" label={labels.startsOn} required />
      <DayField name="endsOn" label={labels.endsOn} required />
    </ActDialog>
  );
};
