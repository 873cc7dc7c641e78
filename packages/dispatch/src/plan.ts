import type { Assignment, Board } from "./board.ts";
import { costOf, type Model } from "./model.ts";
import { listRefusals, type Refusal } from "./refusals.ts";

/** What no team can do, for training or recruiting: the orders stay unserved however the board is assigned. */
export type SkillGap = {
  readonly order: string;
  /** Which need has no team, from 0; undefined where each has one but never both in one half day. */
  readonly need: number | undefined;
  /** Reasons of the teams that lack least, each with the number of teams it holds back; the most frequent first. */
  readonly nearest: readonly { readonly refusal: Refusal; readonly teams: number }[];
};

export type Plan = {
  readonly assignments: readonly Assignment[];
  /** Orders that have candidates but lost them to others. */
  readonly outranked: readonly string[];
  readonly gaps: readonly SkillGap[];
  /** Minutes by the rules; see the README. */
  readonly cost: number;
  /** No plan costs less. */
  readonly bound: number;
  /** (cost − bound) ÷ cost; 0: proven optimal. */
  readonly gap: number;
  /** Needs of the standing plan that got another team or half day, or none. */
  readonly changes: number;
  /** Share of weak areas among the orders served; 0 where none is served. */
  readonly weakAreaShare: number;
  /** Factor on the penalty of weak areas that the allocation rule took; 1 where it was not needed. */
  readonly weakAreaBoost: number;
};

const findGap = (model: Model, order: number): SkillGap | undefined => {
  const { board, rules, orderStart, arcStart, arcSlot } = model;
  const asked = board.orders[order];
  if (asked === undefined) return undefined;
  const slotsOf = asked.needs.map((_, place) => {
    const part = (orderStart[order] ?? 0) + place;
    return new Set(arcSlot.subarray(arcStart[part], arcStart[part + 1]));
  });
  const missing = slotsOf.findIndex((slots) => slots.size === 0);
  const need = asked.needs[missing];
  if (need === undefined) {
    const [first, ...others] = slotsOf;
    const isCommon = [...(first ?? [])].some((slot) => others.every((slots) => slots.has(slot)));
    return isCommon ? undefined : { order: asked.id, need: undefined, nearest: [] };
  }
  const refusals = board.teams.map((team) => listRefusals({ order: asked, need, team, rules }));
  const fewest = Math.min(...refusals.map((found) => found.length));
  const counts = new Map<string, { refusal: Refusal; teams: number }>();
  for (const refusal of refusals.filter((found) => found.length === fewest).flat()) {
    const key = JSON.stringify(refusal);
    const count = counts.get(key);
    if (count === undefined) counts.set(key, { refusal, teams: 1 });
    else count.teams += 1;
  }
  const nearest = [...counts].sort(([a, one], [b, two]) => two.teams - one.teams || (a < b ? -1 : 1));
  return { order: asked.id, need: missing, nearest: nearest.map(([, count]) => count) };
};

export const countChanges = (board: Board, assignments: readonly Assignment[]): number => {
  const now = new Map(assignments.map((one) => [one.order, one]));
  let changes = 0;
  for (const stood of board.previous ?? []) {
    const found = now.get(stood.order);
    for (const [place, team] of stood.teams.entries())
      if (found === undefined || found.slot !== stood.slot || found.teams[place] !== team) changes += 1;
  }
  return changes;
};

/** The words of a choice of arcs. */
export const toPlan = (
  model: Model,
  choice: Int32Array,
  options: { readonly bound: number; readonly weakAreaBoost: number },
): Plan => {
  const { board } = model;
  const assignments: Assignment[] = [];
  const outranked: string[] = [];
  const gaps: SkillGap[] = [];
  let weak = 0;
  for (const [index, order] of board.orders.entries()) {
    const start = model.orderStart[index] ?? 0;
    const arcs = choice.subarray(start, model.orderStart[index + 1]);
    const slot = model.slots[model.arcSlot[arcs[0] ?? -1] ?? -1];
    if (slot === undefined) {
      const gap = findGap(model, index);
      if (gap === undefined) outranked.push(order.id);
      else gaps.push(gap);
      continue;
    }
    if (order.isWeakArea === true) weak += 1;
    const teams = Array.from(
      arcs,
      (arc) => board.teams[model.cellTeam[model.arcCell[arc] ?? 0] ?? 0]?.id ?? "",
    );
    assignments.push({ order: order.id, slot, teams });
  }
  const cost = costOf(model, choice);
  return {
    assignments,
    outranked,
    gaps,
    cost,
    bound: options.bound,
    gap: cost === 0 ? 0 : Math.max(0, (cost - options.bound) / cost),
    changes: countChanges(board, assignments),
    weakAreaShare: assignments.length === 0 ? 0 : weak / assignments.length,
    weakAreaBoost: options.weakAreaBoost,
  };
};
