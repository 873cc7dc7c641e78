/**
 * Every number that a form of this module asks for, with the reason why it has to be typed. What facts tell is never
 * asked: progress, counts of activities, orders, people, hours, articles have no field anywhere. A test walks the
 * contract and fails for a number that does not stand here (J12: typed fields ∩ derivable fields = ∅).
 */
export const typedNumbers: Readonly<Record<string, string>> = {
  "targetBody.value": "what the plan demands; no record holds it before somebody reads the plan",
  "targetBody.baseline.value": "where it started, from a document older than this system",
  "workPlanBody.year": "which year is planned",
  "itemBody.months": "an intention for the coming year",
  "itemBody.goal": "a promise of the unit, filled in from the target where the plan has one",
  "itemBody.money": "an intention; what was spent is booked on the budget line",
  "itemBody.revision": "which state of the item the writer saw; no person types it",
  "lineBody.year": "which year the budget is of",
  "lineBody.amount": "stands in the budget document, which is named",
  "spendingBody.amount": "stands on the voucher; the treasury is not connected",
  "checklistBody.items.needed": "how many pieces of evidence the standard asks for",
  "evidenceBody.quantity":
    "on a signed sheet; refused where facts give the figure (plans.evidence_derivable)",
};
