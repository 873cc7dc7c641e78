import type { Db } from "#kernel/db.ts";
import { toXlsx, type XlsxColumn } from "#kernel/xlsx-export.ts";
import { gradeOf } from "./compute.ts";
import { type AssessmentView, gatherScores, listItems, listLines, type UnitScore } from "./queries.ts";

/** What follows from a grade; the committee decides, the file proposes (同考核、同奖惩). */
const proposals: Readonly<Record<string, string>> = {
  优秀: "建议通报表扬",
  良好: "—",
  合格: "—",
  需改进: "建议约谈，列出改进清单",
};

/** The year as a workbook for rewards and penalties: units in the order of the tree, items, sum, grade, proposal. */
export const exportScores = async (db: Db, assessment: AssessmentView): Promise<Buffer> => {
  const items = await listItems(db, assessment.schemeId);
  const full = items.reduce((sum, item) => sum + item.fullPoints, 0);
  const scores = gatherScores(await listLines(db, { assessmentId: assessment.id, scope: "everywhere" }));
  const columns: XlsxColumn<UnitScore>[] = [
    { header: "单位", width: 28, value: (score) => score.unitName },
    ...items.map((item): XlsxColumn<UnitScore> => ({
      header: `${item.title}（满分 ${item.fullPoints / 100}）`,
      value: (score) => (score.lines.find((line) => line.itemId === item.id)?.points ?? 0) / 100,
    })),
    { header: "合计", value: (score) => score.points / 100 },
    { header: "满分", value: () => full / 100 },
    { header: "等次", value: (score) => gradeOf(score.points, full) },
    { header: "奖惩建议", width: 28, value: (score) => proposals[gradeOf(score.points, full)] ?? "—" },
    {
      header: "申诉改过的项目",
      value: (score) => score.lines.filter((line) => line.appealed).length,
    },
  ];
  return toXlsx(scores, { sheet: `${assessment.year} 年度考核`, columns });
};
