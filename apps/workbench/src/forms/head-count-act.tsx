import { client, keyed, write } from "../api/client.ts";
import type { ActivitySessionView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { LongTextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useDone } from "./use-done.ts";

export type HeadStep = {
  act: "confirm" | "refuse" | "withdraw";
  count: ActivitySessionView["heads"][number];
};

const words: Readonly<Record<HeadStep["act"], { title: string; done: string; intro: string }>> = {
  confirm: {
    title: "确认人头数",
    done: "确认了，事实里有了",
    intro: "您看过照片和方法，认为这个数可信。自己数的不能自己确认。",
  },
  refuse: { title: "不确认", done: "记下了，这个数不算", intro: "数的人会看到原因，可以重新数。" },
  withdraw: { title: "撤回人头数", done: "撤回了", intro: "确认过的，事实里的数会冲销，原来的留着。" },
};

const send = ({ act, count }: HeadStep, { body, key }: Sent): Promise<unknown> => {
  const params = { header: keyed(key), path: { id: count.id } };
  const reason = textOf(body, "reason");
  if (act === "withdraw")
    return write(client.POST("/api/head-counts/{id}/withdraw", { params, body: { reason } }));
  return write(
    client.POST("/api/head-counts/{id}/decide", {
      params,
      body: { decision: act, ...(act === "refuse" ? { reason } : {}) },
    }),
  );
};

/** A second person's word on counted heads, or taking them back. */
export const HeadCountAct = ({ step, onClose }: { step: HeadStep; onClose: () => void }) => {
  const done = useDone(["/api/activity-sessions"], onClose);
  const said = words[step.act];
  return (
    <ActDialog
      title={said.title}
      intro={`${step.count.peopleCount} 人，${step.count.methodName}。${said.intro}`}
      name="head-count"
      labels={{ reason: "原因" }}
      submitLabel={said.title}
      danger={step.act !== "confirm"}
      onCancel={onClose}
      send={(sent) => send(step, sent)}
      onDone={() => done(said.done)}
    >
      {step.act !== "confirm" && (
        <LongTextField name="reason" label="原因" required rows={3} maxLength={300} hint="至少 5 个字。" />
      )}
    </ActDialog>
  );
};
