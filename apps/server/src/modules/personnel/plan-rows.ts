import type { PlanRow } from "#kernel/module.ts";

export const personnelPlanRows: readonly PlanRow[] = [
  {
    id: "B-20",
    state: "works",
    where: "工作台—科普人员、科普人员统计",
    note: "各单位登记专职和兼职科普人员：岗位、领域、女性、中级职称或本科以上、农村、兼职一年投入几个月；任何一天的统计表由名册算出并可下载，到岗和离开各记一条事实：personnel.test.ts。",
  },
];
