import { client, keyed, write } from "../api/client.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { DayField, LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useDone } from "./use-done.ts";

const labels = { day: "哪天", minutes: "多少分钟", reason: "为什么补录、谁能证明" };

/** Hours added by hand: with a reason, and a second person has to agree before they count. */
export const HoursAdd = ({
  teamId,
  member,
  onClose,
}: {
  teamId: string;
  member: { personId: string; name: string };
  onClose: () => void;
}) => {
  const done = useDone(["/api/service-hours", "/api/waiting"], onClose);
  return (
    <ActDialog
      title={`给${member.name}补录时长`}
      intro="补录的时长和签到记的永远分开。要另一个人同意才算数，不能是您，也不能是本人。"
      name="hours-add"
      labels={labels}
      submitLabel="补录"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/service-hours", {
            params: { header: keyed(key) },
            body: {
              teamId,
              personId: member.personId,
              day: textOf(body, "day"),
              minutes: Number(textOf(body, "minutes")),
              reason: textOf(body, "reason"),
            },
          }),
        )
      }
      onDone={() => done("已补录，等另一个人同意")}
    >
      <DayField name="day" label={labels.day} required />
      <TextField name="minutes" label={labels.minutes} required inputMode="numeric" maxLength={3} />
      <LongTextField name="reason" label={labels.reason} required hint="至少 5 个字。" maxLength={300} />
    </ActDialog>
  );
};
