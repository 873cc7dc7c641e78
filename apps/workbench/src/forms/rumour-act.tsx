import { useQueryClient } from "@tanstack/react-query";
import { App, Checkbox, Form } from "antd";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { client, keyed, write } from "../api/client.ts";
import type { RumourVerdict, RumourView } from "../api/views.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { ChoiceField, LongTextField, TextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { fieldOptions, harmOptions } from "../pages/rumours/rumours-words.ts";
import { paths } from "../paths.ts";
import { ClaimChoice } from "./claim-choice.tsx";

export type RumourActName =
  | "take_up"
  | "draft"
  | "submit"
  | "agree"
  | "dissent"
  | "publish"
  | "take_back"
  | "merge"
  | "split"
  | "note"
  | "decline"
  | "drop"
  | "transcribe";

type Act = {
  title: string;
  intro: ReactNode;
  submit: string;
  danger?: true;
  labels: Readonly<Record<string, string>>;
  initial?: Readonly<Record<string, unknown>>;
  fields?: ReactNode;
  send: (sent: Sent) => Promise<unknown>;
  done: (result: unknown) => string;
  /** Where to go on afterwards. */
  next?: string;
};

const told = (result: unknown): number =>
  typeof result === "object" && result !== null && "told" in result ? Number(result.told) : 0;

const reasonField = (label: string, hint: string): ReactNode => (
  <LongTextField name="reason" label={label} required hint={hint} maxLength={300} />
);

