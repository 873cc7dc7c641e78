import { client, keyed, write } from "../api/client.ts";
import type { InspectionView } from "../api/views.ts";
import type { Sent } from "../form/act-form.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { UnitField } from "../form/unit-field.tsx";
import { UnitsField } from "../form/units-field.tsx";
import { type Step, StepDialog } from "./step-dialog.tsx";

const lists = ["/api/inspections", "/api/rectifications"];

/** Announcing an inspection: what is fixed here stays. */
export const InspectionAnnounce = ({ onClose }: { onClose: () => void }) => (
  <StepDialog
    name="inspection-announce"
    lists={lists}
    onClose={onClose}
    step={{
      title: "通知一次检查",
      intro: "检查期、单位和抽多少条，通知后不能改；这一刻的账本检查点成为抽样种子的前一半。",
      submit: "通知检查",
      done: "已通知，公示页可以看了",
      labels: {
        unitId: "由哪个单位检查",
        title: "检查名称",
        periodFrom: "检查期从哪天",
        periodTo: "检查期到哪天",
        sampleSize: "抽多少条",
        unitIds: "检查哪些单位",
      },
      initial: { sampleSize: "12", unitIds: [] },
      fields: (
        <>
          <UnitField name="unitId" label="由哪个单位检查" />
          <TextField name="title" label="检查名称" required hint="至少 4 个字。" />
          <DayField name="periodFrom" label="检查期从哪天" required />
          <DayField name="periodTo" label="检查期到哪天" required />
          <TextField name="sampleSize" label="抽多少条" required inputMode="numeric" hint="1 到 500。" />
          <UnitsField name="unitIds" label="检查哪些单位" />
        </>
      ),
      send: ({ body, key }) =>
        write(
          client.POST("/api/inspections", {
            params: { header: keyed(key) },
            body: { ...body, sampleSize: Number(body["sampleSize"]), factKinds: [] } as never, // the form's fields are the contract's; the server validates
          }),
        ),
    }}
  />
);

/** A notice to units. */
export const NoticeIssue = ({ onClose }: { onClose: () => void }) => (
  <StepDialog
    name="notice-issue"
    lists={["/api/unit-notices"]}
    onClose={onClose}
    step={{
      title: "发通知",
      intro: "按单位签收。没签收的单位会列出来，不看是谁没看。",
      submit: "发出",
      done: "通知已发出",
      labels: {
        unitId: "发通知的单位",
        title: "标题",
        body: "内容",
        receiveBy: "请在哪天前签收",
        toUnitIds: "发给哪些单位",
      },
      initial: { toUnitIds: [] },
      fields: (
        <>
          <UnitField name="unitId" label="发通知的单位" />
          <TextField name="title" label="标题" required hint="至少 4 个字。" />
          <LongTextField name="body" label="内容" required maxLength={5000} rows={6} />
          <DayField name="receiveBy" label="请在哪天前签收" />
          <UnitsField name="toUnitIds" label="发给哪些单位" />
        </>
      ),
      send: ({ body, key }) =>
        write(
          client.POST("/api/unit-notices", {
            params: { header: keyed(key) },
            body: body as never, // as above
          }),
        ),
    }}
  />
);

export type InspectionStep =
  | { act: "freeze" | "draw" | "conclude" }
  | { act: "check" | "order"; sample: InspectionView["samples"][number] }
  | { act: "self-check"; unitId: string; unitName: string };

const stepOf = (inspection: InspectionView, step: InspectionStep): Step => {
  const params = ({ key }: Sent) => ({ header: keyed(key), path: { id: inspection.id } });
  switch (step.act) {
    case "freeze":
      return {
        title: "固定抽样总体",
        intro:
          "检查期里的每条记录都写进总体，总体的哈希写入账本，以后不能改。约一分钟后有了新的检查点，就可以抽样。",
        submit: "固定",
        done: "总体已固定",
        send: (sent) =>
          write(client.POST("/api/inspections/{id}/freeze", { params: params(sent), body: {} })),
      };
    case "draw":
      return {
        title: "抽样",
        intro: "种子由总体固定之后的第一个账本检查点决定，谁也挑不了；只能抽一次。",
        submit: "抽样",
        done: "样本已抽出",
        send: (sent) => write(client.POST("/api/inspections/{id}/draw", { params: params(sent), body: {} })),
      };
    case "conclude":
      return {
        title: "反馈结果",
        intro: "每个单位会得到一份结果函，写着抽到的记录、不合格的和整改期限。",
        submit: "反馈",
        done: "已反馈",
        labels: { conclusion: "总的结论" },
        fields: <LongTextField name="conclusion" label="总的结论" required maxLength={5000} rows={6} />,
        send: (sent) =>
          write(
            client.POST("/api/inspections/{id}/conclude", {
              params: params(sent),
              body: { conclusion: textOf(sent.body, "conclusion") },
            }),
          ),
      };
    case "check":
      return {
        title: `核查：${step.sample.title}`,
        intro: "对照原始材料看。不合格的要写明看到了什么。",
        submit: "记下结论",
        done: "已记下",
        labels: { verdict: "结论", finding: "看到了什么" },
        fields: (
          <>
            <ChoiceField
              name="verdict"
              label="结论"
              required
              options={[
                { value: "sound", label: "属实" },
                { value: "failed", label: "不合格" },
              ]}
            />
            <LongTextField name="finding" label="看到了什么" maxLength={1000} />
          </>
        ),
        send: ({ body, key }) =>
          write(
            client.POST("/api/inspection-samples/{id}/check", {
              params: { header: keyed(key), path: { id: step.sample.id } },
              body: body as never, // the form's fields are the contract's; the server validates
            }),
          ),
      };
    case "order":
      return {
        title: `下达整改：${step.sample.unitName}`,
        intro: step.sample.finding ?? "写明要整改什么、哪天前改好。",
        submit: "下达",
        done: "整改已下达",
        labels: { body: "要整改什么", dueOn: "整改期限" },
        fields: (
          <>
            <LongTextField name="body" label="要整改什么" required maxLength={1000} />
            <DayField name="dueOn" label="整改期限" required />
          </>
        ),
        send: ({ body, key }) =>
          write(
            client.POST("/api/inspection-samples/{id}/order", {
              params: { header: keyed(key), path: { id: step.sample.id } },
              body: { body: textOf(body, "body"), dueOn: textOf(body, "dueOn") },
            }),
          ),
      };
    case "self-check":
      return {
        title: `自查：${step.unitName}`,
        intro: "总体固定前可以改。",
        submit: "报送自查",
        done: "自查已报送",
        labels: { text: "自查情况" },
        fields: <LongTextField name="text" label="自查情况" required maxLength={5000} rows={6} />,
        send: (sent) =>
          write(
            client.POST("/api/inspections/{id}/self-checks", {
              params: params(sent),
              body: { unitId: step.unitId, text: textOf(sent.body, "text") },
            }),
          ),
      };
    default: {
      const never: never = step;
      return never;
    }
  }
};

/** One step of an inspection, in a window. */
export const InspectionAct = ({
  inspection,
  step,
  onClose,
}: {
  inspection: InspectionView;
  step: InspectionStep;
  onClose: () => void;
}) => <StepDialog name="inspection-act" step={stepOf(inspection, step)} lists={lists} onClose={onClose} />;
