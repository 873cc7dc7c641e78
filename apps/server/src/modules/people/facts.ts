import type { FactKind } from "#kernel/facts.ts";

export const peopleFactKinds: readonly FactKind[] = [
  {
    kind: "people.advice_answered",
    name: "答复的老专家建议",
    measure: "件",
    from: "一份建议的答复经第二人确认",
    sourceTable: "advice_papers",
  },
  { kind: "people.helped", name: "代办服务", measure: "次", from: "结束一次代办", sourceTable: "proxy_acts" },
];
