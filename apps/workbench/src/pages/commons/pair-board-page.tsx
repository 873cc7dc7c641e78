import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { PairBoardRow } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { kindName } from "../contents/contents-words.ts";

const sideOptions = [
  { value: "result", label: "成果找创作者" },
  { value: "creator", label: "创作者找科学家" },
] as const;
const statusOptions = [
  { value: "open", label: "在找搭档" },
  { value: "paired", label: "已配对" },
  { value: "closed", label: "已关闭" },
] as const;

const standing = (row: PairBoardRow): string => {
  if (row.status !== "open") return "";
  if (row.halfSaid > 0) return `${row.halfSaid} 对等另一边回话`;
  return row.fits === 0 ? "还没有合适的，可以去约一位" : `${row.fits} 个合适的`;
};

/** Results that seek a creator and creators who seek a scientist; the two sides agree by themselves, the desk sees who is left alone. */
export const PairBoardPage = () => (
  <ListPage<PairBoardRow>
    title="结对板"
    intro="专家的成果找创作者，创作者找科学家。双方都说愿意，就自动建一份共同的稿子，两人署名。这里看谁还没有搭档：没有合适的，请编辑去约。"
    list="/api/pair-requests"
    load={(query, signal) => read(client.GET("/api/pair-requests", { params: { query }, signal }))}
    rowKey={(row) => row.id}
    rowName={(row) => row.title}
    filters={[
      { kind: "choice", name: "side", label: "哪一边", options: sideOptions },
      { kind: "choice", name: "status", label: "状态", options: statusOptions },
    ]}
    columns={[
      { key: "title", title: "需求", wrap: "wide", render: (row) => row.title },
      {
        key: "side",
        title: "哪一边",
        wrap: "never",
        render: (row) => sideOptions.find((side) => side.value === row.side)?.label,
      },
      {
        key: "status",
        title: "状态",
        render: (row) => (
          <StatusMark tone={row.status === "paired" ? "done" : row.status === "open" ? "waiting" : "quiet"}>
            {row.statusName}
          </StatusMark>
        ),
      },
      { key: "standing", title: "配得上的", render: standing },
      {
        key: "about",
        title: "讲什么",
        render: (row) => `${row.topicName}，${row.fieldName}，${kindName(row.kind)}`,
      },
      { key: "words", title: "说明", wrap: "wide", render: (row) => row.about },
      {
        key: "draft",
        title: "共同的稿子",
        render: (row) => row.contentId !== null && <Link to={paths.content(row.contentId)}>打开稿件</Link>,
      },
      { key: "at", title: "挂出时间", wrap: "never", render: (row) => timeText(row.createdAt) },
      { key: "unit", title: "单位", hidden: true, render: (row) => row.unitName },
    ]}
    empty={{
      title: "板上还没有需求",
      hint: "居民和专家在门户“找搭档”挂出需求，就会排到这里。",
    }}
  />
);
