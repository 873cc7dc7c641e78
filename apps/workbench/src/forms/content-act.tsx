import { useQueryClient } from "@tanstack/react-query";
import { App, Checkbox, Form } from "antd";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import { client, keyed, write } from "../api/client.ts";
import type { VersionView } from "../pages/contents/read-version.ts";
import { ActDialog } from "../form/act-dialog.tsx";
import type { Sent } from "../form/act-form.tsx";
import { LongTextField } from "../form/fields.tsx";
import { textOf } from "../form/form-errors.ts";
import { isProof, renditionOptions } from "../pages/contents/contents-words.ts";
import { paths } from "../paths.ts";
import { MomentField, toIso } from "./moment-field.tsx";

type Act = {
  title: string;
  intro: ReactNode;
  submit: string;
  danger?: true;
  labels: Readonly<Record<string, string>>;
  done: string;
  fields?: ReactNode;
  send: (version: VersionView, sent: Sent) => Promise<unknown>;
};

const onVersion = (version: VersionView, { key }: Sent) => ({ header: keyed(key), path: { id: version.id } });
const onContent = (version: VersionView, { key }: Sent) => ({
  header: keyed(key),
  path: { id: version.contentId },
});
const reasonOf = ({ body }: Sent) => ({ reason: textOf(body, "reason") });

const signPath = (stage: string) =>
  stage === "science"
    ? "/api/content-versions/{id}/science-check"
    : stage === "review3"
      ? "/api/content-versions/{id}/final-review"
      : "/api/content-versions/{id}/sign";

const sign = (version: VersionView, sent: Sent, decision: "pass" | "return"): Promise<unknown> => {
  const seen = sent.values["renditions"];
  return write(
    client.POST(signPath(version.status), {
      params: onVersion(version, sent),
      body: {
        stage: version.status as "review1", // the server refuses what is no stage
        decision,
        contentHash: version.contentHash ?? "",
        ...(textOf(sent.body, "reason") === "" ? {} : { reason: textOf(sent.body, "reason") }),
        ...(Array.isArray(seen) ? { renditions: seen as "web"[] } : {}), // values of our own tick boxes
      },
    }),
  );
};

const reasonField = (label: string, hint: string): ReactNode => (
  <LongTextField name="reason" label={label} required hint={hint} maxLength={500} />
);

/** 易读版 is ticked only where the text has one. */
const renditionTicks = ({ content }: VersionView): ReactNode => (
  <Form.Item name="renditions" label="看过的样式" required>
    <Checkbox.Group
      options={renditionOptions.filter(
        ({ value }) => value !== "easy" || content.renditions.easy !== undefined,
      )}
    />
  </Form.Item>
);

