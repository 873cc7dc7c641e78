import type { Board } from "./board.ts";
import { chooseGreedily } from "./greedy.ts";
import { compileBoard, costOf, type Model } from "./model.ts";
import { searchPairs } from "./pairs.ts";
import { parseBoard } from "./parse-board.ts";
import { type Plan, toPlan } from "./plan.ts";

export type AssignOptions = {
  /** `search` (flow with bound and neighbourhoods) where it is left out; `greedy` has the bound 0. */
  readonly method?: "search" | "greedy";
  /** Rounds of multipliers for the bound; 4 where it is left out. More narrow the gap and take longer. */
  readonly rounds?: number;
  /** Rounds of neighbourhoods; 6 where it is left out. */
  readonly neighbourhoods?: number;
  /** Ends the search at this gap; where it is left out 0.01 above 500 orders, else 0. */
  readonly enoughGap?: number;
};

const solve = (model: Model, options: AssignOptions): { choice: Int32Array; bound: number } => {
  const greedy = chooseGreedily(model);
  if (options.method === "greedy") return { choice: greedy, bound: 0 };
  const { found, bound } = searchPairs(model, {
    rounds: options.rounds ?? 4,
    neighbourhoods: options.neighbourhoods ?? 6,
    enoughGap: options.enoughGap ?? (model.board.orders.length > 500 ? 0.01 : 0),
  });
  return { choice: costOf(model, greedy) < found.cost ? greedy : found.choice, bound };
};

const boosts = [1, 2, 4, 8, 16] as const;

/**
 * Assigns a whole board at once: every order to one team (or two, for pairs) in one half day, or to none, at least cost. The
 * same board always gives the same plan. Without pairs the plan is proven optimal; with pairs the gap is reported. Where the
 * allocation rule asks for a share of weak areas that is not reached, their penalty is doubled up to 16 times.
 *
 * @throws {DispatchError} dispatch.field_invalid, id_repeated, id_unknown, pair_kinds_equal, board_too_large
 * @example assignBoard({ orders: [{ id: "o", slots: ["d/am"], needs: [{}] }], teams: [{ id: "t", kind: "team", slots: ["d/am"] }] }).assignments; // => [{ order: "o", slot: "d/am", teams: ["t"] }]
 */
export const assignBoard = (board: Board, options: AssignOptions = {}): Plan => {
  const checked = parseBoard(board);
  let best: Plan | undefined;
  for (const weakAreaBoost of boosts) {
    const model = compileBoard(checked, { weakBoost: weakAreaBoost });
    const { choice, bound } = solve(model, options);
    const plan = toPlan(model, choice, { bound, weakAreaBoost });
    if (best === undefined || plan.weakAreaShare > best.weakAreaShare) best = plan;
    if (best.weakAreaShare >= model.rules.weakAreaShare) return best;
    const weak = new Set(checked.orders.filter((order) => order.isWeakArea).map(({ id }) => id));
    if (!plan.outranked.some((id) => weak.has(id))) return best;
  }
  // The loop ran at least once.
  return best!;
};
