import type { PlanRow } from "#kernel/module.ts";

const walked = "浏览器走查：e2e/plans.e2e.ts、e2e/plan-year.e2e.ts。";

export const plansPlanRows: readonly PlanRow[] = [
  {
    id: "U-03",
    state: "works",
    where: "/workbench/plans · kepu plan import",
    note: `方案原文导入为条款树，每句话只在一处，每个末级条款成为任务，带分工、目标；演示区装好就有整棵树（suggest.test.ts、plan-import.test.ts、plans.test.ts）。${walked}`,
  },
  {
    id: "T-01",
    state: "works",
    where: "/workbench/plan-tasks/:id · /plan",
    note: "18% 目标有起点和逐年路径；导入带权重、分层、整群的样本表，比例、95% 区间和超过的可能由设计算出，按规则说“达到”“未达到”“未能判断”，不凭眼看；计分规则带版本，不同规则不放在一起比；存下的样本重算一字不差（estimates.test.ts）。",
  },
  {
    id: "G-01",
    state: "partly",
    where: "/workbench/plans/:id/crosswalk · /workbench/plan-tasks/:id",
    note: "任务页列出上级条款，对照页列出上级条款的任务和缺口（plans.test.ts）；科普法和国发〔2021〕9号的条目随演示装入，逐项对到任务（demo/plans.test.ts）。缺：省、市两份要由区里导入原文。",
  },
  {
    id: "G-02",
    state: "works",
    where:
      "/workbench/pillars · /workbench/plan-tasks?pillar=… · /workbench/activities?pillar=… · /workbench/contents?pillar=…",
    note: "任务、活动、内容用同一套四个方面的标签，按文字推荐、人可以改（suggest.test.ts、pillars.test.ts）；按方面的合计等于带标签的记录数，每个数打开它的名单（pillars.test.ts）。缺：展品等共享资源还没有模块。",
  },
  {
    id: "O-02",
    state: "works",
    where: "/workbench/plan-tasks",
    note: "进展由事实算出，冲销就降回去，状态按一条写明的规则；按现在的速度到期约多少，带 95% 区间（plans.test.ts、progress-rule.test.ts、forecast.test.ts、e2e/plans.e2e.ts）；公众页 /plan。检查与整改在 inspections。",
  },
  {
    id: "O-03",
    state: "works",
    where: "/workbench/plan-tasks/:id",
    note: "牵头、配合单位；没有文件不算纳入，命令和数据库都不收，没纳入的标红（plans.test.ts）。",
  },
  {
    id: "O-04",
    state: "works",
    where: "/workbench/work-plans",
    note: `街道从任务树起草，预填任务、目标、月份；提交、另一人批准、退回、带原因改版；进展自动填；两人同改不丢（work-plans.test.ts）。${walked}`,
  },
  {
    id: "K-06",
    state: "works",
    where: "/workbench/budgets",
    note: `没有经费的街道标红；超支不写原因不收，两人同记 200 轮不超（work-plans.test.ts）。${walked}`,
  },
  {
    id: "B-16",
    state: "partly",
    where: "/workbench/checklists",
    note: "一份材料用在三份清单上不用重传，缺口列出（work-plans.test.ts）。缺：创建标准的官方条目。",
  },
  {
    id: "M-01",
    state: "partly",
    where: "/workbench/checklists",
    note: "几份清单共用一个材料库（work-plans.test.ts）。缺：各项创建的官方条目。",
  },
  {
    id: "T-06",
    state: "works",
    where: "/workbench/checklists",
    note: "附上文件就齐，取消就重新打开并留经过（work-plans.test.ts）。",
  },
  {
    id: "Z-01",
    state: "works",
    where: "/workbench/plans/:id",
    note: "时间节点有材料才算完成（work-plans.test.ts）。",
  },
  {
    id: "Z-06",
    state: "works",
    where: "/workbench/plans/:id",
    note: "到期前 180 天提醒，复制为下一期，旧方案封存，直接改库也不行（work-plans.test.ts、plans.test.ts）。",
  },
];
