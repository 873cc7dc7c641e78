import type { FactKind } from "#kernel/facts.ts";

/** J-02: a meeting that was held, a resolution that was carried out and accepted by a second person. */
export const meetingFactKinds: readonly FactKind[] = [
  {
    kind: "meetings.held",
    name: "召开的联席会议",
    measure: "次",
    from: "一次联席会议闭会，纪要定稿",
    sourceTable: "joint_meetings",
  },
  {
    kind: "meetings.resolution_done",
    name: "办结的联席会议决议",
    measure: "项",
    from: "责任单位附佐证报告，牵头单位核对认可",
    sourceTable: "joint_resolutions",
  },
];
