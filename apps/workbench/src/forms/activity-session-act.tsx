import { Checkbox, Form } from "antd";
import { client, keyed, write } from "../api/client.ts";
import type { ActivitySessionView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { LongTextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useDone } from "./use-done.ts";

const steps = ["hold", "report", "correct", "cancel"] as const;
export type SessionStep = (typeof steps)[number];
export const toSessionStep = (action: string): SessionStep | undefined => steps.find((one) => one === action);

const words: Readonly<Record<SessionStep, { title: string; done: string; intro: string }>> = {
  hold: { title: "这一场办完了", done: "记下了，请上报人数", intro: "后来传到的签到，上报前都算。" },
  report: {
    title: "上报人数",
    done: "已上报，事实里有了",
    intro: "按签到的人数、人群、主题、街道和去向记成事实。报错了可以改正，原来的留着。",
  },
  correct: {
    title: "改正人数",
    done: "原来的已冲销，请重新上报",
    intro: "上报的数先冲销。上报以后才传到的签到会算进来，改完再上报。",
  },
  cancel: {
    title: "取消这一场",
    done: "已取消，报名的人都会收到消息",
    intro: "报名和排队的人都会收到消息和原因。",
  },
};

const send = (id: string, step: SessionStep, { body, values, key }: Sent): Promise<unknown> => {
  const params = { header: keyed(key), path: { id } };
  const reason = textOf(body, "reason");
  switch (step) {
    case "hold":
      return write(client.POST("/api/activity-sessions/{id}/hold", { params, body: {} }));
    case "report":
      return write(
        client.POST("/api/activity-sessions/{id}/report", {
          params,
          body: { flagsSeen: values["flagsSeen"] === true ? "yes" : "no" },
        }),
      );
    case "correct":
      return write(client.POST("/api/activity-sessions/{id}/correct", { params, body: { reason } }));
    case "cancel":
      return write(client.POST("/api/activity-sessions/{id}/cancel", { params, body: { reason } }));
    default: {
      const never: never = step;
      return never;
    }
  }
};

/** One step of a session's life. */
export const SessionAct = ({
  view,
  step,
  onClose,
}: {
  view: ActivitySessionView;
  step: SessionStep;
  onClose: () => void;
}) => {
  const done = useDone(["/api/activity-sessions", "/api/activities"], onClose);
  const said = words[step];
  const flagged = view.lines.filter((line) => line.flags.length > 0);
  return (
    <ActDialog
      title={said.title}
      intro={said.intro}
      name="session-act"
      labels={{ reason: "原因", flagsSeen: "不寻常的签到" }}
      submitLabel={said.title}
      danger={step === "cancel" || step === "correct"}
      onCancel={onClose}
      send={(sent) => send(view.session.id, step, sent)}
      onDone={() => done(said.done)}
    >
      {(step === "cancel" || step === "correct") && (
        <LongTextField name="reason" label="原因" required rows={3} maxLength={300} hint="至少 5 个字。" />
      )}
      {step === "report" && flagged.length > 0 && (
        <Form.Item name="flagsSeen" valuePropName="checked">
          <Checkbox>{flagged.length} 条不寻常的签到，我看过了</Checkbox>
        </Form.Item>
      )}
    </ActDialog>
  );
};
