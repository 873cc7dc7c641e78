import type { PlanRow } from "#kernel/module.ts";

export const rumoursPlanRows: readonly PlanRow[] = [
  {
    id: "I-19",
    state: "partly",
    where: "/rumours · /workbench/rumours",
    note: "网页、站点、电话、工作人员四路线索，同一原话并成一条，两位在聘专家签字才能发布，结论有版本，问过的人都告知，流言榜、ClaimReview，旧谣言又传起来就提醒核查台、门户也写明：reports.test.ts、verdicts.test.ts、returns.test.ts、rumours.e2e.ts。缺：从国家平台导入。",
  },
  {
    id: "E-06",
    state: "partly",
    where: "/zones/elders · /rumours",
    note: "老年人专区一键“看看是真是假”，不用 JavaScript、大字大按钮，代办员可代问（rumours.e2e.ts）；发图片也收，字由核查台写出（photos.test.ts）；结论念给我听（listen.test.ts）。缺：诈骗演练、给家人的提醒。",
  },
];
