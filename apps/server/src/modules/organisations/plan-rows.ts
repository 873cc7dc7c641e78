import type { PlanRow } from "#kernel/module.ts";

/** What of the plan this module meets, said honestly; docs/plan-map.md is made from it. */
export const organisationPlanRows: readonly PlanRow[] = [
  {
    id: "B-09",
    state: "partly",
    where: "组织树（工作台）、/places",
    note: "三级站点、服务范围、就近站点和上级接管的查询有测试；按地址派单和超时接管在 orders",
  },
  {
    id: "K-03",
    state: "works",
    where: "/organisations?nonProfit=yes",
    note: "测试：only verified organisations are public；http.test 走完登记到名录",
  },
  {
    id: "G-04",
    state: "partly",
    where: "/organisations/register",
    note: "六类主体自行登记、核实、进名录；发布开放日等服务随内容和预约模块",
  },
  {
    id: "F-05",
    state: "partly",
    where: "/organisations/register",
    note: "农业企业、合作社可作为企业登记；农业经营主体名册、人员和培训覆盖率随学习模块",
  },
];
