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
  {
    kind: "plans.work_plan_approved",
    name: "批准的年度工作计划",
    measure: "份",
    from: "一个单位某年的工作计划得到批准（修改后的新版本批准时，旧版的冲销）",
    sourceTable: "work_plans",
  },
  {
    kind: "plans.budget_line",
    name: "列入预算的科普经费",
    measure: "条",
    from: "一个单位登记某年预算里的一条科普经费",
    sourceTable: "budget_lines",
  },
];
