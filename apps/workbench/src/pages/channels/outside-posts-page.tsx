import { client, read } from "../../api/client.ts";
import type { OutsidePostRow } from "../../api/views.ts";
import { StatusMark, type Tone } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";

const platformOptions = [
  { value: "official-account", label: "微信公众号" },
  { value: "baijiahao", label: "百家号" },
] as const;

const standingOptions = [
  { value: "under_way", label: "正在发" },
  { value: "out", label: "在外面" },
  { value: "stuck", label: "没发成，要人去看" },
  { value: "recalling", label: "正在撤下" },
  { value: "recall_stuck", label: "撤不下来，要人去办" },
  { value: "gone", label: "已撤下，有证明" },
  { value: "overtaken", label: "没发出去，已被后来的替代" },
] as const;

const toneOf = (standing: OutsidePostRow["standing"]): Tone => {
  if (standing === "out" || standing === "gone") return "done";
  if (standing === "stuck" || standing === "recall_stuck") return "urgent";
  return standing === "overtaken" ? "quiet" : "waiting";
};

type Step = OutsidePostRow["sent"];

/** One step in words: when, what the platform answered, or what was the matter. */
const stepText = ({ statusName, at, attempts, problem, receipt }: Step): string => {
  const proof =
    receipt === null
      ? []
      : [
          typeof receipt["httpStatus"] === "number" ? `平台答复 ${receipt["httpStatus"]}` : "",
          typeof receipt["note"] === "string" ? receipt["note"] : "",
        ];
  return [
    `${statusName}，${timeText(at)}`,
    ...proof,
    receipt === null ? (problem ?? "") : "",
    attempts > 0 && receipt === null ? `试过 ${attempts} 次` : "",
  ]
    .filter((part) => part !== "")
    .join("，");
};

/** What went to 公众号 and 百家号, item by item: where it stands, its address there, and the proof that a recall reached it. */
export const OutsidePostsPage = () => (
  <ListPage<OutsidePostRow>
    title="外部平台"
    intro="每篇内容发到了哪个外部平台、平台怎么答复、地址在哪里；撤稿以后，凭什么说那边也没有了。演示里什么也不外发，每一条都写明存在本机。"
    list="/api/outside-posts"
    load={(query, signal) => read(client.GET("/api/outside-posts", { params: { query }, signal }))}
    rowKey={(row) => row.id}
    rowName={(row) => `${row.title} ${row.channelName}`}
    rowTo={(row) => paths.content(row.contentId)}
    filters={[
      { kind: "choice", name: "channel", label: "平台", options: platformOptions },
      { kind: "choice", name: "standing", label: "到哪一步", options: standingOptions },
      { kind: "carried", name: "contentId", label: "稿件", text: "这一篇" },
    ]}
    columns={[
      { key: "title", title: "内容", render: (row) => row.title },
      { key: "channel", title: "平台", render: (row) => row.channelName },
      {
        key: "standing",
        title: "到哪一步",
        render: (row) => <StatusMark tone={toneOf(row.standing)}>{row.standingName}</StatusMark>,
      },
      { key: "sent", title: "发出和回执", render: (row) => stepText(row.sent) },
      {
        key: "address",
        title: "那边的地址",
        render: (row) =>
          row.url === null ? (
            (row.articleId ?? "还没有")
          ) : (
            <a href={row.url} rel="noreferrer">
              看那边的页面
            </a>
          ),
      },
      {
        key: "recall",
        title: "撤下的证明",
        render: (row) => (row.recall === null ? "没有撤过" : stepText(row.recall)),
      },
    ]}
    empty={{
      title: "还没有发到外部平台",
      hint: "设好公众号或百家号的帐号、在渠道里打开以后，发布的内容会列在这里。没有设帐号的平台什么也不发。",
    }}
  />
);
