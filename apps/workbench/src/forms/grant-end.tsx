import { client, keyed, write } from "../api/client.ts";
import type { GrantView, PersonView } from "../api/views.ts";
import { textOf } from "../form/form-errors.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { TextField } from "../form/fields.tsx";
import { useDone } from "./use-done.ts";

export const GrantEnd = ({
  person,
  grant,
  onClose,
}: {
  person: PersonView;
  grant: GrantView;
  onClose: () => void;
}) => {
  const done = useDone(["/api/people"], onClose);
  return (
    <ActDialog
      title={`结束${person.name}的岗位`}
      intro={`${grant.roleName}（${grant.unitName}）。立即生效；手上的工作请先用“交接”转给别人。`}
      name="grant-end"
      labels={{ reason: "原因" }}
      submitLabel="结束岗位"
      danger
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/grants/{id}/end", {
            params: { header: keyed(key), path: { id: grant.id } },
            body: { reason: textOf(body, "reason") },
          }),
        )
      }
      onDone={() => done("岗位已结束")}
    >
      <TextField name="reason" label="原因" required maxLength={200} />
    </ActDialog>
  );
};
