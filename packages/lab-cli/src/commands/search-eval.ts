import { basename } from "node:path";
import { type Command, printMeasures } from "../command.ts";
import { LabError } from "../errors.ts";
import { readQrels } from "../qrels-file.ts";
import { readRanked } from "../ranked-file.ts";

/** Järvelin & Kekäläinen 2002, gain 2^relevance − 1, discount log2(rank + 1). */
const gainOf = (relevances: readonly number[]): number =>
  relevances.reduce((sum, relevance, at) => sum + (2 ** relevance - 1) / Math.log2(at + 2), 0);

export const searchEval: Command = {
  name: "search eval",
  usage: "kepu-lab search eval --run r.tsv --qrels qrels.tsv",
  required: ["run", "qrels"],
  optional: [],
  run: async (values, io) => {
    const ranked = await readRanked(values.get("run") ?? "");
    const qrels = await readQrels(values.get("qrels") ?? "");
    const sums = { "MRR@10": 0, "Success@1": 0, "MAP@5": 0, "nDCG@10": 0, "Recall@100": 0 };
    let queries = 0;
    for (const [query, relevant] of qrels) {
      if (relevant.size === 0) continue;
      queries += 1;
      const ids = [...new Set(ranked.get(query) ?? [])];
      const first = ids.slice(0, 10).findIndex((id) => relevant.has(id));
      if (first >= 0) sums["MRR@10"] += 1 / (first + 1);
      if (first === 0) sums["Success@1"] += 1;
      let hits = 0;
      let precision = 0;
      for (const [at, id] of ids.slice(0, 5).entries())
        if (relevant.has(id)) {
          hits += 1;
          precision += hits / (at + 1);
        }
      sums["MAP@5"] += precision / Math.min(5, relevant.size);
      const ideal = gainOf([...relevant.values()].sort((a, b) => b - a).slice(0, 10));
      sums["nDCG@10"] += gainOf(ids.slice(0, 10).map((id) => relevant.get(id) ?? 0)) / ideal;
      sums["Recall@100"] += ids.slice(0, 100).filter((id) => relevant.has(id)).length / relevant.size;
    }
    if (queries === 0) throw new LabError("lab.file_empty", { file: basename(values.get("qrels") ?? "") });
    const means = Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / queries]));
    printMeasures(io, { queries, ...means });
  },
};
