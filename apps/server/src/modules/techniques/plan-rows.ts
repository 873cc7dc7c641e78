import type { PlanRow } from "#kernel/module.ts";

export const techniquesPlanRows: readonly PlanRow[] = [
  {
    id: "F-18",
    state: "works",
    where: "/techniques · /my/adoptions · 工作台—品种技术目录、采用记录",
    note: "品种、技术、装备、设施一条一条写明季节、什么地、出处，第二个人核对才公开；农户说“我用了”，一季一条一次，聘在那里的特派员或镇街确认才计数，以后再说效果：techniques.test.ts。演示条目只示范栏目，不是农技建议。",
  },
];
