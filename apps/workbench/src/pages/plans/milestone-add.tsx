import { client, keyed, write } from "../../api/client.ts";
import type { PlanView } from "../../api/views.ts";
import { ChoiceField, DayField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { PlanAct } from "./plan-act.tsx";

const labels = { title: "到时要做成什么", dueOn: "到哪天", unitId: "负责单位", taskId: "属于哪项任务" };

/** A dated step of the plan; it is reached when evidence is put to it, nobody ticks it. */
export const MilestoneAdd = ({ view, onClose }: { view: PlanView; onClose: () => void }) => (
  <PlanAct
    title="加时间节点"
    intro="附上材料才算完成，没有可以打勾的地方。"
    name="milestone-add"
    labels={labels}
    submitLabel="加上"
    said="时间节点已加上"
    onClose={onClose}
    send={({ body, key }) =>
      write(
        client.POST("/api/plan-documents/{id}/milestones", {
          params: { header: keyed(key), path: { id: view.id } },
          body: {
            title: textOf(body, "title"),
            dueOn: textOf(body, "dueOn"),
            unitId: textOf(body, "unitId"),
            ...(body["taskId"] === undefined ? {} : { taskId: textOf(body, "taskId") }),
          },
        }),
      )
    }
  >
    <TextField name="title" label={labels.title} required maxLength={120} />
    <DayField name="dueOn" label={labels.dueOn} required />
    <UnitField name="unitId" label={labels.unitId} />
    <ChoiceField
      name="taskId"
      label={labels.taskId}
      hint="不选就是整个方案的节点。"
      options={view.tasks.map((task) => ({ value: task.id, label: `${task.code} ${task.title}` }))}
    />
  </PlanAct>
);
