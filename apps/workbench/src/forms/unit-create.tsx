import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { useNavigate } from "react-router";
import { client, keyed, write } from "../api/client.ts";
import type { UnitNode } from "../api/views.ts";
import { textOf } from "../form/form-errors.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, DayField } from "../form/fields.tsx";
import { kindsUnder, stationLevels, unitKindName } from "../pages/organisations/unit-kinds.ts";
import { paths } from "../paths.ts";
import { UnitFields, unitLabels } from "./unit-fields.tsx";

const labels = {
  kind: "类别",
  stationLevel: "站点级别",
  validFrom: "启用日期",
  parentId: "上级单位",
  ...unitLabels,
};

export const UnitCreate = ({
  parent,
  onClose,
}: {
  parent: Pick<UnitNode, "id" | "name" | "kind">;
  onClose: () => void;
}) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [kind, setKind] = useState("");
  return (
    <ActDialog
      title={`在${parent.name}下新增单位`}
      name="unit-create"
      labels={labels}
      submitLabel="新增单位"
      onCancel={onClose}
      onValues={(values) => setKind(textOf(values, "kind"))}
      send={({ body, key }) =>
        write(
          client.POST("/api/units", {
            params: { header: keyed(key) },
            body: { ...body, parentId: parent.id } as never,
          }),
        )
      } // the form's fields are the contract's; the server validates
      onDone={(made) => {
        void queries.invalidateQueries({ queryKey: ["/api/units"] });
        void queries.invalidateQueries({ queryKey: ["/api/units/tree"] });
        void message.success("单位已新增");
        onClose();
        void navigate(paths.unit(made.id));
      }}
    >
      <ChoiceField
        name="kind"
        label={labels.kind}
        required
        options={kindsUnder(parent.kind).map((value) => ({ value, label: unitKindName(value) }))}
      />
      {kind === "station" && (
        <ChoiceField name="stationLevel" label={labels.stationLevel} required options={stationLevels} />
      )}
      <UnitFields />
      <DayField name="validFrom" label={labels.validFrom} hint="不填就是今天。" />
    </ActDialog>
  );
};
