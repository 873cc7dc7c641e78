import { PsychometricsError } from "../errors.ts";
import { type ContentState, countAttribute } from "./content.ts";

// Indices are those of the bank: every `!` reads inside its array.

/**
 * The shadow test as an integer program in LP text (van der Linden & Reese 1998): choose the items that complete the
 * test, of most information at the estimate, so that the whole test holds all bounds and no two enemies. Variables are
 * `x<index>` of the open items; what was given already stands on the right sides.
 */
export const shadowProgram = (state: ContentState, information: Float64Array): string => {
  const { bank, rules, closed, indices } = state;
  const open: number[] = [];
  for (let index = 0; index < bank.table.count; index += 1) if (closed[index] === 0) open.push(index);
  const sum = (items: readonly number[]) => items.map((index) => `x${index}`).join(" + ");
  const rows = [`${sum(open)} = ${rules.maximumLength - indices.length}`];
  for (const { attribute, least, most } of rules.plan?.bounds ?? []) {
    const given = countAttribute(state, attribute);
    const members = open.filter((index) => bank.attributes[index]!.includes(attribute));
    if (members.length === 0) {
      if (given < (least ?? 0)) throw new PsychometricsError("psychometrics.plan_unreachable", { attribute });
      continue;
    }
    if (least !== undefined && least > given) rows.push(`${sum(members)} >= ${least - given}`);
    if (most !== undefined) rows.push(`${sum(members)} <= ${Math.max(0, most - given)}`);
  }
  const isOpen = new Set(open);
  for (const index of open)
    for (const enemy of bank.enemies[index]!)
      if (enemy > index && isOpen.has(enemy)) rows.push(`x${index} + x${enemy} <= 1`);
  // Seven decimals: the solver stops within 1e-4 of the best sum anyway.
  const objective = open.map((index) => `${information[index]!.toFixed(7)} x${index}`).join(" + ");
  return [
    "Maximize",
    ` o: ${objective}`,
    "Subject To",
    ...rows.map((row, place) => ` r${place}: ${row}`),
    "Binary",
    ` ${open.map((index) => `x${index}`).join(" ")}`,
    "End",
  ].join("\n");
};

/**
 * 1 for the open items of the shadow test, 0 for others.
 *
 * @throws {PsychometricsError} psychometrics.plan_unreachable where no test holds the bounds
 */
export const solveShadowTest = (state: ContentState, information: Float64Array): Uint8Array => {
  const plan = state.rules.plan;
  const inside = new Uint8Array(state.bank.table.count);
  if (plan?.method !== "shadow-test") return inside;
  const values = plan.solve(shadowProgram(state, information));
  if (values === undefined)
    throw new PsychometricsError("psychometrics.plan_unreachable", {
      attribute: plan.bounds.map(({ attribute }) => attribute).join("、"),
    });
  for (let index = 0; index < inside.length; index += 1)
    if ((values.get(`x${index}`) ?? 0) > 0.5) inside[index] = 1;
  return inside;
};
