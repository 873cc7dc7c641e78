import { client, keyed, write } from "../api/client.ts";
import type { ActivityView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { LongTextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useDone } from "./use-done.ts";

const steps = ["publish", "open", "close", "cancel"] as const;
export type ActivityStep = (typeof steps)[number];
export const toActivityStep = (action: string): ActivityStep | undefined =>
  steps.find((one) => one === action);

const words: Readonly<Record<ActivityStep, { title: string; done: string; intro: string }>> = {
  publish: {
    title: "发布活动",
    done: "已发布，居民看得到了",
    intro: "居民能看到活动和场次，还不能报名。",
  },
  open: { title: "开放报名", done: "可以报名了", intro: "居民凭称呼和电话报名，不用注册。" },
  close: { title: "截止报名", done: "不再收报名", intro: "排队的人照样按先后补上来。" },
  cancel: {
    title: "取消活动",
    done: "已取消，报名的人都会收到消息",
    intro: "没办的场次都取消，报名和排队的人都会收到消息和原因。",
  },
};

const send = (id: string, step: ActivityStep, { body, key }: Sent): Promise<unknown> => {
  const params = { header: keyed(key), path: { id } };
  switch (step) {
    case "publish":
      return write(client.POST("/api/activities/{id}/publish", { params, body: {} }));
    case "open":
      return write(client.POST("/api/activities/{id}/open", { params, body: {} }));
    case "close":
      return write(client.POST("/api/activities/{id}/close", { params, body: {} }));
    case "cancel":
      return write(
        client.POST("/api/activities/{id}/cancel", { params, body: { reason: textOf(body, "reason") } }),
      );
    default: {
      const never: never = step;
      return never;
    }
  }
};

/** One step of an activity's life; only calling off asks for words. */
export const ActivityAct = ({
  activity,
  step,
  onClose,
}: {
  activity: ActivityView;
  step: ActivityStep;
  onClose: () => void;
}) => {
  const done = useDone(["/api/activities", "/api/activity-sessions"], onClose);
  const said = words[step];
  return (
    <ActDialog
      title={said.title}
      intro={said.intro}
      name="activity-act"
      labels={{ reason: "原因" }}
      submitLabel={said.title}
      danger={step === "cancel"}
      onCancel={onClose}
      send={(sent) => send(activity.id, step, sent)}
      onDone={() => done(said.done)}
    >
      {step === "cancel" && (
        <LongTextField
          name="reason"
          label="原因"
          required
          rows={3}
          maxLength={300}
          hint="至少 5 个字，报名的人会看到。"
        />
      )}
    </ActDialog>
  );
};
