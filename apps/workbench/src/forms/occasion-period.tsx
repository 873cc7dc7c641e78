import { client, keyed, write } from "../api/client.ts";
import type { OccasionRow } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, DayField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useDone } from "./use-done.ts";

const labels = { act: "打开还是停下", startsOn: "从哪天", endsOn: "到哪天", reason: "原因" };

/** This year's announced days, or a reminder switched on or kept silent until a day. */
export const OccasionPeriodSet = ({ row, onClose }: { row: OccasionRow; onClose: () => void }) => {
  const done = useDone(["/api/occasions"], onClose);
  return (
    <ActDialog
      title={`${row.name}：定日期`}
      intro={
        row.kind === "campaign"
          ? "定了当年日期，这一年就按它显示，不再按规则推算。"
          : "打开后，到那天为止首页和专区都显示这条提醒；停下则这几天不显示。"
      }
      name="occasion-period"
      labels={labels}
      initial={{ act: "on" }}
      submitLabel="定下来"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/occasions/{code}/periods", {
            params: { header: keyed(key), path: { code: row.code } },
            body: {
              act: textOf(body, "act") as "on", // the server refuses what is none
              startsOn: textOf(body, "startsOn"),
              endsOn: textOf(body, "endsOn"),
              reason: textOf(body, "reason"),
            },
          }),
        )
      }
      onDone={() => done("日期已定，门户马上更新")}
    >
      <ChoiceField
        name="act"
        label={labels.act}
        required
        options={[
          { value: "on", label: "这几天显示" },
          { value: "off", label: "这几天不显示" },
        ]}
      />
      <DayField name="startsOn" label={labels.startsOn} required />
      <DayField name="endsOn" label={labels.endsOn} required />
      <TextField
        name="reason"
        label={labels.reason}
        required
        maxLength={200}
        hint="例如：区气象台发布高温橙色预警；或写明当年通知的文号。"
      />
    </ActDialog>
  );
};

/** Ends a period from today on. */
export const OccasionPeriodEnd = ({
  row,
  period,
  onClose,
}: {
  row: OccasionRow;
  period: OccasionRow["periods"][number];
  onClose: () => void;
}) => {
  const done = useDone(["/api/occasions"], onClose);
  return (
    <ActDialog
      title={`结束${row.name}的这段日期`}
      intro={`${period.startsOn} 至 ${period.endsOn}，从今天起不再算。`}
      name="occasion-period-end"
      labels={labels}
      submitLabel="从今天起结束"
      danger
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/occasion-periods/{id}/end", {
            params: { header: keyed(key), path: { id: period.id } },
            body: { reason: textOf(body, "reason") },
          }),
        )
      }
      onDone={() => done("已结束，门户马上更新")}
    >
      <TextField name="reason" label={labels.reason} required maxLength={200} />
    </ActDialog>
  );
};
