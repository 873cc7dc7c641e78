import { evaluateClusters } from "@kepu/demand";
import { basename } from "node:path";
import { type Command, printMeasures } from "../command.ts";
import { LabError } from "../errors.ts";
import { readColumns } from "../files.ts";

const readPairs = async (path: string): Promise<Map<string, string>> => {
  const file = basename(path);
  const pairs = new Map<string, string>();
  for (const { row, columns } of await readColumns(path, { least: 2, header: "id" })) {
    const [id = "", value = ""] = columns;
    if (pairs.has(id)) throw new LabError("lab.id_repeated", { file, row, id });
    pairs.set(id, value);
  }
  return pairs;
};

export const demandEval: Command = {
  name: "demand eval",
  usage: "kepu-lab demand eval --run clusters.tsv --gold gold.tsv",
  required: ["run", "gold"],
  optional: [],
  run: async (values, io) => {
    const clusters = await readPairs(values.get("run") ?? "");
    const gold = await readPairs(values.get("gold") ?? "");
    const found = evaluateClusters(
      clusters,
      new Map([...gold].map(([id, issue]) => [id, issue === "" ? null : issue])),
    );
    printMeasures(io, found);
  },
};