/** What each next step asks and does. */
const actOf = (
  view: RumourView,
  verdict: RumourVerdict | undefined,
  chosen: { act: RumourActName; intoId: string | undefined; photoId: string | undefined },
): Act => {
  const onClaim = ({ key }: Sent) => ({ header: keyed(key), path: { id: view.id } });
  const onVerdict = ({ key }: Sent) => ({ header: keyed(key), path: { id: verdict?.id ?? "" } });
  const reasonOf = ({ body }: Sent) => ({ reason: textOf(body, "reason") });
  const sign = (sent: Sent, decision: "agree" | "dissent"): Promise<unknown> => {
    const reason = textOf(sent.body, "reason");
    return write(
      client.POST("/api/rumour-verdicts/{id}/sign", {
        params: onVerdict(sent),
        body: { decision, contentHash: verdict?.contentHash ?? "", ...(reason === "" ? {} : { reason }) },
      }),
    );
  };
  switch (chosen.act) {
    case "take_up":
      return {
        title: "认领并整理",
        intro: "用一句话写清他们在传什么。签字的专家按领域找，先后按危害排。",
        submit: "认领",
        labels: { title: "说法", field: "领域", harm: "照着做的危害", reason: "说明" },
        initial: {
          title: view.title ?? view.wordings[0]?.text.slice(0, 60) ?? "",
          field: view.field ?? "",
          harm: view.harm === null ? "" : String(view.harm),
        },
        fields: (
          <>
            <TextField name="title" label="说法" required maxLength={120} />
            <ChoiceField name="field" label="领域" required options={fieldOptions} />
            <ChoiceField name="harm" label="照着做的危害" required options={harmOptions} />
            <LongTextField name="reason" label="说明" hint="可以不填。" maxLength={300} rows={2} />
          </>
        ),
        send: (sent) =>
          write(
            client.POST("/api/rumour-claims/{id}/take-up", {
              params: onClaim(sent),
              body: { ...sent.body, harm: Number(textOf(sent.body, "harm")) } as never, // the form's fields are the contract's
            }),
          ),
        done: () => "已认领，可以起草结论了",
      };
    case "draft":
      return {
        title: view.status === "answered" ? "写新版本" : "起草结论",
        intro:
          view.status === "answered"
            ? "从现在发布的文字改起。新版本发布后，问过的人都会收到“改了什么”，旧版本留着。"
            : "建一份草稿，接着写结论、解释和来源。写的人不能签字。",
        submit: "开始写",
        labels: {},
        send: (sent) => write(client.POST("/api/rumour-claims/{id}/verdicts", { params: onClaim(sent) })),
        done: () => "草稿建好了",
        next: paths.rumourVerdict(view.id),
      };
    case "submit":
      return {
        title: "送专家签字",
        intro: "送签后文字就固定下来，专家签的就是这些字。要再改，得撤回，签过的字作废。",
        submit: "送签",
        labels: {},
        send: (sent) => write(client.POST("/api/rumour-verdicts/{id}/submit", { params: onVerdict(sent) })),
        done: () => "已送签，等专家签字",
      };
    case "agree":
      return {
        title: "同意并签字",
        intro: "您签的是页面上现在的文字。名下的称呼和领域会公开，姓名不公开。",
        submit: "签字",
        labels: { reason: "意见" },
        fields: <LongTextField name="reason" label="意见" hint="可以不填。" maxLength={1000} />,
        send: (sent) => sign(sent, "agree"),
        done: () => "已签字",
      };
    case "dissent":
      return {
        title: "有不同意见",
        intro: "不同意见会记下来、和结论一起公开，还要再请一位专家。",
        submit: "提出不同意见",
        danger: true,
        labels: { reason: "理由" },
        fields: reasonField("理由（读者会看到）", "哪一句站不住，依据是什么。"),
        send: (sent) => sign(sent, "dissent"),
        done: () => "已记下不同意见",
      };
    case "publish":
      return {
        title: "发布",
        intro: `发布后马上出现在门户、搜索和订阅里，问过的 ${view.reports} 人都会被告知。`,
        submit: "发布",
        labels: {},
        send: (sent) => write(client.POST("/api/rumour-verdicts/{id}/publish", { params: onVerdict(sent) })),
        done: (result) => `已发布，告知 ${told(result)} 人`,
      };
    case "take_back":
      return {
        title: "撤回修改",
        intro: "撤回后可以修改；签过的字作废，要重新签。",
        submit: "撤回",
        labels: { reason: "原因" },
        fields: reasonField("原因", "例如：补一条来源。"),
        send: (sent) =>
          write(
            client.POST("/api/rumour-verdicts/{id}/take-back", {
              params: onVerdict(sent),
              body: reasonOf(sent),
            }),
          ),
        done: () => "已撤回，可以修改了",
      };
    case "drop":
      return {
        title: "这一版不用了",
        intro: "这一版不再使用，文字仍可查看，说法还可以另写。",
        submit: "不用了",
        danger: true,
        labels: { reason: "原因" },
        fields: reasonField("原因", "写明为什么不用。"),
        send: (sent) =>
          write(
            client.POST("/api/rumour-verdicts/{id}/drop", { params: onVerdict(sent), body: reasonOf(sent) }),
          ),
        done: () => "已标为不再采用",
      };
    case "merge":
      return {
        title: chosen.intoId === undefined ? "并入别的说法" : "用这条结论答复",
        intro:
          chosen.intoId === undefined
            ? "线索和传法都过去；并入已有结论的，问的人马上收到答复。"
            : `这 ${view.waiting} 人马上收到这条结论；这些传法以后再有人问，直接答复。`,
        submit: chosen.intoId === undefined ? "并入" : "答复他们",
        labels: { intoId: "并入哪一个", reason: "原因" },
        initial: {
          intoId: chosen.intoId ?? "",
          reason: chosen.intoId === undefined ? "" : "同一个说法，用已有结论",
        },
        fields: (
          <>
            <ClaimChoice name="intoId" label="并入哪一个" exceptId={view.id} />
            {reasonField("原因", "为什么是同一个说法。")}
          </>
        ),
        send: (sent) =>
          write(
            client.POST("/api/rumour-claims/{id}/merge", {
              params: onClaim(sent),
              body: { intoId: textOf(sent.body, "intoId"), ...reasonOf(sent) },
            }),
          ),
        done: (result) => (told(result) > 0 ? `已并入，告知 ${told(result)} 人` : "已并入"),
      };
    case "split":
      return {
        title: "拆出一部分",
        intro: "勾出其实在说另一件事的传法，连同问的人拆成一个新的说法。",
        submit: "拆出来",
        labels: { wordings: "要拆走的传法", reason: "原因" },
        fields: (
          <>
            <Form.Item name="wordings" label="要拆走的传法" required>
              <Checkbox.Group
                className="wording-ticks"
                options={view.wordings.map((wording) => ({
                  value: wording.id,
                  label: wording.text.slice(0, 80),
                }))}
              />
            </Form.Item>
            {reasonField("原因", "它们在说什么别的事。")}
          </>
        ),
        send: (sent) => {
          const chosenIds = sent.values["wordings"];
          return write(
            client.POST("/api/rumour-claims/{id}/split", {
              params: onClaim(sent),
              body: { wordings: Array.isArray(chosenIds) ? chosenIds.map(String) : [], ...reasonOf(sent) },
            }),
          );
        },
        done: () => "已拆成一个新的说法，在核查台里",
      };
    case "note":
      return {
        title: "写核查笔记",
        intro: "查过什么、问过谁、结果怎样。写下就留着，不能改。",
        submit: "记下",
        labels: { note: "笔记" },
        fields: <LongTextField name="note" label="笔记" required maxLength={2000} rows={5} />,
        send: (sent) =>
          write(
            client.POST("/api/rumour-claims/{id}/notes", {
              params: onClaim(sent),
              body: { note: textOf(sent.body, "note") },
            }),
          ),
        done: () => "已记下",
      };
    case "transcribe":
      return {
        title: "写出图片里的字",
        intro: (
          <>
            <img
              className="rumour-photo"
              src={`/api/rumour-claims/${view.id}/photos/${chosen.photoId ?? ""}`}
              alt="问的人发来的图片"
            />
            <p>照着写，一字不改；姓名、电话、住址不写。写完就和查过的结论比对。</p>
          </>
        ),
        submit: "写好了",
        labels: { text: "图片里的字" },
        fields: <LongTextField name="text" label="图片里的字" required maxLength={5000} rows={6} />,
        send: ({ key, body }) =>
          write(
            client.POST("/api/rumour-claims/{id}/photos/{photoId}/transcribe", {
              params: { header: keyed(key), path: { id: view.id, photoId: chosen.photoId ?? "" } },
              body: { text: textOf(body, "text") },
            }),
          ),
        done: () => "已写出，相近的结论列在页面上",
      };
    case "decline":
      return {
        title: "不予核查",
        intro: "不是科学问题、没法核实的，写明原因；问的人会看到。",
        submit: "不予核查",
        danger: true,
        labels: { reason: "原因" },
        fields: reasonField("原因（问的人会看到）", "至少 5 个字；说清该去哪里问。"),
        send: (sent) =>
          write(
            client.POST("/api/rumour-claims/{id}/decline", { params: onClaim(sent), body: reasonOf(sent) }),
          ),
        done: (result) => `已告知 ${told(result)} 人`,
      };
    default: {
      const never: never = chosen.act;
      return never;
    }
  }
};

/** One step at the rumour desk, in a window. */
export const RumourAct = ({
  view,
  act,
  intoId,
  photoId,
  onClose,
}: {
  view: RumourView;
  act: RumourActName;
  intoId?: string | undefined;
  photoId?: string | undefined;
  onClose: () => void;
}) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const verdict = view.verdicts.find((one) => one.status === "draft" || one.status === "signing");
  const words = actOf(view, verdict, { act, intoId, photoId });
  return (
    <ActDialog
      title={words.title}
      intro={words.intro}
      name="rumour-act"
      labels={words.labels}
      {...(words.initial === undefined ? {} : { initial: words.initial })}
      submitLabel={words.submit}
      danger={words.danger === true}
      onCancel={onClose}
      send={words.send}
      onDone={(result) => {
        void queries.invalidateQueries({ queryKey: ["/api/rumour-claims"] });
        void queries.invalidateQueries({ queryKey: ["/api/waiting"] });
        void message.success(words.done(result));
        onClose();
        if (words.next !== undefined) void navigate(words.next);
      }}
    >
      {words.fields}
    </ActDialog>
  );
};
