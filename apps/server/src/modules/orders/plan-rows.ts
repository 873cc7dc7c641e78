import type { PlanRow } from "#kernel/module.ts";

export const ordersPlanRows: readonly PlanRow[] = [
  {
    id: "B-12",
    state: "partly",
    where: "/orders · /my/orders · /my/team-orders · 工作台—点单看板",
    note: "点单、受理、派单、抢单、接单、婉拒、超时重派、约时间、签到签退、没人到与替补、确认、评价、低分重办、上级接手（orders.test.ts、deadlines.test.ts、races.test.ts）。整板建议由 @kepu/dispatch 排，逐条确认（plan.test.ts）。缺：照片与语音、纸质扫描、常态化服务。",
  },
  {
    id: "B-09",
    state: "works",
    where: "/workbench/orders",
    note: "单子落到地址所属的站点，超时由上级站点接手：deadlines.test.ts。",
  },
  {
    id: "E-04",
    state: "partly",
    where: "/orders",
    note: "菜单里的讲座可点、可派、可评（orders.test.ts）。缺：老专家报告团的人与题目清单。",
  },
  {
    id: "F-17",
    state: "partly",
    where: "/orders",
    note: "学会服务队按技能排在田间指导的候选里，接单做完有评价（rank.test.ts、orders.test.ts）。缺：按病虫害名称配队。",
  },
  {
    id: "Y-34",
    state: "partly",
    where: "/orders（安全用药下乡培训）",
    note: "送培作为一种服务走同一流程（orders.test.ts）。缺：到课名单。",
  },
  {
    id: "W-02",
    state: "not yet",
    where: "",
    note: "工匠故事报告会还没有进菜单。",
  },
  { id: "E-07", state: "not yet", where: "", note: "常态化服务（每周一台）还没有。" },
  { id: "Y-02", state: "not yet", where: "", note: "学校点单覆盖表还没有。" },
  { id: "Y-11", state: "not yet", where: "", note: "课后服务 12 周一次排好还没有。" },
  {
    id: "I-22",
    state: "partly",
    where: "/workbench/orders-plan",
    note: "整板建议可把一组区域排在前面并要最低份额（plan.test.ts）。缺：规则存档和年度对照。",
  },
  {
    id: "B-08",
    state: "works",
    where: "/workbench/hub-exchanges",
    note: "办不了的单一键上送，按文件往返（docs/hub-exchange.schema.json）：together.test.ts。",
  },
  { id: "G-05", state: "not yet", where: "", note: "供需缺口表还没有；事实已按主题、人群、单位记录。" },
  { id: "J-09", state: "not yet", where: "", note: "供需匹配指数还没有。" },
];
