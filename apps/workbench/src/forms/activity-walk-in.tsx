import { useState } from "react";
import { client, keyed, write } from "../api/client.ts";
import { createRecordId } from "../api/key.ts";
import type { ActivitySessionView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { audienceOptions } from "../pages/contents/contents-words.ts";
import { useDone } from "./use-done.ts";

const labels = { peopleCount: "几个人", audience: "多数人是" };

/** Who came without a registration: a number and an audience, no name. */
export const WalkInAdd = ({ view, onClose }: { view: ActivitySessionView; onClose: () => void }) => {
  const done = useDone(["/api/activity-sessions"], onClose);
  // One id for the window: sent again after a failure it is still one line.
  const [lineId] = useState(() => createRecordId());
  return (
    <ActDialog
      title="记没报名来的人"
      intro="只记人数，不记名字。一次超过 30 人的会标出来，上报前要看。"
      name="walk-in"
      labels={labels}
      initial={{ peopleCount: "1" }}
      submitLabel="记下"
      onCancel={onClose}
      send={({ body, key }) => {
        const audience = view.activity.audiences.find((one) => one === textOf(body, "audience"));
        return write(
          client.POST("/api/activity-sessions/{id}/lines", {
            params: { header: keyed(key), path: { id: view.session.id } },
            body: {
              lineId,
              peopleCount: Number(textOf(body, "peopleCount")),
              ...(audience === undefined ? {} : { audience }),
            },
          }),
        );
      }}
      onDone={() => done("记下了")}
    >
      <TextField name="peopleCount" label={labels.peopleCount} required inputMode="numeric" maxLength={3} />
      <ChoiceField
        name="audience"
        label={labels.audience}
        options={audienceOptions.filter((option) =>
          view.activity.audiences.some((one) => one === option.value),
        )}
      />
    </ActDialog>
  );
};
