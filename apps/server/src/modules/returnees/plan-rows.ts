import type { PlanRow } from "#kernel/module.ts";

export const returneesPlanRows: readonly PlanRow[] = [
  {
    id: "F-12",
    state: "works",
    where: "/my/returnee · 工作台—返乡人才和新乡贤、村里的需求",
    note: "本人同意后登记能帮什么、每月多少时间（不登记钱和地），随时撤回、撤回就删掉说的话；村里写需求，按会不会、离得近不近、有没有时间排出人来并写明原因，双方同意、做完、村里确认才计数；一个人同时只帮一个村；荣誉和政策按文件记下来：returnees.test.ts。",
  },
];
