import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { client, keyed, read, write } from "../../api/client.ts";
import type { WorkPlanRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ChoiceField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { UnitField } from "../../form/unit-field.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { PlanAct } from "./plan-act.tsx";
import { progressTone } from "./plan-words.ts";

const labels = { documentId: "方案", unitId: "单位", year: "年份" };

/** From the tree in one step: tasks, goals and months are there, money is the unit's own word. */
const WorkPlanDraft = ({ onClose }: { onClose: () => void }) => {
  const plans = useQuery({
    queryKey: ["/api/plan-documents"],
    queryFn: ({ signal }) => read(client.GET("/api/plan-documents", { signal })),
  });
  const open = (plans.data?.rows ?? []).filter(
    (row) => row.level === "district" && row.status === "in_force",
  );
  return (
    <PlanAct
      title="起草年度工作计划"
      intro="任务、目标和月份按方案预填，改好再提交。进展以后由记录自动填。"
      name="work-plan-draft"
      labels={labels}
      initial={{ year: String(new Date().getFullYear()) }}
      submitLabel="起草"
      said="草稿已建好，请打开核对"
      onClose={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/work-plans", {
            params: { header: keyed(key) },
            body: {
              documentId: textOf(body, "documentId"),
              unitId: textOf(body, "unitId"),
              year: Number(textOf(body, "year")),
            },
          }),
        )
      }
    >
      <ChoiceField
        name="documentId"
        label={labels.documentId}
        required
        options={open.map((row) => ({ value: row.id, label: row.title }))}
      />
      <UnitField name="unitId" label={labels.unitId} />
      <TextField name="year" label={labels.year} required inputMode="numeric" maxLength={4} />
    </PlanAct>
  );
};

/** Work plans of units in the reader's area. */
export const WorkPlansPage = () => {
  const may = permissionOf(useMe(), "draftWorkPlan").ok;
  const [drafting, setDrafting] = useState(false);
  return (
    <>
      <ListPage<WorkPlanRow>
        title="年度工作计划"
        intro="街道（镇）和部门把方案里自己的任务排进一年。批准后，进展由记录自动填。"
        actions={
          may && (
            <Button type="primary" onClick={() => setDrafting(true)}>
              起草计划
            </Button>
          )
        }
        list="/api/work-plans"
        load={(query, signal) => read(client.GET("/api/work-plans", { params: { query }, signal }))}
        rowKey={(row) => row.id}
        rowName={(row) => `${row.unitName} ${row.year} 年`}
        rowTo={(row) => paths.workPlan(row.id)}
        filters={[
          {
            kind: "choice",
            name: "status",
            label: "状态",
            options: [
              { value: "draft", label: "起草中" },
              { value: "submitted", label: "等待批准" },
              { value: "returned", label: "退回修改" },
              { value: "approved", label: "已批准" },
              { value: "superseded", label: "已有新版本" },
            ],
          },
        ]}
        columns={[
          { key: "unit", title: "单位", render: (row) => `${row.unitName} ${row.year} 年` },
          {
            key: "status",
            title: "状态",
            render: (row) => <StatusMark tone={progressTone(row.status)}>{row.statusName}</StatusMark>,
          },
          { key: "version", title: "版本", align: "right", render: (row) => row.version },
          {
            key: "reason",
            title: "修改或退回的原因",
            wrap: "wide",
            render: (row) => row.amendReason ?? row.decisionReason,
          },
          { key: "plan", title: "方案", hidden: true, render: (row) => row.documentTitle },
        ]}
        exportPath="/api/work-plans/export.xlsx"
        empty={{ title: "还没有工作计划", hint: "联络员点“起草计划”，系统按方案预填任务、目标和月份。" }}
      />
      {drafting && <WorkPlanDraft onClose={() => setDrafting(false)} />}
    </>
  );
};
