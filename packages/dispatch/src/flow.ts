import type { Model } from "./model.ts";

/** May use any half day, none at all, or (0 and above) this half day only. */
export const anySlot = -1;
export const noSlot = -2;

export type FlowTask = {
  readonly arcCost: Float64Array;
  readonly unserved: Float64Array;
  /** `anySlot`, `noSlot` or an index of the model's half days, per part. */
  readonly only: Int32Array;
};

export type Flow = {
  /** Arc of each part, −1 where it is unserved. */
  readonly choice: Int32Array;
  /** What one more order in the cell costs at least, by the dual solution. */
  readonly cellPrice: Float64Array;
  /** Least cost over all flows. */
  readonly cost: number;
};

/**
 * Binary heap of nodes by distance, so that ties fall alike everywhere: the higher node first, which is teams before cells
 * before parts. Costs are whole minutes with many ties, and a team with room ends the search at once.
 */
class NodeHeap {
  #keys = new Float64Array(1024);
  #nodes = new Int32Array(1024);
  size = 0;

  // Positions are below `size`: every `!` reads inside the heap.
  #isBefore(a: number, key: number, node: number): boolean {
    const other = this.#keys[a]!;
    return other < key || (other === key && this.#nodes[a]! > node);
  }

  push(key: number, node: number): void {
    if (this.size === this.#keys.length) {
      const keys = new Float64Array(this.size * 2);
      const nodes = new Int32Array(this.size * 2);
      keys.set(this.#keys);
      nodes.set(this.#nodes);
      this.#keys = keys;
      this.#nodes = nodes;
    }
    let at = this.size;
    this.size += 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.#isBefore(up, key, node)) break;
      this.#keys[at] = this.#keys[up]!;
      this.#nodes[at] = this.#nodes[up]!;
      at = up;
    }
    this.#keys[at] = key;
    this.#nodes[at] = node;
  }

  topKey(): number {
    return this.#keys[0]!;
  }

  pop(): number {
    const top = this.#nodes[0]!;
    this.size -= 1;
    const key = this.#keys[this.size]!;
    const node = this.#nodes[this.size]!;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= this.size) break;
      if (down + 1 < this.size && this.#isBefore(down + 1, this.#keys[down]!, this.#nodes[down]!)) down += 1;
      if (!this.#isBefore(down, key, node)) break;
      this.#keys[at] = this.#keys[down]!;
      this.#nodes[at] = this.#nodes[down]!;
      at = down;
    }
    this.#keys[at] = key;
    this.#nodes[at] = node;
    return top;
  }
}

/**
 * Minimum-cost flow part → cell → team → sink with convex cost per team, by successive shortest paths: parts enter one
 * by one, each along a cheapest path of the residual graph (Dijkstra with potentials; Jonker & Volgenant 1987, Ahuja,
 * Magnanti & Orlin 1993, chapters 9 and 14). Whole-number costs keep it exact; the potential of the sink stays 0.
 */
export const solveFlow = (model: Model, task: FlowTask): Flow => {
  // Indices are the model's own: every `!` reads inside its array.
  const { arcStart, arcCell, arcSlot, cellTeam, cellRoom, teamStart, teamMost, teamRecent } = model;
  const { arcCost, unserved, only } = task;
  const parts = model.partOrder.length;
  const cells = cellTeam.length;
  const teams = teamMost.length;
  const firstTeam = parts + cells;
  const nodes = firstTeam + teams;
  const fairness = model.rules.fairnessMinutes;

  const potential = new Float64Array(nodes);
  for (let team = 0; team < teams; team += 1) potential[firstTeam + team] = -fairness * teamRecent[team]!;
  for (let cell = 0; cell < cells; cell += 1)
    potential[parts + cell] = potential[firstTeam + cellTeam[cell]!]!;
  const distance = new Float64Array(nodes).fill(Infinity);
  const parent = new Int32Array(nodes);
  /** Arc by which a cell was reached from a part. */
  const parentArc = new Int32Array(cells);
  const isSettled = new Uint8Array(nodes);
  const touched: number[] = [];
  const choice = new Int32Array(parts).fill(-1);
  const used = new Int32Array(cells);
  const load = new Int32Array(teams);
  const first = new Int32Array(cells).fill(-1);
  const next = new Int32Array(parts).fill(-1);
  const heap = new NodeHeap();

  const unlink = (part: number): void => {
    const cell = arcCell[choice[part]!]!;
    if (first[cell] === part) first[cell] = next[part]!;
    else {
      let before = first[cell]!;
      while (next[before] !== part) before = next[before]!;
      next[before] = next[part]!;
    }
    choice[part] = -1;
  };
  const link = (part: number, arc: number): void => {
    if (choice[part]! >= 0) unlink(part);
    const cell = arcCell[arc]!;
    choice[part] = arc;
    next[part] = first[cell]!;
    first[cell] = part;
  };
  /** Length of the shortest way to the sink so far. */
  let best = Infinity;
  const reach = (node: number, found: number, from: number): boolean => {
    if (found >= distance[node]! || found >= best) return false;
    if (distance[node] === Infinity) touched.push(node);
    distance[node] = found;
    parent[node] = from;
    heap.push(found, node);
    return true;
  };

  const insert = (source: number): void => {
    const wanted = only[source]!;
    let start = -unserved[source]!;
    for (let arc = arcStart[source]!; arc < arcStart[source + 1]!; arc += 1)
      if (wanted === anySlot || arcSlot[arc] === wanted)
        start = Math.max(start, potential[parts + arcCell[arc]!]! - arcCost[arc]!);
    potential[source] = start;
    best = Infinity;
    let end = -1;
    reach(source, 0, -1);
    while (heap.size > 0 && heap.topKey() < best) {
      const node = heap.pop();
      if (isSettled[node] === 1) continue;
      isSettled[node] = 1;
      const base = distance[node]! + potential[node]!;
      if (node < parts) {
        if (base + unserved[node]! < best) {
          best = base + unserved[node]!;
          end = node;
        }
        const slot = only[node]!;
        const current = choice[node]!;
        for (let arc = arcStart[node]!; arc < arcStart[node + 1]!; arc += 1) {
          if (arc === current || (slot !== anySlot && arcSlot[arc] !== slot)) continue;
          const cell = arcCell[arc]!;
          const found = base + arcCost[arc]! - potential[parts + cell]!;
          if (reach(parts + cell, found, node)) parentArc[cell] = arc;
        }
      } else if (node < firstTeam) {
        const cell = node - parts;
        if (used[cell]! < cellRoom[cell]!) {
          const team = firstTeam + cellTeam[cell]!;
          reach(team, base - potential[team]!, node);
        }
        for (let part = first[cell]!; part >= 0; part = next[part]!)
          reach(part, base - arcCost[choice[part]!]! - potential[part]!, node);
      } else {
        const team = node - firstTeam;
        if (load[team]! < teamMost[team]!) {
          const found = base + fairness * (teamRecent[team]! + load[team]!);
          if (found < best) {
            best = found;
            end = node;
          }
        }
        for (let cell = teamStart[team]!; cell < teamStart[team + 1]!; cell += 1)
          if (used[cell]! > 0) reach(parts + cell, base - potential[parts + cell]!, node);
      }
    }
    for (const node of touched) {
      if (isSettled[node] === 1 && distance[node]! < best) potential[node]! += distance[node]! - best;
      isSettled[node] = 0;
      distance[node] = Infinity;
    }
    touched.length = 0;
    heap.size = 0;
    if (end >= firstTeam) load[end - firstTeam]! += 1;
    else if (choice[end]! >= 0) {
      // Unserved from now on; the way back begins at the cell it leaves.
      unlink(end);
    }
    for (let node = end; node !== source; node = parent[node]!) {
      if (node >= firstTeam) used[parent[node]! - parts]! += 1;
      else if (node >= parts) {
        const from = parent[node]!;
        if (from >= firstTeam) used[node - parts]! -= 1;
        else link(from, parentArc[node - parts]!);
      }
    }
  };

  for (let part = 0; part < parts; part += 1) if (only[part] !== noSlot) insert(part);

  let cost = 0;
  for (let part = 0; part < parts; part += 1)
    cost += choice[part]! < 0 ? unserved[part]! : arcCost[choice[part]!]!;
  for (let team = 0; team < teams; team += 1)
    cost += fairness * (load[team]! * teamRecent[team]! + (load[team]! * (load[team]! - 1)) / 2);
  return {
    choice,
    cellPrice: Float64Array.from({ length: cells }, (_, cell) => -potential[parts + cell]!),
    cost,
  };
};
