import { client, keyed, write } from "../api/client.ts";
import type { StaffBody } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, DayField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { UnitField } from "../form/unit-field.tsx";
import { useDone } from "./use-done.ts";

const labels = {
  unitId: "哪个单位",
  name: "姓名",
  employment: "专职还是兼职",
  months: "一年投入几个月",
  job: "做什么",
  field: "领域",
  woman: "女性",
  qualified: "中级职称或本科以上",
  rural: "农村科普人员",
  joinedOn: "从哪天开始",
};
const yesNo = [
  { value: "no", label: "否" },
  { value: "yes", label: "是" },
];
export const employmentOptions = [
  { value: "full_time", label: "专职" },
  { value: "part_time", label: "兼职" },
];
const jobOptions = [
  { value: "guide", label: "讲解辅导" },
  { value: "creation", label: "科普创作" },
  { value: "management", label: "科普管理" },
  { value: "research", label: "科普研究" },
  { value: "other", label: "其他" },
];
const fieldOptions = [
  { value: "base", label: "战略性新兴产业科普基地" },
  { value: "publishing", label: "科技出版" },
  { value: "new-media", label: "新媒体科普" },
  { value: "research", label: "科普研究" },
  { value: "venue", label: "科普场馆" },
  { value: "school", label: "学校" },
  { value: "grassroots", label: "镇街、村社区" },
  { value: "other", label: "其他领域" },
];

/** A unit enters one of its science-popularisation staff. */
export const StaffEnter = ({ onClose }: { onClose: () => void }) => {
  const done = useDone(["/api/science-staff", "/api/science-staff-counts"], onClose);
  return (
    <ActDialog
      title="登记科普人员"
      intro="姓名只在他在岗时保存，离开后删去，数字留着。"
      name="staff-enter"
      labels={labels}
      initial={{ employment: "full_time", woman: "no", qualified: "no", rural: "no" }}
      submitLabel="登记"
      onCancel={onClose}
      send={({ body, key }) => {
        const months = textOf(body, "months");
        return write(
          client.POST("/api/science-staff", {
            params: { header: keyed(key) },
            // the choices are those of the options above
            body: {
              unitId: textOf(body, "unitId"),
              name: textOf(body, "name"),
              employment: textOf(body, "employment"),
              job: textOf(body, "job"),
              field: textOf(body, "field"),
              woman: textOf(body, "woman"),
              qualified: textOf(body, "qualified"),
              rural: textOf(body, "rural"),
              joinedOn: textOf(body, "joinedOn"),
              ...(months === "" ? {} : { months }),
            } as StaffBody,
          }),
        );
      }}
      onDone={() => done("已登记")}
    >
      <UnitField name="unitId" label={labels.unitId} />
      <TextField name="name" label={labels.name} required maxLength={40} />
      <ChoiceField name="employment" label={labels.employment} required options={employmentOptions} />
      <TextField
        name="months"
        label={labels.months}
        inputMode="decimal"
        maxLength={4}
        hint="只有兼职的填，例如 2.5；专职的空着。"
      />
      <ChoiceField name="job" label={labels.job} required options={jobOptions} />
      <ChoiceField name="field" label={labels.field} required options={fieldOptions} />
      <ChoiceField name="woman" label={labels.woman} required options={yesNo} />
      <ChoiceField name="qualified" label={labels.qualified} required options={yesNo} />
      <ChoiceField name="rural" label={labels.rural} required options={yesNo} />
      <DayField name="joinedOn" label={labels.joinedOn} required />
    </ActDialog>
  );
};
