import { Form } from "antd";
import { client, keyed, write } from "../api/client.ts";
import type { MeetingView } from "../api/views.ts";
import type { Sent } from "../form/act-form.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../form/fields.tsx";
import { FileField, multipart } from "../form/file-field.tsx";
import { textOf } from "../form/form-errors.ts";
import { UnitField } from "../form/unit-field.tsx";
import { outcomeOptions, presenceOptions } from "../pages/meetings/meeting-words.ts";
import { MomentField, toIso } from "./moment-field.tsx";
import { type Step, StepDialog } from "./step-dialog.tsx";

const lists = ["/api/meetings", "/api/joint-issues", "/api/resolutions"];

/** Calling a meeting. */
export const MeetingPlan = ({ onClose }: { onClose: () => void }) => (
  <StepDialog
    name="meeting-plan"
    lists={lists}
    onClose={onClose}
    step={{
      title: "召集一次联席会议",
      intro: "议程会从逾期决议、议题和在办决议里排好，开会前随时可以重排。",
      submit: "召集",
      done: "已召集，议程排好了",
      labels: { unitId: "由哪个单位召集", title: "会议名称", place: "地点", heldAt: "开会时间" },
      fields: (
        <>
          <UnitField name="unitId" label="由哪个单位召集" />
          <TextField name="title" label="会议名称" required hint="至少 4 个字。" />
          <TextField name="place" label="地点" required />
          <MomentField name="heldAt" label="开会时间" required />
        </>
      ),
      send: ({ body, key }) =>
        write(
          client.POST("/api/meetings", {
            params: { header: keyed(key) },
            body: {
              unitId: textOf(body, "unitId"),
              title: textOf(body, "title"),
              place: textOf(body, "place"),
              heldAt: toIso(body["heldAt"]) ?? "",
            },
          }),
        ),
    }}
  />
);

const steps = ["begin", "agenda", "topic", "paper", "cancel", "attendance", "close"] as const;
export type MeetingStep = (typeof steps)[number];
export const isMeetingStep = (action: string): action is MeetingStep => steps.some((one) => one === action);

const stepOf = (meeting: MeetingView, step: MeetingStep): Step => {
  const params = ({ key }: Sent) => ({ header: keyed(key), path: { id: meeting.id } });
  switch (step) {
    case "begin":
      return {
        title: "开会",
        intro: "开会后议程不再变，逐项作决定。",
        submit: "开会",
        done: "会议开始了",
        send: (sent) => write(client.POST("/api/meetings/{id}/begin", { params: params(sent), body: {} })),
      };
    case "agenda":
      return {
        title: "重排议程",
        intro: "按现在没办完的事重新排：逾期决议、议题、临时事项、在办决议。",
        submit: "重排",
        done: "议程排好了",
        send: (sent) => write(client.POST("/api/meetings/{id}/agenda", { params: params(sent), body: {} })),
      };
    case "topic":
      return {
        title: "加临时事项",
        intro: "没有人提过、但要在会上说的事。",
        submit: "加上",
        done: "已加入议程",
        labels: { title: "临时事项" },
        fields: <TextField name="title" label="临时事项" required hint="至少 4 个字。" />,
        send: (sent) =>
          write(
            client.POST("/api/meetings/{id}/topics", {
              params: params(sent),
              body: { title: textOf(sent.body, "title") },
            }),
          ),
      };
    case "paper":
      return {
        title: "加材料",
        intro: "会前要看的文件。成员单位都能打开。",
        submit: "加上",
        done: "材料已加",
        labels: { title: "材料名称", file: "文件" },
        fields: (
          <>
            <TextField name="title" label="材料名称" required />
            <FileField name="file" label="文件" required />
          </>
        ),
        send: (sent) =>
          write(
            client.POST("/api/meetings/{id}/papers", {
              params: params(sent),
              ...multipart(sent.values),
            }),
          ),
      };
    case "cancel":
      return {
        title: "取消会议",
        intro: "议题回到“等待上会”，等下一次会议。",
        submit: "取消会议",
        done: "会议已取消",
        danger: true,
        send: (sent) => write(client.POST("/api/meetings/{id}/cancel", { params: params(sent), body: {} })),
      };
    case "attendance":
      return {
        title: "登记到会单位",
        intro: "只记单位，不记个人。闭会前可以改。",
        submit: "登记",
        done: "已登记",
        labels: { unitId: "单位", presence: "到会情况" },
        initial: { presence: "present" },
        fields: (
          <>
            <UnitField name="unitId" label="单位" />
            <ChoiceField name="presence" label="到会情况" required options={presenceOptions} />
          </>
        ),
        send: (sent) =>
          write(
            client.POST("/api/meetings/{id}/attendance", {
              params: params(sent),
              body: {
                units: [
                  {
                    unitId: textOf(sent.body, "unitId"),
                    presence: textOf(sent.body, "presence") as "present", // one of the options above
                  },
                ],
              },
            }),
          ),
      };
    case "close":
      return {
        title: "闭会，纪要定稿",
        intro: "闭会后议程、决定、到会单位和纪要都不能再改，纪要的哈希写入账本。",
        submit: "闭会",
        done: "已闭会，纪要定稿",
        labels: { minutes: "会议纪要概述" },
        fields: (
          <LongTextField
            name="minutes"
            label="会议纪要概述"
            required
            rows={8}
            maxLength={20_000}
            hint="议程、决定和决议会自动写进纪要，这里写概述。"
          />
        ),
        send: (sent) =>
          write(
            client.POST("/api/meetings/{id}/close", {
              params: params(sent),
              body: { minutes: textOf(sent.body, "minutes") },
            }),
          ),
      };
    default: {
      const never: never = step;
      return never;
    }
  }
};

