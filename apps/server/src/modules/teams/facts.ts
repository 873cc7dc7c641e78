import type { FactKind } from "#kernel/facts.ts";

/** B-10 teams; B-11 hours: credited and added are two kinds and never one figure. */
export const teamFactKinds: readonly FactKind[] = [
  {
    kind: "teams.verified",
    name: "核验通过的科技志愿服务队",
    measure: "支",
    from: "站点核验一支服务队（解散时冲销）",
    sourceTable: "volunteer_teams",
  },
  {
    kind: "teams.hours_credited",
    name: "志愿服务时长（签到签退）",
    measure: "小时",
    from: "一名志愿者在一次服务里现场签到又签退",
    sourceTable: "service_hours",
  },
  {
    kind: "teams.hours_added",
    name: "志愿服务时长（补录）",
    measure: "小时",
    from: "一个人补录并写明原因，另一个人同意",
    sourceTable: "service_hours",
  },
];
