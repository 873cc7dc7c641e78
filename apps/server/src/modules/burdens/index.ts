import type { Module } from "#kernel/module.ts";
import { registerBurdenRoutes } from "./api.ts";
import { burdensMessages, burdensNames } from "./messages.ts";
import { burdensNumericInputs } from "./numeric-inputs.ts";
import { burdensPlanRows } from "./plan-rows.ts";
import { burdensPolicy } from "./policy.ts";

export const burdensModule: Module = {
  name: "burdens",
  policy: burdensPolicy,
  messages: burdensMessages,
  names: burdensNames,
  planRows: burdensPlanRows,
  numericInputs: burdensNumericInputs,
  routes: registerBurdenRoutes,
};

export { setBurdenLimit } from "./commands.ts";
export { listBurdens, sumBurden, usualLimitMinutes, type UnitBurdenView } from "./queries.ts";
