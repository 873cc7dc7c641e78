import { client, keyed, write } from "../api/client.ts";
import type { CallBody, CallRow } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import { ChoiceField, DayField, LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { UnitField } from "../form/unit-field.tsx";
import { fieldOptions } from "./contract-sign.tsx";
import { useDone } from "./use-done.ts";

const lists = ["/api/commissioner-calls", "/api/commissioner-applications", "/api/waiting"];
const labels = {
  unitId: "哪个镇街",
  field: "方向",
  title: "名称",
  bases: "服务哪些农户、基地",
  seats: "选几个人",
  applyUntilOn: "申请到哪天",
  startsOn: "聘期从哪天",
  endsOn: "聘期到哪天",
};

/** A town calls for commissioners. */
export const CallOpen = ({ onClose }: { onClose: () => void }) => {
  const done = useDone(lists, onClose);
  return (
    <ActDialog
      title="发起选派"
      intro="发起后在门户公开，截止以前可以申请、推荐。"
      name="call-open"
      labels={labels}
      initial={{ seats: "1" }}
      submitLabel="发起"
      onCancel={onClose}
      send={({ body, key }) =>
        write(
          client.POST("/api/commissioner-calls", {
            params: { header: keyed(key) },
            // the form's fields are the contract's; the server validates
            body: { ...body, seats: Number(textOf(body, "seats")) } as CallBody,
          }),
        )
      }
      onDone={() => done("已发起，请接着请评审人")}
    >
      <TextField
        name="title"
        label={labels.title}
        required
        maxLength={60}
        hint="例如：水稻科技特派员选派。"
      />
      <UnitField name="unitId" label={labels.unitId} />
      <ChoiceField name="field" label={labels.field} required options={fieldOptions} />
      <LongTextField name="bases" label={labels.bases} required maxLength={300} />
      <TextField name="seats" label={labels.seats} required inputMode="numeric" maxLength={2} />
      <DayField name="applyUntilOn" label={labels.applyUntilOn} required />
      <DayField name="startsOn" label={labels.startsOn} required />
      <DayField name="endsOn" label={labels.endsOn} required />
    </ActDialog>
  );
};

const acts = ["nominate", "reviewer", "finish", "cancel"] as const;
export type CallAct = (typeof acts)[number];
export const toCallAct = (action: string): CallAct | undefined => acts.find((one) => one === action);

const words: Readonly<Record<CallAct, { title: string; intro: string; done: string }>> = {
  nominate: {
    title: "推荐人",
    intro: "他要先在门户用手机登录过。他同意以后才参加评审。",
    done: "已推荐，他会收到短信",
  },
  reviewer: {
    title: "请评审人",
    intro: "申请了这次选派的不能当评审人。截止以后，他在“我的—特派员选派”里打分。",
    done: "已请，他会收到短信",
  },
  finish: { title: "办结", intro: "每一份申请都决定了才能办结。", done: "已办结" },
  cancel: { title: "取消", intro: "申请的人都会收到短信，看得到原因。", done: "已取消" },
};

export const CallActDialog = ({ row, act, onClose }: { row: CallRow; act: CallAct; onClose: () => void }) => {
  const done = useDone(lists, onClose);
  const asksPerson = act === "nominate" || act === "reviewer";
  return (
    <ActDialog
      title={`${words[act].title}：${row.title}`}
      intro={words[act].intro}
      name={`call-${act}`}
      labels={{
        phone: "他的手机号",
        unitId: "哪个单位推荐",
        statement: "他会什么、做过什么",
        reason: "原因",
      }}
      submitLabel={words[act].title}
      danger={act === "cancel"}
      onCancel={onClose}
      send={({ body, key }) => {
        const params = { header: keyed(key), path: { id: row.id } };
        const phone = textOf(body, "phone");
        switch (act) {
          case "nominate":
            return write(
              client.POST("/api/commissioner-calls/{id}/nominations", {
                params,
                body: { phone, unitId: textOf(body, "unitId"), statement: textOf(body, "statement") },
              }),
            );
          case "reviewer":
            return write(client.POST("/api/commissioner-calls/{id}/reviewers", { params, body: { phone } }));
          case "finish":
            return write(client.POST("/api/commissioner-calls/{id}/finish", { params, body: {} }));
          case "cancel":
            return write(
              client.POST("/api/commissioner-calls/{id}/cancel", {
                params,
                body: { reason: textOf(body, "reason") },
              }),
            );
          default: {
            const never: never = act;
            return never;
          }
        }
      }}
      onDone={() => done(words[act].done)}
    >
      {asksPerson && <TextField name="phone" label="他的手机号" required inputMode="tel" maxLength={30} />}
      {act === "nominate" && (
        <>
          <UnitField name="unitId" label="哪个单位推荐" />
          <LongTextField
            name="statement"
            label="他会什么、做过什么"
            required
            rows={5}
            maxLength={1500}
            hint="至少 20 个字。"
          />
        </>
      )}
      {act === "cancel" && (
        <LongTextField name="reason" label="原因" required hint="至少 5 个字。" maxLength={300} />
      )}
    </ActDialog>
  );
};
