import { client, keyed, write } from "../../api/client.ts";
import type { PlanTaskView } from "../../api/views.ts";
import { DayField, TextField } from "../../form/fields.tsx";
import { FileField, multipart } from "../../form/file-field.tsx";
import { PlanAct, ReasonAct } from "./plan-act.tsx";

const labels = {
  title: "调查名称",
  surveyedOn: "调查结束的日期",
  scoringRule: "计分规则和版本",
  file: "样本表",
};

type Target = PlanTaskView["targets"][number];

/** A survey's sample for a target that only a survey can tell; share and interval are computed, none is typed. */
export const EstimateAdd = ({ target, onClose }: { target: Target; onClose: () => void }) => (
  <PlanAct
    title={`导入调查结果：${target.title}`}
    intro="表里一人一行：权重、达到（1 或 0），有分层和整群的加“层”“群”两列。比例、区间和结论由系统按设计算出，不用填。表里不要有姓名、电话。"
    name="estimate-add"
    labels={labels}
    initial={{ scoringRule: target.estimate?.scoringRule ?? "" }}
    submitLabel="导入"
    said="已算出，结论写在目标下面"
    onClose={onClose}
    send={({ values, key }) =>
      write(
        client.POST("/api/plan-targets/{id}/estimates", {
          params: { header: keyed(key), path: { id: target.id } },
          ...multipart(values),
        }),
      )
    }
  >
    <FileField
      name="file"
      label={labels.file}
      accept=".xlsx,.csv"
      hint=".xlsx 或 .csv，不超过 2 万人。"
      required
    />
    <TextField name="title" label={labels.title} required maxLength={120} />
    <DayField name="surveyedOn" label={labels.surveyedOn} required />
    <TextField
      name="scoringRule"
      label={labels.scoringRule}
      required
      maxLength={60}
      hint="换了规则就不能和以前比，要另设目标。"
    />
  </PlanAct>
);

export const EstimateWithdraw = ({
  estimate,
  onClose,
}: {
  estimate: NonNullable<Target["estimate"]>;
  onClose: () => void;
}) => (
  <ReasonAct
    title="撤回调查结果"
    intro={`“${estimate.title}”不再算数，目标回到上一次调查。原因留在审计里。`}
    said="已撤回"
    onClose={onClose}
    send={(reason, key) =>
      write(
        client.POST("/api/target-estimates/{id}/withdraw", {
          params: { header: keyed(key), path: { id: estimate.id } },
          body: { reason },
        }),
      )
    }
  />
);
