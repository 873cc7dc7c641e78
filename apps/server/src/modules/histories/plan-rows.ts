import type { PlanRow } from "#kernel/module.ts";

export const historiesPlanRows: readonly PlanRow[] = [
  {
    id: "Y-21",
    state: "partly",
    where: "工作台—往年记录—服务队名单",
    note: "校园队三十人的名单从表格导入，逐行检查、第二个人确认：histories.test.ts。招募码、学期时间由 recruitments、teams 提供。",
  },
  {
    id: "B-11",
    state: "partly",
    where: "工作台—往年记录—往年服务时长",
    note: "往年时长只记成补录，逐行检查、两个人各留名字，和签到时长永不合计：histories.test.ts。",
  },
];
