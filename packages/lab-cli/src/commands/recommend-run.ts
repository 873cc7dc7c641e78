import type { CombinationVerdict } from "@kepu/recommender";
import { type Command, shown, showProgress } from "../command.ts";
import { writeAnswer } from "../files.ts";
import { readInteractions } from "../interaction-file.ts";
import { readWhole } from "../option-values.ts";
import { readCatalogue, readParameters, readPeople } from "../recommend-files.ts";
import { holdOut, parametersFor, trainPipeline } from "../recommend-pipeline.ts";

/** The line of everybody who is not in the files. */
const anyone = "*";

const say = (group: string, verdict: CombinationVerdict): string => {
  if (verdict.gain === undefined) return `${group}：可学的人太少（${verdict.people}），用近期热门\n`;
  const figures = `留出检验 nDCG@10 组合 ${shown(verdict.learned)}，近期热门 ${shown(verdict.recency)}`;
  return `${group}：${figures}（${verdict.people} 人），用${verdict.isLearned ? "学到的组合" : "近期热门"}\n`;
};

export const recommendRun: Command = {
  name: "recommend run",
  usage:
    "kepu-lab recommend run --train t.tsv [--valid v.tsv] [--items i.jsonl] [--people p.jsonl] [--parameters p.json] --out r.tsv [--top 50] [--seed 1]",
  required: ["train", "out"],
  optional: ["valid", "items", "people", "parameters", "top", "seed"],
  run: async (values, io) => {
    const trainPath = values.get("train") ?? "";
    const optionalPaths = ["valid", "items", "people", "parameters"].flatMap(
      (name) => values.get(name) ?? [],
    );
    const validPath = values.get("valid");
    const parametersPath = values.get("parameters");
    const top = readWhole(values, { name: "top", usual: 50, least: 1, most: 1_000 });
    const seed = readWhole(values, { name: "seed", usual: 1, least: 0, most: 4_294_967_295 });
    const train = await readInteractions(trainPath);
    const { past, later } =
      validPath === undefined
        ? ((split) => ({ past: split.train, later: split.test }))(holdOut(train, seed))
        : { past: train, later: await readInteractions(validPath) };
    const people = await readPeople(values.get("people"));
    const pipeline = {
      items: await readCatalogue(values.get("items")),
      people,
      parameters:
        parametersPath === undefined ? parametersFor(past, later) : await readParameters(parametersPath),
      seed,
      onModel: (name: string) => (io.isTerminal ? io.stderr(`训练 ${name}\n`) : undefined),
      onLearning: showProgress(io, "学权重"),
    };
    const { table, learned, list } = await trainPipeline(past, later, pipeline);
    const listing = showProgress(io, "推荐");
    const out: string[] = ["query\trank\tid\n"];
    const known = new Map(people.map((person) => [person.id, person]));
    const wanted = [...new Set([...table.people, ...known.keys(), anyone])];
    for (const [at, id] of wanted.entries()) {
      for (const [place, item] of list(known.get(id) ?? { id }, top).entries())
        out.push(`${id}\t${place + 1}\t${item}\n`);
      listing(at + 1, wanted.length);
    }
    await writeAnswer(values.get("out") ?? "", out.join(""), [trainPath, ...optionalPaths]);
    io.stderr(`读者 ${wanted.length - 1}，条目 ${table.items.length}\n`);
    io.stderr(say("有记录的读者", learned.withHistory) + say("没有记录的读者", learned.withoutHistory));
  },
};
