import { Form } from "antd";
import { client, keyed, write } from "../../api/client.ts";
import type { WorkPlanItem } from "../../api/views.ts";
import { Boxes } from "../../form/checks-field.tsx";
import { LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { PlanAct } from "./plan-act.tsx";

const labels = {
  title: "做什么",
  months: "哪几个月",
  goal: "做到多少",
  measure: "计量单位",
  money: "经费（元）",
  note: "说明",
};

const months = Array.from({ length: 12 }, (_, index) => ({ value: index + 1, label: `${index + 1} 月` }));

/** One item of the year. Who was faster is not overwritten: the refusal says so and what was typed stays. */
export const WorkItemEdit = ({ item, onClose }: { item: WorkPlanItem; onClose: () => void }) => (
  <PlanAct
    title={`修改：${item.title}`}
    name="work-item"
    labels={labels}
    initial={{
      title: item.title,
      months: item.months,
      goal: item.goal === null ? "" : String(item.goal),
      measure: item.measure ?? "",
      money: item.money === null ? "" : String(item.money),
      note: item.note ?? "",
    }}
    submitLabel="保存"
    said="已保存"
    onClose={onClose}
    send={
      ({ body, values, key }) =>
        write(
          client.PUT("/api/work-plan-items/{id}", {
            params: { header: keyed(key), path: { id: item.id } },
            body: {
              title: textOf(body, "title"),
              months: [...((values["months"] as number[] | undefined) ?? [])],
              ...(body["goal"] === undefined
                ? {}
                : { goal: Number(textOf(body, "goal")), measure: textOf(body, "measure") }),
              ...(body["money"] === undefined ? {} : { money: Number(textOf(body, "money")) }),
              ...(body["note"] === undefined ? {} : { note: textOf(body, "note") }),
              revision: item.revision,
            },
          }),
        ) // the field above keeps a list of numbers
    }
  >
    <TextField name="title" label={labels.title} required maxLength={120} />
    <Form.Item name="months" label={labels.months}>
      <Boxes label={labels.months} options={months} />
    </Form.Item>
    <TextField
      name="goal"
      label={labels.goal}
      inputMode="numeric"
      maxLength={12}
      hint="做到了多少由记录算，这里写打算做到多少。"
    />
    <TextField name="measure" label={labels.measure} maxLength={20} />
    <TextField name="money" label={labels.money} inputMode="numeric" maxLength={12} />
    <LongTextField name="note" label={labels.note} rows={2} maxLength={300} />
  </PlanAct>
);
