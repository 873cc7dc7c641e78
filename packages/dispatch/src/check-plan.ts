import { type Assignment, type Board, type Order, type Team, wayMinutes } from "./board.ts";
import { parseAssignments, parseBoard, rulesOf } from "./parse-board.ts";
import { countChanges } from "./plan.ts";
import { type RefusalCode, listRefusals } from "./refusals.ts";

export type ViolationCode =
  | RefusalCode
  | "order_unknown"
  | "team_unknown"
  | "team_count"
  | "slot_not_asked"
  | "slot_not_open"
  | "over_capacity"
  | "over_most";

export type Violation = { readonly code: ViolationCode; readonly order?: string; readonly team?: string };

export type PlanReport = {
  readonly violations: readonly Violation[];
  /** Counted anew from the board; means little where there are violations. */
  readonly cost: number;
  readonly served: number;
  readonly servedShare: number;
  readonly travelMinutes: number;
  /** Largest number of orders a team has with those it had lately. */
  readonly mostLoad: number;
  readonly weakAreaShare: number;
  readonly changes: number;
};

/**
 * Checks and prices a plan, whoever made it, from the words of the board alone: it shares no arithmetic with the search.
 * Penalties are those without the boost of the allocation rule.
 *
 * @throws {DispatchError} those of `parseBoard`
 * @example checkPlan({ orders: [], teams: [] }, [{ order: "o", slot: "d/am", teams: ["t"] }]).violations; // => [{ code: "order_unknown", order: "o" }]
 */
export const checkPlan = (board: Board, assignments: readonly Assignment[]): PlanReport => {
  parseBoard(board);
  parseAssignments(assignments);
  const rules = rulesOf(board);
  const orders = new Map<string, Order>(board.orders.map((order) => [order.id, order]));
  const teams = new Map<string, Team>(board.teams.map((team) => [team.id, team]));
  const violations: Violation[] = [];
  const inSlot = new Map<string, number>();
  const perTeam = new Map<string, number>();
  const served = new Set<string>();
  let cost = 0;
  let travel = 0;
  for (const { order: id, slot, teams: chosen } of assignments) {
    const order = orders.get(id);
    if (order === undefined) {
      violations.push({ code: "order_unknown", order: id });
      continue;
    }
    served.add(id);
    if (!order.slots.includes(slot)) violations.push({ code: "slot_not_asked", order: id });
    if (chosen.length !== order.needs.length || new Set(chosen).size !== chosen.length)
      violations.push({ code: "team_count", order: id });
    for (const [place, need] of order.needs.entries()) {
      const teamId = chosen[place];
      if (teamId === undefined) continue;
      const team = teams.get(teamId);
      if (team === undefined) {
        violations.push({ code: "team_unknown", order: id, team: teamId });
        continue;
      }
      for (const { code } of listRefusals({ order, need, team, rules }))
        violations.push({ code, order: id, team: teamId });
      if (!team.slots.includes(slot)) violations.push({ code: "slot_not_open", order: id, team: teamId });
      const cell = JSON.stringify([teamId, slot]);
      inSlot.set(cell, (inSlot.get(cell) ?? 0) + 1);
      if ((inSlot.get(cell) ?? 0) + (team.busy?.[slot] ?? 0) > (team.capacity ?? 1))
        violations.push({ code: "over_capacity", order: id, team: teamId });
      const before = perTeam.get(teamId) ?? 0;
      perTeam.set(teamId, before + 1);
      if (before + 1 > (team.most ?? Infinity))
        violations.push({ code: "over_most", order: id, team: teamId });
      const way = wayMinutes(team, order, rules);
      travel += way;
      cost +=
        way + (order.lessFitting?.[teamId] ?? 0) + rules.fairnessMinutes * ((team.recent ?? 0) + before);
      for (const [skill, least] of Object.entries(need.skills ?? {}))
        cost += rules.spareLevelMinutes * Math.max(0, (team.skills?.[skill] ?? 0) - least);
    }
  }
  for (const order of board.orders)
    if (!served.has(order.id))
      cost += Math.round(
        rules.unservedMinutes *
          (order.priority ?? 1) *
          (order.isWeakArea === true ? rules.weakAreaFactor : 1),
      );
  const changes = countChanges(board, assignments);
  cost += rules.changeMinutes * changes;
  const loads = board.teams.map((team) => (team.recent ?? 0) + (perTeam.get(team.id) ?? 0));
  const weak = board.orders.filter((order) => order.isWeakArea === true && served.has(order.id)).length;
  return {
    violations,
    cost,
    served: served.size,
    servedShare: board.orders.length === 0 ? 0 : served.size / board.orders.length,
    travelMinutes: travel,
    mostLoad: loads.reduce((most, one) => Math.max(most, one), 0),
    weakAreaShare: served.size === 0 ? 0 : weak / served.size,
    changes,
  };
};