/** What each next step asks and does. */
const actOf = (version: VersionView, act: string): Act | undefined => {
  switch (act) {
    case "submit":
      return {
        title: "送审",
        intro: "送审后文字就固定下来，审校的人签的就是这些字。要再改，得撤回，所有环节重新签。",
        submit: "送审",
        labels: {},
        done: "已送审，等待初审",
        send: (view, sent) =>
          write(client.POST("/api/content-versions/{id}/submit", { params: onVersion(view, sent) })),
      };
    case "pass":
      return {
        title: version.statusName.replace("待", "") + "通过",
        intro: isProof(version.status)
          ? "请逐个看过下面的每种样式，勾选后再通过。"
          : "您签的是页面上现在的文字。通过后转到下一个环节，您不能再做这一版的其他环节。",
        submit: "通过",
        labels: { renditions: "看过的样式", reason: "意见" },
        done: "已通过，转到下一个环节",
        fields: (
          <>
            {isProof(version.status) && renditionTicks(version)}
            <LongTextField name="reason" label="意见" hint="可以不填。" maxLength={500} />
          </>
        ),
        send: (view, sent) => sign(view, sent, "pass"),
      };
    case "return":
      return {
        title: "退回修改",
        intro: "退回后作者修改，改完所有环节重新签。",
        submit: "退回",
        danger: true,
        labels: { reason: "原因" },
        done: "已退回作者",
        fields: reasonField("原因", "写清改哪里、为什么，作者会看到。"),
        send: (view, sent) => sign(view, sent, "return"),
      };
    case "take_back":
      return {
        title: "撤回修改",
        intro: "撤回后可以修改；已经签过的环节要重新签。",
        submit: "撤回",
        labels: { reason: "原因" },
        done: "已撤回，可以修改了",
        fields: reasonField("原因", "例如：补一条来源。"),
        send: (view, sent) =>
          write(
            client.POST("/api/content-versions/{id}/take-back", {
              params: onVersion(view, sent),
              body: reasonOf(sent),
            }),
          ),
      };
    case "drop":
      return {
        title: "不再采用",
        intro: "这一版不再使用，文字仍可查看。",
        submit: "不再采用",
        danger: true,
        labels: { reason: "原因" },
        done: "已标为不再采用",
        fields: reasonField("原因", "写明为什么不用。"),
        send: (view, sent) =>
          write(
            client.POST("/api/content-versions/{id}/drop", {
              params: onVersion(view, sent),
              body: reasonOf(sent),
            }),
          ),
      };
    case "schedule":
      return {
        title: "定时发布",
        intro: "到时间自动发布。写了“禁发到”，在那之前任何人都不能提前放出，接口、订阅和搜索里也没有。",
        submit: "定好时间",
        labels: { publishAt: "发布时间", embargoUntil: "禁发到", expiresAt: "下架时间" },
        done: "已定好时间",
        fields: (
          <>
            <MomentField name="publishAt" label="发布时间" required />
            <MomentField
              name="embargoUntil"
              label="禁发到"
              hint="没有禁发要求就不填。定了以后只能推后，不能提前。"
            />
            <MomentField name="expiresAt" label="下架时间" hint="不填就长期有效。" />
          </>
        ),
        send: (view, sent) => {
          const embargoUntil = toIso(sent.body["embargoUntil"]);
          const expiresAt = toIso(sent.body["expiresAt"]);
          return write(
            client.POST("/api/content-versions/{id}/schedule", {
              params: onVersion(view, sent),
              body: {
                publishAt: toIso(sent.body["publishAt"]) ?? "",
                ...(embargoUntil === undefined ? {} : { embargoUntil }),
                ...(expiresAt === undefined ? {} : { expiresAt }),
              },
            }),
          );
        },
      };
    case "unschedule":
      return {
        title: "取消定时",
        intro: "取消后回到“审校完成”。禁发时间不变。",
        submit: "取消定时",
        labels: {},
        done: "已取消定时",
        send: (view, sent) =>
          write(client.POST("/api/content-versions/{id}/unschedule", { params: onVersion(view, sent) })),
      };
    case "publish":
      return {
        title: "发布",
        intro: "发布后一秒内出现在门户、搜索和订阅里，并送往各渠道。发布的就是审校签过的文字。",
        submit: "发布",
        labels: {},
        done: "已发布",
        send: (view, sent) =>
          write(client.POST("/api/content-versions/{id}/publish", { params: onVersion(view, sent) })),
      };
    case "recall":
      return {
        title: "撤稿",
        intro: "撤稿后马上从门户、搜索和订阅里消失，各渠道要逐个证明已经撤下。读者打开旧链接会看到原因。",
        submit: "撤稿",
        danger: true,
        labels: { reason: "原因" },
        done: "已撤稿，请到“渠道送达”看各渠道是否撤干净",
        fields: reasonField("原因（读者会看到）", "至少 5 个字。"),
        send: (view, sent) =>
          write(
            client.POST("/api/contents/{id}/recall", { params: onContent(view, sent), body: reasonOf(sent) }),
          ),
      };
    case "correct":
      return {
        title: "新建更正版",
        intro: "在现在发布的文字上修改，重新走三审三校。发布后，更正说明显示在文章上方。",
        submit: "开始更正",
        labels: { notice: "更正说明" },
        done: "更正版已建好，请修改文字",
        fields: (
          <LongTextField
            name="notice"
            label="更正说明（读者会看到）"
            required
            hint="写清原来错在哪里、现在怎么改（5 到 300 字）。"
            maxLength={300}
          />
        ),
        send: (view, sent) =>
          write(
            client.POST("/api/contents/{id}/correction", {
              params: onContent(view, sent),
              body: { notice: textOf(sent.body, "notice") },
            }),
          ),
      };
    default:
      return undefined;
  }
};

/** One step of an item's life, in a window. */
export const ContentAct = ({
  version,
  act,
  onClose,
}: {
  version: VersionView;
  act: string;
  onClose: () => void;
}) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const words = actOf(version, act);
  if (words === undefined) return null;
  return (
    <ActDialog
      title={words.title}
      intro={words.intro}
      name="content-act"
      labels={words.labels}
      submitLabel={words.submit}
      danger={words.danger === true}
      onCancel={onClose}
      send={(sent) => words.send(version, sent)}
      onDone={() => {
        void queries.invalidateQueries({ queryKey: ["/api/contents"] });
        void queries.invalidateQueries({ queryKey: ["/api/waiting"] });
        void message.success(words.done);
        onClose();
        if (act === "correct") void navigate(paths.contentEdit(version.contentId));
      }}
    >
      {words.fields}
    </ActDialog>
  );
};
