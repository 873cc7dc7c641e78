import type { Interaction } from "@kepu/recommender";
import { basename } from "node:path";
import { LabError } from "./errors.ts";
import { readColumns } from "./files.ts";

/** Person, item, time in seconds since 1970 (0 if left out), weight (1 if left out). */
export const readInteractions = async (path: string): Promise<Interaction[]> => {
  const file = basename(path);
  return (await readColumns(path, { least: 2, header: "person" })).map(({ row, columns }) => {
    const [person = "", item = "", time = "0", strength = "1"] = columns;
    const seconds = Number(time);
    if (time === "" || !Number.isFinite(seconds))
      throw new LabError("lab.number_invalid", { file, row, column: 3 });
    const weight = Number(strength);
    if (!(weight > 0)) throw new LabError("lab.number_invalid", { file, row, column: 4 });
    return { person, item, at: seconds * 1_000, weight };
  });
};
