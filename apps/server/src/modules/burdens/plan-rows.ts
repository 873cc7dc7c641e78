import type { PlanRow } from "#kernel/module.ts";

export const burdensPlanRows: readonly PlanRow[] = [
  {
    id: "O-04",
    state: "partly",
    where: "工作台—填报负担（/workbench/burdens）",
    note: "每单位每周填表分钟数从表单测得，不存个人：burdens/burdens.test.ts、kernel/form-burden.test.ts。年度计划本身见 plans。",
  },
];
