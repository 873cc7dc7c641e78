import type { PlanRow } from "#kernel/module.ts";

export const packsPlanRows: readonly PlanRow[] = [
  {
    id: "M-04",
    state: "works",
    where: "工作台—迎检材料包（/workbench/evidence-packs）；kepu pack verify",
    note: "一个压缩包：索引、每个数字的记录、佐证文件、清单和账本证明；离线核对：packs/packs.test.ts、packs/archive.test.ts。",
  },
  {
    id: "Z-04",
    state: "works",
    where: "工作台—迎检材料包",
    note: "材料包由任务几秒做好：packs/packs.test.ts。检查和整改见 inspections。",
  },
  {
    id: "Z-05",
    state: "partly",
    where: "/api/plans/:id/report.docx",
    note: "总结评估报告由记录生成，逐项任务、指标首末、每个数字带来源链接：packs/packs.test.ts。案例和经验由人补写。",
  },
  {
    id: "O-01",
    state: "works",
    where: "工作台—总览（/workbench/overview）",
    note: "一页看进展、红灯、等决定的事、填报负担，每个数字点开是列表，调查的数字带区间和结论，一屏、一张 A4：packs/packs.test.ts、plans/estimates.test.ts、e2e/plan-year.e2e.ts。",
  },
];
