import type { Model } from "./model.ts";

/**
 * The plan of a patient dispatcher: urgent orders first, those with few candidates before those with many, each by its
 * cheapest team at the moment. Baseline of the bench.
 */
export const chooseGreedily = (model: Model): Int32Array => {
  // Indices are the model's own: every `!` reads inside its array.
  const { orderStart, arcStart, arcCell, arcSlot, arcCost, cellTeam } = model;
  const used = new Int32Array(cellTeam.length);
  const load = new Int32Array(model.teamMost.length);
  const choice = new Int32Array(model.partOrder.length).fill(-1);
  const arcsOf = (order: number): number => arcStart[orderStart[order + 1]!]! - arcStart[orderStart[order]!]!;
  const penaltyOf = (order: number): number => {
    let sum = 0;
    for (let part = orderStart[order]!; part < orderStart[order + 1]!; part += 1)
      sum += model.unserved[part]!;
    return sum;
  };
  const byUrgency = model.board.orders
    .map((_, order) => order)
    .sort((a, b) => penaltyOf(b) - penaltyOf(a) || arcsOf(a) - arcsOf(b) || a - b);
  const bestBySlot = (part: number): Map<number, { readonly arc: number; readonly cost: number }> => {
    const best = new Map<number, { readonly arc: number; readonly cost: number }>();
    for (let arc = arcStart[part]!; arc < arcStart[part + 1]!; arc += 1) {
      const cell = arcCell[arc]!;
      const team = cellTeam[cell]!;
      if (used[cell]! >= model.cellRoom[cell]! || load[team]! >= model.teamMost[team]!) continue;
      const cost = arcCost[arc]! + model.rules.fairnessMinutes * (model.teamRecent[team]! + load[team]!);
      const standing = best.get(arcSlot[arc]!);
      if (standing === undefined || cost < standing.cost) best.set(arcSlot[arc]!, { arc, cost });
    }
    return best;
  };
  for (const order of byUrgency) {
    const parts = [...Array(orderStart[order + 1]! - orderStart[order]!).keys()].map(
      (place) => orderStart[order]! + place,
    );
    const [lead, ...others] = parts.map(bestBySlot);
    let best: { readonly arcs: readonly number[]; readonly cost: number } | undefined;
    for (const [slot, { arc, cost }] of lead ?? []) {
      const joined = others.map((other) => other.get(slot));
      if (joined.includes(undefined)) continue;
      const arcs = [arc, ...joined.map((one) => one!.arc)];
      const whole = joined.reduce((sum, one) => sum + one!.cost, cost);
      if (whole <= penaltyOf(order) && (best === undefined || whole < best.cost))
        best = { arcs, cost: whole };
    }
    for (const [place, arc] of (best?.arcs ?? []).entries()) {
      choice[parts[place]!] = arc;
      used[arcCell[arc]!]! += 1;
      load[cellTeam[arcCell[arc]!]!]! += 1;
    }
  }
  return choice;
};
