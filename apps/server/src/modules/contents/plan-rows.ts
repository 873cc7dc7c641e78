import type { PlanRow } from "#kernel/module.ts";

export const contentsPlanRows: readonly PlanRow[] = [];
