import type { FactKind } from "#kernel/facts.ts";

/** What the supervision itself makes happen; so “every street has a work plan” is derived like everything else. */
export const plansFactKinds: readonly FactKind[] = [
  {
    kind: "plans.adopted",
    name: "纳入本单位计划的任务",
    measure: "项",
    from: "承担单位登记把任务写进了哪份文件（撤回时冲销）",
    sourceTable: "plan_adoptions",
  },
];
