import type { PlanRow } from "#kernel/module.ts";

export const plansPlanRows: readonly PlanRow[] = [
  {
    id: "U-03",
    state: "partly",
    where: "kepu plan import",
    note: "方案原文导入为条款树，每句话只在一处，每个末级条款成为任务（plans.test.ts、plan-import.test.ts）。缺：工作台页面。",
  },
  {
    id: "O-03",
    state: "partly",
    where: "modules/plans",
    note: "牵头、配合单位与纳入登记（没有文件数据库也不收）：plans.test.ts。缺：工作台页面。",
  },
  {
    id: "G-01",
    state: "partly",
    where: "modules/plans",
    note: "上级文件与条款对应：plans.test.ts。缺：对应表页面。",
  },
];
