import { type NumericInputs, typed } from "#kernel/numeric-inputs.ts";

/** Every number that a form of this module asks for, and why nobody but a person can tell it. */
export const plansNumericInputs: NumericInputs = {
  "POST /api/plan-tasks/:id/targets": {
    value: typed("what the plan demands; no record holds it before somebody reads the plan"),
    "baseline.value": typed("where it started, from a document older than this system"),
  },
  "POST /api/evidence": {
    quantity: typed("on a signed sheet; refused where facts give the figure (plans.evidence_derivable)"),
  },
  "POST /api/work-plans": { year: typed("which year is planned") },
  "PUT /api/work-plan-items/:id": {
    "months[]": typed("an intention for the coming year; ticked, not typed"),
    goal: typed("a promise of the unit, filled in from the target where the plan has one"),
    money: typed("an intention; what was spent is booked on the budget line"),
    revision: typed("which state of the item the writer saw; no person types it"),
  },
  "POST /api/budget-lines": {
    year: typed("which year the budget is of"),
    amount: typed("stands in the budget document, which is named"),
  },
  "POST /api/budget-lines/:id/spendings": {
    amount: typed("stands on the voucher; the treasury is not connected"),
  },
  "POST /api/checklists": { "items[].needed": typed("how many pieces of evidence the standard asks for") },
};
