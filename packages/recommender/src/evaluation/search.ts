import { assertWhole, assertWithin } from "../errors.ts";
import type { Interaction } from "../interactions.ts";
import { splitByTime, type Split } from "./split.ts";

/**
 * Windows that follow each other in time at the end of the rows: each is tested on `share` of all rows and learns from
 * everything before. What a rolling search of parameters is judged on.
 *
 * @throws RecommenderError `parameter_out_of_range` unless `windows` × `share` ≤ 0.9
 * @example splitRolling([1, 2, 3, 4].map((at) => ({ person: "a", item: "x", at })), { windows: 2, share: 0.25 }).map(({ train }) => train.length); // => [2, 3]
 */
export const splitRolling = (
  rows: readonly Interaction[],
  { windows, share }: { readonly windows: number; readonly share: number },
): Split[] => {
  assertWhole({ name: "windows", value: windows, least: 1, most: 100 });
  assertWithin({ name: "windows × share", value: windows * share, least: 1e-9, most: 0.9 });
  const ordered = splitByTime(rows, 1).train;
  const size = Math.max(1, Math.floor(ordered.length * share));
  return Array.from({ length: windows }, (_, window) => {
    const from = Math.max(0, ordered.length - (windows - window) * size);
    return { train: ordered.slice(0, from), test: ordered.slice(from, from + size) };
  });
};

/** One set of parameters that was tried. */
export type Trial<P> = { readonly parameters: P; readonly score: number };

/**
 * Chooses parameters one after the other: for each name of the grid in turn its values are tried with the best found of the
 * others; of equal scores the first stays. The same sets are scored once.
 *
 * @param options.score higher is better; must not look at what is later judged
 * @param options.rounds passes over the names; 1 by default
 * @example (await searchParameters({ start: { x: 0 }, grid: { x: [1, 2, 3] }, score: ({ x }) => -((x - 2) ** 2) })).best.parameters; // => { x: 2 }
 */
export const searchParameters = async <P extends Readonly<Record<string, number>>>(options: {
  readonly start: P;
  readonly grid: { readonly [K in keyof P]?: readonly number[] };
  readonly score: (parameters: P) => number | Promise<number>;
  readonly rounds?: number;
  readonly onTried?: (trial: Trial<P>) => void;
}): Promise<{ readonly best: Trial<P>; readonly trials: readonly Trial<P>[] }> => {
  const { start, grid, score, rounds = 1, onTried } = options;
  assertWhole({ name: "rounds", value: rounds, least: 1, most: 20 });
  const known = new Map<string, Trial<P>>();
  const attempt = async (parameters: P): Promise<Trial<P>> => {
    const key = JSON.stringify(parameters);
    const earlier = known.get(key);
    if (earlier !== undefined) return earlier;
    const trial = { parameters, score: await score(parameters) };
    known.set(key, trial);
    onTried?.(trial);
    return trial;
  };
  let best = await attempt(start);
  for (let round = 0; round < rounds; round += 1)
    for (const [name, values] of Object.entries(grid))
      for (const value of values ?? []) {
        const next = await attempt({ ...best.parameters, [name]: value });
        if (next.score > best.score) best = next;
      }
  return { best, trials: [...known.values()] };
};
