import {
  type Interaction,
  searchParameters,
  splitByRatio,
  splitRolling,
  type Split,
} from "@kepu/recommender";
import { type Command, shown, showProgress } from "../command.ts";
import { writeAnswer } from "../files.ts";
import { readInteractions } from "../interaction-file.ts";
import { readWhole } from "../option-values.ts";
import { readCatalogue, readPeople } from "../recommend-files.ts";
import { holdOut, isInOrderOfTime, judge, parametersFor, trainPipeline } from "../recommend-pipeline.ts";

/** What is tried of each parameter, one after the other. */
const grid = {
  historyHalfLifeDays: [0, 7, 30, 90],
  historyLength: [20, 100, 1_000],
  easeLambda: [100, 300, 1_000],
  knnShrinkage: [5, 20, 100],
  rp3Beta: [0.3, 0.6, 0.8],
  ialsDimensions: [32, 64, 128],
  ialsUnobservedWeight: [0.03, 0.1, 0.3],
  ialsLambda: [0.001, 0.003, 0.01],
} as const;

/** Windows that are judged: by time, each on what follows; without times, other tenths of each person's rows. */
const toWindows = (
  rows: readonly Interaction[],
  options: { readonly windows: number; readonly seed: number },
): Split[] => {
  const { train, test } = holdOut(rows, options.seed);
  return isInOrderOfTime(train, test)
    ? splitRolling(rows, { windows: options.windows, share: 0.1 })
    : Array.from({ length: options.windows }, (_, window) =>
        splitByRatio(rows, { share: 0.9, seed: `${options.seed} ${window}` }),
      );
};

export const recommendTune: Command = {
  name: "recommend tune",
  usage:
    "kepu-lab recommend tune --train t.tsv [--items i.jsonl] [--people p.jsonl] --out p.json [--windows 2] [--seed 1]",
  required: ["train", "out"],
  optional: ["items", "people", "windows", "seed"],
  run: async (values, io) => {
    const trainPath = values.get("train") ?? "";
    const seed = readWhole(values, { name: "seed", usual: 1, least: 0, most: 4_294_967_295 });
    const count = readWhole(values, { name: "windows", usual: 2, least: 1, most: 8 });
    const rows = await readInteractions(trainPath);
    const items = await readCatalogue(values.get("items"));
    const people = await readPeople(values.get("people"));
    const windows = toWindows(rows, { windows: count, seed });
    const [first] = windows;
    const start = parametersFor(first?.train ?? [], first?.test ?? []);
    const most = 1 + Object.values(grid).reduce((sum, list) => sum + list.length - 1, 0);
    const trying = showProgress(io, "试参数");
    let done = 0;
    const { best, trials } = await searchParameters({
      start,
      grid,
      score: async (parameters) => {
        let sum = 0;
        for (const { train, test } of windows) {
          const { train: past, test: later } = holdOut(train, seed);
          sum += judge(await trainPipeline(past, later, { items, people, parameters, seed }), test, people);
        }
        trying(Math.min(most - 1, (done += 1)), most);
        return sum / windows.length;
      },
    });
    trying(most, most);
    const paths = ["items", "people"].flatMap((name) => values.get(name) ?? []);
    await writeAnswer(values.get("out") ?? "", `${JSON.stringify(best.parameters, null, 2)}\n`, [
      trainPath,
      ...paths,
    ]);
    for (const { parameters, score } of trials) {
      const changed = Object.entries(parameters).filter(
        ([name, value]) => value !== start[name as keyof typeof start], // its own names
      );
      const named = changed.map(([name, value]) => `${name}=${value}`).join(" ");
      io.stdout(`${shown(score)}\t${named === "" ? "-" : named}\n`);
    }
    io.stderr(`试了 ${trials.length} 组，最好 nDCG@10 ${shown(best.score)}\n`);
  },
};
