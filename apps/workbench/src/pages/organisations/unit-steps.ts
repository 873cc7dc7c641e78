import type { NextAction } from "../../capability.ts";

export type UnitStep = "edit" | "move" | "create" | "close";

const steps: Readonly<Record<string, UnitStep>> = {
  "organisations.edit_unit": "edit",
  "unit.move": "move",
  "organisations.create_unit": "create",
  "organisations.close_unit": "close",
};

export const unitStepOf = (action: string): UnitStep | undefined => steps[action];

/** The server's steps, and moving beside changing: they are one right, but two forms. The root cannot move. */
export const unitSteps = (unit: {
  parentId: string | null;
  nextActions: readonly NextAction[];
}): NextAction[] =>
  unit.nextActions.flatMap((next) => {
    if (unitStepOf(next.action) === undefined) return [];
    if (next.action !== "organisations.edit_unit" || unit.parentId === null) return [next];
    return [next, { ...next, action: "unit.move", label: "移到别处" }];
  });
