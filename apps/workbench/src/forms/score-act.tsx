import { client, keyed, write } from "../api/client.ts";
import type { AssessmentView } from "../api/views.ts";
import { LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { type Step, StepDialog } from "./step-dialog.tsx";

export type ScoreStep =
  | { act: "compute" | "freeze" | "publish" }
  | { act: "judge" | "appeal"; lineId: string; words: string }
  | { act: "uphold" | "dismiss"; appealId: string; words: string };

const yearSteps = {
  compute: {
    title: "从事实计算",
    intro: "按全年的事实重新算每一项；现场评的不动。",
    address: "/api/assessments/{id}/compute",
  },
  freeze: {
    title: "冻结得分",
    intro: "冻结前会重算一遍核对。冻结后得分的哈希写入账本，只因申诉采纳而改。",
    address: "/api/assessments/{id}/freeze",
  },
  publish: {
    title: "公布",
    intro: "所有申诉办完后才能公布。公布后谁都看得到，不能再申诉。",
    address: "/api/assessments/{id}/publish",
  },
} as const;

const stepOf = (assessment: AssessmentView, step: ScoreStep): Step => {
  switch (step.act) {
    case "compute":
    case "freeze":
    case "publish": {
      const { title, intro, address } = yearSteps[step.act];
      return {
        title,
        intro,
        submit: title,
        done: `已${title}`,
        send: ({ key }) =>
          write(
            client.POST(address, {
              params: { header: keyed(key), path: { id: assessment.id } },
              body: {},
            }),
          ),
      };
    }
    case "judge":
      return {
        title: `现场评：${step.words}`,
        intro: "做到几成，填百分之几。",
        submit: "记下",
        done: "已记下",
        labels: { share: "得到满分的百分之几", note: "看到了什么" },
        fields: (
          <>
            <TextField
              name="share"
              label="得到满分的百分之几"
              required
              inputMode="numeric"
              hint="0 到 100。"
            />
            <LongTextField name="note" label="看到了什么" required maxLength={500} />
          </>
        ),
        send: ({ body, key }) =>
          write(
            client.POST("/api/score-lines/{id}/judge", {
              params: { header: keyed(key), path: { id: step.lineId } },
              body: { share: Number(body["share"]), note: textOf(body, "note") },
            }),
          ),
      };
    case "appeal":
      return {
        title: `申诉：${step.words}`,
        intro: "由另一个人复议。采纳了只改这一项，改前改后都留着。",
        submit: "提出申诉",
        done: "已提出，等复议",
        labels: { reason: "理由", evidenceLink: "佐证在本系统里的地址" },
        fields: (
          <>
            <LongTextField name="reason" label="理由" required maxLength={2000} hint="至少 10 个字。" />
            <TextField name="evidenceLink" label="佐证在本系统里的地址" maxLength={300} hint="以“/”开头。" />
          </>
        ),
        send: ({ body, key }) =>
          write(
            client.POST("/api/score-lines/{id}/appeals", {
              params: { header: keyed(key), path: { id: step.lineId } },
              body: body as never, // the form's fields are the contract's; the server validates
            }),
          ),
      };
    case "uphold":
      return {
        title: `采纳申诉：${step.words}`,
        intro: "填更正后的数，分数按办法重算。",
        submit: "采纳",
        done: "已采纳，这一项已改",
        labels: { correctedInput: "更正后的数", decision: "复议意见" },
        fields: (
          <>
            <TextField
              name="correctedInput"
              label="更正后的数"
              required
              inputMode="numeric"
              hint="从事实算的填数量，现场评的填百分比。"
            />
            <LongTextField name="decision" label="复议意见" required maxLength={1000} />
          </>
        ),
        send: ({ body, key }) =>
          write(
            client.POST("/api/score-appeals/{id}/uphold", {
              params: { header: keyed(key), path: { id: step.appealId } },
              body: {
                decision: textOf(body, "decision"),
                correctedInput: Number(body["correctedInput"]),
              },
            }),
          ),
      };
    case "dismiss":
      return {
        title: `维持原分：${step.words}`,
        intro: "申诉单位会看到意见。",
        submit: "维持原分",
        done: "已维持原分",
        danger: true,
        labels: { decision: "复议意见" },
        fields: <LongTextField name="decision" label="复议意见" required maxLength={1000} />,
        send: ({ body, key }) =>
          write(
            client.POST("/api/score-appeals/{id}/dismiss", {
              params: { header: keyed(key), path: { id: step.appealId } },
              body: { decision: textOf(body, "decision") },
            }),
          ),
      };
    default: {
      const never: never = step;
      return never;
    }
  }
};

/** One step of a year's assessment, in a window. */
export const ScoreAct = ({
  assessment,
  step,
  onClose,
}: {
  assessment: AssessmentView;
  step: ScoreStep;
  onClose: () => void;
}) => (
  <StepDialog
    name="score-act"
    step={stepOf(assessment, step)}
    lists={["/api/assessments"]}
    onClose={onClose}
  />
);
