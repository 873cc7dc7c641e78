import { client, keyed, write } from "../api/client.ts";
import type { JointIssueView } from "../api/views.ts";
import type { Sent } from "../form/act-form.tsx";
import { ChoiceField, LongTextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { issueCategoryOptions } from "../pages/meetings/meeting-words.ts";
import { type Step, StepDialog } from "./step-dialog.tsx";

const steps = ["classify", "merge", "answer"] as const;
export type IssueStep = (typeof steps)[number];
export const isIssueStep = (action: string): action is IssueStep => steps.some((one) => one === action);

const stepOf = (issue: JointIssueView, step: IssueStep): Step => {
  const params = ({ key }: Sent) => ({ header: keyed(key), path: { id: issue.id } });
  switch (step) {
    case "classify":
      return {
        title: "分类",
        intro: "按主要的一面选一类，议程按类看。",
        submit: "分类",
        done: "已分类",
        labels: { category: "分类" },
        initial: { category: issue.category ?? "" },
        fields: <ChoiceField name="category" label="分类" required options={issueCategoryOptions} />,
        send: (sent) =>
          write(
            client.POST("/api/joint-issues/{id}/classify", {
              params: params(sent),
              body: sent.body as never, // the form's field is the contract's; the server validates
            }),
          ),
      };
    case "merge":
      return {
        title: "并入别的议题",
        intro: "这个议题跟着目标走，提出单位会看到并到了哪里。不能撤回。",
        submit: "并入",
        done: "已并入",
        danger: true,
        labels: { intoId: "并入哪个议题" },
        fields: (
          <ChoiceField
            name="intoId"
            label="并入哪个议题"
            required
            hint={issue.similar.length === 0 ? "没有找到字面相近的议题。" : "只列出字面相近、还没办完的。"}
            options={issue.similar.map((other) => ({
              value: other.id,
              label: `${other.no} ${other.title}（${other.unitName}）`,
            }))}
          />
        ),
        send: (sent) =>
          write(
            client.POST("/api/joint-issues/{id}/merge", {
              params: params(sent),
              body: { intoId: textOf(sent.body, "intoId") },
            }),
          ),
      };
    case "answer":
      return {
        title: "直接答复",
        intro: "不用上会就能答复的，写在这里，提出单位马上看得到。",
        submit: "答复",
        done: "已答复",
        labels: { answer: "答复" },
        fields: <LongTextField name="answer" label="答复" required maxLength={2000} rows={6} />,
        send: (sent) =>
          write(
            client.POST("/api/joint-issues/{id}/answer", {
              params: params(sent),
              body: { answer: textOf(sent.body, "answer") },
            }),
          ),
      };
    default: {
      const never: never = step;
      return never;
    }
  }
};

/** One step of an issue, in a window. */
export const IssueAct = ({
  issue,
  step,
  onClose,
}: {
  issue: JointIssueView;
  step: IssueStep;
  onClose: () => void;
}) => (
  <StepDialog name="issue-act" step={stepOf(issue, step)} lists={["/api/joint-issues"]} onClose={onClose} />
);
