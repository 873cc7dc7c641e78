import type { OfficialDocument } from "@kepu/official-document";
import { toDistrictDate } from "#kernel/clock.ts";
import type { Context } from "#kernel/context.ts";
import { readWorkPlanItems, toTaskPath, type WorkPlanView } from "#modules/plans/index.ts";
import { numberText } from "./content.ts";

const monthsText = (months: readonly number[]): string =>
  months.length === 12 ? "全年" : months.map((month) => `${month}月`).join("、");

/** A unit's yearly work plan (O-04) as an official document: its items with months, goals, money, and what was done so far. */
export const workPlanDocument = async (context: Context, plan: WorkPlanView): Promise<OfficialDocument> => {
  const today = toDistrictDate(context.clock.now());
  const items = await readWorkPlanItems(context.db, plan, today);
  const money = items.reduce((sum, item) => sum + (item.money ?? 0), 0);
  return {
    title: `${plan.unitName}${plan.year}年科学素质工作计划`,
    body: [
      {
        kind: "paragraph",
        text: `根据《${plan.documentTitle}》，结合实际，制定本计划。共 ${items.length} 项，安排经费 ${numberText(money)} 元。`,
      },
      {
        kind: "section",
        heading: "重点任务",
        blocks: items.map((item) => ({
          kind: "section" as const,
          heading: `${item.taskCode} ${item.title}`,
          text: `完成时间：${monthsText(item.months)}。${
            item.goal === null ? "" : `目标：${numberText(item.goal)}${item.measure ?? ""}。`
          }${item.money === null ? "" : `经费：${numberText(item.money)} 元。`}${item.note ?? ""}`,
        })),
      },
      {
        kind: "section",
        heading: "进展",
        blocks: [
          {
            kind: "table",
            title: "表1 各项任务进展",
            columns: [
              { title: "任务", width: 4 },
              { title: "目标", width: 1.6, align: "right" },
              { title: "已完成", width: 2.4, align: "right" },
              { title: "进展", width: 1.4, align: "center" },
            ],
            rows: items.map((item) => [
              `${item.taskCode} ${item.title}`,
              item.goal === null ? "" : `${numberText(item.goal)}${item.measure ?? ""}`,
              [
                {
                  text: item.valueText,
                  link: new URL(toTaskPath(item.taskId), context.config.publicUrl).href,
                },
              ],
              item.statusName,
            ]),
            note: `已完成的数字由记录算出，截至 ${today}，点开可看每一条；没有数字的写明原因。`,
          },
        ],
      },
      ...(plan.amendReason === null
        ? []
        : [
            {
              kind: "section" as const,
              heading: "调整说明",
              blocks: [{ kind: "paragraph" as const, text: plan.amendReason }],
            },
          ]),
    ],
    signature: { units: [plan.unitName], date: toDistrictDate(plan.createdAt) },
  };
};
