import { client, keyed, write } from "../../api/client.ts";
import type { PlanTaskView, PlanView } from "../../api/views.ts";
import { ChecksField } from "../../form/checks-field.tsx";
import { ChoiceField, DayField, TextField } from "../../form/fields.tsx";
import { textOf } from "../../form/form-errors.ts";
import { audienceOptions } from "../contents/contents-words.ts";
import { PlanAct } from "./plan-act.tsx";
import { pillarOptions } from "./plan-words.ts";

const labels = {
  clauseId: "哪一条",
  code: "编号",
  title: "任务",
  startsOn: "开始",
  dueOn: "完成",
  audiences: "人群",
  pillars: "四个方面",
};

const listOf = (value: unknown): string[] => [...((value as readonly string[] | undefined) ?? [])]; // the boxes keep texts

const CommonFields = () => (
  <>
    <TextField
      name="code"
      label={labels.code}
      required
      maxLength={8}
      hint="一到三个大写字母、短横、两三位数，例如 B-12。"
    />
    <TextField name="title" label={labels.title} required maxLength={120} />
  </>
);
const TagFields = () => (
  <>
    <ChecksField name="audiences" label={labels.audiences} options={audienceOptions} />
    <ChecksField name="pillars" label={labels.pillars} options={pillarOptions} />
  </>
);

/** What a task is called, when it is due, whom it is for. The words it stands on do not change. */
export const TaskEdit = ({ view, onClose }: { view: PlanTaskView; onClose: () => void }) => (
  <PlanAct
    title="改任务"
    intro="任务依据的原文不变。改了日期，进展按新的日期重新算。"
    name="task-edit"
    labels={labels}
    initial={{
      code: view.code,
      title: view.title,
      startsOn: view.startsOn,
      dueOn: view.dueOn,
      audiences: view.audiences,
      pillars: view.pillars,
    }}
    submitLabel="保存"
    said="任务已改"
    onClose={onClose}
    send={
      ({ body, values, key }) =>
        write(
          client.PUT("/api/plan-tasks/{id}", {
            params: { header: keyed(key), path: { id: view.id } },
            body: {
              code: textOf(body, "code"),
              title: textOf(body, "title"),
              startsOn: textOf(body, "startsOn"),
              dueOn: textOf(body, "dueOn"),
              audiences: listOf(values["audiences"]),
              pillars: listOf(values["pillars"]),
            } as never,
          }),
        ) // the boxes' values are the contract's codes; the server validates
    }
  >
    <CommonFields />
    <DayField name="startsOn" label={labels.startsOn} required />
    <DayField name="dueOn" label={labels.dueOn} required />
    <TagFields />
  </PlanAct>
);

/** A clause that the parser did not suggest, made a task by a person who has read it. */
export const TaskNew = ({ view, onClose }: { view: PlanView; onClose: () => void }) => (
  <PlanAct
    title="把一条条款定为任务"
    intro="选原文里的一条。日期不写，就是方案的有效期。"
    name="task-new"
    labels={labels}
    submitLabel="定为任务"
    said="任务已建好，请打开它配单位和目标"
    onClose={onClose}
    send={
      ({ body, values, key }) =>
        write(
          client.POST("/api/plan-documents/{id}/tasks", {
            params: { header: keyed(key), path: { id: view.id } },
            body: {
              tasks: [
                {
                  clauseId: textOf(body, "clauseId"),
                  code: textOf(body, "code"),
                  title: textOf(body, "title"),
                  ...(body["dueOn"] === undefined ? {} : { dueOn: textOf(body, "dueOn") }),
                  audiences: listOf(values["audiences"]),
                  pillars: listOf(values["pillars"]),
                },
              ],
            } as never,
          }),
        ) // as above
    }
  >
    <ChoiceField
      name="clauseId"
      label={labels.clauseId}
      required
      options={view.clauses
        .filter((clause) => clause.kind !== "document" && clause.sentences.length > 0)
        .map((clause) => ({
          value: clause.id,
          label: `${clause.nodeId} ${(clause.heading ?? clause.sentences[0]?.text ?? "").slice(0, 30)}`,
        }))}
    />
    <CommonFields />
    <DayField name="dueOn" label={labels.dueOn} />
    <TagFields />
  </PlanAct>
);
