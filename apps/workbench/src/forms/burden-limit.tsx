import { client, keyed, write } from "../api/client.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { UnitField } from "../form/unit-field.tsx";
import { useDone } from "./use-done.ts";

const labels = { unitId: "单位", minutes: "每周最多（分钟）", reason: "原因" };

/** How many minutes of typing a week may ask of each unit at and below one. */
export const BurdenLimitDialog = ({ onClose }: { onClose: () => void }) => {
  const done = useDone(["/api/burdens", "/api/burden-limits"], onClose);
  return (
    <ActDialog
      title="设定填报负担上限"
      intro="对这个单位和它的下级有效，直到有更近的或更新的上限。没有设过的按每周 30 分钟。"
      name="burden-limit"
      labels={labels}
      initial={{ minutes: "30" }}
      submitLabel="设定"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/burden-limits", {
            params: { header: keyed(key) },
            body: {
              unitId: textOf(body, "unitId"),
              minutes: Number(textOf(body, "minutes")),
              reason: textOf(body, "reason"),
            },
          }),
        )
      }
      onDone={() => done("上限已设定")}
    >
      <UnitField name="unitId" label={labels.unitId} />
      <TextField name="minutes" label={labels.minutes} required inputMode="numeric" maxLength={4} />
      <LongTextField name="reason" label={labels.reason} required maxLength={200} rows={2} />
    </ActDialog>
  );
};
