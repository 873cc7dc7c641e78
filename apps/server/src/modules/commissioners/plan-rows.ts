import type { PlanRow } from "#kernel/module.ts";

export const commissionersPlanRows: readonly PlanRow[] = [
  {
    id: "F-15",
    state: "partly",
    where: "/my/commissioner · 工作台—科技特派员",
    note: "聘任、按镇街和点单配对、服务记录有时间地点、农户确认才算、年度得分（commissioners.test.ts）。缺：选派评审、照片。",
  },
];
