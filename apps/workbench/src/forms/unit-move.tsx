import { useQueryClient } from "@tanstack/react-query";
import { App } from "antd";
import { client, keyed, write } from "../api/client.ts";
import type { UnitNode, UnitView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField } from "../form/fields.tsx";
import { mayStandUnder } from "../pages/organisations/unit-kinds.ts";

/** Where a unit may go: kinds that may hold it, not where it stands, and never below itself. */
export const UnitMove = ({
  unit,
  nodes,
  onClose,
}: {
  unit: UnitView;
  nodes: readonly UnitNode[];
  onClose: () => void;
}) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const options = nodes
    .filter(
      (node) =>
        mayStandUnder(unit.kind, node.kind) &&
        node.id !== unit.parentId &&
        node.path !== unit.path &&
        !node.path.startsWith(`${unit.path}.`),
    )
    .map((node) => ({ value: node.id, label: `${node.name}（${node.kindName}）` }));
  return (
    <ActDialog
      title={`把${unit.name}移到别处`}
      intro="下级单位、人员和岗位跟着一起移动；以前的数字仍记在当时的单位名下。"
      name="unit-move"
      labels={{ parentId: "新的上级单位" }}
      submitLabel="移动"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.PATCH("/api/units/{id}", { params: { header: keyed(key), path: { id: unit.id } }, body }),
        )
      }
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ["/api/units"] });
        void queries.invalidateQueries({ queryKey: ["/api/units/tree"] });
        void message.success("已移动");
        onClose();
      }}
    >
      <ChoiceField
        name="parentId"
        label="新的上级单位"
        required
        options={options}
        hint={options.length === 0 ? "没有能接收它的单位。" : undefined}
      />
    </ActDialog>
  );
};
