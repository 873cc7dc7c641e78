import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { client, keyed, write } from "../api/client.ts";
import type { UnitView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { DayField } from "../form/fields.tsx";

export const UnitClose = ({ unit, onClose }: { unit: UnitView; onClose: () => void }) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  return (
    <ActDialog
      title={`撤销${unit.name}`}
      intro="撤销后不能再选用这个单位；它的历史记录和数字都保留。"
      name="unit-close"
      labels={{ validTo: "停用日期" }}
      submitLabel="撤销这个单位"
      danger
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/units/{id}/close", {
            params: { header: keyed(key), path: { id: unit.id } },
            body,
          }),
        )
      }
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ["/api/units"] });
        void queries.invalidateQueries({ queryKey: ["/api/units/tree"] });
        void message.success("已撤销");
        onClose();
      }}
    >
      <DayField name="validTo" label="停用日期" hint="从这一天起停用；不填就是今天。" />
    </ActDialog>
  );
};
