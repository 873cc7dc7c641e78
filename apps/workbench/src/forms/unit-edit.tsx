import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { client, keyed, write } from "../api/client.ts";
import type { UnitView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { toChanges } from "../form/form-errors.ts";
import { UnitFields, unitLabels } from "./unit-fields.tsx";

export const UnitEdit = ({ unit, onClose }: { unit: UnitView; onClose: () => void }) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { name, regionCode, phone, address, openingHours, description } = unit;
  const initial = { name, regionCode, phone, address, openingHours, description };
  return (
    <ActDialog
      title={`修改${unit.name}`}
      name="unit-edit"
      labels={unitLabels}
      initial={initial}
      submitLabel="保存修改"
      onCancel={onClose}
      send={({ values, key }) => {
        const changes = toChanges(initial, values);
        // The contract's only text that is never null.
        const body =
          "description" in changes ? { ...changes, description: changes["description"] ?? "" } : changes;
        return write(
          client.PATCH("/api/units/{id}", { params: { header: keyed(key), path: { id: unit.id } }, body }),
        );
      }}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ["/api/units"] });
        void queries.invalidateQueries({ queryKey: ["/api/units/tree"] });
        void message.success("已保存");
        onClose();
      }}
    >
      <UnitFields />
    </ActDialog>
  );
};
