import { measureList } from "@kepu/recommender";
import { type Command, printMeasures } from "../command.ts";
import { readInteractions } from "../interaction-file.ts";
import { readRanked } from "../ranked-file.ts";

export const recommendEval: Command = {
  name: "recommend eval",
  usage: "kepu-lab recommend eval --run r.tsv --test t.tsv",
  required: ["run", "test"],
  optional: [],
  run: async (values, io) => {
    const ranked = await readRanked(values.get("run") ?? "");
    const taken = Map.groupBy(await readInteractions(values.get("test") ?? ""), ({ person }) => person);
    const sums: Record<string, number> = {};
    let withoutList = 0;
    let byAnyone = 0;
    for (const [person, own] of taken) {
      const list = ranked.get(person) ?? ranked.get("*") ?? [];
      if (!ranked.has(person) && list.length > 0) byAnyone += 1;
      if (list.length === 0) withoutList += 1;
      for (const k of [10, 20]) {
        const found = measureList({ list, relevant: new Set(own.map(({ item }) => item)) }, k);
        const named = { Recall: found.recall, nDCG: found.ndcg, HR: found.hit, MRR: found.reciprocalRank };
        for (const [name, value] of Object.entries(named))
          sums[`${name}@${k}`] = (sums[`${name}@${k}`] ?? 0) + value / taken.size;
      }
    }
    printMeasures(io, { people: taken.size, withoutList, byAnyone, ...sums });
  },
};
