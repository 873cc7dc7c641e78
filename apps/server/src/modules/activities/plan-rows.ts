import type { PlanRow } from "#kernel/module.ts";

export const activityPlanRows: readonly PlanRow[] = [
  {
    id: "E-09",
    state: "partly",
    where: "/activities · /workbench/activities · 指标 activities.attended.<人群>.<去向>",
    note: "每个活动有一个去向，上报时按人群、主题、街道、去向记事实，四进的指标已有（activities.test.ts、activities.e2e.ts）。缺：按街道的覆盖表页面。",
  },
  {
    id: "B-07",
    state: "partly",
    where: "/workbench/activities · 指标 activities.held.<去向>",
    note: "场次、签到人次、确认过的人头数按去向成指标（activities.test.ts、evidence.test.ts）。缺：按街道 × 主题 × 去向的表。",
  },
  {
    id: "B-19",
    state: "works",
    where: "/activities · /activities?occasion=… · /workbench/theme-days",
    note: "活动、场次、报名、候补、签到、上报已通（activities.test.ts、waiting-list.test.ts）；活动挂在主题日下，20 个单位的汇总来自签到和事实，上报表 XLSX 一个活动一行（theme-days.test.ts）。缺：上级给的固定表样要由区里提供后再对列。",
  },
  { id: "E-10", state: "not yet", where: "", note: "系列和宣传周还没有；活动和报名可供它们用。" },
  { id: "Y-01", state: "not yet", where: "", note: "按届的系列、学校名额、回放还没有。" },
  {
    id: "R-10",
    state: "partly",
    where: "/activities（开放日）",
    note: "开放日是活动的一种：报名、签到、计数已通。缺：入场前的审核。",
  },
  {
    id: "N-10",
    state: "partly",
    where: "/activities.ics",
    note: "公共设施可以发布活动，日历可以订阅。缺：导入它们的日历。",
  },
];
