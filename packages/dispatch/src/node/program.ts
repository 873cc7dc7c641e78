import type { Model } from "../model.ts";

// Indices are the model's own throughout: every `!` reads inside its array.

/** LP text wants short lines: at most this many terms stand on one. */
const lineOf = (terms: readonly string[]): string => {
  const lines: string[] = [];
  for (let at = 0; at < terms.length; at += 20) lines.push(terms.slice(at, at + 20).join(" + "));
  return lines.join("\n + ");
};

const group = (terms: Map<number, string[]>, key: number, term: string): void => {
  const found = terms.get(key);
  if (found === undefined) terms.set(key, [term]);
  else found.push(term);
};

/**
 * The board as an integer program in LP text: x<arc> chosen, u<part> unserved, l<team>_<n> the team's n-th new order (its
 * cost rises with n, so that the cheapest come first by themselves). The parts of a pair use the same half day.
 */
export const toProgram = (model: Model): string => {
  const { arcStart, arcCell, arcSlot, cellTeam, orderStart } = model;
  const objective: string[] = [];
  const rows: string[] = [];
  const inCell = new Map<number, string[]>();
  const inTeam = new Map<number, string[]>();
  const binaries: string[] = [];
  const bounded: string[] = [];
  for (let part = 0; part < model.partOrder.length; part += 1) {
    const terms = [`u${part}`];
    objective.push(`${model.unserved[part]} u${part}`);
    binaries.push(`u${part}`);
    for (let arc = arcStart[part]!; arc < arcStart[part + 1]!; arc += 1) {
      const name = `x${arc}`;
      objective.push(`${model.arcCost[arc]} ${name}`);
      binaries.push(name);
      terms.push(name);
      group(inCell, arcCell[arc]!, name);
      group(inTeam, cellTeam[arcCell[arc]!]!, name);
    }
    rows.push(`${lineOf(terms)} = 1`);
  }
  for (const [cell, terms] of inCell)
    if (terms.length > model.cellRoom[cell]!) rows.push(`${lineOf(terms)} <= ${model.cellRoom[cell]}`);
  for (const [team, terms] of inTeam) {
    const most = Math.min(terms.length, model.teamMost[team]!, roomOf(model, team));
    const loads = [...Array(most).keys()].map((n) => `l${team}_${n}`);
    for (const [n, name] of loads.entries()) {
      objective.push(`${model.rules.fairnessMinutes * (model.teamRecent[team]! + n)} ${name}`);
      bounded.push(`0 <= ${name} <= 1`);
    }
    rows.push(`${lineOf(terms)} - ${loads.join("\n - ")} = 0`);
  }
  for (let order = 0; order + 1 < orderStart.length; order += 1) {
    const first = orderStart[order]!;
    if (orderStart[order + 1]! - first !== 2) continue;
    const bySlot = [new Map<number, string[]>(), new Map<number, string[]>()] as const;
    for (const place of [0, 1] as const)
      for (let arc = arcStart[first + place]!; arc < arcStart[first + place + 1]!; arc += 1)
        group(bySlot[place], arcSlot[arc]!, `x${arc}`);
    for (const slot of new Set([...bySlot[0].keys(), ...bySlot[1].keys()])) {
      const [one, other] = bySlot.map((terms) => terms.get(slot) ?? []);
      if (one!.length === 0) rows.push(`${lineOf(other!)} = 0`);
      else if (other!.length === 0) rows.push(`${lineOf(one!)} = 0`);
      else rows.push(`${lineOf(one!)} - ${other!.join("\n - ")} = 0`);
    }
  }
  return [
    "Minimize",
    ` o: ${lineOf(objective)}`,
    "Subject To",
    ...rows.map((row, place) => ` r${place}: ${row}`),
    "Bounds",
    ...bounded.map((bound) => ` ${bound}`),
    "Binary",
    ...binaries.map((name) => ` ${name}`),
    "End",
  ].join("\n");
};

const roomOf = (model: Model, team: number): number => {
  let room = 0;
  for (let cell = model.teamStart[team]!; cell < model.teamStart[team + 1]!; cell += 1)
    room += model.cellRoom[cell]!;
  return room;
};