/** One step of a meeting, in a window. */
export const MeetingAct = ({
  meeting,
  step,
  onClose,
}: {
  meeting: MeetingView;
  step: MeetingStep;
  onClose: () => void;
}) => <StepDialog name="meeting-act" step={stepOf(meeting, step)} lists={lists} onClose={onClose} />;

const DecideFields = ({ isIssue }: { isIssue: boolean }) => {
  const form = Form.useFormInstance();
  const outcome: unknown = Form.useWatch("outcome", form);
  return (
    <>
      <ChoiceField
        name="outcome"
        label="结果"
        required
        options={outcomeOptions.filter((one) => !isIssue || one.value !== "noted")}
      />
      {outcome !== "deferred" && (
        <LongTextField
          name="decision"
          label="决定或答复"
          required
          maxLength={1000}
          hint="形成决议的，这段话就是决议原文。"
        />
      )}
      {outcome === "resolution" && (
        <>
          <UnitField name="ownerUnitId" label="责任单位" />
          <DayField name="dueOn" label="完成日期" required />
          <TextField name="cites" label="依据的调研报告" hint="没有可以不填。" maxLength={200} />
        </>
      )}
    </>
  );
};

/** What the meeting decides on one item of its agenda. */
export const ItemDecide = ({
  item,
  onClose,
}: {
  item: MeetingView["agenda"][number];
  onClose: () => void;
}) => (
  <StepDialog
    name="item-decide"
    lists={lists}
    onClose={onClose}
    step={{
      title: `作决定：${item.title}`,
      intro: "形成决议的，一定要有责任单位和完成日期。",
      submit: "定下",
      done: "已定下",
      labels: {
        outcome: "结果",
        decision: "决定或答复",
        ownerUnitId: "责任单位",
        dueOn: "完成日期",
        cites: "依据的调研报告",
      },
      ...(item.outcome === "resolution" ? { initial: { outcome: "resolution" } } : {}),
      fields: <DecideFields isIssue={item.kind === "issue"} />,
      send: ({ body, key }) =>
        write(
          client.POST("/api/agenda-items/{id}/decide", {
            params: { header: keyed(key), path: { id: item.id } },
            body: body as never, // the form's fields are the contract's; the server validates
          }),
        ),
    }}
  />
);
