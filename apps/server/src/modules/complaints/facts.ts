import type { FactKind } from "#kernel/facts.ts";

export const complaintFactKinds: readonly FactKind[] = [
  {
    kind: "complaints.filed",
    name: "收到的投诉",
    measure: "件",
    from: "居民对自己点的单提出一件投诉",
    sourceTable: "complaints",
  },
  {
    kind: "complaints.answered_in_time",
    name: "按时答复的投诉",
    measure: "件",
    from: "负责的单位在期限里答复一件投诉",
    sourceTable: "complaints",
  },
];
