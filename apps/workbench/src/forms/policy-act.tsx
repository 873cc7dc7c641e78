import { client, keyed, write } from "../api/client.ts";
import type { PolicyRow } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { DayField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useDone } from "./use-done.ts";

const labels = { endedOn: "最后一天", reason: "原因" };

type Act = { title: string; intro: string; done: string; danger?: true; asks: "nothing" | "reason" | "day" };
const acts: Readonly<Record<string, Act>> = {
  publish: {
    title: "发布",
    intro: "请先打开官方网址，逐条对照条号和意思。发布后读者马上看得到。",
    done: "已发布",
    asks: "nothing",
  },
  take_back: {
    title: "撤回修改",
    intro: "撤回后马上从门户消失，改好由另一个人再发布。",
    done: "已撤回，可以修改了",
    asks: "reason",
  },
  end: {
    title: "标为失效",
    intro: "写明哪天是有效的最后一天。过了这天不再列出，旧链接会说明已经失效。",
    done: "已记下失效日期",
    danger: true,
    asks: "day",
  },
  drop: { title: "不再采用", intro: "草稿不再使用。", done: "已标为不再采用", danger: true, asks: "reason" },
};

const send = async (row: PolicyRow, act: string, { body, key }: Sent): Promise<unknown> => {
  const params = { header: keyed(key), path: { id: row.id } };
  const reason = textOf(body, "reason");
  switch (act) {
    case "publish":
      return write(client.POST("/api/policies/{id}/publish", { params }));
    case "take_back":
      return write(client.POST("/api/policies/{id}/take-back", { params, body: { reason } }));
    case "end":
      return write(
        client.POST("/api/policies/{id}/end", {
          params,
          body: { endedOn: textOf(body, "endedOn"), reason },
        }),
      );
    default:
      return write(client.POST("/api/policies/{id}/drop", { params, body: { reason } }));
  }
};

/** One step of a guide's life. */
export const PolicyAct = ({ row, act, onClose }: { row: PolicyRow; act: string; onClose: () => void }) => {
  const done = useDone(["/api/policies", "/api/waiting"], onClose);
  const told = acts[act];
  if (told === undefined) return null;
  return (
    <ActDialog
      title={`${told.title}：${row.title}`}
      intro={told.intro}
      name="policy-act"
      labels={labels}
      submitLabel={told.title}
      danger={told.danger === true}
      onCancel={onClose}
      send={(sent) => send(row, act, sent)}
      onDone={() => done(told.done)}
    >
      {told.asks === "day" && <DayField name="endedOn" label={labels.endedOn} required />}
      {told.asks !== "nothing" && <TextField name="reason" label={labels.reason} required maxLength={200} />}
    </ActDialog>
  );
};
