import { Notice } from "#ui/notice/notice.tsx";
import { SummaryList } from "#ui/summary-list/summary-list.tsx";
import { Table } from "#ui/table/table.tsx";
import { gradeOf, pointsText } from "./compute.ts";
import type { AssessmentView, ItemView, UnitScore } from "./queries.ts";

export function PublishedPage({
  assessment,
  items,
  scores,
}: {
  assessment: AssessmentView;
  items: readonly ItemView[];
  scores: readonly UnitScore[];
}) {
  const full = items.reduce((sum, item) => sum + item.fullPoints, 0);
  return (
    <div class="stack">
      <h1>{assessment.year} 年度考核结果</h1>
      <p class="lead">
        按“{assessment.schemeTitle}”第 {assessment.schemeVersion} 版，满分 {pointsText(full)}{" "}
        分。按单位顺序列，不排名次。
      </p>
      <Table
        caption="各单位的得分"
        columns={[
          { header: "单位", role: "name", cell: (score) => score.unitName },
          { header: "得分", align: "end", cell: (score) => pointsText(score.points) },
          { header: "等次", cell: (score) => gradeOf(score.points, full) },
        ]}
        rows={scores}
        rowKey={(score) => score.unitId}
        empty={<p>没有被考核的单位。</p>}
      />
      <h2>考核什么</h2>
      <SummaryList
        rows={items.map((item) => ({
          term: `${item.title}（${pointsText(item.fullPoints)} 分）`,
          value:
            item.kind === "facts"
              ? `按系统里的事实计算，达到 ${item.target ?? ""} 得满分，不足按比例`
              : (item.criterion ?? ""),
        }))}
      />
      <Notice title="不考核什么" heading="h2">
        点赞、转发、投票、登录、学习时长一律不作为考核内容。得分从事实计算，冻结后只因申诉采纳而改，每次更改留痕。
      </Notice>
    </div>
  );
}
