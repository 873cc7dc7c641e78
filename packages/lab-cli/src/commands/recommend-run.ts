import {
  createInteractions,
  type Interaction,
  type InteractionTable,
  measureList,
  mostDenseItems,
  popularity,
  selectTop,
  standardise,
  trainEase,
  trainGraphFilter,
  trainItemKnn,
} from "@kepu/recommender";
import { type Command, showProgress } from "../command.ts";
import { readJsonLines, writeAnswer } from "../files.ts";
import { readInteractions } from "../interaction-file.ts";
import { readWhole } from "../option-values.ts";

/** Shares of the model of items, of neighbours, and of recent popularity in the sum of standardised scores. */
type Shares = readonly [number, number, number];

/** Used without a validation file. */
const usualShares: Shares = [1, 0.3, 0.3];
const triedShares: readonly Shares[] = [
  [1, 0, 0],
  [1, 0.3, 0],
  usualShares,
  [1, 0.3, 1],
  [1, 0, 1],
  [0.3, 0, 1],
  [0, 0, 1],
];

type Lister = (person: string, shares: Shares) => string[];

const train = (table: InteractionTable, options: { readonly seed: number; readonly top: number }): Lister => {
  const count = table.items.length;
  const model = count <= mostDenseItems ? trainEase(table) : trainGraphFilter(table, { seed: options.seed });
  const neighbours = trainItemKnn(table);
  const recent = standardise(Float64Array.from(popularity(table, { now: table.lastAt })));
  const parts = [new Float64Array(count), new Float64Array(count)] as const;
  const { offsets, indices, values } = table.byPerson;
  return (person, [ofModel, ofNeighbours, ofRecent]) => {
    const row = table.personIndex.get(person);
    const from = row === undefined ? 0 : (offsets[row] ?? 0);
    const to = row === undefined ? 0 : (offsets[row + 1] ?? 0);
    const profile = { items: indices.subarray(from, to), weights: values.subarray(from, to) };
    model.score(profile, parts[0]);
    neighbours.score(profile, parts[1]);
    for (const part of parts) standardise(part);
    const total = recent.map(
      (value, item) =>
        ofRecent * value + ofModel * (parts[0][item] ?? 0) + ofNeighbours * (parts[1][item] ?? 0),
    );
    for (const item of profile.items) total[item] = -Infinity;
    return [...selectTop(total, options.top)].map((item) => table.items[item] ?? "");
  };
};

/** The shares with the greatest mean nDCG@10 on the validation rows, the first of equals. */
const choose = (list: Lister, valid: readonly Interaction[]): Shares => {
  const taken = Map.groupBy(valid, ({ person }) => person);
  let best = usualShares;
  let most = -1;
  for (const shares of triedShares) {
    let sum = 0;
    for (const [person, own] of taken)
      sum += measureList(
        { list: list(person, shares), relevant: new Set(own.map(({ item }) => item)) },
        10,
      ).ndcg;
    if (sum > most) {
      most = sum;
      best = shares;
    }
  }
  return best;
};

export const recommendRun: Command = {
  name: "recommend run",
  usage:
    "kepu-lab recommend run --train t.tsv [--valid v.tsv] [--items i.jsonl] --out r.tsv [--top 50] [--seed 1]",
  required: ["train", "out"],
  optional: ["valid", "items", "top", "seed"],
  run: async (values, io) => {
    const trainPath = values.get("train") ?? "";
    const validPath = values.get("valid");
    const itemsPath = values.get("items");
    const top = readWhole(values, { name: "top", usual: 50, least: 1, most: 1_000 });
    const seed = readWhole(values, { name: "seed", usual: 1, least: 0, most: 4_294_967_295 });
    const past = await readInteractions(trainPath);
    const valid = validPath === undefined ? [] : await readInteractions(validPath);
    const catalogue = itemsPath === undefined ? [] : (await readJsonLines(itemsPath)).map(({ id }) => id);
    const shares =
      valid.length === 0
        ? usualShares
        : choose(train(createInteractions(past, catalogue), { seed, top: 10 }), valid);
    const table = createInteractions([...past, ...valid], catalogue);
    const list = train(table, { seed, top });
    const listing = showProgress(io, "推荐");
    const out: string[] = ["query\trank\tid\n"];
    for (const [at, person] of table.people.entries()) {
      for (const [place, id] of list(person, shares).entries()) out.push(`${person}\t${place + 1}\t${id}\n`);
      listing(at + 1, table.people.length);
    }
    const inputs = [
      trainPath,
      ...(validPath === undefined ? [] : [validPath]),
      ...(itemsPath === undefined ? [] : [itemsPath]),
    ];
    await writeAnswer(values.get("out") ?? "", out.join(""), inputs);
    io.stderr(
      `读者 ${table.people.length}，条目 ${table.items.length}，权重（模型、近邻、近期热门）${shares.join("、")}\n`,
    );
  },
};
