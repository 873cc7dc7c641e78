import { createRandom } from "@kepu/numerics";
import { linkScales, type LinkingMethod } from "@kepu/psychometrics";
import { drawItems, type ItemsFile } from "../measurement/items-file.ts";

/** Some of the bootstrap replicates of a linking, by their numbers: each has a seed of its own. */
export type LinkTask = {
  readonly own: ItemsFile;
  readonly base: ItemsFile;
  readonly method: LinkingMethod;
  readonly seed: string;
  readonly from: number;
  readonly to: number;
};

export type LinkedDraw = { readonly slope: number; readonly intercept: number };

/** Runs in the process or in a worker; the numbers are the same. */
export const run = ({ own, base, method, seed, from, to }: LinkTask): LinkedDraw[] => {
  const random = createRandom(seed).fork("link");
  return Array.from({ length: to - from }, (_, k) => {
    const { slope, intercept } = linkScales(
      drawItems(own, random.fork(`new ${from + k}`)),
      drawItems(base, random.fork(`base ${from + k}`)),
      { method },
    );
    return { slope, intercept };
  });
};
