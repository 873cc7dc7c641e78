import type { FactKind } from "#kernel/facts.ts";

/** Kinds of their own: what was taken over from a sheet is never one figure with what was signed here. */
export const historyFactKinds: readonly FactKind[] = [
  {
    kind: "histories.activity",
    name: "往年活动（补录）",
    measure: "场",
    from: "一个人上传往年活动表，另一个人核对后确认写入",
    sourceTable: "past_activities",
  },
  {
    kind: "histories.people_attended",
    name: "往年活动参加人次（补录）",
    measure: "人次",
    from: "往年活动表里写的人次和怎么数的，另一个人核对后确认写入",
    sourceTable: "past_activities",
  },
];
