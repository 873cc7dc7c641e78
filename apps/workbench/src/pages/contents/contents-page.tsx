import { Button } from "antd";
import { Link } from "react-router";
import { client, read } from "../../api/client.ts";
import type { StudioRow } from "../../api/views.ts";
import { permissionOf } from "../../capability.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { useMe } from "../../me.tsx";
import { paths } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { pillarFilterOptions, pillarNames } from "../plans/plan-words.ts";
import {
  audienceName,
  audienceOptions,
  kindName,
  kindOptions,
  statusOptions,
  statusTone,
} from "./contents-words.ts";
import { useTopics } from "./use-topics.ts";

/** All items of my area: what is being written, reviewed, proofed, out, withdrawn. */
export const ContentsPage = () => {
  const me = useMe();
  const topics = useTopics();
  return (
    <ListPage<StudioRow>
      title="稿件与审校"
      intro="初审、科学性审核、复审、终审、一校、二校、三校，由七个不同的人做完，才能发布。写的人不审校，一人只做一个环节。"
      actions={
        permissionOf(me, "writeContent").ok && (
          <>
            <Link to={paths.contentNew}>
              <Button type="primary">写新稿</Button>
            </Link>
            <Link to={paths.contentImport}>
              <Button>从文件导入</Button>
            </Link>
          </>
        )
      }
      list="/api/contents"
      load={(query, signal) => read(client.GET("/api/contents", { params: { query }, signal }))}
      rowKey={(row) => row.versionId}
      rowName={(row) => row.title}
      rowTo={(row) => paths.content(row.contentId)}
      searchHint="标题"
      defaults={{ sort: "-statusChangedAt" }}
      filters={[
        { kind: "choice", name: "status", label: "状态", options: statusOptions },
        { kind: "choice", name: "kind", label: "形式", options: kindOptions },
        { kind: "choice", name: "audience", label: "人群", options: audienceOptions },
        {
          kind: "choice",
          name: "topic",
          label: "主题",
          options: topics.map((topic) => ({ value: topic.code, label: topic.name })),
        },
        { kind: "choice", name: "pillar", label: "四个方面", options: pillarFilterOptions },
        { kind: "choice", name: "mine", label: "我的", options: [{ value: "yes", label: "我写的" }] },
      ]}
      columns={[
        { key: "title", title: "标题", sort: "title", render: (row) => row.title },
        {
          key: "status",
          title: "状态",
          render: (row) => <StatusMark tone={statusTone(row.status)}>{row.statusName}</StatusMark>,
        },
        { key: "kind", title: "形式", render: (row) => kindName(row.kind) },
        { key: "audiences", title: "人群", render: (row) => row.audiences.map(audienceName).join("、") },
        {
          key: "changed",
          title: "状态更新",
          sort: "statusChangedAt",
          wrap: "never",
          render: (row) => timeText(row.statusChangedAt),
        },
        { key: "no", title: "编号", align: "right", render: (row) => row.no },
        {
          key: "publishAt",
          title: "定时发布",
          sort: "publishAt",
          hidden: true,
          wrap: "never",
          render: (row) => (row.publishAt === null ? "" : timeText(row.publishAt)),
        },
        { key: "pillars", title: "四个方面", hidden: true, render: (row) => pillarNames(row.pillars) },
        { key: "unit", title: "单位", hidden: true, render: (row) => row.unitName },
        { key: "correction", title: "更正版", hidden: true, render: (row) => (row.isCorrection ? "是" : "") },
      ]}
      empty={{
        title: "还没有稿件",
        hint: "点“写新稿”，或点“从文件导入”选现成的 Word、Markdown 文件；一整个文件夹用命令 kepu content import。",
      }}
    />
  );
};
