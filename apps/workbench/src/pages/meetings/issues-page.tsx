import { client, read } from "../../api/client.ts";
import type { JointIssueRow } from "../../api/views.ts";
import { StatusMark } from "../../detail/status-mark.tsx";
import { ListPage } from "../../list/list-page.tsx";
import { paths, portal } from "../../paths.ts";
import { timeText } from "../../time-text.ts";
import { issueCategoryOptions, issueStatusOptions, issueTone } from "./meeting-words.ts";

/** Issues that member units filed for the joint meeting. */
export const IssuesPage = () => (
  <ListPage<JointIssueRow>
    title="联席会议议题"
    intro="成员单位随时提出的困难、意见和建议。分好类、并好同样的事，下一次会议的议程就有了。"
    list="/api/joint-issues"
    load={(query, signal) => read(client.GET("/api/joint-issues", { params: { query }, signal }))}
    rowKey={(row) => row.id}
    rowName={(row) => row.title}
    rowTo={(row) => paths.jointIssue(row.id)}
    searchHint="标题里的字"
    actions={<a href={portal.newIssue}>提一个议题</a>}
    filters={[
      { kind: "choice", name: "status", label: "状态", options: issueStatusOptions },
      { kind: "choice", name: "category", label: "分类", options: issueCategoryOptions },
    ]}
    columns={[
      { key: "title", title: "议题", render: (row) => `${row.no} ${row.title}` },
      { key: "kind", title: "是什么", render: (row) => row.kindName },
      {
        key: "category",
        title: "分类",
        render: (row) =>
          row.category === null ? <span className="unknown">{row.categoryName}</span> : row.categoryName,
      },
      { key: "unit", title: "提出单位", render: (row) => row.unitName },
      { key: "merged", title: "并入的", align: "right", render: (row) => row.mergedCount },
      {
        key: "status",
        title: "状态",
        render: (row) => <StatusMark tone={issueTone(row.status)}>{row.statusName}</StatusMark>,
      },
      { key: "createdAt", title: "提出时间", wrap: "never", render: (row) => timeText(row.createdAt) },
    ]}
    empty={{ title: "还没有议题", hint: "联络员在手机上打开“我的—提联席会议议题”，提出后出现在这里。" }}
  />
);
