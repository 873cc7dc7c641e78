import { client, keyed, write } from "../api/client.ts";
import type { PersonView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, DayField, TextField } from "../form/fields.tsx";
import { UnitField } from "../form/unit-field.tsx";
import { dayOf } from "../time-text.ts";
import { useDone } from "./use-done.ts";

const labels = { role: "岗位", unitId: "单位", startsOn: "从哪天起", endsOn: "到哪天止", reason: "原因" };

export const PersonGrant = ({ person, onClose }: { person: PersonView; onClose: () => void }) => {
  const done = useDone(["/api/people"], onClose);
  return (
    <ActDialog
      title={`授予${person.name}岗位`}
      intro="岗位在所选单位及其下级有效。"
      name="person-grant"
      labels={labels}
      initial={{ startsOn: dayOf(new Date()) }}
      submitLabel="授予岗位"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/people/{id}/grants", {
            params: { header: keyed(key), path: { id: person.id } },
            body: body as never,
          }),
        )
      } // the form's fields are the contract's; the server validates
      onDone={() => done("岗位已授予")}
    >
      <ChoiceField
        name="role"
        label={labels.role}
        required
        options={person.grantableRoles.map((each) => ({ value: each.role, label: each.roleName }))}
        hint={person.grantableRoles.length === 0 ? "您的岗位不能授予任何岗位。" : undefined}
      />
      <UnitField name="unitId" label={labels.unitId} />
      <DayField name="startsOn" label={labels.startsOn} required />
      <DayField name="endsOn" label={labels.endsOn} hint="最后一天也有效；不填就是长期。" />
      <TextField
        name="reason"
        label={labels.reason}
        required
        hint="例如：2026 年度任命文件第 3 条"
        maxLength={200}
      />
    </ActDialog>
  );
};
