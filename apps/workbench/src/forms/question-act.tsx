import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Form } from "antd";
import { useState, type ReactNode } from "react";
import { client, keyed, read, write } from "../api/client.ts";
import type { QuestionView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { ChoiceField, LongTextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { useExpertFields } from "../pages/contents/use-topics.ts";

type Act = {
  title: string;
  intro: string;
  submit: string;
  danger?: true;
  done: string;
  fields?: ReactNode;
  labels: Readonly<Record<string, string>>;
  initial?: Readonly<Record<string, unknown>>;
  send: (sent: Sent) => Promise<unknown>;
};

/** Experts of the chosen field, who is free and has least in hand first; the honest word where nobody is. */
const ExpertChoice = ({ questionId, field }: { questionId: string; field: string }) => {
  const query = useQuery({
    queryKey: ["/api/questions", questionId, "experts", field],
    enabled: field !== "",
    queryFn: ({ signal }) =>
      read(
        client.GET("/api/questions/{id}/experts", {
          // The value comes from the server's own list of fields.
          params: { path: { id: questionId }, query: { field: field as "medicine" } },
          signal,
        }),
      ),
  });
  const rows = query.data?.rows ?? [];
  const busy = rows.filter((row) => !row.free);
  return (
    <>
      <ChoiceField
        name="expertId"
        label="专家"
        required
        hint={field === "" ? "先选领域。" : "只列出有空的：值班的在前，手上少的在前。"}
        options={rows
          .filter((row) => row.free)
          .map((row) => ({
            value: row.id,
            label: `${row.publicTitle}（${row.unitName}）${row.onDuty ? "，本周值班" : ""}，手上 ${row.openCount} 个`,
          }))}
      />
      {busy.length > 0 && (
        <p className="unknown">
          没有空：{busy.map((row) => `${row.publicTitle}（${row.reason ?? ""}）`).join("，")}
        </p>
      )}
      {typeof query.data?.nobody === "string" && (
        <p>{query.data.nobody}换一个领域，或者如实告诉提问人“没有合适的专家”。</p>
      )}
    </>
  );
};

const AssignFields = ({ questionId }: { questionId: string }) => {
  const fields = useExpertFields();
  const form = Form.useFormInstance();
  const field: unknown = Form.useWatch("field", form);
  return (
    <>
      <ChoiceField
        name="field"
        label="领域"
        required
        options={fields.map((one) => ({ value: one.code, label: one.name }))}
      />
      <ExpertChoice questionId={questionId} field={typeof field === "string" ? field : ""} />
    </>
  );
};

const actOf = (question: QuestionView, act: string): Act | undefined => {
  const params = ({ key }: Sent) => ({ header: keyed(key), path: { id: question.id } });
  const reasonOf = ({ body }: Sent) => ({ reason: textOf(body, "reason") });
  switch (act) {
    case "assign":
      return {
        title: question.status === "assigned" ? "改派" : "分派给专家",
        intro: "交给这个领域在聘期内的一位专家，问题随之转到他的单位。",
        submit: "分派",
        done: "已分派",
        labels: { field: "领域", expertId: "专家" },
        fields: <AssignFields questionId={question.id} />,
        send: (sent) =>
          write(
            client.POST("/api/questions/{id}/assign", {
              params: params(sent),
              body: sent.body as never, // the form's fields are the contract's; the server validates
            }),
          ),
      };
    case "hear":
      return {
        title: "把录音写成文字",
        intro:
          "照着说的写，不改意思；听不清的写“（听不清）”。提问人会看到您写的。不写别人的姓名、电话、住址。",
        submit: "写好了",
        done: "已写下",
        labels: { text: "听到的话" },
        ...(question.isHeard ? { initial: { text: question.askedText } } : {}),
        fields: <LongTextField name="text" label="听到的话" required rows={5} maxLength={1000} />,
        send: (sent) =>
          write(
            client.POST("/api/questions/{id}/words", {
              params: params(sent),
              body: { text: textOf(sent.body, "text") },
            }),
          ),
      };
    case "draft":
      return {
        title: "写答复",
        intro: "先说怎么做，再说为什么。写好后要由另一个人核对，才发给提问人。",
        submit: "写好了，交去核对",
        done: "已交去核对",
        labels: { answer: "答复" },
        ...(question.answer === null ? {} : { initial: { answer: question.answer } }),
        fields: (
          <LongTextField
            name="answer"
            label="答复"
            required
            rows={8}
            maxLength={3000}
            hint="短句，用“您”。拿不准的写明拿不准，再说去哪里问。"
          />
        ),
        send: (sent) =>
          write(
            client.POST("/api/questions/{id}/draft", {
              params: params(sent),
              body: { answer: textOf(sent.body, "answer") },
            }),
          ),
      };
    case "send":
      return {
        title: "核对无误，发给提问人",
        intro: "您是第二个人。发出后提问人马上看得到，不能收回。",
        submit: "发给提问人",
        done: "已发给提问人",
        labels: {},
        send: (sent) => write(client.POST("/api/questions/{id}/send", { params: params(sent) })),
      };
    case "return":
      return {
        title: "退回重写",
        intro: "写的人会看到原因。",
        submit: "退回",
        danger: true,
        done: "已退回",
        labels: { reason: "原因" },
        fields: <LongTextField name="reason" label="原因" required hint="写清哪里要改。" maxLength={500} />,
        send: (sent) =>
          write(client.POST("/api/questions/{id}/return", { params: params(sent), body: reasonOf(sent) })),
      };
    case "close":
      return {
        title: "没有合适的专家",
        intro: "如实告诉提问人。他会看到原因，以及还可以去哪里问。",
        submit: "告诉提问人",
        danger: true,
        done: "已告诉提问人",
        labels: { reason: "原因" },
        fields: (
          <LongTextField
            name="reason"
            label="原因（提问人会看到）"
            required
            hint="至少 5 个字。知道去哪里问的，也写上。"
            maxLength={500}
          />
        ),
        send: (sent) =>
          write(client.POST("/api/questions/{id}/close", { params: params(sent), body: reasonOf(sent) })),
      };
    default:
      return undefined;
  }
};

/** One step of a question, in a window. */
export const QuestionAct = ({
  question,
  act,
  onClose,
}: {
  question: QuestionView;
  act: string;
  onClose: () => void;
}) => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const [words] = useState(() => actOf(question, act));
  if (words === undefined) return null;
  return (
    <ActDialog
      title={words.title}
      intro={words.intro}
      name="question-act"
      labels={words.labels}
      {...(words.initial === undefined ? {} : { initial: words.initial })}
      submitLabel={words.submit}
      danger={words.danger === true}
      onCancel={onClose}
      send={words.send}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ["/api/questions"] });
        void queries.invalidateQueries({ queryKey: ["/api/waiting"] });
        void message.success(words.done);
        onClose();
      }}
    >
      {words.fields}
    </ActDialog>
  );
};
