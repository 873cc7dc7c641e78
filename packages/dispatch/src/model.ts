import { type Board, type Rules, wayMinutes, usualRules } from "./board.ts";
import { DispatchError } from "./errors.ts";
import { canServe } from "./refusals.ts";

/** Combinations of need, team and half day of one board. */
export const maxCombinations = 8_000_000;

/**
 * The board in typed arrays. A part is one need of an order; an arc is a part met by one team in one half day; a cell is one
 * half day of one team. The arcs of part p are `arcStart[p] … arcStart[p + 1] − 1`.
 */
export type Model = {
  readonly board: Board;
  readonly rules: Rules;
  readonly slots: readonly string[];
  readonly partOrder: Int32Array;
  /** First part of each order; one more at the end. */
  readonly orderStart: Int32Array;
  readonly arcStart: Int32Array;
  readonly arcCell: Int32Array;
  readonly arcSlot: Int32Array;
  readonly arcCost: Float64Array;
  readonly unserved: Float64Array;
  readonly cellTeam: Int32Array;
  readonly cellRoom: Int32Array;
  /** Cells of each team; one more at the end. */
  readonly teamStart: Int32Array;
  readonly teamMost: Int32Array;
  readonly teamRecent: Int32Array;
};

/** Minutes above travel for levels that the need does not ask for. */
export const spareLevels = (
  wanted: Readonly<Record<string, number>> = {},
  held: Readonly<Record<string, number>> = {},
): number => {
  let spare = 0;
  for (const skill in wanted) spare += Math.max(0, (held[skill] ?? 0) - (wanted[skill] ?? 1));
  return spare;
};

/**
 * Compiles a board. The penalty of an order of two needs is split between them, so that each part alone is a relaxation.
 *
 * @throws {DispatchError} dispatch.board_too_large beyond `maxCombinations` arcs
 */
export const compileBoard = (board: Board, options: { readonly weakBoost: number }): Model => {
  const rules: Rules = { ...usualRules, ...board.rules };
  const slots = [...new Set(board.teams.flatMap((team) => team.slots))].sort();
  const slotIndex = new Map(slots.map((slot, index) => [slot, index]));
  const cellTeam: number[] = [];
  const cellRoom: number[] = [];
  const cellOf: Map<string, number>[] = [];
  const teamStart = new Int32Array(board.teams.length + 1);
  for (const [index, team] of board.teams.entries()) {
    const cells = new Map<string, number>();
    for (const slot of new Set(team.slots)) {
      cells.set(slot, cellTeam.length);
      cellTeam.push(index);
      cellRoom.push(Math.max(0, (team.capacity ?? 1) - (team.busy?.[slot] ?? 0)));
    }
    cellOf.push(cells);
    teamStart[index + 1] = cellTeam.length;
  }
  const previous = new Map((board.previous ?? []).map((one) => [one.order, one]));
  const partOrder: number[] = [];
  const orderStart = new Int32Array(board.orders.length + 1);
  const arcStart = [0];
  const arcCell: number[] = [];
  const arcSlot: number[] = [];
  const arcCost: number[] = [];
  const unserved: number[] = [];
  for (const [orderIndex, order] of board.orders.entries()) {
    const stood = previous.get(order.id);
    const weak = order.isWeakArea === true ? rules.weakAreaFactor * options.weakBoost : 1;
    const penalty = Math.round(rules.unservedMinutes * (order.priority ?? 1) * weak);
    const wantedSlots = [...new Set(order.slots)].sort();
    for (const [place, need] of order.needs.entries()) {
      const share = place === 0 ? Math.ceil(penalty / order.needs.length) : Math.floor(penalty / 2);
      unserved.push(share + (stood === undefined ? 0 : rules.changeMinutes));
      partOrder.push(orderIndex);
      for (const [teamIndex, team] of board.teams.entries()) {
        if (!canServe({ order, need, team, rules })) continue;
        const cost =
          wayMinutes(team, order, rules) +
          rules.spareLevelMinutes * spareLevels(need.skills, team.skills) +
          (order.lessFitting?.[team.id] ?? 0);
        for (const slot of wantedSlots) {
          const cell = cellOf[teamIndex]?.get(slot);
          if (cell === undefined || (cellRoom[cell] ?? 0) === 0) continue;
          const isKept = stood !== undefined && stood.slot === slot && stood.teams[place] === team.id;
          arcCell.push(cell);
          arcSlot.push(slotIndex.get(slot) ?? 0);
          arcCost.push(cost + (stood === undefined || isKept ? 0 : rules.changeMinutes));
        }
      }
      if (arcCell.length > maxCombinations)
        throw new DispatchError("dispatch.board_too_large", {
          found: arcCell.length,
          limit: maxCombinations,
        });
      arcStart.push(arcCell.length);
    }
    orderStart[orderIndex + 1] = partOrder.length;
  }
  return {
    board,
    rules,
    slots,
    partOrder: Int32Array.from(partOrder),
    orderStart,
    arcStart: Int32Array.from(arcStart),
    arcCell: Int32Array.from(arcCell),
    arcSlot: Int32Array.from(arcSlot),
    arcCost: Float64Array.from(arcCost),
    unserved: Float64Array.from(unserved),
    cellTeam: Int32Array.from(cellTeam),
    cellRoom: Int32Array.from(cellRoom),
    teamStart,
    teamMost: Int32Array.from(board.teams, (team) => team.most ?? 2_000_000_000),
    teamRecent: Int32Array.from(board.teams, (team) => team.recent ?? 0),
  };
};

/** Cost of a choice of arcs (−1: unserved): arcs, penalties and the convex load of teams. */
export const costOf = (model: Model, choice: Int32Array): number => {
  const loads = new Int32Array(model.teamMost.length);
  let cost = 0;
  // Indices are the model's own: every `!` reads inside its array.
  for (let part = 0; part < choice.length; part += 1) {
    const arc = choice[part]!;
    if (arc < 0) {
      cost += model.unserved[part]!;
      continue;
    }
    const team = model.cellTeam[model.arcCell[arc]!]!;
    cost += model.arcCost[arc]! + model.rules.fairnessMinutes * (model.teamRecent[team]! + loads[team]!);
    loads[team]! += 1;
  }
  return cost;
};
