import { useQuery } from "@tanstack/react-query";
import { client, keyed, read, write } from "../../api/client.ts";
import { Problem } from "../../api/problem.ts";
import type { PlanTaskView } from "../../api/views.ts";
import { ChoiceField, DayField, LongTextField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { audienceOptions } from "../contents/contents-words.ts";
import { PlanAct, ReasonAct } from "./plan-act.tsx";
import { useUnitOptions } from "./use-unit-options.ts";

const unitLabels = { lead: "牵头单位", support: "配合单位" };

/** Names, one a line or with 、 between them: quicker than thirty boxes, and refused with the name that is unknown. */
export const UnitsSet = ({ view, onClose }: { view: PlanTaskView; onClose: () => void }) => {
  const options = useUnitOptions();
  const namesOf = (part: string): string =>
    view.units
      .filter((unit) => unit.part === part)
      .map((unit) => unit.unitName)
      .join("、");
  const idsIn = (text: string): readonly string[] =>
    text
      .split(/[、,，\n]/)
      .map((name) => name.trim())
      .filter((name) => name !== "")
      .map((name) => {
        const found = options.find((option) => option.label === name);
        if (found === undefined)
          throw new Problem({
            status: 422,
            code: "plans.owner_rows",
            message: `没有叫“${name}”的单位，请写全称。`,
            requestId: "",
          });
        return found.value;
      });
  return (
    <PlanAct
      title="改分工"
      intro="写单位全称，用顿号隔开。去掉的单位，它的纳入登记一起撤回。"
      name="task-units"
      labels={unitLabels}
      initial={{ lead: namesOf("lead"), support: namesOf("support") }}
      submitLabel="保存分工"
      said="分工已保存"
      onClose={onClose}
      send={async ({ body, key }) =>
        write(
          client.PUT("/api/plan-tasks/{id}/units", {
            params: { header: keyed(key), path: { id: view.id } },
            body: {
              units: [
                ...idsIn(textOf(body, "lead")).map((unitId) => ({ unitId, part: "lead" as const })),
                ...idsIn(textOf(body, "support")).map((unitId) => ({ unitId, part: "support" as const })),
              ],
            },
          }),
        )
      }
    >
      <LongTextField name="lead" label={unitLabels.lead} required rows={2} maxLength={400} />
      <LongTextField name="support" label={unitLabels.support} rows={4} maxLength={2000} />
    </PlanAct>
  );
};

const targetLabels = {
  title: "目标",
  subject: "谁来达到",
  frequency: "多久一次",
  comparison: "比较",
  value: "目标值",
  measure: "计量单位",
  taskIndicatorId: "由哪个指标算",
  baselineValue: "起点",
  baselineOn: "起点日期",
};

export const TargetSet = ({ view, onClose }: { view: PlanTaskView; onClose: () => void }) => (
  <PlanAct
    title="加目标"
    intro="目标值来自方案原文；做到多少由记录算出，不在这里填。"
    name="task-target"
    labels={targetLabels}
    initial={{ subject: "area", comparison: "atLeast" }}
    submitLabel="加目标"
    said="目标已加上"
    onClose={onClose}
    send={
      ({ body, key }) =>
        write(
          client.POST("/api/plan-tasks/{id}/targets", {
            params: { header: keyed(key), path: { id: view.id } },
            body: {
              title: textOf(body, "title"),
              subject: textOf(body, "subject"),
              comparison: textOf(body, "comparison"),
              value: Number(textOf(body, "value")),
              measure: textOf(body, "measure"),
              ...(body["frequency"] === undefined ? {} : { frequency: textOf(body, "frequency") }),
              ...(body["taskIndicatorId"] === undefined
                ? {}
                : { taskIndicatorId: textOf(body, "taskIndicatorId") }),
              ...(body["baselineOn"] === undefined
                ? {}
                : {
                    baseline: {
                      value: Number(textOf(body, "baselineValue")),
                      on: textOf(body, "baselineOn"),
                    },
                  }),
            } as never,
          }),
        ) // the choices' values are the contract's codes; the server validates
    }
  >
    <TextField name="title" label={targetLabels.title} required maxLength={120} />
    <ChoiceField
      name="subject"
      label={targetLabels.subject}
      required
      options={[
        { value: "area", label: "全区合计" },
        { value: "each_place", label: "每个街道（镇）" },
        { value: "each_school", label: "每所学校" },
        { value: "each_unit", label: "每个承担单位" },
      ]}
    />
    <ChoiceField
      name="frequency"
      label={targetLabels.frequency}
      hint="不选就是到任务期限算一次。"
      options={[
        { value: "week", label: "每周" },
        { value: "month", label: "每月" },
        { value: "quarter", label: "每季度" },
        { value: "term", label: "每学期" },
        { value: "half_year", label: "每半年" },
        { value: "year", label: "每年" },
      ]}
    />
    <ChoiceField
      name="comparison"
      label={targetLabels.comparison}
      required
      options={[
        { value: "atLeast", label: "不少于" },
        { value: "moreThan", label: "超过" },
        { value: "atMost", label: "不超过" },
        { value: "lessThan", label: "少于" },
      ]}
    />
    <TextField name="value" label={targetLabels.value} required inputMode="numeric" maxLength={12} />
    <TextField name="measure" label={targetLabels.measure} required maxLength={20} />
    <ChoiceField
      name="taskIndicatorId"
      label={targetLabels.taskIndicatorId}
      hint="没有合适的就空着，页面会说明为什么没有数字。"
      options={view.indicators.map((one) => ({
        value: one.id,
        label: `${one.name}（${one.measure}，${one.filterText}）`,
      }))}
    />
    <TextField
      name="baselineValue"
      label={targetLabels.baselineValue}
      inputMode="numeric"
      maxLength={12}
      hint="百分比目标要写起点。"
    />
    <DayField name="baselineOn" label={targetLabels.baselineOn} />
  </PlanAct>
);

/** A target that the plan does not have after all; the reason stays in the audit. */
export const TargetDrop = ({
  target,
  onClose,
}: {
  target: PlanTaskView["targets"][number];
  onClose: () => void;
}) => (
  <ReasonAct
    title="去掉目标"
    intro={`“${target.title}”不再算进展。原因留在审计里。`}
    said="目标已去掉"
    onClose={onClose}
    send={(reason, key) =>
      write(
        client.POST("/api/plan-targets/{id}/drop", {
          params: { header: keyed(key), path: { id: target.id } },
          body: { reason },
        }),
      )
    }
  />
);

const indicatorLabels = { indicatorCode: "指标", audience: "人群" };

export const IndicatorTie = ({ taskId, onClose }: { taskId: string; onClose: () => void }) => {
  const query = useQuery({
    queryKey: ["/api/indicators"],
    queryFn: ({ signal }) => read(client.GET("/api/indicators", { signal })),
  });
  return (
    <PlanAct
      title="接指标"
      intro="接上以后，这项任务的数字由记录自动算出，不再填报。"
      name="task-indicator"
      labels={indicatorLabels}
      submitLabel="接上"
      said="指标已接上"
      onClose={onClose}
      send={
        ({ body, key }) =>
          write(
            client.POST("/api/plan-tasks/{id}/indicators", {
              params: { header: keyed(key), path: { id: taskId } },
              body: {
                indicatorCode: textOf(body, "indicatorCode"),
                ...(body["audience"] === undefined ? {} : { audience: textOf(body, "audience") }),
              } as never,
            }),
          ) // the choices' values are the contract's codes; the server validates
      }
    >
      <ChoiceField
        name="indicatorCode"
        label={indicatorLabels.indicatorCode}
        required
        options={(query.data?.rows ?? []).map((row) => ({
          value: row.code,
          label: `${row.name}（${row.measure}）`,
        }))}
      />
      <ChoiceField
        name="audience"
        label={indicatorLabels.audience}
        hint="不选就是所有人群。"
        options={audienceOptions}
      />
    </PlanAct>
  );
};
