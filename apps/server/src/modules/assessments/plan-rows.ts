import type { PlanRow } from "#kernel/module.ts";

export const assessmentsPlanRows: readonly PlanRow[] = [
  {
    id: "O-05",
    state: "works",
    where: "工作台—评分办法、年度考核 · /assessments/:no",
    note: "版本化办法拒绝点赞、转发、投票、登录、学习时长，编辑器、接口、表格导入一样拒绝；从事实和现场评计算，重算一字不差，冻结、申诉留痕、公布、奖惩导出：assessments.test.ts。",
  },
  {
    id: "R-02",
    state: "partly",
    where: "工作台—年度考核",
    note: "评价办法、得分、公示、申诉（assessments.test.ts）。缺：对科技成果与创新主体的专家评价。",
  },
];
