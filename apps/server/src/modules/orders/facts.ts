import type { FactKind } from "#kernel/facts.ts";

/** B-12: what counts is what the resident confirmed, or did not dispute in time; reopening takes it back. */
export const orderFactKinds: readonly FactKind[] = [
  {
    kind: "orders.completed",
    name: "完成的点单服务",
    measure: "件",
    from: "居民确认一单做完，或 3 天内没有说没做好（重新办理时冲销）",
    sourceTable: "orders",
  },
  {
    kind: "orders.people_served",
    name: "点单服务人次",
    measure: "人次",
    from: "一单得到确认时，队长在现场报的人数",
    sourceTable: "orders",
  },
];
