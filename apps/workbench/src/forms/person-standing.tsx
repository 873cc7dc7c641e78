import { client, keyed, write } from "../api/client.ts";
import type { PersonView } from "../api/views.ts";
import { textOf } from "../form/form-errors.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { TextField } from "../form/fields.tsx";
import { useDone } from "./use-done.ts";

const words = {
  disable: { title: "停用", intro: "立即退出所有设备，不能再登录；岗位和记录保留。", done: "已停用" },
  enable: { title: "恢复", intro: "可以重新登录；岗位按原来的任期继续。", done: "已恢复" },
} as const;

export const PersonStanding = ({
  person,
  step,
  onClose,
}: {
  person: PersonView;
  step: "disable" | "enable";
  onClose: () => void;
}) => {
  const done = useDone(["/api/people"], onClose);
  const { title, intro, done: sentence } = words[step];
  return (
    <ActDialog
      title={`${title}${person.name}的账号`}
      intro={intro}
      name="person-standing"
      labels={{ reason: "原因" }}
      submitLabel={`${title}账号`}
      danger={step === "disable"}
      onCancel={onClose}
      send={({ body, key }) => {
        const sent = {
          params: { header: keyed(key), path: { id: person.id } },
          body: { reason: textOf(body, "reason") },
        };
        return write(
          step === "disable"
            ? client.POST("/api/people/{id}/disable", sent)
            : client.POST("/api/people/{id}/enable", sent),
        );
      }}
      onDone={() => done(sentence)}
    >
      <TextField name="reason" label="原因" required maxLength={200} />
    </ActDialog>
  );
};
