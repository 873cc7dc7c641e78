import type { PlanRow } from "#kernel/module.ts";

export const rumoursPlanRows: readonly PlanRow[] = [
  {
    id: "I-19",
    state: "partly",
    where: "/rumours · /workbench/rumours",
    note: "网页、站点、电话、工作人员四路线索，同一原话并成一条，两位在聘专家签字才能发布，结论有版本，问过的人都告知，流言榜、ClaimReview：reports.test.ts、verdicts.test.ts、rumours.e2e.ts。缺：旧谣言回潮提醒、从国家平台导入。",
  },
  {
    id: "E-06",
    state: "partly",
    where: "/zones/elders · /rumours",
    note: "老年人专区一键“看看是真是假”，不用 JavaScript、大字大按钮，代办员可代问（rumours.e2e.ts）。缺：诈骗演练、给家人的提醒、结论朗读。",
  },
];
