export { assignBoard, type AssignOptions } from "./assign.ts";
export {
  type Assignment,
  type Board,
  type Need,
  type Order,
  type Place,
  type Rules,
  type Team,
  travelMinutes,
  usualRules,
} from "./board.ts";
export { checkPlan, type PlanReport, type Violation, type ViolationCode } from "./check-plan.ts";
export { DispatchError, type DispatchErrorCode } from "./errors.ts";
export { describeDispatchError, describeRefusal } from "./messages.ts";
export { parseAssignments, parseBoard } from "./parse-board.ts";
export type { Plan, SkillGap } from "./plan.ts";
export type { Refusal, RefusalCode } from "./refusals.ts";
export { type Candidate, suggestTeams, type Suggestion } from "./suggest.ts";
