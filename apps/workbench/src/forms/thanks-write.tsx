import { client, keyed, write } from "../api/client.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { DayField, LongTextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useDone } from "./use-done.ts";

const labels = { from: "从哪天", to: "到哪天", words: "感谢的话" };

/** A letter of thanks for a member: numbered, printed and checked like a certificate. */
export const ThanksWrite = ({
  teamId,
  member,
  onClose,
}: {
  teamId: string;
  member: { personId: string; name: string };
  onClose: () => void;
}) => {
  const done = useDone(["/api/certificates"], onClose);
  return (
    <ActDialog
      title={`给${member.name}写感谢信`}
      intro="信里会附上这段日子的服务次数和时长。写好就发出，他在“我的服务证明”里看到。"
      name="thanks-write"
      labels={labels}
      submitLabel="发出感谢信"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/certificates/thanks", {
            params: { header: keyed(key) },
            body: {
              teamId,
              personId: member.personId,
              from: textOf(body, "from"),
              to: textOf(body, "to"),
              words: textOf(body, "words"),
            },
          }),
        )
      }
      onDone={() => done("感谢信已发出")}
    >
      <DayField name="from" label={labels.from} required />
      <DayField name="to" label={labels.to} required />
      <LongTextField name="words" label={labels.words} required hint="至少 10 个字。" maxLength={600} />
    </ActDialog>
  );
};
