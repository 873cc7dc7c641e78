import { client, keyed, write } from "../api/client.ts";
import type { AreaSetView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { DayField } from "../form/fields.tsx";
import { UnitField } from "../form/unit-field.tsx";
import { useDone } from "./use-done.ts";

const labels = { unitId: "单位", validFrom: "从哪天起" };

export const AreaMemberAdd = ({ set, onClose }: { set: AreaSetView; onClose: () => void }) => {
  const done = useDone(["/api/area-sets", "/api/units"], onClose);
  return (
    <ActDialog
      title={`把单位加入${set.name}`}
      name="area-member-add"
      labels={labels}
      submitLabel="加入"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/area-sets/{id}/members", {
            params: { header: keyed(key), path: { id: set.id } },
            body: body as never,
          }),
        )
      } // as in area-set-create
      onDone={() => done("单位已加入")}
    >
      <UnitField name="unitId" label={labels.unitId} />
      <DayField name="validFrom" label={labels.validFrom} hint="不填就是今天。" />
    </ActDialog>
  );
};
