import { Alert } from "antd";
import { useState } from "react";
import { client, keyed, write } from "../api/client.ts";
import { createKey } from "../api/key.ts";
import type { HandoverView, PersonView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, TextField } from "../form/fields.tsx";
import { PersonField } from "../form/person-field.tsx";
import { useDone } from "./use-done.ts";

const labels = { unitId: "交出哪个单位的工作", toPersonId: "接手人", reason: "原因" };

/** A post changes hands in one step; first it is shown what will move, then it moves. */
export const PersonHandover = ({ person, onClose }: { person: PersonView; onClose: () => void }) => {
  const done = useDone(["/api/people", "/api/waiting"], onClose);
  const [preview, setPreview] = useState<HandoverView>();
  const units = new Map(
    person.grants
      .filter((grant) => grant.state === "in_force" || grant.state === "future")
      .map((grant) => [grant.unitId, grant.unitName]),
  );
  return (
    <ActDialog
      title={`交接${person.name}的工作`}
      intro="该单位及下级的待办、草稿和委托一次转给接手人，原来的岗位结束。接手人的岗位需另行授予。"
      name="person-handover"
      labels={labels}
      submitLabel={preview === undefined ? "先看会转走什么" : "确认交接"}
      danger={preview !== undefined}
      onCancel={onClose}
      onValues={() => setPreview(undefined)}
      send={({ body, key }) => {
        const sent = { ...body, preview: preview === undefined };
        // The preview is another act than the handover: it must not use up the form's key.
        return write(
          client.POST("/api/people/{id}/handover", {
            params: { header: keyed(preview === undefined ? createKey() : key), path: { id: person.id } },
            body: sent as never,
          }),
        ); // the form's fields are the contract's
      }}
      onDone={(view) => (view.done ? done("已交接") : setPreview(view))}
      staysDirty
    >
      <ChoiceField
        name="unitId"
        label={labels.unitId}
        required
        options={[...units].map(([value, label]) => ({ value, label }))}
        hint={units.size === 0 ? "这个人没有在任的岗位。" : undefined}
      />
      <PersonField name="toPersonId" label={labels.toPersonId} exclude={person.id} />
      <TextField name="reason" label={labels.reason} required maxLength={200} />
      <div aria-live="polite">
        {preview !== undefined && (
          <Alert
            className="banner"
            type="warning"
            showIcon
            title="确认后会这样"
            description={
              <ul>
                {preview.items.map((item) => (
                  <li key={item.name}>
                    {item.title}：{item.count} 件
                  </li>
                ))}
              </ul>
            }
          />
        )}
      </div>
    </ActDialog>
  );
};
