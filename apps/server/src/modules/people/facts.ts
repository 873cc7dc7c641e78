import type { FactKind } from "#kernel/facts.ts";

export const peopleFactKinds: readonly FactKind[] = [
  { kind: "people.helped", name: "代办服务", measure: "次", from: "结束一次代办", sourceTable: "proxy_acts" },
];
