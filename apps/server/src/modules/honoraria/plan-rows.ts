import type { PlanRow } from "#kernel/module.ts";

export const honorariaPlanRows: readonly PlanRow[] = [
  {
    id: "R-09",
    state: "works",
    where: "工作台—专家酬劳、酬劳标准、年度评议 · /my/expert/honoraria",
    note: "审签、签字、核对过的答复、签退的上门、上报的主讲由记录汇总成酬劳，标准分版本，第二人核准，登记发放，下载表格，专家看自己的；年度评议由记录算出，两个人，续聘或结束接到聘期：honoraria.test.ts。聘期、审签权、按周值班、利益声明：expert-desk.test.ts。",
  },
];
